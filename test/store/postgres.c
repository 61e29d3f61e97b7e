/*
 * Only with PostgreSQL: what the engine does beyond what both databases do.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

enum { THREADS = 8, ROUNDS = 15 };

struct number {
    int64_t number;
};

static const struct column number_columns[] = { COLUMN(struct number, number), { 0 } };

static const struct query amount_query = {
    .name = "test.amount",
    .sql = "SELECT amount FROM thing WHERE id = 1",
    .row_size = sizeof(struct number),
    .columns = number_columns,
};
static const struct query set_query = {
    .name = "test.set",
    .sql = "UPDATE thing SET amount = :amount WHERE id = 1",
};
static const struct query series_query = {
    .name = "test.series",
    .sql = "SELECT n FROM generate_series(1::bigint, :until) n",
    .row_size = sizeof(struct number),
    .columns = number_columns,
};

static int64_t
ask(struct act *a, const struct query *q)
{
    struct number row = { 0 };
    bool there;

    if (!query_first(a, q, &row, &there, UNBOUND))
        fail_msg("%s", a->faults->message);
    return row.number;
}

/* Ends the server's side of all connections of the store that lie idle. */
static void
end_idle(void)
{
    PGconn *conn = PQconnectdb(getenv("TASUKI_TEST_DATABASE"));

    PQclear(PQexec(conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                         " WHERE application_name = 'tasuki'"));
    PQclear(PQexec(conn, "SELECT pg_sleep(0.1)"));
    PQfinish(conn);
}

static bool
add_one(struct act *a, void *with)
{
    struct number row = { 0 };
    bool there;

    (void)with;
    return query_first(a, &amount_query, &row, &there, UNBOUND) &&
           query_run(a, &set_query, NULL, BOUND(BIND(amount, row.number + 1)));
}

/* Acts of its own, so that it can run in a thread; the number of those that were done. */
static void *
add_often(void *store)
{
    intptr_t done = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = { 0 };
        struct act a;

        act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
        done += act_write(&a, add_one, NULL);
        act_end(&a);
        arena_release(&arena);
    }
    return (void *)done;
}

static struct store *
one_thing(struct test *t)
{
    struct store *store = things_for_test(t);
    struct thing it = thing_of(1, "一");

    it.amount.yen = 0;
    assert_true(act_write(act_for_test(t, store), thing_add, &it));
    return store;
}

static void
acts_that_meet_are_run_again_and_lose_nothing(struct test *t)
{
    struct store *store = one_thing(t);
    pthread_t threads[THREADS];
    intptr_t done = 0;

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_often, store), 0);
    for (int i = 0; i < THREADS; i++) {
        void *one;

        pthread_join(threads[i], &one);
        done += (intptr_t)one;
    }

    assert_int_equal(ask(act_for_test(t, store), &amount_query), done);
    assert_true(store_numbers(store).retries > 0);
}

static void
reading_takes_one_round_trip_a_statement(struct test *t)
{
    struct store *store = one_thing(t);
    struct act *a = act_for_test(t, store);
    int64_t before = store_numbers(store).round_trips;

    ask(a, &amount_query);
    ask(a, &amount_query);
    act_end(a);

    assert_int_equal(store_numbers(store).round_trips - before, 2);
}

static bool
set_later(struct act *a, void *with)
{
    (void)with;
    for (int64_t i = 0; i < 20; i++)
        if (!query_later(a, &set_query, BOUND(BIND(amount, i))))
            return false;
    return true;
}

static void
statements_without_answer_travel_with_the_commit(struct test *t)
{
    struct store *store = one_thing(t);
    int64_t before = store_numbers(store).round_trips;

    assert_true(act_write(act_for_test(t, store), set_later, NULL));

    assert_int_equal(store_numbers(store).round_trips - before, 1);
    assert_int_equal(ask(act_for_test(t, store), &amount_query), 19);
}

static bool
add_later_twice(struct act *a, void *with)
{
    static const struct query query = {
        .name = "test.double",
        .sql = "INSERT INTO thing (id, contract, name, done) VALUES (:id, 0, '同じ', 0)",
    };

    (void)with;
    return query_later(a, &query, BOUND(BIND(id, 8))) && query_later(a, &query, BOUND(BIND(id, 9)));
}

static void
fault_of_a_later_statement_shows_at_the_commit(struct test *t)
{
    struct store *store = things_for_test(t);
    struct act *a = act_for_test(t, store);

    assert_false(act_write(a, add_later_twice, NULL));

    assert_int_equal(a->faults->kind, FAULT_CLASH);
    assert_string_equal(a->faults->field, "name");
    assert_int_equal(things_count(store), 0);
}

static void
dead_connections_are_replaced_for_reading(struct test *t)
{
    struct store *store = one_thing(t);

    assert_int_equal(ask(act_for_test(t, store), &amount_query), 0);
    end_idle();

    assert_int_equal(ask(act_for_test(t, store), &amount_query), 0);
}

