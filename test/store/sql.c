#include "store/open.h"
#include "store/query.h"
#include "store/tests.h"
#include "store/thing.h"

static bool
add_some(struct act *a, void *with)
{
    int64_t count = *(const int64_t *)with;

    for (int64_t i = 1; i <= count; i++) {
        struct thing it = thing_of(i, arena_print(a->arena, "名前%d", (int)i));

        it.contract = i % 3;
        if (!thing_add(a, &it))
            return false;
    }
    return true;
}

static struct act *
act_with(struct test *t, int64_t count)
{
    struct act *a = act_for_test(t, things_for_test(t));

    assert_true(act_write(a, add_some, &count));
    return a;
}

static struct sql *
select_things(struct act *a)
{
    struct sql *s = sql_new(a, "thing.list");

    SQL(s, "SELECT ");
    for (const struct column *c = thing_columns; c->name; c++) {
        if (c != thing_columns)
            SQL(s, ", ");
        sql_column(s, "thing", c->name);
    }
    SQL(s, " FROM ");
    sql_name(s, "thing");
    return s;
}

static void
a_built_statement_finds_its_rows(struct test *t)
{
    struct act *a = act_with(t, 9);
    struct sql *s = select_things(a);
    struct thing_list list;

    SQL(s, " WHERE contract = ");
    sql_value(s, bind_int("", 1));
    SQL(s, " AND name <> ");
    sql_value(s, bind_text("", "名前4"));
    SQL(s, " ORDER BY id");
    assert_true(sql_rows(a, s, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_int_equal(list.count, 2);
    assert_int_equal(list.rows[1].id, 7);
}

static void
more_values_than_there_is_room_at_first(struct test *t)
{
    struct act *a = act_with(t, 60);
    struct sql *s = select_things(a);
    struct thing_list list;

    SQL(s, " WHERE id IN (0");
    for (int64_t i = 1; i <= 50; i++) {
        SQL(s, ", ");
        sql_value(s, bind_int("", i));
    }
    SQL(s, ") ORDER BY id");
    assert_true(sql_rows(a, s, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_int_equal(list.count, 50);
}

static void
many_different_statements_do_not_crowd_out_each_other(struct test *t)
{
    struct act *a = act_with(t, 3);

    for (int i = 0; i < 500; i++) {
        struct sql *s = select_things(a);
        struct thing row;
        bool found;

        SQL(s, " WHERE id >= ");
        for (int j = 0; j <= i; j++)
            SQL(s, " ");
        sql_value(s, bind_int("", 2));
        assert_true(sql_first(a, s, thing_columns, &row, &found));
        assert_true(found);
        assert_int_equal(row.id, 2);
    }
}

static bool
change_note(struct act *a, void *with)
{
    struct sql *s = sql_new(a, "thing.note");

    SQL(s, "UPDATE thing SET note = ");
    sql_value(s, bind_text("", "変"));
    SQL(s, " WHERE contract = ");
    sql_value(s, bind_int("", 0));
    return sql_run(a, s, with);
}

static void
a_built_change_tells_how_many(struct test *t)
{
    struct act *a = act_with(t, 9);
    int64_t changed = 0;

    assert_true(act_write(a, change_note, &changed));
    assert_int_equal(changed, 3);
}

static void
a_slow_statement_ends_as_late_with_the_rows_so_far(struct test *t)
{
    struct act *a = act_with(t, 200);
    struct sql *s = select_things(a);
    struct thing_list list;
    bool late = false;

    SQL(s, ", thing b, thing c, thing d WHERE thing.id + b.id + c.id + d.id < 0");
    sql_until(s, clock_ticks() + 50000, &late);
    assert_true(sql_rows(a, s, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_true(late);
    assert_int_equal(list.count, 0);
}

static void
after_a_late_statement_the_act_goes_on(struct test *t)
{
    struct act *a = act_with(t, 200);
    struct sql *slow = select_things(a);
    struct sql *quick = select_things(a);
    struct thing_list list;
    bool late = false;

    SQL(slow, ", thing b, thing c, thing d WHERE thing.id + b.id + c.id + d.id < 0");
    sql_until(slow, clock_ticks() + 20000, &late);
    assert_true(sql_rows(a, slow, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_true(sql_rows(a, quick, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_int_equal(list.count, 200);
}

static void
a_quick_statement_is_not_late(struct test *t)
{
    struct act *a = act_with(t, 3);
    struct sql *s = select_things(a);
    struct thing_list list;
    bool late = true;

    sql_until(s, clock_ticks() + 5000000, &late);
    assert_true(sql_rows(a, s, thing_columns, sizeof(struct thing), &list.rows, &list.count));
    assert_false(late);
}

const struct test_case sql_tests[] = {
    CASE(a_built_statement_finds_its_rows),
    CASE(more_values_than_there_is_room_at_first),
    CASE(many_different_statements_do_not_crowd_out_each_other),
    CASE(a_built_change_tells_how_many),
    CASE(a_slow_statement_ends_as_late_with_the_rows_so_far),
    CASE(after_a_late_statement_the_act_goes_on),
    CASE(a_quick_statement_is_not_late),
    { 0 },
};
