#include "ledger/history.h"

#include <string.h>

#include "base/crypto.h"
#include "office.h"
#include "store/query.h"

struct raw {
    int64_t seq;
    const char *detail;
    struct bytes detail_hash;
};

static const struct query raw_query = {
    .name = "test.history",
    .sql = "SELECT seq, detail, detail_hash FROM history WHERE record = :record"
           " ORDER BY seq DESC LIMIT 1",
    .row_size = sizeof(struct raw),
    .columns = COLUMNS(COLUMN(struct raw, seq), COLUMN(struct raw, detail),
                       COLUMN(struct raw, detail_hash)),
};

static struct raw
raw(struct office *o, int64_t record)
{
    struct raw row;
    bool found;

    assert_true(
        query_first(office_console(o), &raw_query, &row, &found, BOUND(BIND(record, record))));
    assert_true(found);
    return row;
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

static struct history_row
newest(struct office *o, enum seat seat, int64_t record)
{
    struct history_row *rows;
    size_t count;

    assert_true(history_list(office_act(o, seat), &ticket_ledger, record, 0, 1, &rows, &count));
    assert_int_equal(count, 1);
    return rows[0];
}

/* What the change says of one field, "" where it does not name it. */
static const char *
after(struct act *a, const struct history_row *row, const char *label)
{
    struct history_change *changes;
    size_t count;

    assert_true(history_changes(a, &ticket_ledger, row, &changes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(changes[i].label, label) == 0)
            return changes[i].after;
    return "";
}

static void
a_row_says_who_when_what_and_why(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;
    struct history_row row;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, OPERATOR, "前")->base.id);
    o.now = at("2026-04-06 09:30");
    a = office_act(&o, LEAD);
    a->reason = "聞き直した";
    it->title = "後";
    assert_true(ledger_change(a, &ticket_ledger, it));
    row = newest(&o, LEAD, it->base.id);
    assert_string_equal(row.action, "change");
    assert_string_equal(row.at, "2026-04-06T09:30:00.000000+09:00");
    assert_int_equal(row.actor, o.who[LEAD].id);
    assert_string_equal(row.reason, "聞き直した");
    assert_string_equal(row.origin, origin_name(ORIGIN_PAGE));
    assert_string_equal(after(office_act(&o, LEAD), &row, "件名"), "後");
    assert_string_equal(after(office_act(&o, LEAD), &row, "番号"), "");
}

static void
the_state_is_told_by_its_label(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct raw row;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    assert_true(ledger_move(office_act(&o, OPERATOR), &ticket_ledger, "start", it));
    row = raw(&o, it->base.id);
    assert_non_null(strstr(row.detail, "\"state\":[\"受付\",\"対応中\"]"));
}

