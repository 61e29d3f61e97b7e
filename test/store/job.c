#include "store/job.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/open.h"
#include "store/query.h"
#include "store/tests.h"

/* What the kinds of these tests did, one process, reset by each test. */
static atomic_int runs;
static char last_input[64];
static char last_cursor[64];

static bool
count_run(struct act *a, struct job *job)
{
    (void)a;
    snprintf(last_input, sizeof last_input, "%s", job->input);
    atomic_fetch_add(&runs, 1);
    return true;
}

static bool
always_fail(struct act *a, struct job *job)
{
    (void)job;
    atomic_fetch_add(&runs, 1);
    return fail(a, FAULT_BROKEN, NULL, "相手が応えません。");
}

static bool
keep_place(struct act *a, void *with)
{
    return job_cursor(a, with, "row 500");
}

static bool
stop_half_way(struct act *a, struct job *job)
{
    snprintf(last_cursor, sizeof last_cursor, "%s", job->cursor);
    if (atomic_fetch_add(&runs, 1) > 0)
        return true;
    return job_write(a, job, keep_place, job) &&
           fail(a, FAULT_BROKEN, NULL, "途中で止まりました。");
}

static bool
until_stopped(struct act *a, struct job *job)
{
    atomic_fetch_add(&runs, 1);
    while (job_progress(a, job, 1, 10))
        usleep(1000);
    return false;
}

static bool give_away(struct act *a, void *with);

static bool
nothing(struct act *a, void *with)
{
    (void)a;
    ++*(int *)with;
    return true;
}

/* Another node takes the job over; what this one writes afterwards must be refused. */
static bool
lose_lease(struct act *a, struct job *job)
{
    int written = 0;

    if (!act_write(a, give_away, job) || job_write(a, job, nothing, &written))
        return true;
    atomic_fetch_add(&runs, written == 0 && act_fault_kind(a) == FAULT_STALE);
    return false;
}

static const struct job_kind counting = { "counting", "数える", count_run };
static const struct job_kind failing = { "failing", "失敗する", always_fail, .tries = 2 };
static const struct job_kind halting = { "halting", "止まる", stop_half_way };
static const struct job_kind endless = { "endless", "終わらない", until_stopped };
static const struct job_kind losing = { "losing", "失う", lose_lease };
static const struct job_kind daily = { "daily", "毎日", count_run, .schedule = "daily 02:00" };
static const struct job_kind *const kinds[] = { &counting, &failing, &halting, &endless,
                                                &losing,   &daily,   NULL };

struct order {
    const char *kind;
    const char *key;
    const char *input;
    struct instant run_at;
    int64_t id;
};

static bool
add(struct act *a, void *with)
{
    struct order *o = with;

    return job_add(a, o->kind, o->key, o->input, o->run_at, &o->id);
}

static int64_t
ordered(struct act *a, struct order order)
{
    assert_true(act_write(a, add, &order));
    return order.id;
}

static struct act *
fresh(struct test *t)
{
    atomic_store(&runs, 0);
    memset(last_input, 0, sizeof last_input);
    memset(last_cursor, 0, sizeof last_cursor);
    return act_for_test(t, store_for_test(t));
}

static int
run_due(struct act *a, int most)
{
    struct job_options options = { .kinds = kinds };
    int ran = 0;

    act_end(a);
    assert_true(job_run_due(a->store, &options, most, &ran));
    return ran;
}

static struct job_row
row_of(struct act *a, int64_t id)
{
    struct job_row row;

    act_end(a);
    assert_true(job_get(a, id, &row));
    return row;
}

/* Moves a waiting job's time, as if its pause were over. */
static const struct query hurry = {
    .name = "test.hurry",
    .sql = "UPDATE job SET run_at = 1 WHERE state = 0",
};

static bool
hurry_up(struct act *a, void *with)
{
    (void)with;
    return query_run(a, &hurry, NULL, UNBOUND);
}

static const struct query take_over = {
    .name = "test.take_over",
    .sql = "UPDATE job SET fence = fence + 1, node = 'other' WHERE id = :id",
};

static bool
give_away(struct act *a, void *with)
{
    const struct job *job = with;

    return query_run(a, &take_over, NULL, BOUND(BIND(id, job->id)));
}

static const struct query abandon = {
    .name = "test.abandon",
    .sql = "UPDATE job SET state = 1, node = 'dead', lease_until = 1, fence = 4, tries = :tries"
           " WHERE id = :id",
};

struct abandoned {
    int64_t id;
    int64_t tries;
};

static bool
leave(struct act *a, void *with)
{
    const struct abandoned *left = with;

    return query_run(a, &abandon, NULL, BOUND(BIND(tries, left->tries), BIND(id, left->id)));
}

