#include "contract/approval.h"

#include <string.h>

#include "contract/approval_row.h"
#include "contract/contract.h"
#include "hall.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "tests.h"

static void
a_request_goes_from_step_to_step_until_all_have_approved(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_ASKED);
    assert_int_equal(hall_stored(&h, id)->turn.items[0].id, h.who[CHIEF].person);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(hall_stored(&h, id)->turn.items[0].id, h.who[HEAD].person);
    assert_string_equal(hall_stored(&h, id)->base.state, "running");
    hall_approves(&h, HEAD, id);
    assert_string_equal(hall_stored(&h, id)->base.state, "approved");
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

static void
the_box_tells_who_decided_what_and_when(struct test *t)
{
    struct hall h;
    struct approval_state state;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    h.now.us += INT64_C(3600) * 1000000;
    hall_approves(&h, DEPUTY, id);
    state = hall_state(&h, plan);
    assert_int_equal(state.stamp_count, 3);
    assert_string_equal(state.stamps[0].act, "起案");
    assert_string_equal(state.stamps[0].name, "鈴木");
    assert_string_equal(state.stamps[1].role, "係長");
    assert_string_equal(state.stamps[1].act, "承認");
    assert_string_equal(state.stamps[1].section, "情報政策課");
    assert_string_equal(state.stamps[2].act, "代決");
    assert_string_equal(state.stamps[2].name, "山口");
    assert_string_equal(state.stamps[2].instead, "中条");
    assert_int_equal(state.stamps[2].at.us, h.now.us);
    assert_int_equal(state.stamps[2].version, 1);
}

static void
what_was_approved_and_then_changes_is_unapproved(struct test *t)
{
    struct hall h;
    struct approval_state state;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    hall_approves(&h, HEAD, id);
    hall_plan_says(&h, plan, "後で直した内容");
    state = hall_state(&h, plan);
    assert_int_equal(state.word, APPROVAL_OUTDATED);
    assert_int_equal(state.version, 1);
    assert_int_equal(state.changes.count, 1);
    assert_string_equal(state.changes.rows[0].label, "内容");
    assert_string_equal(state.changes.rows[0].before, "はじめの内容");
    assert_string_equal(state.changes.rows[0].after, "後で直した内容");
    a = hall_act(&h, LEAD);
    assert_int_equal(
        hall_refused(a, ledger_move(a, &proposal_ledger, "issue", hall_plan_read(&h, plan))),
        FAULT_CLASH);
}

static void
a_record_that_says_again_what_was_approved_is_approved_again(struct test *t)
{
    struct hall h;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    hall_approves(&h, HEAD, id);
    hall_plan_says(&h, plan, "後で直した内容");
    hall_plan_says(&h, plan, "はじめの内容");
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

static void
a_change_is_approved_as_a_new_round_and_the_old_one_stays(struct test *t)
{
    struct hall h;
    struct approval_state state;
    int64_t plan, first, second;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    first = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, first);
    hall_approves(&h, HEAD, first);
    hall_plan_says(&h, plan, "後で直した内容");
    second = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, second);
    hall_approves(&h, HEAD, second);
    state = hall_state(&h, plan);
    assert_int_equal(state.word, APPROVAL_APPROVED);
    assert_int_equal(state.round, 2);
    assert_int_equal(state.version, 2);
    assert_non_null(strstr(hall_stored(&h, first)->content.text, "はじめの内容"));
    assert_non_null(strstr(hall_stored(&h, second)->content.text, "後で直した内容"));
}