static void
dead_connections_are_replaced_for_writing(struct test *t)
{
    struct store *store = one_thing(t);

    end_idle();
    assert_true(act_write(act_for_test(t, store), add_one, NULL));

    assert_int_equal(ask(act_for_test(t, store), &amount_query), 1);
}

static const struct query suicide_query = {
    .name = "test.suicide",
    .sql = "SELECT count(pg_terminate_backend(pg_backend_pid()))",
    .row_size = sizeof(struct number),
    .columns = number_columns,
};

static bool
die_once(struct act *a, void *with)
{
    int *runs = with;
    struct number row;
    bool there;

    if (!add_one(a, NULL))
        return false;
    return ++*runs > 1 || query_first(a, &suicide_query, &row, &there, UNBOUND);
}

static void
connection_lost_before_the_commit_runs_the_act_again(struct test *t)
{
    struct store *store = one_thing(t);
    struct act *a = act_for_test(t, store);
    int runs = 0;

    assert_true(act_write(a, die_once, &runs));

    assert_int_equal(runs, 2);
    assert_int_equal(ask(a, &amount_query), 1);
}

/* A trigger that runs inside COMMIT ends the connection there. */
static bool
die_at_commit(struct act *a, void *with)
{
    static const struct query trigger = {
        .name = "test.trigger",
        .sql = "CREATE CONSTRAINT TRIGGER dies AFTER UPDATE ON thing DEFERRABLE INITIALLY"
               " DEFERRED FOR EACH ROW EXECUTE FUNCTION dies()",
    };
    static const struct query function = {
        .name = "test.function",
        .sql = "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
               " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    };

    (void)with;
    return query_run(a, &function, NULL, UNBOUND) && query_run(a, &trigger, NULL, UNBOUND);
}

static void
commit_that_died_is_known_not_to_have_happened(struct test *t)
{
    struct store *store = one_thing(t);
    struct act *a = act_for_test(t, store);

    assert_true(act_write(a, die_at_commit, NULL));

    assert_false(act_write(a, add_one, NULL));
    assert_int_equal(act_fault_kind(a), FAULT_BUSY);
    assert_int_equal(ask(act_for_test(t, store), &amount_query), 0);
}

static void
late_statement_ends_and_the_act_goes_on(struct test *t)
{
    struct act *a = act_for_test(t, one_thing(t));
    struct sql *s = sql_new(a, "test.late");
    struct number *rows;
    size_t count;
    bool late = false;

    SQL(s, "SELECT n FROM generate_series(1::bigint, 100) n"
           " WHERE n < 50 OR pg_sleep(20) IS NOT NULL");
    sql_until(s, clock_ticks() + 100000, &late);

    assert_true(sql_rows(a, s, number_columns, sizeof(*rows), &rows, &count));
    assert_true(late);
    assert_int_equal(ask(a, &amount_query), 0);
}

struct sum {
    struct act *act;
    int64_t rows;
    int64_t inner;
};

static bool
add_up(void *with, const void *row)
{
    struct sum *sum = with;

    sum->rows++;
    if (((const struct number *)row)->number == 1000)
        sum->inner = ask(sum->act, &amount_query) + 1;
    return true;
}

static void
patient_acts_read_many_rows_and_may_ask_in_between(struct test *t)
{
    struct act *a = act_for_test(t, one_thing(t));
    struct sum sum = { .act = a };

    a->patient = true;
    assert_true(query_each(a, &series_query, add_up, &sum, BOUND(BIND(until, 20000))));

    assert_int_equal(sum.rows, 20000);
    assert_int_equal(sum.inner, 1);
}

static bool
stop_at_ten(void *with, const void *row)
{
    (void)with;
    return ((const struct number *)row)->number < 10;
}

static void
stream_that_is_left_early_leaves_the_connection_in_order(struct test *t)
{
    struct act *a = act_for_test(t, one_thing(t));

    a->patient = true;
    assert_true(query_each(a, &series_query, stop_at_ten, NULL, BOUND(BIND(until, 20000))));

    assert_int_equal(ask(a, &amount_query), 0);
}

struct numbers {
    int64_t number;
    bool refuse;
};

static bool
take_gapless(struct act *a, void *with)
{
    struct numbers *n = with;

    return counter_next(a, "請求", true, &n->number) && !n->refuse;
}

static void
refused_acts_give_gapless_numbers_back(struct test *t)
{
    struct store *store = store_for_test(t);
    struct numbers n = { 0 };

    assert_true(act_write(act_for_test(t, store), take_gapless, &n));
    n.refuse = true;
    assert_false(act_write(act_for_test(t, store), take_gapless, &n));
    n.refuse = false;
    assert_true(act_write(act_for_test(t, store), take_gapless, &n));

    assert_int_equal(n.number, 2);
}

static void *
take_many_gapless(void *store)
{
    intptr_t highest = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = { 0 };
        struct numbers n = { 0 };
        struct act a;

        act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
        if (act_write(&a, take_gapless, &n) && n.number > highest)
            highest = (intptr_t)n.number;
        act_end(&a);
        arena_release(&arena);
    }
    return (void *)highest;
}

