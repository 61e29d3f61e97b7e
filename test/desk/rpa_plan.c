#include <pthread.h>

#include "base/arena.h"
#include "contract/crew.h"
#include "desk/rpa.h"
#include "store/query.h"
#include "tests.h"

struct floor {
    struct crew c;
    int64_t scenario, terminal;
};

static void
open_floor(struct test *t, struct floor *f)
{
    crew_open(t, &f->c);
    f->scenario = crew_make(&f->c, WORKER, &rpa_scenario_ledger, WITH("title", "住民税の入力"));
    f->terminal = crew_make(&f->c, WORKER, &rpa_terminal_ledger, WITH("title", "RPA-01"));
}

static struct act *
try_plan(struct floor *f, const char *rule, const char *starts, const char *lasts, int64_t *id)
{
    return crew_try(&f->c, WORKER, &rpa_plan_ledger,
                    WITH("scenario", id_text(&f->c, f->scenario), "terminal",
                         id_text(&f->c, f->terminal), "rule", rule, "starts", starts, "lasts",
                         lasts),
                    id);
}

static int64_t
plan(struct floor *f, const char *rule, const char *starts, const char *lasts)
{
    int64_t id;
    struct act *a = try_plan(f, rule, starts, lasts, &id);

    assert_done(a, id != 0);
    return id;
}

static void
two_plans_of_one_terminal_do_not_take_the_same_minute(struct test *t)
{
    struct floor f;
    int64_t id;

    open_floor(t, &f);
    plan(&f, "毎営業日", "9:00", "60");
    assert_refused(try_plan(&f, "毎週 月曜日", "9:59", "5", &id), "starts", "重なります");
    assert_refused(try_plan(&f, "毎月 第3営業日", "8:30", "31", &id), "starts", "R8.5.8");
    plan(&f, "毎週 月曜日", "10:00", "30");
    plan(&f, "毎週 土曜日", "9:00", "60");
}

static void
another_terminal_is_free(struct test *t)
{
    struct floor f;

    open_floor(t, &f);
    plan(&f, "毎日", "9:00", "60");
    f.terminal = crew_make(&f.c, WORKER, &rpa_terminal_ledger, WITH("title", "RPA-02"));
    plan(&f, "毎日", "9:00", "60");
}

static void
a_run_across_midnight_clashes_with_the_next_morning(struct test *t)
{
    struct floor f;
    int64_t id;

    open_floor(t, &f);
    plan(&f, "毎週 月曜日", "23:00", "180");
    assert_refused(try_plan(&f, "毎週 火曜日", "1:30", "10", &id), "starts", "重なります");
    plan(&f, "毎週 火曜日", "2:00", "10");
    plan(&f, "毎週 月曜日", "1:30", "10");
}

static void
a_stopped_plan_leaves_its_time_until_it_is_resumed(struct test *t)
{
    struct floor f;
    int64_t first;

    open_floor(t, &f);
    first = plan(&f, "毎日", "9:00", "60");
    crew_do(&f.c, WORKER, &rpa_plan_ledger, first, "stop", NULL);
    plan(&f, "毎日", "9:30", "60");
    assert_refused(crew_move(&f.c, WORKER, &rpa_plan_ledger, first, "resume", NULL), "starts",
                   "重なります");
}

static void
a_rule_that_cannot_be_read_is_refused(struct test *t)
{
    struct floor f;
    int64_t id;

    open_floor(t, &f);
    assert_refused(try_plan(&f, "ときどき", "9:00", "60", &id), "rule", "動かす日");
    assert_refused(try_plan(&f, "毎日", "朝", "60", &id), "starts", "8:30");
}

/* --- many at once ------------------------------------------------------------------------ */

enum { THREADS = 10, TRIES = 200, SLOTS = 12, LASTS = 10 };

struct planner {
    struct floor *floor;
    const struct who *who;
    int number;
};

/* Ten minutes each, five apart: of neighbours only every second can be. */
static void *
press(void *with)
{
    struct planner *it = with;
    struct crew *c = &it->floor->c;

    for (int i = 0; i < TRIES / THREADS; i++) {
        struct arena arena = { 0 };
        struct rpa_plan *p;
        struct act a;
        int minute = 5 * ((i * 7 + it->number * 3) % (2 * SLOTS));

        act_begin(&a, c->store, &arena, it->who, ORIGIN_PAGE);
        a.now = c->now;
        p = ledger_new(&a, &rpa_plan_ledger);
        p->scenario.id = it->floor->scenario;
        p->terminal.id = it->floor->terminal;
        p->rule = "毎営業日";
        p->starts = arena_print(&arena, "%02d:%02d", 9 + minute / 60, minute % 60);
        p->lasts = LASTS;
        ledger_create(&a, &rpa_plan_ledger, p);
        act_end(&a);
        arena_release(&arena);
    }
    return NULL;
}

struct stored {
    const char *starts;
};
struct storeds {
    struct stored *rows;
    size_t count;
};

static const struct query stored_query = {
    .name = "test.plans",
    .sql = "SELECT starts FROM rpa_plan WHERE state = 'active' ORDER BY starts",
    .row_size = sizeof(struct stored),
    .columns = COLUMNS(COLUMN(struct stored, starts)),
};

static int
minute_of(const char *starts)
{
    return ((starts[0] - '0') * 10 + starts[1] - '0') * 60 + (starts[3] - '0') * 10 + starts[4] -
           '0';
}

static void
two_hundred_at_once_never_take_the_same_minute(struct test *t)
{
    struct planner planners[THREADS];
    pthread_t threads[THREADS];
    struct storeds plans;
    struct floor f;
    struct act *a;

    open_floor(t, &f);
    for (int i = 0; i < THREADS; i++) {
        planners[i] = (struct planner){ &f, crew_act(&f.c, WORKER)->who, i };
        assert_int_equal(pthread_create(&threads[i], NULL, press, &planners[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    a = crew_console(&f.c);
    assert_true(QUERY(a, &stored_query, plans, bind_int("unused", 0)));
    act_end(a);
    /* Two hours in pieces of ten minutes; a gap of five may be left beside each. */
    assert_true(plans.count >= 2 * SLOTS / 3 && plans.count <= SLOTS + 1);
    for (size_t i = 1; i < plans.count; i++)
        assert_true(minute_of(plans.rows[i].starts) >= minute_of(plans.rows[i - 1].starts) + LASTS);
}

const struct test_case rpa_plan_tests[] = {
    CASE(two_plans_of_one_terminal_do_not_take_the_same_minute),
    CASE(another_terminal_is_free),
    CASE(a_run_across_midnight_clashes_with_the_next_morning),
    CASE(a_stopped_plan_leaves_its_time_until_it_is_resumed),
    CASE(a_rule_that_cannot_be_read_is_refused),
    CASE(two_hundred_at_once_never_take_the_same_minute),
    { 0 },
};
