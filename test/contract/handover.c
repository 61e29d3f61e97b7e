#include "contract/handover.h"

#include "signed.h"
#include "store/act.h"
#include "tests.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static struct handover *
planned(struct signed_contract *s)
{
    return signed_make(s, &handover_ledger,
                       VALUES("title=次期への引継ぎ", "direction=out",
                              "period=2026-02-01～2026-03-31", "scope=台帳と手順書"));
}

static void
move(struct signed_contract *s, enum party party, int64_t id, const char *action)
{
    struct act *a = signed_act(s, party);
    bool good = ledger_move(a, &handover_ledger, action, signed_stored(s, &handover_ledger, id));

    assert_done(a, good);
}

static void
a_plan_is_not_finished_before_its_sessions_are_held(struct test *t)
{
    struct signed_contract s;
    struct handover *it;
    struct handover_session *session;
    struct act *a;

    signed_open(t, &s);
    it = planned(&s);
    session = signed_make(&s, &handover_session_ledger,
                          VALUES("handover=次期への引継ぎ", "title=受付の手順",
                                 "held_at=2026-02-10 10:00", "topics=受付から終結まで"));
    move(&s, LEAD, it->base.id, "propose");
    move(&s, OFFICER, it->base.id, "approve");
    assert_refused(signed_change(&s, &handover_ledger, it->base.id, "finish", VALUES(NULL)), NULL,
                   "まだ開いていない説明会が1件");
    assert_refused(
        signed_change(&s, &handover_session_ledger, session->base.id, "hold", VALUES(NULL)),
        "result", "結果は必須です");
    a = signed_change(&s, &handover_session_ledger, session->base.id, "hold",
                      VALUES("result=10件を一緒に処理した。"));
    assert_done(a, a->fault_count == 0);
    move(&s, LEAD, it->base.id, "finish");
    move(&s, OFFICER, it->base.id, "sign");
    it = signed_stored(&s, &handover_ledger, it->base.id);
    assert_string_equal(it->base.state, "signed");
    assert_true(it->approved_on.day && it->signed_on.day);
}

static void
the_sum_of_a_bundle_has_64_digits(struct test *t)
{
    struct signed_contract s;

    signed_open(t, &s);
    assert_refused(
        signed_change(&s, &handover_ledger, planned(&s)->base.id, NULL, VALUES("bundle=12ab")),
        "bundle", "64桁");
}

const struct test_case handover_tests[] = {
    CASE(a_plan_is_not_finished_before_its_sessions_are_held),
    CASE(the_sum_of_a_bundle_has_64_digits),
    { 0 },
};