static void
gapless_numbers_of_many_have_no_gap(struct test *t)
{
    struct store *store = store_for_test(t);
    pthread_t threads[THREADS];
    intptr_t highest = 0;

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_many_gapless, store), 0);
    for (int i = 0; i < THREADS; i++) {
        void *one;

        pthread_join(threads[i], &one);
        highest = (intptr_t)one > highest ? (intptr_t)one : highest;
    }

    assert_int_equal(highest, THREADS * ROUNDS);
}

static bool
take_id(struct act *a, void *with)
{
    return id_next(a, with);
}

static void
two_nodes_never_give_the_same_id(struct test *t)
{
    struct store_options options = options_for_test(t);
    struct store *one = store_again(t, options);
    struct store *two;
    int64_t ids[2][100];

    options.create = false;
    two = store_again(t, options);
    for (int i = 0; i < 100; i++) {
        assert_true(act_write(act_for_test(t, one), take_id, &ids[0][i]));
        assert_true(act_write(act_for_test(t, two), take_id, &ids[1][i]));
    }

    for (int i = 0; i < 100; i++)
        for (int j = 0; j < 100; j++)
            assert_int_not_equal(ids[0][i], ids[1][j]);
}

static const char *
refusal(struct test *t, struct store_options options)
{
    const char *why = "";

    assert_null(store_open(t->arena, &options, &why));
    return why;
}

static void
transaction_that_stays_open_is_noticed(struct test *t)
{
    struct store *store = one_thing(t);
    PGconn *conn = PQconnectdb(getenv("TASUKI_TEST_DATABASE"));
    const char *why;

    assert_true(store_serve(store, &why));
    PQclear(PQexec(conn, "BEGIN; SELECT pg_current_xact_id()"));
    for (int i = 0; i < 50 && store_numbers(store).held_seconds == 0; i++) {
        assert_true(act_write(act_for_test(t, store), add_one, NULL));
        usleep(100 * 1000);
    }
    assert_true(store_numbers(store).held_seconds > 0);
    PQclear(PQexec(conn, "ROLLBACK"));
    PQfinish(conn);
}

static void
filled_database_is_not_filled_again(struct test *t)
{
    struct store_options options = options_for_test(t);

    store_again(t, options);
    options.folder = folder_for_test(t);

    assert_non_null(strstr(refusal(t, options), "すでにデータがあります"));
}

static void
empty_database_is_not_opened(struct test *t)
{
    struct store_options options = options_for_test(t);

    options.create = false;

    assert_non_null(strstr(refusal(t, options), "準備されていません"));
}

static void
server_that_is_not_there_is_a_reason(struct test *t)
{
    struct store_options options = options_for_test(t);

    options.database = "postgresql:///tasuki?host=/nowhere";

    assert_non_null(strstr(refusal(t, options), "つながりません"));
}

static bool
make_newer(struct act *a, void *with)
{
    static const struct query query = {
        .name = "test.newer",
        .sql = "DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA %I IS ''tasuki 9999''',"
               " current_schema()); END $$",
    };

    (void)with;
    return query_run(a, &query, NULL, UNBOUND);
}

static void
newer_database_is_refused(struct test *t)
{
    struct store_options options = options_for_test(t);
    struct store *store = store_again(t, options);

    assert_true(act_write(act_for_test(t, store), make_newer, NULL));
    options.create = false;

    assert_non_null(strstr(refusal(t, options), "新しい版"));
}

const struct test_case postgres_tests[] = {
    CASE(acts_that_meet_are_run_again_and_lose_nothing),
    CASE(reading_takes_one_round_trip_a_statement),
    CASE(statements_without_answer_travel_with_the_commit),
    CASE(fault_of_a_later_statement_shows_at_the_commit),
    CASE(dead_connections_are_replaced_for_reading),
    CASE(dead_connections_are_replaced_for_writing),
    CASE(connection_lost_before_the_commit_runs_the_act_again),
    CASE(commit_that_died_is_known_not_to_have_happened),
    CASE(late_statement_ends_and_the_act_goes_on),
    CASE(patient_acts_read_many_rows_and_may_ask_in_between),
    CASE(stream_that_is_left_early_leaves_the_connection_in_order),
    CASE(refused_acts_give_gapless_numbers_back),
    CASE(gapless_numbers_of_many_have_no_gap),
    CASE(two_nodes_never_give_the_same_id),
    CASE(filled_database_is_not_filled_again),
    CASE(transaction_that_stays_open_is_noticed),
    CASE(empty_database_is_not_opened),
    CASE(server_that_is_not_there_is_a_reason),
    CASE(newer_database_is_refused),
    { 0 },
};