static void
a_due_job_runs_once_with_its_input(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "counting", .input = "{\"n\":1}" });

    assert_int_equal(run_due(a, 10), 1);
    assert_string_equal(last_input, "{\"n\":1}");
    assert_int_equal(row_of(a, id).state, JOB_DONE);
    assert_int_equal(run_due(a, 10), 0);
}

static void
a_job_of_tomorrow_waits(struct test *t)
{
    struct act *a = fresh(t);

    ordered(a, (struct order){ "counting", .run_at = { a->now.us + INT64_C(86400000000) } });
    assert_int_equal(run_due(a, 10), 0);
}

static void
the_same_key_is_the_same_job(struct test *t)
{
    struct act *a = fresh(t);
    int64_t one = ordered(a, (struct order){ "counting", .key = "2026-11-21" });
    int64_t other = ordered(a, (struct order){ "counting", .key = "2026-11-21" });

    assert_int_equal(one, other);
    assert_int_equal(run_due(a, 10), 1);
}

static void
jobs_without_key_are_all_run(struct test *t)
{
    struct act *a = fresh(t);

    ordered(a, (struct order){ "counting" });
    ordered(a, (struct order){ "counting" });
    assert_int_equal(run_due(a, 10), 2);
}

static void
a_kind_of_another_version_stays(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "unheard_of" });

    assert_int_equal(run_due(a, 10), 0);
    assert_int_equal(row_of(a, id).state, JOB_WAITING);
}

static void
a_failed_try_waits_with_its_reason(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "failing" });
    struct job_row row;

    assert_int_equal(run_due(a, 10), 1);
    row = row_of(a, id);
    assert_int_equal(row.state, JOB_WAITING);
    assert_true(row.run_at.us > a->now.us + 20 * 1000000);
    assert_string_equal(row.message, "相手が応えません。");
}

static void
a_job_fails_after_its_last_try(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "failing" });

    run_due(a, 10);
    assert_true(act_write(a, hurry_up, NULL));
    run_due(a, 10);
    assert_int_equal(row_of(a, id).state, JOB_FAILED);
    assert_int_equal(atomic_load(&runs), 2);
}

static void
the_next_try_goes_on_from_the_cursor(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "halting" });

    run_due(a, 10);
    assert_true(act_write(a, hurry_up, NULL));
    run_due(a, 10);
    assert_string_equal(last_cursor, "row 500");
    assert_int_equal(row_of(a, id).state, JOB_DONE);
}

static void
a_job_whose_lease_is_lost_writes_nothing(struct test *t)
{
    struct act *a = fresh(t);

    ordered(a, (struct order){ "losing" });
    run_due(a, 1);
    assert_int_equal(atomic_load(&runs), 1);
}

static void
a_job_left_by_a_dead_node_is_taken_over(struct test *t)
{
    struct act *a = fresh(t);
    struct abandoned left = { ordered(a, (struct order){ "counting" }), 1 };

    assert_true(act_write(a, leave, &left));
    assert_int_equal(run_due(a, 10), 1);
    assert_int_equal(row_of(a, left.id).state, JOB_DONE);
}

static void
a_job_that_keeps_dying_is_given_up(struct test *t)
{
    struct act *a = fresh(t);
    struct abandoned left = { ordered(a, (struct order){ "failing" }), 2 };

    assert_true(act_write(a, leave, &left));
    run_due(a, 10);
    assert_int_equal(atomic_load(&runs), 0);
    assert_int_equal(row_of(a, left.id).state, JOB_FAILED);
}

static bool
cancel(struct act *a, void *with)
{
    return job_cancel(a, *(int64_t *)with);
}

static bool
again(struct act *a, void *with)
{
    return job_again(a, *(int64_t *)with);
}

static void
a_waiting_job_can_be_cancelled_and_started_again(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "counting" });

    assert_true(act_write(a, cancel, &id));
    assert_int_equal(run_due(a, 10), 0);
    assert_int_equal(row_of(a, id).state, JOB_CANCELLED);
    assert_true(act_write(a, again, &id));
    assert_int_equal(run_due(a, 10), 1);
}

static void
a_finished_job_cannot_be_cancelled(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "counting" });

    run_due(a, 10);
    assert_false(act_write(a, cancel, &id));
    assert_int_equal(act_fault_kind(a), FAULT_CLASH);
}

static struct job_runner *
runner(struct act *a, int threads)
{
    struct job_options options = { .kinds = kinds, .threads = threads };
    const char *why = NULL;
    struct job_runner *started;

    act_end(a);
    started = job_runner_start(a->store, &options, &why);
    assert_non_null(started);
    return started;
}

static bool
wait_until(int count)
{
    for (int i = 0; i < 10000 && atomic_load(&runs) < count; i++)
        usleep(1000);
    return atomic_load(&runs) >= count;
}