static void
what_the_program_fills_in_leaves_the_approval_alone(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    hall_approves(&h, HEAD, id);
    a = hall_act(&h, LEAD);
    hall_done(a, ledger_move(a, &proposal_ledger, "issue", hall_plan_read(&h, plan)));
    assert_string_equal(hall_plan_read(&h, plan)->base.state, "issued");
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

static void
who_works_elsewhere_does_not_know_of_it(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    assert_int_equal(hall_refuses(&h, STRANGER, id, "approve", NULL), FAULT_MISSING);
    assert_int_equal(hall_refuses(&h, AUDITOR, id, "approve", NULL), FAULT_DENIED);
    assert_int_equal(hall_refuses(&h, REQUESTER, id, "approve", NULL), FAULT_MISSING);
}

static void
a_step_cannot_be_written_by_hand(struct test *t)
{
    struct hall h;
    struct approval_steps steps;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    a = hall_act(&h, LEAD);
    hall_done(a, approval_steps_read(a, id, &steps));
    steps.rows[1]->base.state = "approved";
    assert_int_equal(hall_refused(a, ledger_change(a, &approval_step_ledger, steps.rows[1])),
                     FAULT_DENIED);
    a = hall_act(&h, LEAD);
    assert_int_equal(hall_refused(a, ledger_create(a, &approval_step_ledger,
                                                   ledger_new(a, &approval_step_ledger))),
                     FAULT_DENIED);
}

static void
a_request_cannot_be_changed_by_hand(struct test *t)
{
    struct hall h;
    struct approval *it;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    it = hall_stored(&h, id);
    a = hall_act(&h, LEAD);
    it->base.state = "approved";
    assert_int_equal(hall_refused(a, ledger_change(a, &approval_ledger, it)), FAULT_DENIED);
}

static void
no_import_brings_an_approved_request(struct test *t)
{
    struct hall h;
    struct act *a;
    struct approval *it;

    hall_open(t, &h);
    a = hall_console(&h);
    a->origin = ORIGIN_IMPORT;
    assert_false(access_may(a, &approval_ledger, DEED_IMPORT, NULL));
    it = ledger_new(a, &approval_ledger);
    it->base.contract = h.contract;
    it->base.state = "approved";
    it->ledger = "proposal";
    it->record = hall_plan(&h, LEAD, "年間計画");
    it->route.id = h.route;
    assert_int_equal(hall_refused(a, ledger_create(a, &approval_ledger, it)), FAULT_CLASH);
}

static void
nobody_approves_his_own_request(struct test *t)
{
    struct hall h;
    struct route_step *step;
    struct act *a;
    int64_t id, plan, route;

    hall_open(t, &h);
    route = hall_route(&h, "受託者の承認");
    step = hall_step(&h, route, 1, "責任者");
    step->role.code = "lead";
    hall_step_made(&h, step);
    plan = hall_plan(&h, LEAD, "年間計画");
    a = hall_act(&h, LEAD);
    assert_int_equal(hall_refused(a, approval_ask(a, &proposal_ledger, plan, route, NULL, &id)),
                     FAULT_INVALID);
    assert_non_null(strstr(a->faults->message, "申請者のほかにいません"));
}

static void
a_route_may_let_who_asks_approve(struct test *t)
{
    struct hall h;
    struct approval_route *route;
    struct route_step *step;
    struct act *a;
    int64_t id, plan;

    hall_open(t, &h);
    a = hall_act(&h, OFFICER);
    route = ledger_new(a, &approval_route_ledger);
    route->title = "一人の承認";
    route->applies_to = "proposal";
    route->own = true;
    hall_done(a, ledger_create(a, &approval_route_ledger, route));
    step = hall_step(&h, route->base.id, 1, "責任者");
    step->role.code = "lead";
    hall_step_made(&h, step);
    plan = hall_plan(&h, LEAD, "年間計画");
    a = hall_act(&h, LEAD);
    hall_done(a, approval_ask(a, &proposal_ledger, plan, route->base.id, NULL, &id));
    hall_approves(&h, LEAD, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

static void
a_record_has_one_request_at_a_time(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    hall_asked(&h, plan);
    a = hall_act(&h, OPERATOR);
    assert_int_equal(hall_refused(a, approval_ask(a, &proposal_ledger, plan, h.route, NULL, &id)),
                     FAULT_CLASH);
}

static void
who_may_not_change_a_record_asks_for_his_own_only(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    a = hall_act(&h, OFFICER);
    assert_int_equal(hall_refused(a, approval_ask(a, &proposal_ledger, plan, h.route, NULL, &id)),
                     FAULT_DENIED);
    a = hall_act(&h, REQUESTER);
    assert_int_equal(hall_refused(a, approval_ask(a, &proposal_ledger, plan, h.route, NULL, &id)),
                     FAULT_MISSING);
    plan = hall_plan(&h, REQUESTER, "自分の計画");
    a = hall_act(&h, REQUESTER);
    hall_done(a, approval_ask(a, &proposal_ledger, plan, h.route, NULL, &id));
    assert_int_equal(hall_stored(&h, id)->base.owner, h.who[REQUESTER].person);
}

static void
nobody_asks_in_another_ones_name(struct test *t)
{
    struct hall h;
    struct approval *it;
    struct act *a;

    hall_open(t, &h);
    a = hall_act(&h, LEAD);
    it = ledger_new(a, &approval_ledger);
    it->base.contract = h.contract;
    it->base.owner = h.who[OPERATOR].person;
    it->ledger = "proposal";
    it->record = hall_plan(&h, LEAD, "年間計画");
    it->route.id = h.route;
    hall_done(a, ledger_create(a, &approval_ledger, it));
    assert_int_equal(it->base.owner, h.who[LEAD].person);
}

static void
the_route_moves_the_record_when_all_have_approved(struct test *t)
{
    struct hall h;
    struct approval_route *route;
    struct act *a;
    bool found;
    int64_t plan, id;

    hall_open(t, &h);
    a = hall_act(&h, OFFICER);
    route = ledger_new(a, &approval_route_ledger);
    hall_done(a, shape_read(a, shape_of(&approval_route_ledger), h.route, false, route, &found));
    route->then = "agree";
    hall_done(a, ledger_change(a, &approval_route_ledger, route));
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    hall_approves(&h, CHIEF, id);
    assert_string_equal(hall_plan_read(&h, plan)->base.state, "draft");
    hall_approves(&h, HEAD, id);
    assert_string_equal(hall_plan_read(&h, plan)->base.state, "agreed");
}

static void
a_transition_waits_for_the_approval(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t plan;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    a = hall_act(&h, LEAD);
    assert_int_equal(
        hall_refused(a, ledger_move(a, &proposal_ledger, "issue", hall_plan_read(&h, plan))),
        FAULT_CLASH);
    assert_non_null(strstr(a->faults->message, "承認がまだです"));
}

static void
each_turn_is_told_by_mail_once(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    assert_int_equal(hall_count(&h, "SELECT COUNT(*) AS count FROM outbox WHERE kind = 'mail'"), 1);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(hall_count(&h, "SELECT COUNT(*) AS count FROM outbox WHERE kind = 'mail'"), 2);
    hall_approves(&h, HEAD, id);
    assert_int_equal(hall_count(&h, "SELECT COUNT(*) AS count FROM outbox WHERE kind = 'mail'"), 3);
}

static size_t
listed(struct hall *h, enum seat seat, const char *view)
{
    struct act *a = hall_act(h, seat);
    struct pair pair = { "view", view };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    struct list list;

    hall_done(a,
              list_parse(a, &approval_ledger, &pairs, &request) && list_read(a, &request, &list));
    return list.count;
}

static void
everybody_finds_what_waits_for_him(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = hall_asked(&h, hall_plan(&h, LEAD, "年間計画"));
    assert_int_equal(listed(&h, CHIEF, "mine"), 1);
    assert_int_equal(listed(&h, HEAD, "mine"), 0);
    assert_int_equal(listed(&h, LEAD, "asked"), 1);
    hall_approves(&h, CHIEF, id);
    assert_int_equal(listed(&h, CHIEF, "mine"), 0);
    assert_int_equal(listed(&h, HEAD, "mine"), 1);
    assert_int_equal(listed(&h, DEPUTY, "deputy"), 1);
}

const struct test_case approval_tests[] = {
    CASE(a_request_goes_from_step_to_step_until_all_have_approved),
    CASE(the_box_tells_who_decided_what_and_when),
    CASE(what_was_approved_and_then_changes_is_unapproved),
    CASE(a_record_that_says_again_what_was_approved_is_approved_again),
    CASE(a_change_is_approved_as_a_new_round_and_the_old_one_stays),
    CASE(what_the_program_fills_in_leaves_the_approval_alone),
    CASE(who_works_elsewhere_does_not_know_of_it),
    CASE(a_step_cannot_be_written_by_hand),
    CASE(a_request_cannot_be_changed_by_hand),
    CASE(no_import_brings_an_approved_request),
    CASE(nobody_approves_his_own_request),
    CASE(a_route_may_let_who_asks_approve),
    CASE(a_record_has_one_request_at_a_time),
    CASE(who_may_not_change_a_record_asks_for_his_own_only),
    CASE(nobody_asks_in_another_ones_name),
    CASE(the_route_moves_the_record_when_all_have_approved),
    CASE(a_transition_waits_for_the_approval),
    CASE(each_turn_is_told_by_mail_once),
    CASE(everybody_finds_what_waits_for_him),
    { 0 },
};
