#include "ledger/verify.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "ledger/history.h"
#include "office.h"
#include "store/open.h"
#include "store/query.h"
#include "store/store.h"

/* --- a sealed history, and hands that reach into it ---------------------------------------- */

/* Two blocks: what office_open wrote, then three tickets. */
static void
sealed_office(struct test *t, struct office *o)
{
    office_open(t, o);
    assert_true(history_seal(office_console(o), NULL));
    o->now = at("2026-04-06 10:00");
    for (int i = 0; i < 3; i++)
        ticket_made(o, OPERATOR, "件名");
    assert_true(history_seal(office_console(o), NULL));
}

static bool
run_query(struct act *a, void *with)
{
    return query_run(a, with, NULL, UNBOUND);
}

/* What someone does who can write into the database. */
static void
tamper(struct office *o, const char *sql)
{
    struct query *q = NEW(o->test->arena, struct query);

    *q = (struct query){ .name = sql, .sql = sql };
    assert_true(act_write(office_console(o), run_query, q));
}

static struct verify_report
verified_with(struct office *o, const struct verify_options *options)
{
    struct act *a = office_console(o);
    struct verify_report report;

    assert_true(history_verify(a, options, &report));
    return report;
}

static struct verify_report
verified(struct office *o)
{
    return verified_with(o, &(struct verify_options){ 0 });
}

static void
assert_whole(struct verify_report report)
{
    if (report.wrong)
        print_error("%s\n", report.wrong);
    assert_null(report.wrong);
}

static void
assert_wrong(struct verify_report report, int64_t block, int64_t seq)
{
    assert_non_null(report.wrong);
    if (report.wrong_block != block || report.wrong_seq != seq)
        print_error("%s\n", report.wrong);
    assert_int_equal(report.wrong_block, block);
    assert_int_equal(report.wrong_seq, seq);
}

static void
assert_says(struct verify_report report, const char *words)
{
    assert_non_null(report.wrong);
    if (!strstr(report.wrong, words))
        print_error("%s\n", report.wrong);
    assert_non_null(strstr(report.wrong, words));
}

struct event {
    const char *action;
    const char *detail;
};

static bool
write_event(struct act *a, void *with)
{
    const struct event *e = with;

    return history_event(a, "", 0, e->action, e->detail);
}

static void
event(struct office *o, const char *action, const char *detail)
{
    struct event e = { action, detail };

    assert_true(act_write(office_console(o), write_event, &e));
    assert_true(history_seal(office_console(o), NULL));
}

/* --- whole ----------------------------------------------------------------------------------- */

static void
an_untouched_history_is_whole(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    report = verified(&o);
    assert_whole(report);
    assert_int_equal(report.blocks, 2);
    assert_int_equal(report.unsealed, 0);
    assert_int_equal(report.newest.number, 2);
    assert_true(report.rows > 10);
}

static void
a_history_of_many_chunks_is_whole(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "INSERT INTO history (seq, at, actor, session, origin, request, ledger, record,"
               " action, reason, detail, detail_hash, txid)"
               " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)"
               " SELECT 1000 + 3 * i, at, actor, session, origin, request, ledger, record,"
               " action, reason, detail, detail_hash, (SELECT MAX(txid) FROM history)"
               " FROM history, n WHERE seq = 2");
    assert_true(history_seal(office_console(&o), NULL));
    report = verified(&o);
    assert_whole(report);
    assert_true(report.rows > 15000);
    assert_int_equal(report.blocks, 4);
    tamper(&o, "UPDATE history SET actor = 7 WHERE seq = 40000");
    assert_wrong(verified(&o), 4, 40000);
}

static void
rows_of_the_last_seconds_are_counted_and_fine(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    ticket_made(&o, OPERATOR, "新しい件名");
    report = verified(&o);
    assert_whole(report);
    assert_int_equal(report.unsealed, 1);
}

static void
an_older_row_that_is_not_sealed_is_wrong(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    report = verified(&o);
    ticket_made(&o, OPERATOR, "新しい件名");
    o.now.us += 11 * 1000000;
    assert_wrong(verified(&o), 0, report.rows + 1);
}

/* --- rows ------------------------------------------------------------------------------------ */

static void
a_changed_row_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET actor = 99 WHERE seq = 5");
    assert_wrong(verified(&o), 1, 5);
}

static void
a_changed_detail_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET detail = '{}' WHERE seq = 6");
    assert_wrong(verified(&o), 0, 6);
}

static void
the_first_of_several_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET at = '2026-04-06T09:00:00.000001+09:00' WHERE seq IN (4, 9)");
    assert_wrong(verified(&o), 1, 4);
    assert_says(verified(&o), "全部で 2");
}

static void
a_value_of_another_type_is_a_change(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    if (test_is_postgres()) {
        tamper(&o, "ALTER TABLE history ALTER COLUMN actor TYPE text USING actor::text");
        assert_wrong(verified(&o), 0, 1);
        return;
    }
    /* Tables are strict: it takes one of another make. */
    tamper(&o, "ALTER TABLE history RENAME TO history_was");
    tamper(&o, "CREATE TABLE history AS SELECT * FROM history_was");
    assert_whole(verified(&o));
    tamper(&o, "UPDATE history SET actor = 'だれか' WHERE seq = 7");
    assert_wrong(verified(&o), 0, 7);
}

