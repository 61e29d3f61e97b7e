#include "ledger/head_mail.h"

#include <string.h>

#include "ledger/core/core.h"
#include "ledger/verify.h"
#include "office.h"
#include "store/job.h"
#include "store/outbox.h"

static void
officer_with_mail(struct office *o, enum seat seat, const char *mail)
{
    struct act *a = office_console(o);
    struct person *person = ledger_new(a, &person_ledger);
    struct membership_row *in = ledger_new(a, &membership_ledger);

    assert_true(ledger_read(a, &person_ledger, o->who[seat].person, true, person));
    person->mail.text = mail;
    assert_true(ledger_change(a, &person_ledger, person));
    in->user.id = o->who[seat].id;
    in->within.id = o->contract;
    in->role.code = "officer";
    assert_true(ledger_create(a, &membership_ledger, in));
}

static bool
order(struct act *a, void *with)
{
    return job_add(a, head_mail_job.name, with, NULL, (struct instant){ 0 }, NULL);
}

static struct outbox_rows
letters(struct office *o, const char *key)
{
    const struct job_kind *const kinds[] = { &head_mail_job, NULL };
    struct job_options options = { .kinds = kinds, .who = who_console() };
    char *name = arena_copy(o->test->arena, key);
    struct outbox_rows rows;
    struct act *a;
    int ran;

    assert_true(act_write(office_console(o), order, name));
    assert_true(job_run_due(o->store, &options, 1, &ran));
    assert_int_equal(ran, 1);
    a = office_console(o);
    assert_true(outbox_take(a, "mail", instant_now(), 10, &rows));
    return rows;
}

static void
officers_are_sent_the_newest_head(struct test *t)
{
    struct outbox_rows rows;
    struct block block;
    struct office o;
    bool found;

    office_open(t, &o);
    officer_with_mail(&o, OFFICER, "officer@aoba.example");
    officer_with_mail(&o, LEAD, "second@aoba.example");
    assert_true(history_seal(office_console(&o), NULL));
    assert_true(block_newest(office_console(&o), &block, &found));
    rows = letters(&o, "once");
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].contract, o.contract);
    assert_non_null(
        strstr(rows.rows[0].content, "\"to\":[\"second@aoba.example\",\"officer@aoba.example\"]"));
    assert_non_null(
        strstr(rows.rows[0].content, hex_print(t->arena, block.hash.data, SHA256_BYTES)));
}

static void
a_day_has_one_letter(struct test *t)
{
    struct office o;

    office_open(t, &o);
    officer_with_mail(&o, OFFICER, "officer@aoba.example");
    assert_true(history_seal(office_console(&o), NULL));
    assert_int_equal(letters(&o, "first").count, 1);
    assert_int_equal(letters(&o, "second").count, 1);
}

static void
without_an_address_nothing_is_sent(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_true(history_seal(office_console(&o), NULL));
    assert_int_equal(letters(&o, "once").count, 0);
}

const struct test_case head_mail_tests[] = {
    CASE(officers_are_sent_the_newest_head),
    CASE(a_day_has_one_letter),
    CASE(without_an_address_nothing_is_sent),
    { 0 },
};
