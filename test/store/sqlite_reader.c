#include <string.h>
#include <unistd.h>

#include "store/open.h"
#include "store/sqlite.h"
#include "store/tests.h"
#include "store/thing.h"

enum { LIMIT_US = 150 * 1000, LONG_US = 900 * 1000 };

static struct store *
impatient_store(struct test *t)
{
    struct store *store = things_for_test(t);
    struct sqlite *s = store->state;

    for (int i = 1; i <= 100; i++)
        assert_true(thing_write(store, i, arena_print(t->arena, "名前%d", i)));
    s->reader_limit = LIMIT_US;
    return store;
}

static void
a_reader_that_does_nothing_is_cut(struct test *t)
{
    struct act *a = act_for_test(t, impatient_store(t));
    struct thing_list list;

    assert_true(QUERY(a, &thing_all, list, { 0 }));
    usleep(LONG_US);
    assert_false(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(act_fault_kind(a), FAULT_BUSY);
}

static bool
sleep_at_first(void *with, const void *row)
{
    if (((const struct thing *)row)->id == 1)
        usleep(LONG_US);
    ++*(int *)with;
    return true;
}

static void
a_reader_that_is_slow_between_rows_is_cut(struct test *t)
{
    struct act *a = act_for_test(t, impatient_store(t));
    int rows = 0;

    assert_false(query_each(a, &thing_all, sleep_at_first, &rows, UNBOUND));
    assert_int_equal(rows, 1);
    assert_int_equal(act_fault_kind(a), FAULT_BUSY);
    assert_int_equal(store_numbers(a->store).readers_cut, 1);
}

static const struct query endless = {
    .name = "endless",
    .sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
           " SELECT i FROM n WHERE i < 0",
    .row_size = sizeof(int64_t),
    .columns = (const struct column[]){ { "i", 0, COLUMN_INT }, { 0 } },
};

static void
a_statement_that_does_not_end_is_cut(struct test *t)
{
    struct act *a = act_for_test(t, impatient_store(t));
    int64_t number;
    bool found;

    assert_false(query_first(a, &endless, &number, &found, UNBOUND));
    assert_int_equal(act_fault_kind(a), FAULT_BUSY);
    assert_int_equal(store_numbers(a->store).readers_cut, 1);
}

static void
a_patient_reader_is_not_cut(struct test *t)
{
    struct act *a = act_for_test(t, impatient_store(t));
    int rows = 0;

    a->patient = true;
    assert_true(query_each(a, &thing_all, sleep_at_first, &rows, UNBOUND));
    assert_int_equal(rows, 100);
}

static void
the_connection_serves_the_next_act_after_a_cut(struct test *t)
{
    struct store *store = impatient_store(t);
    struct act *a = act_for_test(t, store);
    int rows = 0;

    assert_false(query_each(a, &thing_all, sleep_at_first, &rows, UNBOUND));
    act_end(a);
    assert_int_equal(things_count(store), 100);
}

static void
more_acts_than_connections_wait_for_their_turn(struct test *t)
{
    struct store_options options = options_for_test(t);
    struct act *first;
    struct act *second;
    const char *value;

    options.readers = 2;
    first = act_for_test(t, store_again(t, options));
    second = act_for_test(t, first->store);
    assert_true(setting_get(first, "installation", &value));
    assert_true(setting_get(second, "installation", &value));
    act_end(first);
    assert_true(setting_get(act_for_test(t, first->store), "installation", &value));
}

const struct test_case sqlite_reader_tests[] = {
    CASE(a_reader_that_does_nothing_is_cut),
    CASE(a_reader_that_is_slow_between_rows_is_cut),
    CASE(a_statement_that_does_not_end_is_cut),
    CASE(a_patient_reader_is_not_cut),
    CASE(the_connection_serves_the_next_act_after_a_cut),
    CASE(more_acts_than_connections_wait_for_their_turn),
    { 0 },
};
