#include <string.h>

#include "contract/approval_row.h"
#include "crowd.h"
#include "hall.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "tests.h"

static int64_t
asked_along(struct hall *h, int64_t route, int64_t plan)
{
    struct act *a = hall_act(h, LEAD);
    int64_t id = 0;

    hall_done(a, approval_ask(a, &proposal_ledger, plan, route, NULL, &id));
    return id;
}

static int64_t
parallel_route(struct hall *h, const char *kind, int64_t needed)
{
    int64_t route = hall_route(h, "並列の承認");
    struct route_step *step = hall_step(h, route, 1, "三人");

    step->people = hall_people(h, (const enum seat[]){ CHIEF, HEAD, OFFICER }, 3);
    step->kind.code = kind;
    step->needed = needed;
    hall_step_made(h, step);
    return route;
}

static void
nobody_decides_before_his_turn(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    assert_int_equal(hall_refuses(&h, HEAD, id, "approve", NULL), FAULT_DENIED);
    assert_int_equal(hall_refuses(&h, DEPUTY, id, "approve", NULL), FAULT_DENIED);
    assert_int_equal(hall_refuses(&h, OFFICER, id, "approve", NULL), FAULT_DENIED);
    assert_string_equal(hall_stored(&h, id)->base.state, "running");
}

static void
all_of_a_parallel_step_have_to_approve(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = asked_along(&h, parallel_route(&h, "all", NO_NUMBER), plan);
    hall_approves(&h, OFFICER, id);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_ASKED);
    hall_approves(&h, HEAD, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

static void
two_of_three_are_enough_where_the_route_says_so(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = asked_along(&h, parallel_route(&h, "some", 2), plan);
    hall_approves(&h, HEAD, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_ASKED);
    assert_int_equal(hall_refuses(&h, HEAD, id, "approve", NULL), FAULT_CLASH);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
    assert_int_equal(hall_state(&h, plan).stamp_count, 3);
}

static void
one_person_does_not_count_for_two(struct test *t)
{
    struct hall h;
    struct route_step *step;
    int64_t plan, id, route;

    hall_open(t, &h);
    route = hall_route(&h, "二人の承認");
    step = hall_step(&h, route, 1, "二人");
    step->people = hall_people(&h, (const enum seat[]){ CHIEF, HEAD }, 2);
    step->deputies = hall_people(&h, (const enum seat[]){ CHIEF }, 1);
    step->kind.code = "all";
    hall_step_made(&h, step);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = asked_along(&h, route, plan);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(hall_refuses(&h, CHIEF, id, "approve", NULL), FAULT_CLASH);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_ASKED);
}

static void
who_is_asked_to_may_decide_instead(struct test *t)
{
    struct hall h;
    struct approval_decision decision = { .action = "hand_over" };
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    a = hall_act(&h, CHIEF);
    decision.substitute = h.who[OFFICER].person;
    hall_done(a, approval_decide(a, id, &decision));
    hall_approves(&h, OFFICER, id);
    assert_string_equal(hall_state(&h, plan).stamps[1].act, "代決");
    assert_string_equal(hall_state(&h, plan).stamps[1].instead, "青山");
}

static void
nobody_hands_over_to_who_asked_or_to_outsiders(struct test *t)
{
    struct hall h;
    struct approval_decision decision = { .action = "hand_over" };
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    a = hall_act(&h, CHIEF);
    decision.substitute = h.who[LEAD].person;
    assert_int_equal(hall_refused(a, approval_decide(a, id, &decision)), FAULT_INVALID);
    a = hall_act(&h, CHIEF);
    decision.substitute = h.who[STRANGER].person;
    assert_int_equal(hall_refused(a, approval_decide(a, id, &decision)), FAULT_INVALID);
}

static void
sending_back_needs_a_reason(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    assert_int_equal(hall_refuses(&h, CHIEF, id, "return", ""), FAULT_INVALID);
    hall_decided(&h, CHIEF, id, "return", "金額を直してください。");
    assert_string_equal(hall_stored(&h, id)->base.state, "returned");
}

static void
what_was_sent_back_is_asked_again_as_the_next_round(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    hall_decided(&h, HEAD, id, "return", "金額を直してください。");
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_RETURNED);
    hall_plan_says(&h, plan, "直した内容");
    id = hall_asked(&h, plan);
    assert_int_equal(hall_state(&h, plan).round, 2);
    assert_int_equal(hall_refuses(&h, HEAD, id, "approve", NULL), FAULT_DENIED);
}

