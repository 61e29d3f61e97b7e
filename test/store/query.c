#include "store/query.h"

#include <string.h>

#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

static struct act *
act_with(struct test *t, struct thing first)
{
    struct act *a = act_for_test(t, things_for_test(t));

    assert_true(act_write(a, thing_add, &first));
    return a;
}

static struct thing
full_thing(void)
{
    struct thing it = {
        .id = 42,
        .contract = -7,
        .name = "青葉市",
        .note = "",
        .amount = { 1234 },
        .done = true,
        .at = { 1763700000123456 },
        .body = { "a\0b", 3 },
    };

    assert_true(date_make(2026, 4, 1, &it.day));
    return it;
}

static void
a_row_comes_back_as_it_went_in(struct test *t)
{
    struct thing it = full_thing();
    struct act *a = act_with(t, it);
    struct thing_list list;

    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows->id, 42);
    assert_int_equal(list.rows->contract, -7);
    assert_string_equal(list.rows->name, "青葉市");
    assert_int_equal(list.rows->amount.yen, 1234);
    assert_true(list.rows->done);
    assert_int_equal(list.rows->day.day, it.day.day);
    assert_int_equal(list.rows->at.us, it.at.us);
    assert_int_equal(list.rows->body.size, 3);
    assert_memory_equal(list.rows->body.data, "a\0b", 3);
}

static void
empty_values_come_back_empty(struct test *t)
{
    struct act *a = act_with(t, thing_of(1, ""));
    struct thing row;
    bool found;

    assert_true(query_first(a, &thing_all, &row, &found, UNBOUND));
    assert_true(found);
    assert_string_equal(row.note, "");
    assert_int_equal(row.amount.yen, NO_NUMBER);
    assert_int_equal(row.day.day, 0);
    assert_int_equal(row.at.us, 0);
    assert_null(row.body.data);
}

static void
no_row_is_not_a_fault(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct thing row;
    bool found = true;

    assert_true(query_first(a, &thing_all, &row, &found, UNBOUND));
    assert_false(found);
    assert_null(a->faults);
}

static bool
add_hundred(struct act *a, void *with)
{
    (void)with;
    for (int i = 1; i <= 100; i++) {
        struct thing it = thing_of(i, arena_print(a->arena, "%d", i));

        if (!thing_add(a, &it))
            return false;
    }
    return true;
}

static void
many_rows_keep_their_order(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct thing_list list;

    assert_true(act_write(a, add_hundred, NULL));
    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(list.count, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(list.rows[i].id, i + 1);
    assert_string_equal(list.rows[99].name, "100");
}

struct seen {
    struct act *a;
    int count;
    int inner;
};

static bool
stop_after_three(void *with, const void *row)
{
    struct seen *seen = with;

    assert_int_equal(((const struct thing *)row)->id, seen->count + 1);
    return ++seen->count < 3;
}

static void
each_may_stop_early_without_a_fault(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct seen seen = { 0 };

    assert_true(act_write(a, add_hundred, NULL));
    assert_true(query_each(a, &thing_all, stop_after_three, &seen, UNBOUND));
    assert_int_equal(seen.count, 3);
    assert_null(a->faults);
}

static bool
ask_again(void *with, const void *row)
{
    struct seen *seen = with;
    struct thing_list list;

    (void)row;
    assert_true(QUERY(seen->a, &thing_all, list, { 0 }));
    seen->inner += (int)list.count;
    return ++seen->count < 2;
}

static void
a_query_may_run_inside_its_own_rows(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct seen seen = { .a = a };

    assert_true(act_write(a, add_hundred, NULL));
    assert_true(query_each(a, &thing_all, ask_again, &seen, UNBOUND));
    assert_int_equal(seen.inner, 200);
}

static void
a_broken_unique_rule_names_the_field(struct test *t)
{
    struct act *a = act_with(t, thing_of(1, "同じ"));
    struct thing second = thing_of(2, "同じ");

    assert_false(act_write(a, thing_add, &second));
    assert_int_equal(a->faults->kind, FAULT_CLASH);
    assert_string_equal(a->faults->field, "name");
}

static void
a_doubled_key_is_a_clash(struct test *t)
{
    struct act *a = act_with(t, thing_of(1, "一"));
    struct thing second = thing_of(1, "二");

    assert_false(act_write(a, thing_add, &second));
    assert_int_equal(a->faults->kind, FAULT_CLASH);
}

static const struct query rename_all = {
    .name = "thing.rename",
    .sql = "UPDATE thing SET note = :note WHERE id <= :most",
};

static bool
rename_ten(struct act *a, void *with)
{
    return query_run(a, &rename_all, with, BOUND(BIND(most, 10), BIND(note, (const char *)"新")));
}

static void
the_number_of_changed_rows_is_told(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    int64_t changed = 0;

    assert_true(act_write(a, add_hundred, NULL));
    assert_true(act_write(a, rename_ten, &changed));
    assert_int_equal(changed, 10);
}

static bool
rename_later(struct act *a, void *with)
{
    (void)with;
    return query_later(a, &rename_all, BOUND(BIND(most, 10), BIND(note, (const char *)"後")));
}

static void
what_runs_later_is_there_after_the_act(struct test *t)
{
    struct act *a = act_with(t, thing_of(1, "一"));
    struct thing row;
    bool found;

    assert_true(act_write(a, rename_later, NULL));
    assert_true(query_first(a, &thing_all, &row, &found, UNBOUND));
    assert_string_equal(row.note, "後");
}

static const struct query broken = {
    .name = "thing.broken",
    .sql = "SELECT id FROM nowhere",
    .row_size = sizeof(struct thing),
    .columns = thing_columns,
};

static void
a_wrong_statement_breaks_the_act_and_not_the_program(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct thing_list list;

    assert_false(QUERY(a, &broken, list, { 0 }));
    assert_int_equal(act_fault_kind(a), FAULT_BROKEN);
}

static const struct query by_text = {
    .name = "thing.by_text",
    .sql = "SELECT id, contract, name, note, amount, done, day, at, body FROM thing"
           " WHERE name = :name AND id > :after",
    .row_size = sizeof(struct thing),
    .columns = thing_columns,
};

static void
a_value_is_never_read_as_sql(struct test *t)
{
    static const char evil[] = "x' OR '1'='1'; DROP TABLE thing; -- :name";
    struct act *a = act_with(t, thing_of(1, evil));
    struct thing_list list;

    assert_true(QUERY(a, &by_text, list, BIND(after, 0), BIND(name, (const char *)evil)));
    assert_int_equal(list.count, 1);
    assert_string_equal(list.rows->name, evil);
}

const struct test_case query_tests[] = {
    CASE(a_row_comes_back_as_it_went_in),
    CASE(empty_values_come_back_empty),
    CASE(no_row_is_not_a_fault),
    CASE(many_rows_keep_their_order),
    CASE(each_may_stop_early_without_a_fault),
    CASE(a_query_may_run_inside_its_own_rows),
    CASE(a_broken_unique_rule_names_the_field),
    CASE(a_doubled_key_is_a_clash),
    CASE(the_number_of_changed_rows_is_told),
    CASE(what_runs_later_is_there_after_the_act),
    CASE(a_wrong_statement_breaks_the_act_and_not_the_program),
    CASE(a_value_is_never_read_as_sql),
    { 0 },
};
