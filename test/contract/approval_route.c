#include "contract/approval_route.h"

#include <string.h>

#include "base/buffer.h"
#include "contract/contract.h"
#include "hall.h"
#include "ledger/declaration.h"
#include "ledger/shape.h"
#include "tests.h"

static void
the_declarations_of_the_module_hold_together(struct test *t)
{
    struct buffer out = { .arena = t->arena };
    struct hall h;

    hall_open(t, &h);
    declarations_check(hall_console(&h), &out);
    assert_string_equal(buffer_string(&out), "");
}

static struct approval_route *
route_read(struct hall *h, int64_t id)
{
    struct act *a = hall_act(h, OFFICER);
    struct approval_route *it = ledger_new(a, &approval_route_ledger);

    hall_done(a, ledger_read(a, &approval_route_ledger, id, false, it));
    return it;
}

static size_t
offered(struct hall *h, int64_t plan)
{
    struct proposal *row = hall_plan_read(h, plan);
    struct act *a = hall_act(h, LEAD);
    struct approval_routes out;

    hall_done(a, approval_routes_for(a, &proposal_ledger, &row->base, &out));
    return out.count;
}

static void
ledgers_are_named_as_people_call_them(struct test *t)
{
    struct hall h;

    hall_open(t, &h);
    assert_string_equal(route_read(&h, h.route)->applies_to, "計画");
}

static void
a_route_for_no_ledger_or_with_an_unknown_transition_is_refused(struct test *t)
{
    struct hall h;
    struct approval_route *it;
    struct act *a;

    hall_open(t, &h);
    a = hall_act(&h, OFFICER);
    it = ledger_new(a, &approval_route_ledger);
    it->title = "何かの承認";
    it->applies_to = "計画、どこにもない台帳";
    it->then = "fly";
    assert_int_equal(hall_refused(a, ledger_create(a, &approval_route_ledger, it)), FAULT_INVALID);
    assert_int_equal(a->fault_count, 2);
}

static void
a_route_for_one_kind_is_offered_to_that_kind(struct test *t)
{
    struct hall h;
    struct approval_route *it;
    struct act *a;
    int64_t plan;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    assert_int_equal(offered(&h, plan), 1);
    it = route_read(&h, h.route);
    a = hall_act(&h, OFFICER);
    it->only_kind = "臨時";
    hall_done(a, ledger_change(a, &approval_route_ledger, it));
    assert_int_equal(offered(&h, plan), 0);
}

static void
an_ended_route_is_offered_no_more(struct test *t)
{
    struct hall h;
    struct approval_route *it;
    struct act *a;
    int64_t plan;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    it = route_read(&h, h.route);
    a = hall_act(&h, OFFICER);
    hall_done(a, ledger_move(a, &approval_route_ledger, "end", it));
    assert_int_equal(offered(&h, plan), 0);
}

static void
a_step_needs_people_or_their_role_and_no_more_than_there_are(struct test *t)
{
    struct hall h;
    struct route_step *step;
    struct act *a;

    hall_open(t, &h);
    a = hall_act(&h, OFFICER);
    step = hall_step(&h, h.route, 3, "部長");
    assert_int_equal(hall_refused(a, ledger_create(a, &route_step_ledger, step)), FAULT_INVALID);
    a = hall_act(&h, OFFICER);
    step = hall_step(&h, h.route, 3, "部長");
    step->people = hall_people(&h, (const enum seat[]){ HEAD }, 1);
    step->kind.code = "some";
    step->needed = 2;
    assert_int_equal(hall_refused(a, ledger_create(a, &route_step_ledger, step)), FAULT_INVALID);
    assert_string_equal(a->faults->field, "needed");
}

static void
who_could_not_decide_stops_the_request_before_it_begins(struct test *t)
{
    struct hall h;
    struct route_step *step;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    step = hall_step(&h, h.route, 3, "よその課長");
    step->people = hall_people(&h, (const enum seat[]){ STRANGER }, 1);
    hall_step_made(&h, step);
    plan = hall_plan(&h, LEAD, "年間計画");
    a = hall_act(&h, LEAD);
    assert_int_equal(hall_refused(a, approval_ask(a, &proposal_ledger, plan, h.route, NULL, &id)),
                     FAULT_INVALID);
    assert_non_null(strstr(a->faults->message, "田中さんには"));
}

static void
changing_a_route_leaves_what_is_under_way(struct test *t)
{
    struct hall h;
    struct approval_route *it;
    struct act *a;
    int64_t plan, id;

    hall_open(t, &h);
    plan = hall_plan(&h, LEAD, "年間計画");
    id = hall_asked(&h, plan);
    it = route_read(&h, h.route);
    a = hall_act(&h, OFFICER);
    hall_done(a, ledger_move(a, &approval_route_ledger, "end", it));
    hall_approves(&h, CHIEF, id);
    hall_approves(&h, HEAD, id);
    assert_int_equal(hall_state(&h, plan).word, APPROVAL_APPROVED);
}

const struct test_case approval_route_tests[] = {
    CASE(the_declarations_of_the_module_hold_together),
    CASE(ledgers_are_named_as_people_call_them),
    CASE(a_route_for_no_ledger_or_with_an_unknown_transition_is_refused),
    CASE(a_route_for_one_kind_is_offered_to_that_kind),
    CASE(an_ended_route_is_offered_no_more),
    CASE(a_step_needs_people_or_their_role_and_no_more_than_there_are),
    CASE(who_could_not_decide_stops_the_request_before_it_begins),
    CASE(changing_a_route_leaves_what_is_under_way),
    { 0 },
};
