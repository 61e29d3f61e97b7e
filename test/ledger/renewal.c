#include "ledger/renewal.h"

#include <string.h>

#include "ledger/history.h"
#include "ledger/tests.h"
#include "office.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/outbox.h"
#include "store/query.h"
#include "store/store.h"

static bool
run_job(struct act *a, struct job *job)
{
    return renewal_run(a, job, NULL);
}

static const struct job_kind renewal = { .name = RENEWAL_JOB, .run = run_job, .alone = true };

static int
run_jobs(struct office *o)
{
    static const struct job_kind *const kinds[] = { &renewal, NULL };
    struct job_options options = { .kinds = kinds, .who = &o->who[LEAD] };
    int ran;

    assert_true(job_run_due(o->store, &options, 5, &ran));
    return ran;
}

static struct ticket *
with_holder(struct office *o, const char *holder)
{
    struct act *a = office_act(o, OPERATOR);
    struct ticket *it = ticket_new(a, "件名");

    it->holder = holder;
    assert_true(ledger_create(a, &ticket_ledger, it));
    return it;
}

struct stored {
    struct bytes holder;
    struct bytes holder_key;
    int64_t version;
};

static const struct query stored_query = {
    .name = "test.stored",
    .sql = "SELECT holder, holder_key, version FROM ticket WHERE id = :id",
    .row_size = sizeof(struct stored),
    .columns = COLUMNS(COLUMN(struct stored, holder), COLUMN(struct stored, holder_key),
                       COLUMN(struct stored, version)),
};

static struct stored
stored(struct office *o, int64_t id)
{
    struct act *a = office_console(o);
    struct stored row;
    bool found;

    assert_true(query_first(a, &stored_query, &row, &found, BOUND(BIND(id, id))));
    assert_true(found);
    act_end(a); /* a test looks at many */
    return row;
}

static uint32_t
newest(struct office *o)
{
    return keyring_get(store_keyring(o->store), o->contract)->newest->id;
}

static uint32_t
key_of(struct bytes sealed)
{
    const uint8_t *b = sealed.data;

    assert_true(sealed.size > 5);
    return (uint32_t)b[1] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 8 | b[4];
}

static void
renew(struct office *o)
{
    assert_true(renewal_begin(office_console(o), o->contract));
}

static void
a_value_stays_readable_from_the_first_moment(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = with_holder(&o, "青葉 花子")->base.id;
    renew(&o);
    assert_int_not_equal(key_of(stored(&o, id).holder), newest(&o));
    assert_string_equal(ticket_stored(&o, id)->holder, "青葉 花子");
}

static void
what_is_written_after_it_stands_under_the_new_key(struct test *t)
{
    struct office o;

    office_open(t, &o);
    renew(&o);
    assert_int_equal(key_of(stored(&o, with_holder(&o, "青葉 花子")->base.id).holder), newest(&o));
}

static void
the_job_seals_anew_and_changes_nothing_else(struct test *t)
{
    struct stored before, after;
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = with_holder(&o, "青葉 花子")->base.id;
    before = stored(&o, id);
    renew(&o);
    assert_int_equal(run_jobs(&o), 1);
    after = stored(&o, id);
    assert_int_equal(key_of(after.holder), newest(&o));
    assert_string_equal(ticket_stored(&o, id)->holder, "青葉 花子");
    assert_int_equal(after.version, before.version);
    assert_int_equal(after.holder_key.size, before.holder_key.size);
    if (before.holder_key.size)
        assert_memory_equal(after.holder_key.data, before.holder_key.data, before.holder_key.size);
    assert_int_equal(history_rows(&o, id, "change"), 0);
}

static void
another_contract_is_left_alone(struct test *t)
{
    struct office o;
    struct data_key_facts *keys;

    office_open(t, &o);
    renew(&o);
    run_jobs(&o);
    assert_int_equal(keyring_data_keys(store_keyring(o.store), t->arena, o.contract, &keys), 2);
    assert_int_equal(keyring_data_keys(store_keyring(o.store), t->arena, o.other, &keys), 1);
}

static void
the_history_still_shows_what_it_showed(struct test *t)
{
    struct office o;
    struct history_row *rows;
    struct history_change *changes;
    size_t count, changed;
    bool seen = false;
    int64_t id;
    struct act *a;

    office_open(t, &o);
    id = with_holder(&o, "青葉 花子")->base.id;
    renew(&o);
    run_jobs(&o);
    a = office_act(&o, OPERATOR);
    assert_true(history_list(a, &ticket_ledger, id, 0, 1, &rows, &count));
    assert_int_equal(count, 1);
    assert_true(history_changes(a, &ticket_ledger, &rows[0], &changes, &changed));
    for (size_t i = 0; i < changed; i++)
        seen = seen || strcmp(changes[i].after, "青葉 花子") == 0;
    assert_true(seen);
}