static void
two_threads_run_each_job_once(struct test *t)
{
    struct act *a = fresh(t);
    struct job_runner *started;

    for (int i = 0; i < 20; i++)
        ordered(a, (struct order){ "counting" });
    started = runner(a, 2);
    assert_true(wait_until(20));
    job_runner_stop(started);
    assert_int_equal(atomic_load(&runs), 20);
}

static void
a_running_job_is_cancelled_by_people(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "endless" });
    struct job_runner *started = runner(a, 1);
    int64_t state = JOB_RUNNING;

    assert_true(wait_until(1));
    assert_true(act_write(a, cancel, &id));
    for (int i = 0; i < 1000 && state == JOB_RUNNING; i++) {
        usleep(10000);
        state = row_of(a, id).state;
    }
    job_runner_stop(started);
    assert_int_equal(state, JOB_CANCELLED);
}

static void
a_job_stopped_with_the_program_is_taken_up_again(struct test *t)
{
    struct act *a = fresh(t);
    int64_t id = ordered(a, (struct order){ "endless" });
    struct job_runner *started = runner(a, 1);

    assert_true(wait_until(1));
    job_runner_stop(started);
    assert_int_equal(row_of(a, id).state, JOB_WAITING);
    assert_int_equal(row_of(a, id).tries, 0);
}

static void
schedule_at(struct act *a, const char *text)
{
    struct instant now;

    assert_true(instant_parse(text, &now));
    assert_true(job_schedule(a, kinds, now));
}

static size_t
jobs_of_daily(struct act *a)
{
    struct job_rows rows;

    act_end(a);
    assert_true(jobs_list(a, "daily", -1, 0, 100, &rows));
    return rows.count;
}

static void
the_first_start_promises_nothing(struct test *t)
{
    struct act *a = fresh(t);

    schedule_at(a, "2026-11-21T10:00:00+09:00");
    assert_int_equal(jobs_of_daily(a), 0);
}

static void
a_due_schedule_makes_one_job(struct test *t)
{
    struct act *a = fresh(t);

    schedule_at(a, "2026-11-21T10:00:00+09:00");
    schedule_at(a, "2026-11-22T02:00:03+09:00");
    schedule_at(a, "2026-11-22T02:00:13+09:00");
    assert_int_equal(jobs_of_daily(a), 1);
}

static void
missed_runs_are_listed_and_not_made_up(struct test *t)
{
    struct act *a = fresh(t);
    struct job_misses missed;

    schedule_at(a, "2026-11-21T10:00:00+09:00");
    schedule_at(a, "2026-11-25T09:00:00+09:00");
    assert_int_equal(jobs_of_daily(a), 0);
    assert_true(jobs_missed(a, 10, &missed));
    assert_int_equal(missed.count, 2);
    assert_int_equal(missed.rows[0].times, 1);
    assert_int_equal(missed.rows[1].times, 3);
}

static bool
forget(struct act *a, void *with)
{
    return jobs_forget(a, *(struct instant *)with);
}

static void
old_jobs_are_forgotten_and_waiting_ones_kept(struct test *t)
{
    struct act *a = fresh(t);
    struct instant later = { a->now.us + INT64_C(86400000000) };
    struct job_rows rows;

    ordered(a, (struct order){ "counting" });
    run_due(a, 10);
    ordered(a, (struct order){ "counting" });
    assert_true(act_write(a, forget, &later));
    assert_true(jobs_list(a, NULL, -1, 0, 100, &rows));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].state, JOB_WAITING);
}

const struct test_case job_tests[] = {
    CASE(a_due_job_runs_once_with_its_input),
    CASE(a_job_of_tomorrow_waits),
    CASE(the_same_key_is_the_same_job),
    CASE(jobs_without_key_are_all_run),
    CASE(a_kind_of_another_version_stays),
    CASE(a_failed_try_waits_with_its_reason),
    CASE(a_job_fails_after_its_last_try),
    CASE(the_next_try_goes_on_from_the_cursor),
    CASE(a_job_whose_lease_is_lost_writes_nothing),
    CASE(a_job_left_by_a_dead_node_is_taken_over),
    CASE(a_job_that_keeps_dying_is_given_up),
    CASE(a_waiting_job_can_be_cancelled_and_started_again),
    CASE(a_finished_job_cannot_be_cancelled),
    CASE(two_threads_run_each_job_once),
    CASE(a_running_job_is_cancelled_by_people),
    CASE(a_job_stopped_with_the_program_is_taken_up_again),
    CASE(the_first_start_promises_nothing),
    CASE(a_due_schedule_makes_one_job),
    CASE(missed_runs_are_listed_and_not_made_up),
    CASE(old_jobs_are_forgotten_and_waiting_ones_kept),
    { 0 },
};