static void
it_goes_back_to_an_earlier_step_and_through_all_after_it(struct test *t)
{
    struct hall h;
    struct approval_decision decision = { .action = "return_to",
                                          .comment = "確かめ直し",
                                          .back_to = 1 };
    struct approval_state state;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    a = hall_act(&h, HEAD);
    hall_done(a, approval_decide(a, id, &decision));
    assert_int_equal(hall_stored(&h, id)->turn.items[0].id, h.who[CHIEF].person);
    assert_int_equal(hall_refuses(&h, HEAD, id, "approve", NULL), FAULT_DENIED);
    hall_approves(&h, CHIEF, id);
    hall_approves(&h, HEAD, id);
    state = hall_state(&h, plan);
    assert_int_equal(state.word, APPROVAL_APPROVED);
    assert_int_equal(state.stamp_count, 5);
    assert_true(state.stamps[1].is_void);
    assert_string_equal(state.stamps[2].act, "差戻し");
    assert_string_equal(state.stamps[2].comment, "確かめ直し");
    assert_string_equal(state.stamps[4].act, "承認");
}

static void
it_goes_back_to_steps_before_the_present_one_only(struct test *t)
{
    struct hall h;
    struct approval_decision decision = { .action = "return_to",
                                          .comment = "確かめ直し",
                                          .back_to = 2 };
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    hall_approves(&h, CHIEF, id);
    a = hall_act(&h, HEAD);
    assert_int_equal(hall_refused(a, approval_decide(a, id, &decision)), FAULT_INVALID);
    assert_string_equal(a->faults->field, "back_to");
}

static void
only_who_asked_withdraws(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    assert_int_equal(hall_refuses(&h, CHIEF, id, "withdraw", NULL), FAULT_DENIED);
    hall_decided(&h, LEAD, id, "withdraw", NULL);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_NONE);
    assert_int_equal(hall_refuses(&h, CHIEF, id, "approve", NULL), FAULT_CLASH);
}

static void
what_changed_under_way_is_not_approved(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_plan_says(&h, plan, "こっそり直した内容");
    assert_int_equal(hall_refuses(&h, CHIEF, id, "approve", NULL), FAULT_CLASH);
    hall_decided(&h, CHIEF, id, "return", "内容が変わっています。");
}

/* --- many at once ------------------------------------------------------------------------- */

struct pressed {
    int64_t approval;
};

static bool
approve_once(struct act *a, void *with, int at)
{
    const struct pressed *it = with;
    struct approval_decision decision = { .action = "approve" };

    (void)at;
    return approval_decide(a, it->approval, &decision);
}

static void
a_hundred_presses_of_one_button_are_one_decision(struct test *t)
{
    struct crowd crowd = { .tries = 100, .press = approve_once };
    struct pressed pressed;
    struct hall h;

    hall_open(t, &h);
    pressed.approval = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    crowd.store = h.store;
    crowd.who = &h.who[CHIEF];
    crowd.now = h.now;
    crowd.with = &pressed;
    crowd_run(&crowd);
    assert_int_equal(crowd.done, 1);
    assert_int_equal(crowd.refused + crowd.busy, crowd.tries - 1);
    assert_int_equal(hall_count(&h, "SELECT COUNT(*) AS count FROM approval_step"
                                    " WHERE decided_at IS NOT NULL"),
                     1);
}

const struct test_case approval_turn_tests[] = {
    CASE(nobody_decides_before_his_turn),
    CASE(all_of_a_parallel_step_have_to_approve),
    CASE(two_of_three_are_enough_where_the_route_says_so),
    CASE(one_person_does_not_count_for_two),
    CASE(who_is_asked_to_may_decide_instead),
    CASE(nobody_hands_over_to_who_asked_or_to_outsiders),
    CASE(sending_back_needs_a_reason),
    CASE(what_was_sent_back_is_asked_again_as_the_next_round),
    CASE(it_goes_back_to_an_earlier_step_and_through_all_after_it),
    CASE(it_goes_back_to_steps_before_the_present_one_only),
    CASE(only_who_asked_withdraws),
    CASE(what_changed_under_way_is_not_approved),
    CASE(a_hundred_presses_of_one_button_are_one_decision),
    { 0 },
};
