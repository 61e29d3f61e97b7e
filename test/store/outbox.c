#include "store/outbox.h"

#include "store/open.h"
#include "store/query.h"
#include "store/tests.h"

static bool
put(struct act *a, void *with)
{
    return outbox_put(a, 0, "mail", with, "宛先: aoba@city.example");
}

static bool
done(struct act *a, void *with)
{
    return outbox_done(a, *(int64_t *)with);
}

static bool
later(struct act *a, void *with)
{
    return outbox_failed(a, *(int64_t *)with, "相手が応えません。",
                         (struct instant){ a->now.us + 60 * 1000000 });
}

static bool
never(struct act *a, void *with)
{
    return outbox_failed(a, *(int64_t *)with, "宛先がありません。", (struct instant){ 0 });
}

static struct act *
with_one(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));

    assert_true(act_write(a, put, "<1@tasuki.example>"));
    return a;
}

static struct outbox_rows
taken(struct act *a)
{
    struct outbox_rows rows;

    act_end(a);
    assert_true(outbox_take(a, "mail", a->now, 10, &rows));
    return rows;
}

static void
what_was_put_is_taken_with_its_content(struct test *t)
{
    struct outbox_rows rows = taken(with_one(t));

    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.rows[0].identifier, "<1@tasuki.example>");
    assert_string_equal(rows.rows[0].content, "宛先: aoba@city.example");
}

static void
a_known_identifier_adds_nothing(struct test *t)
{
    struct act *a = with_one(t);

    assert_true(act_write(a, put, "<1@tasuki.example>"));
    assert_int_equal(taken(a).count, 1);
}

static void
what_was_sent_is_not_taken_again(struct test *t)
{
    struct act *a = with_one(t);

    assert_true(act_write(a, done, &taken(a).rows[0].id));
    assert_int_equal(taken(a).count, 0);
}

struct content_row {
    struct bytes content;
};

static const struct query content = {
    .name = "test.outbox_content",
    .sql = "SELECT content FROM outbox",
    .row_size = sizeof(struct content_row),
    .columns = COLUMNS(COLUMN(struct content_row, content)),
};

static void
what_was_sent_loses_its_content(struct test *t)
{
    struct act *a = with_one(t);
    struct content_row row;
    bool found;

    assert_true(act_write(a, done, &taken(a).rows[0].id));
    assert_true(query_first(a, &content, &row, &found, UNBOUND));
    assert_true(found);
    assert_int_equal(row.content.size, 0);
}

static void
what_failed_waits_for_its_next_time(struct test *t)
{
    struct act *a = with_one(t);
    struct outbox_rows rows;

    assert_true(act_write(a, later, &taken(a).rows[0].id));
    assert_int_equal(taken(a).count, 0);
    assert_true(outbox_take(a, "mail", (struct instant){ a->now.us + 61 * 1000000 }, 10, &rows));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].tries, 1);
}

static bool
keep(struct act *a, void *with)
{
    return outbox_keep(a, with, "宛先: midori@city.example");
}

static void
what_is_left_of_one_is_sealed_anew(struct test *t)
{
    struct act *a = with_one(t);
    struct outbox_rows rows = taken(a);

    assert_true(act_write(a, keep, &rows.rows[0]));
    assert_string_equal(taken(a).rows[0].content, "宛先: midori@city.example");
}

static void
what_is_given_up_is_counted(struct test *t)
{
    struct act *a = with_one(t);
    int64_t waiting;
    int64_t given_up;

    assert_true(act_write(a, never, &taken(a).rows[0].id));
    assert_true(outbox_counts(a, &waiting, &given_up));
    assert_int_equal(waiting, 0);
    assert_int_equal(given_up, 1);
}

static bool
again(struct act *a, void *with)
{
    return outbox_again(a, *(int64_t *)with);
}

static void
what_was_given_up_can_be_sent_again(struct test *t)
{
    struct act *a = with_one(t);
    struct outbox_entries list;
    int64_t id = taken(a).rows[0].id;

    assert_true(act_write(a, never, &id));
    assert_true(outbox_list(a, true, 0, 10, &list));
    assert_int_equal(list.count, 1);
    assert_string_equal(list.rows[0].message, "宛先がありません。");
    assert_true(act_write(a, again, &id));
    assert_int_equal(taken(a).count, 1);
    assert_string_equal(taken(a).rows[0].content, "宛先: aoba@city.example");
}

static void
what_waits_or_was_sent_is_not_sent_again(struct test *t)
{
    struct act *a = with_one(t);
    int64_t id = taken(a).rows[0].id;

    assert_false(act_write(a, again, &id));
    assert_true(act_write(a, done, &id));
    assert_false(act_write(a, again, &id));
    assert_int_equal(act_fault_kind(a), FAULT_CLASH);
}

const struct test_case outbox_tests[] = {
    CASE(what_was_put_is_taken_with_its_content),
    CASE(a_known_identifier_adds_nothing),
    CASE(what_was_sent_is_not_taken_again),
    CASE(what_was_sent_loses_its_content),
    CASE(what_failed_waits_for_its_next_time),
    CASE(what_is_left_of_one_is_sealed_anew),
    CASE(what_is_given_up_is_counted),
    CASE(what_was_given_up_can_be_sent_again),
    CASE(what_waits_or_was_sent_is_not_sent_again),
    { 0 },
};