static const struct query set_cursor = {
    .name = "test.cursor",
    .sql = "UPDATE job SET cursor = :cursor WHERE kind = :kind",
};

static bool
cursor_work(struct act *a, void *with)
{
    return query_run(a, &set_cursor, NULL,
                     BOUND(bind_text("cursor", with), bind_text("kind", RENEWAL_JOB)));
}

/* As a job that was killed leaves it. */
static void
leave_cursor(struct office *o, char *cursor)
{
    assert_true(act_write(office_console(o), cursor_work, cursor));
}

static void
a_killed_job_goes_on_where_it_was(struct test *t)
{
    struct office o;
    int64_t first, second;
    uint32_t old;

    office_open(t, &o);
    first = with_holder(&o, "一人目")->base.id;
    second = with_holder(&o, "二人目")->base.id;
    old = newest(&o);
    renew(&o);
    leave_cursor(&o, arena_print(t->arena, "ticket.holder %lld 1 0", (long long)first));
    assert_int_equal(run_jobs(&o), 1);
    assert_int_equal(key_of(stored(&o, first).holder), old);
    assert_int_equal(key_of(stored(&o, second).holder), newest(&o));
}

static void
a_cursor_of_another_program_begins_anew(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = with_holder(&o, "青葉 花子")->base.id;
    renew(&o);
    leave_cursor(&o, arena_copy(t->arena, "gone.field 999999 7 0"));
    assert_int_equal(run_jobs(&o), 1);
    assert_int_equal(key_of(stored(&o, id).holder), newest(&o));
}

static void
many_values_are_sealed_in_several_steps(struct test *t)
{
    enum { MANY = 450 };
    struct office o;
    int64_t ids[MANY];

    office_open(t, &o);
    for (int i = 0; i < MANY; i++)
        ids[i] = with_holder(&o, "青葉 花子")->base.id;
    renew(&o);
    assert_int_equal(run_jobs(&o), 1);
    for (int i = 0; i < MANY; i += 7)
        assert_int_equal(key_of(stored(&o, ids[i]).holder), newest(&o));
}

static const struct query spoil = {
    .name = "test.spoil",
    .sql = "UPDATE ticket SET holder = :holder WHERE id = :id",
};

static bool
spoil_work(struct act *a, void *with)
{
    static const uint8_t bytes[40] = { 1, 2, 3, 4, 5 };

    return query_run(
        a, &spoil, NULL,
        BOUND(BIND(holder, ((struct bytes){ bytes, sizeof bytes })), BIND(id, *(int64_t *)with)));
}

static struct job_row
job_of(struct office *o)
{
    struct job_rows jobs;

    assert_true(jobs_list(office_console(o), RENEWAL_JOB, -1, 0, 1, &jobs));
    assert_int_equal(jobs.count, 1);
    return jobs.rows[0];
}

static void
a_value_that_does_not_open_stops_nothing_and_is_told(struct test *t)
{
    struct office o;
    int64_t bad, good;

    office_open(t, &o);
    bad = with_holder(&o, "壊れた人")->base.id;
    good = with_holder(&o, "青葉 花子")->base.id;
    assert_true(act_write(office_console(&o), spoil_work, &bad));
    renew(&o);
    run_jobs(&o);
    assert_int_equal(key_of(stored(&o, good).holder), newest(&o));
    assert_int_equal(job_of(&o).state, JOB_DONE);
    assert_non_null(strstr(job_of(&o).result, "開けない 1 件"));
}

static bool
put_mail(struct act *a, void *with)
{
    return outbox_put(a, *(int64_t *)with, "mail", "<1@tasuki.example>", "宛先: 青葉");
}

static const struct query waiting = {
    .name = "test.waiting",
    .sql = "SELECT content AS holder, content AS holder_key, id AS version FROM outbox",
    .row_size = sizeof(struct stored),
    .columns = COLUMNS(COLUMN(struct stored, holder), COLUMN(struct stored, holder_key),
                       COLUMN(struct stored, version)),
};

static void
what_waits_to_be_sent_is_sealed_anew_too(struct test *t)
{
    struct outbox_rows rows;
    struct stored row;
    struct office o;
    struct act *a;
    bool found;

    office_open(t, &o);
    assert_true(act_write(office_console(&o), put_mail, &o.contract));
    renew(&o);
    run_jobs(&o);
    a = office_console(&o);
    assert_true(query_first(a, &waiting, &row, &found, UNBOUND) && found);
    assert_int_equal(key_of(row.holder), newest(&o));
    assert_true(outbox_take(a, "mail", a->now, 10, &rows));
    assert_string_equal(rows.rows[0].content, "宛先: 青葉");
}

