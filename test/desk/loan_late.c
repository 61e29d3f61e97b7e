#include "desk/loan_late.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/loan.h"
#include "ledger/core/core.h"
#include "store/job.h"
#include "store/outbox.h"
#include "tests.h"

/* Lent to the worker until Friday the 10th; he has an address. */
static int64_t
lend(struct test *t, struct crew *c)
{
    int64_t kind, unit, loan;

    crew_open(t, c);
    crew_do(c, LEADER, &person_ledger, c->who[WORKER].person, NULL,
            WITH("mail", "miura@example.jp"));
    kind = crew_make(c, WORKER, &loan_kind_ledger,
                     WITH("title", "研修用PC", "category", "training_pc"));
    unit = crew_make(c, WORKER, &loan_unit_ledger, WITH("kind", id_text(c, kind)));
    loan = crew_make(c, WORKER, &loan_ledger,
                     WITH("kind", id_text(c, kind), "begins_at", "2026-04-06T10:00", "ends_at",
                          "2026-04-10T12:00", "purpose", "研修", "borrower",
                          id_text(c, c->who[WORKER].person)));
    crew_do(c, CLIENT, &loan_ledger, loan, "approve", NULL);
    crew_do(c, WORKER, &loan_ledger, loan, "hand_over",
            WITH("unit", id_text(c, unit), "handed_check", "whole"));
    return loan;
}

static struct outbox_rows
letters_after(struct crew *c, const char *day)
{
    struct outbox_rows rows;
    struct act *a;

    crew_on(c, day);
    a = crew_job(c);
    assert_done(a, loan_late_job.run(a, NULL));
    act_end(a);
    a = crew_console(c);
    assert_done(a, outbox_take(a, "mail", instant_add(c->now, (struct minutes){ 1 }), 20, &rows));
    return rows;
}

static void
who_is_late_is_told_on_the_next_working_day_and_then_once_a_week(struct test *t)
{
    struct crew c;
    struct outbox_rows rows;

    lend(t, &c);
    assert_int_equal(letters_after(&c, "2026-04-10").count, 0);
    assert_int_equal(letters_after(&c, "2026-04-11").count, 0);
    rows = letters_after(&c, "2026-04-13");
    assert_int_equal(rows.count, 1);
    assert_non_null(strstr(rows.rows[0].content, "miura@example.jp"));
    assert_non_null(strstr(rows.rows[0].content, "3日の遅れ"));
    assert_int_equal(letters_after(&c, "2026-04-17").count, 1);
    assert_int_equal(letters_after(&c, "2026-04-20").count, 2);
}

static void
what_is_back_is_asked_for_no_more(struct test *t)
{
    struct crew c;
    int64_t loan = lend(t, &c);

    crew_do(&c, WORKER, &loan_ledger, loan, "take_back", NULL);
    assert_int_equal(letters_after(&c, "2026-04-13").count, 0);
}

static void
who_has_no_address_is_told_nothing(struct test *t)
{
    struct crew c;

    lend(t, &c);
    crew_do(&c, LEADER, &person_ledger, c.who[WORKER].person, NULL, WITH("mail", ""));
    assert_int_equal(letters_after(&c, "2026-04-13").count, 0);
}

const struct test_case loan_late_tests[] = {
    CASE(who_is_late_is_told_on_the_next_working_day_and_then_once_a_week),
    CASE(what_is_back_is_asked_for_no_more),
    CASE(who_has_no_address_is_told_nothing),
    { 0 },
};
