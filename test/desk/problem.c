#include "desk/problem.h"

#include "contract/crew.h"
#include "contract/terms.h"
#include "desk/change.h"
#include "desk/trouble.h"
#include "tests.h"

static int64_t
make_change(struct crew *c, int64_t problem, int64_t release)
{
    return crew_make(c, WORKER, &change_ledger,
                     WITH("title", "版を戻す", "reason", "読取不良", "problem",
                          problem ? id_text(c, problem) : "", "release",
                          release ? id_text(c, release) : ""));
}

static void
ask(struct crew *c, int64_t id)
{
    crew_do(c, WORKER, &change_ledger, id, "ask",
            WITH("plan", "配布を止め、前の版を入れる", "way_back", "今の版を入れ直す", "risk",
                 "low", "risk_text", "10分ほど使えない", "begins_at", "2026-04-08 18:00", "ends_at",
                 "2026-04-08 19:00"));
}

static void
the_first_response_to_a_trouble_has_fifteen_minutes(struct test *t)
{
    struct crew c;
    const struct trouble *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &trouble_ledger,
                   WITH("title", "全庁で印刷できない", "severity", "high"));
    it = crew_stored(&c, &trouble_ledger, id);
    assert_int_equal(it->first_due.us, c.now.us + 15 * (int64_t)MINUTE_US);
    assert_refused(crew_move(&c, WORKER, &trouble_ledger, id, "respond",
                             WITH("first_at", "2026-04-06 8:00", "first_aid", "迂回した")),
                   "first_at", "気づいた日時より前");
}

static void
the_contract_says_how_soon_the_first_response_has_to_be(struct test *t)
{
    struct crew c;
    const struct trouble *it;
    int64_t terms, id;

    crew_open(t, &c);
    terms =
        crew_make(&c, LEADER, &terms_ledger, WITH("kind", "assignment", "trouble_within", "30分"));
    id = crew_make(&c, WORKER, &trouble_ledger,
                   WITH("title", "全庁で印刷できない", "severity", "high"));
    crew_do(&c, LEADER, &terms_ledger, terms, NULL, WITH("trouble_within", "1時間"));
    crew_do(&c, WORKER, &trouble_ledger, id, NULL, WITH("severity", "low"));
    it = crew_stored(&c, &trouble_ledger, id);
    assert_int_equal(it->first_due.us, c.now.us + 30 * (int64_t)MINUTE_US);
}

static void
a_known_error_has_cause_and_workaround(struct test *t)
{
    struct crew c;
    const struct problem *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &problem_ledger, WITH("title", "読取装置の版の不具合"));
    assert_refused(crew_move(&c, WORKER, &problem_ledger, id, "known", WITH("cause", "版の誤り")),
                   "workaround", "必");
    crew_do(&c, WORKER, &problem_ledger, id, "known",
            WITH("cause", "版の誤り", "workaround", "隣の端末を使う"));
    it = crew_stored(&c, &problem_ledger, id);
    assert_day(it->known_on, "2026-04-06");
}

static void
a_problem_is_not_solved_while_its_change_is_under_way(struct test *t)
{
    struct crew c;
    int64_t problem, change;

    crew_open(t, &c);
    problem = crew_make(&c, WORKER, &problem_ledger, WITH("title", "読取装置の版の不具合"));
    change = make_change(&c, problem, 0);
    assert_refused(
        crew_move(&c, WORKER, &problem_ledger, problem, "solve",
                  WITH("cause", "版", "solution", "版を戻す", "solved_on", "2026-04-06")),
        NULL, "終わっていません");
    crew_do(&c, WORKER, &change_ledger, change, "withdraw", NULL);
    crew_do(&c, WORKER, &problem_ledger, problem, "solve",
            WITH("cause", "版", "solution", "版を戻す", "solved_on", "2026-04-06"));
}

static void
nothing_is_changed_before_the_client_agreed(struct test *t)
{
    struct crew c;
    const struct change *it;
    int64_t id;

    crew_open(t, &c);
    id = make_change(&c, 0, 0);
    ask(&c, id);
    assert_refused(crew_move(&c, WORKER, &change_ledger, id, "begin", NULL), NULL, "");
    assert_refused(crew_move(&c, WORKER, &change_ledger, id, "approve", NULL), NULL, "");
    crew_do(&c, CLIENT, &change_ledger, id, "approve", NULL);
    crew_do(&c, WORKER, &change_ledger, id, "begin", NULL);
    it = crew_stored(&c, &change_ledger, id);
    assert_day(it->approved_on, "2026-04-06");
}

static void
an_approved_plan_stays_as_it_was(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = make_change(&c, 0, 0);
    ask(&c, id);
    crew_do(&c, CLIENT, &change_ledger, id, "approve", NULL);
    assert_refused(crew_move(&c, WORKER, &change_ledger, id, NULL, WITH("plan", "別の手順")),
                   "plan", "承認を受けた計画");
    crew_do(&c, WORKER, &change_ledger, id, "replan", NULL);
    crew_do(&c, WORKER, &change_ledger, id, NULL, WITH("plan", "別の手順"));
}

static void
a_release_waits_until_its_changes_are_agreed(struct test *t)
{
    struct crew c;
    int64_t release, change;

    crew_open(t, &c);
    release = crew_make(&c, WORKER, &release_ledger,
                        WITH("title", "4月の配布", "planned_at", "2026-04-08 18:00"));
    change = make_change(&c, 0, release);
    assert_refused(crew_move(&c, WORKER, &release_ledger, release, "release",
                             WITH("test", "良", "released_at", "2026-04-08 18:00", "result", "良")),
                   NULL, "承認されていません");
    ask(&c, change);
    crew_do(&c, CLIENT, &change_ledger, change, "approve", NULL);
    crew_do(&c, WORKER, &release_ledger, release, "release",
            WITH("test", "良", "released_at", "2026-04-08 18:00", "result", "良"));
}

const struct test_case problem_tests[] = {
    CASE(the_first_response_to_a_trouble_has_fifteen_minutes),
    CASE(the_contract_says_how_soon_the_first_response_has_to_be),
    CASE(a_known_error_has_cause_and_workaround),
    CASE(a_problem_is_not_solved_while_its_change_is_under_way),
    CASE(nothing_is_changed_before_the_client_agreed),
    CASE(an_approved_plan_stays_as_it_was),
    CASE(a_release_waits_until_its_changes_are_agreed),
    { 0 },
};