static void
blobs_are_encrypted_anew_under_the_same_name(struct test *t)
{
    struct office o;
    char name[BLOB_NAME], again[BLOB_NAME];
    char *bytes;
    size_t size;
    bool changed;
    struct act *a;

    office_open(t, &o);
    assert_true(blob_write(office_console(&o), o.contract, "仕様書", strlen("仕様書"), name));
    renew(&o);
    run_jobs(&o);
    a = office_console(&o);
    assert_true(blob_get(a, o.contract, name, 1000, &bytes, &size));
    assert_memory_equal(bytes, "仕様書", size);
    assert_true(blob_again(a, o.contract, name, &changed));
    assert_false(changed);
    assert_true(blob_write(a, o.contract, "仕様書", strlen("仕様書"), again));
    assert_string_equal(again, name);
}

static void
it_is_settled_when_the_job_is_done(struct test *t)
{
    struct renewal_state state;
    struct office o;

    office_open(t, &o);
    assert_true(renewal_state(office_console(&o), o.contract, &state));
    assert_true(state.settled);
    renew(&o);
    assert_true(renewal_state(office_console(&o), o.contract, &state));
    assert_int_equal(state.keys, 2);
    assert_false(state.settled);
    run_jobs(&o);
    assert_true(renewal_state(office_console(&o), o.contract, &state));
    assert_true(state.settled);
}

static void
both_ends_stand_in_the_history(struct test *t)
{
    struct office o;

    office_open(t, &o);
    renew(&o);
    run_jobs(&o);
    assert_int_equal(history_rows(&o, o.contract, "renew-key"), 1);
    assert_int_equal(history_rows(&o, o.contract, "seal-again"), 1);
}

static void
a_contract_without_key_is_refused(struct test *t)
{
    struct office o;
    struct act *a;

    office_open(t, &o);
    a = office_console(&o);
    assert_false(renewal_begin(a, 999999));
    assert_fault(a, FAULT_BROKEN, NULL);
}

static void
a_year_brings_a_new_key_and_a_day_does_not(struct test *t)
{
    struct data_key_facts *keys;
    struct office o;

    office_open(t, &o);
    o.now = instant_now();
    assert_true(renewal_tend(office_console(&o), o.contract, 365));
    assert_int_equal(keyring_data_keys(store_keyring(o.store), t->arena, o.contract, &keys), 1);
    o.now.us += INT64_C(366) * 86400 * 1000000;
    assert_true(renewal_tend(office_console(&o), o.contract, 0));
    assert_int_equal(keyring_data_keys(store_keyring(o.store), t->arena, o.contract, &keys), 1);
    assert_true(renewal_tend(office_console(&o), o.contract, 365));
    assert_int_equal(keyring_data_keys(store_keyring(o.store), t->arena, o.contract, &keys), 2);
}

static void
a_key_without_its_job_gets_one_at_night(struct test *t)
{
    struct office o;
    const char *why;
    int64_t id;

    office_open(t, &o);
    id = with_holder(&o, "青葉 花子")->base.id;
    assert_true(keyring_renew(store_keyring(o.store), o.contract, &why));
    assert_int_equal(run_jobs(&o), 0);
    assert_true(renewal_tend(office_console(&o), o.contract, 0));
    assert_true(renewal_tend(office_console(&o), o.contract, 0));
    assert_int_equal(run_jobs(&o), 1);
    assert_int_equal(key_of(stored(&o, id).holder), newest(&o));
}

static void
an_erased_contract_ends_the_job(struct test *t)
{
    struct office o;
    const char *why;

    office_open(t, &o);
    renew(&o);
    assert_true(keyring_drop(store_keyring(o.store), o.contract, &why));
    assert_int_equal(run_jobs(&o), 1);
    assert_int_equal(job_of(&o).state, JOB_DONE);
}

const struct test_case renewal_tests[] = {
    CASE(a_value_stays_readable_from_the_first_moment),
    CASE(what_is_written_after_it_stands_under_the_new_key),
    CASE(the_job_seals_anew_and_changes_nothing_else),
    CASE(another_contract_is_left_alone),
    CASE(the_history_still_shows_what_it_showed),
    CASE(a_killed_job_goes_on_where_it_was),
    CASE(a_cursor_of_another_program_begins_anew),
    CASE(many_values_are_sealed_in_several_steps),
    CASE(a_value_that_does_not_open_stops_nothing_and_is_told),
    CASE(what_waits_to_be_sent_is_sealed_anew_too),
    CASE(blobs_are_encrypted_anew_under_the_same_name),
    CASE(it_is_settled_when_the_job_is_done),
    CASE(both_ends_stand_in_the_history),
    CASE(a_contract_without_key_is_refused),
    CASE(a_year_brings_a_new_key_and_a_day_does_not),
    CASE(a_key_without_its_job_gets_one_at_night),
    CASE(an_erased_contract_ends_the_job),
    { 0 },
};
