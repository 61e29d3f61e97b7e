#include "desk/power_stop.h"

#include "contract/crew.h"
#include "tests.h"

struct stop {
    struct crew c;
    int64_t id;
    int64_t last, first; /* to be stopped: the second and the first */
    int64_t start;
};

static int64_t
step(struct stop *s, const char *title, const char *part, const char *place)
{
    return crew_make(
        &s->c, WORKER, &power_step_ledger,
        WITH("title", title, "plan", id_text(&s->c, s->id), "part", part, "place", place));
}

static void
open_stop(struct test *t, struct stop *s)
{
    crew_open(t, &s->c);
    s->id = crew_make(&s->c, WORKER, &power_stop_ledger,
                      WITH("title", "法定点検の停電", "stops_at", "2026-04-11T09:00", "returns_at",
                           "2026-04-11T15:00"));
    s->last = step(s, "基幹スイッチ", "stop", "2");
    s->first = step(s, "仮想基盤", "stop", "1");
    s->start = step(s, "基幹スイッチ", "start", "1");
}

static void
finish(struct stop *s, int64_t step_id)
{
    crew_do(&s->c, WORKER, &power_step_ledger, step_id, "finish", NULL);
}

static void
the_next_waits_for_the_one_before(struct test *t)
{
    struct stop s;
    const struct power_step *it;

    open_stop(t, &s);
    assert_refused(crew_move(&s.c, WORKER, &power_step_ledger, s.first, "finish", NULL), NULL,
                   "停止作業を始めて");
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "begin", NULL);
    assert_refused(crew_move(&s.c, WORKER, &power_step_ledger, s.last, "finish", NULL), NULL,
                   "順番1の「仮想基盤」");
    finish(&s, s.first);
    finish(&s, s.last);
    it = crew_stored(&s.c, &power_step_ledger, s.last);
    assert_int_equal(it->done_at.us, s.c.now.us);
    assert_int_equal(it->done_by.id, s.c.who[WORKER].person);
}

static void
what_is_left_out_says_why_and_frees_the_next(struct test *t)
{
    struct stop s;

    open_stop(t, &s);
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "begin", NULL);
    assert_refused(crew_move(&s.c, WORKER, &power_step_ledger, s.first, "skip", NULL), "result",
                   "");
    crew_do(&s.c, WORKER, &power_step_ledger, s.first, "skip", WITH("result", "撤去済み"));
    finish(&s, s.last);
}

static void
nothing_starts_before_the_electricity_is_back(struct test *t)
{
    struct stop s;

    open_stop(t, &s);
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "begin", NULL);
    assert_refused(crew_move(&s.c, WORKER, &power_step_ledger, s.start, "finish", NULL), NULL,
                   "復電");
    assert_refused(crew_move(&s.c, WORKER, &power_stop_ledger, s.id, "stop", NULL), NULL,
                   "仮想基盤");
    finish(&s, s.first);
    finish(&s, s.last);
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "stop", NULL);
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "start", NULL);
    assert_refused(
        crew_move(&s.c, WORKER, &power_stop_ledger, s.id, "finish", WITH("result", "異常なし")),
        NULL, "基幹スイッチ");
    finish(&s, s.start);
    crew_do(&s.c, WORKER, &power_stop_ledger, s.id, "finish", WITH("result", "異常なし"));
    assert_state(&s.c, &power_stop_ledger, s.id, "finished");
}

const struct test_case power_stop_tests[] = {
    CASE(the_next_waits_for_the_one_before),
    CASE(what_is_left_out_says_why_and_frees_the_next),
    CASE(nothing_starts_before_the_electricity_is_back),
    { 0 },
};