static void
text_behind_a_zero_byte_is_a_change(struct test *t)
{
    struct office o;

    /* PostgreSQL keeps no zero byte in a text. */
    if (test_is_postgres())
        return;
    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET reason = reason || char(0) || 'x' WHERE seq = 8");
    assert_wrong(verified(&o), 0, 8);
}

static void
rows_that_changed_places_are_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET seq = -3 WHERE seq = 3");
    tamper(&o, "UPDATE history SET seq = 3 WHERE seq = 10");
    tamper(&o, "UPDATE history SET seq = 10 WHERE seq = -3");
    /* On PostgreSQL the order of transactions changes with it. */
    if (test_is_postgres())
        tamper(&o, "UPDATE history AS h SET txid = o.txid FROM history o"
                   " WHERE h.seq IN (3, 10) AND o.seq = 13 - h.seq");
    assert_wrong(verified(&o), 1, 3);
    assert_says(verified(&o), "入れ替わって");
}

static void
a_deleted_row_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "DELETE FROM history WHERE seq = 5");
    assert_wrong(verified(&o), 1, 5);
}

static void
a_deleted_last_row_is_named(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    report = verified(&o);
    tamper(&o, "DELETE FROM history WHERE seq = (SELECT MAX(seq) FROM history)");
    assert_wrong(verified(&o), 2, report.rows);
}

static void
an_inserted_row_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "INSERT INTO history (seq, at, actor, session, origin, request, ledger, record,"
               " action, reason, detail, detail_hash, txid)"
               " SELECT -1, at, actor, session, origin, request, ledger, record, action, reason,"
               " detail, detail_hash, txid FROM history WHERE seq = 1");
    assert_wrong(verified(&o), 1, -1);
}

static void
without_the_kept_leaves_the_block_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET actor = 99 WHERE seq = 5");
    tamper(&o, "UPDATE block SET leaves = NULL WHERE number = 1");
    assert_wrong(verified(&o), 1, 0);
}

/* --- blocks ---------------------------------------------------------------------------------- */

static void
a_changed_block_is_named(struct test *t)
{
    static const char *const changes[] = {
        "UPDATE block SET sealed_at = sealed_at + 1 WHERE number = 2",
        "UPDATE block SET count = count + 1 WHERE number = 2",
        "UPDATE block SET last_seq = last_seq - 1 WHERE number = 2",
        "UPDATE block SET root = previous WHERE number = 2",
        "UPDATE block SET previous = hash WHERE number = 2",
        "UPDATE block SET hash = root WHERE number = 2",
    };

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct office o;

        sealed_office(t, &o);
        tamper(&o, changes[i]);
        assert_wrong(verified(&o), 2, 0);
    }
}

static void
a_deleted_block_is_named(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "DELETE FROM block WHERE number = 1");
    assert_wrong(verified(&o), 1, 0);
}

static void
a_deleted_last_block_is_named_by_the_heads(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "DELETE FROM block WHERE number = 2");
    assert_wrong(verified(&o), 2, 0);
    assert_says(verified(&o), "heads");
}

struct hash_change {
    struct bytes hash;
};

static bool
put_hash(struct act *a, void *with)
{
    static const struct query q = {
        .name = "test.hash",
        .sql = "UPDATE block SET hash = :hash, sealed_at = sealed_at - 5 WHERE number = 1",
    };
    struct hash_change *change = with;

    return query_run(a, &q, NULL, BOUND(bind_bytes("hash", change->hash)));
}

/* Calculated afresh, as somebody would who knows the way. */
static void
a_block_sealed_again_no_longer_joins_the_next(struct test *t)
{
    struct hash_change change;
    uint8_t hash[SHA256_BYTES];
    struct office o;
    struct block first;
    bool found;

    office_open(t, &o);
    assert_true(history_seal(office_console(&o), NULL));
    assert_true(block_newest(office_console(&o), &first, &found));
    ticket_made(&o, OPERATOR, "件名");
    assert_true(history_seal(office_console(&o), NULL));
    first.sealed_at.us -= 5;
    block_hash(&first, hash);
    change.hash = (struct bytes){ hash, sizeof hash };
    assert_true(act_write(office_console(&o), put_hash, &change));
    assert_wrong(verified(&o), 2, 0);
}

static void
a_clock_that_went_back_is_told_until_a_row_explains_it(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    o.now = at("2026-04-06 09:30");
    ticket_made(&o, OPERATOR, "時計");
    assert_true(history_seal(office_console(&o), NULL));
    assert_wrong(verified(&o), 3, 0);
    event(&o, "clock", "{\"block\":3}");
    report = verified(&o);
    assert_whole(report);
    assert_int_equal(report.clocks, 1);
}

/* --- what is kept outside ---------------------------------------------------------------------- */

/* Yesterday's database beside today's heads. */
static void
copied_back(struct office *o)
{
    tamper(o, "DELETE FROM history WHERE seq > (SELECT last_seq FROM block WHERE number = 1)");
    tamper(o, "DELETE FROM block WHERE number > 1");
}