static void
the_hash_is_that_of_the_salted_detail(struct test *t)
{
    uint8_t hash[SHA256_BYTES];
    struct office o;
    struct raw row;

    office_open(t, &o);
    row = raw(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    sha256(row.detail, strlen(row.detail), hash);
    assert_int_equal(row.detail_hash.size, SHA256_BYTES);
    assert_memory_equal(row.detail_hash.data, hash, SHA256_BYTES);
    assert_memory_equal(row.detail, "{\"salt\":\"", 9);
}

static void
personal_values_are_sealed_and_opened_for_who_may(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct history_row row;

    office_open(t, &o);
    it = with_holder(&o, "佐藤 花子");
    assert_null(strstr(raw(&o, it->base.id).detail, "佐藤"));
    row = newest(&o, OPERATOR, it->base.id);
    assert_string_equal(after(office_act(&o, OPERATOR), &row, "使用者"), "佐藤 花子");
    assert_string_equal(after(office_act(&o, OFFICER), &row, "使用者"), "（個人情報）");
}

static void
opening_a_personal_value_is_a_row_itself(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    struct history_row row;

    office_open(t, &o);
    it = with_holder(&o, "佐藤 花子");
    row = newest(&o, OPERATOR, it->base.id);
    a = office_act(&o, OPERATOR);
    a->session = 5;
    after(a, &row, "使用者");
    assert_int_equal(history_rows(&o, it->base.id, "read"), 1);
}

static void
reading_again_within_ten_minutes_adds_nothing(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = with_holder(&o, "佐藤 花子");
    for (int i = 0; i < 3; i++) {
        static const char *const times[] = { "2026-04-06 10:00", "2026-04-06 10:09",
                                             "2026-04-06 10:11" };

        o.now = at(times[i]);
        a = office_act(&o, OPERATOR);
        a->session = 7;
        assert_true(ledger_read(a, &ticket_ledger, it->base.id, true, it));
    }
    assert_int_equal(history_rows(&o, it->base.id, "read"), 2);
    a = office_act(&o, OPERATOR);
    a->session = 8;
    assert_true(ledger_read(a, &ticket_ledger, it->base.id, true, it));
    assert_int_equal(history_rows(&o, it->base.id, "read"), 3);
}

static void
several_records_are_read_in_one_row(struct test *t)
{
    int64_t ids[2];
    struct office o;
    struct act *a;

    office_open(t, &o);
    ids[0] = with_holder(&o, "一")->base.id;
    ids[1] = with_holder(&o, "二")->base.id;
    a = office_act(&o, OPERATOR);
    a->session = 9;
    assert_true(history_reading(a, &ticket_ledger, "holder", ids, 2));
    assert_int_equal(history_rows(&o, 0, "read"), 1);
    assert_true(history_reading(a, &ticket_ledger, "holder", ids, 2));
    assert_true(history_reading(a, &ticket_ledger, "holder", ids, 1));
    assert_int_equal(history_rows(&o, 0, "read"), 1);
    assert_int_equal(history_rows(&o, ids[0], "read"), 0);
}

static void
a_secret_or_empty_field_leaves_no_value(struct test *t)
{
    struct office o;
    struct raw row;

    office_open(t, &o);
    row = raw(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    assert_null(strstr(row.detail, "holder"));
    assert_null(strstr(row.detail, "amount"));
}

static void
history_is_read_within_rights(struct test *t)
{
    struct office o;
    struct act *a;
    struct history_row *rows;
    size_t count;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, REQUESTER, "件名")->base.id;
    a = office_act(&o, REQUESTER);
    assert_false(history_list(a, &ticket_ledger, id, 0, 10, &rows, &count));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, STRANGER);
    assert_false(history_list(a, &ticket_ledger, id, 0, 10, &rows, &count));
    assert_fault(a, FAULT_MISSING, NULL);
    assert_true(history_list(office_act(&o, STRANGER), &ticket_ledger, 0, 0, 10, &rows, &count));
    assert_int_equal(count, 0);
    assert_true(history_list(office_act(&o, AUDITOR), &ticket_ledger, 0, 0, 10, &rows, &count));
    assert_int_equal(count, 1);
    a = office_act(&o, LEAD);
    assert_false(history_list(a, NULL, 0, 0, 10, &rows, &count));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
actors_have_names(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_string_equal(history_actor(office_act(&o, LEAD), o.who[OPERATOR].id), "大石");
    assert_string_equal(history_actor(office_act(&o, LEAD), 424242), "");
}

const struct test_case history_tests[] = {
    CASE(a_row_says_who_when_what_and_why),
    CASE(the_state_is_told_by_its_label),
    CASE(the_hash_is_that_of_the_salted_detail),
    CASE(personal_values_are_sealed_and_opened_for_who_may),
    CASE(opening_a_personal_value_is_a_row_itself),
    CASE(reading_again_within_ten_minutes_adds_nothing),
    CASE(several_records_are_read_in_one_row),
    CASE(a_secret_or_empty_field_leaves_no_value),
    CASE(history_is_read_within_rights),
    CASE(actors_have_names),
    { 0 },
};