static const char *
heads_path(struct office *o)
{
    return arena_print(o->test->arena, "%s/heads", store_folder(o->store));
}

static void
a_database_copied_back_is_older_than_its_heads(struct test *t)
{
    struct office o;

    sealed_office(t, &o);
    copied_back(&o);
    assert_wrong(verified(&o), 2, 0);
    assert_says(verified(&o), "それより古い");
    ticket_made(&o, OPERATOR, "続き");
    assert_true(history_seal(office_console(&o), NULL));
    assert_wrong(verified(&o), 2, 0);
}

static void
a_restore_declares_the_gap(struct test *t)
{
    struct verify_report before, report;
    struct verify_options options = { 0 };
    struct head first;
    struct block block;
    struct office o;
    bool found;

    office_open(t, &o);
    assert_true(history_seal(office_console(&o), NULL));
    assert_true(block_newest(office_console(&o), &block, &found));
    first.number = 1;
    memcpy(first.hash, block.hash.data, SHA256_BYTES);
    ticket_made(&o, OPERATOR, "件名");
    assert_true(history_seal(office_console(&o), NULL));
    before = verified(&o);
    copied_back(&o);
    event(&o, "restore",
          arena_print(t->arena, "{\"head\":\"%s\",\"newest\":\"%s\"}",
                      head_print(office_console(&o), &first),
                      head_print(office_console(&o), &before.newest)));
    report = verified(&o);
    assert_whole(report);
    assert_int_equal(report.gap_count, 1);
    assert_int_equal(report.gaps[0].restored, 1);
    assert_int_equal(report.gaps[0].newest, 2);
    options.head = before.newest;
    assert_whole(verified_with(&o, &options));
    options.head.number = 9;
    assert_wrong(verified_with(&o, &options), 9, 0);
}

static void
a_head_from_a_report_is_compared(struct test *t)
{
    struct verify_options options = { 0 };
    struct office o;

    sealed_office(t, &o);
    options.head = verified(&o).newest;
    assert_whole(verified_with(&o, &options));
    options.head.hash[5] ^= 1;
    assert_wrong(verified_with(&o, &options), 2, 0);
    options.head.number = 3;
    assert_wrong(verified_with(&o, &options), 3, 0);
}

static void
heads_that_are_gone_or_changed_are_told(struct test *t)
{
    static const char line[] = "1 0000000000000000000000000000000000000000000000000000000000000000"
                               " 2026-04-06T09:00:00+09:00\n";
    struct office o;
    const char *why;

    sealed_office(t, &o);
    assert_true(file_write(heads_path(&o), line, strlen(line), 0600, &why));
    assert_wrong(verified(&o), 1, 0);
    assert_true(file_write(heads_path(&o), "何か\n", 7, 0600, &why));
    assert_says(verified(&o), "1行目");
    assert_int_equal(remove(heads_path(&o)), 0);
    if (test_is_postgres())
        assert_whole(verified(&o));
    else
        assert_says(verified(&o), "がありません");
}

/* --- erasing ------------------------------------------------------------------------------------ */

static void
an_emptied_detail_needs_a_row_that_says_so(struct test *t)
{
    struct verify_report report;
    struct office o;

    sealed_office(t, &o);
    tamper(&o, "UPDATE history SET detail = '' WHERE seq IN (3, 6, 7)");
    assert_wrong(verified(&o), 0, 3);
    event(&o, "erase", "{\"rows\":[3]}");
    assert_wrong(verified(&o), 0, 6);
    event(&o, "erase", "{\"rows\":[3,[5,8]]}");
    report = verified(&o);
    assert_whole(report);
    assert_int_equal(report.erased, 3);
}

const struct test_case verify_tests[] = {
    CASE(an_untouched_history_is_whole),
    CASE(a_history_of_many_chunks_is_whole),
    CASE(rows_of_the_last_seconds_are_counted_and_fine),
    CASE(an_older_row_that_is_not_sealed_is_wrong),
    CASE(a_changed_row_is_named),
    CASE(a_changed_detail_is_named),
    CASE(the_first_of_several_is_named),
    CASE(a_value_of_another_type_is_a_change),
    CASE(text_behind_a_zero_byte_is_a_change),
    CASE(rows_that_changed_places_are_named),
    CASE(a_deleted_row_is_named),
    CASE(a_deleted_last_row_is_named),
    CASE(an_inserted_row_is_named),
    CASE(without_the_kept_leaves_the_block_is_named),
    CASE(a_changed_block_is_named),
    CASE(a_deleted_block_is_named),
    CASE(a_deleted_last_block_is_named_by_the_heads),
    CASE(a_block_sealed_again_no_longer_joins_the_next),
    CASE(a_clock_that_went_back_is_told_until_a_row_explains_it),
    CASE(a_database_copied_back_is_older_than_its_heads),
    CASE(a_restore_declares_the_gap),
    CASE(a_head_from_a_report_is_compared),
    CASE(heads_that_are_gone_or_changed_are_told),
    CASE(an_emptied_detail_needs_a_row_that_says_so),
    { 0 },
};
