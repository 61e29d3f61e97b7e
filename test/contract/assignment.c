#include "contract/assignment.h"

#include <string.h>

#include "contract/pledge.h"
#include "contract/staffing_rule.h"
#include "crew.h"
#include "ledger/core/core.h"
#include "tests.h"

static void
who_is_on_the_roster_begins_with_the_clients_approval(struct test *t)
{
    struct crew c;
    const struct assignment *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, LEADER, &assignment_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "role", "監査人", "from",
                        "R8.4.1", "address", "青葉市1-1", "birthday", "S60.4.1", "passport",
                        "TK1234567"));
    assert_state(&c, &assignment_ledger, id, "proposed");
    assert_refused(crew_move(&c, LEADER, &assignment_ledger, id, "approve", NULL), NULL, "権限");
    crew_do(&c, CLIENT, &assignment_ledger, id, "approve", NULL);
    it = crew_stored(&c, &assignment_ledger, id);
    assert_string_equal(it->base.state, "active");
    assert_string_equal(it->title, "三浦（監査人）");
    assert_string_equal(it->birthday, "1985-04-01");
    assert_string_equal(it->address, "青葉市1-1");
}

static void
what_a_form_asks_of_a_person_is_opened_for_the_responsible_one_only(struct test *t)
{
    struct crew c;
    struct assignment *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, LEADER, &assignment_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "role", "監査人", "from",
                        "2026-04-01", "passport", "TK1234567"));
    for (enum hand hand = LEADER; hand <= DECIDER; hand++) {
        struct act *a = crew_act(&c, hand);

        it = ledger_new(a, &assignment_ledger);
        assert_true(ledger_show(a, &assignment_ledger, id, it));
        assert_string_equal(it->passport, hand == LEADER ? "TK1234567" : "");
    }
    assert_null(strstr(assignment_ledger.listed, "passport"));
    assert_null(strstr(assignment_ledger.listed, "address"));
}

static void
the_same_role_twice_at_a_time_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    id = crew_make(
        &c, LEADER, &assignment_ledger,
        WITH("person", id_text(&c, c.who[WORKER].person), "role", "auditor", "from", "2026-05-01"));
    assert_refused(crew_move(&c, CLIENT, &assignment_ledger, id, "approve", NULL), "role",
                   "同じ役割");
}

static void
a_person_in_two_incompatible_roles_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    crew_make(&c, LEADER, &staffing_rule_ledger,
              WITH("title", "監査人と作業従事者の兼務禁止", "kind", "兼務の禁止", "roles",
                   "監査人、主任担当者", "others", "作業従事者"));
    crew_member(&c, c.who[WORKER].person, "assigned_worker");
    assert_refused(crew_try(&c, LEADER, &assignment_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "role", "監査人",
                                 "from", "2026-05-01"),
                            &id),
                   "role", "兼ねられません");
    assert_int_equal(id, 0);
    /* Neither the other way round, nor after the time of the first. */
    crew_make(&c, LEADER, &assignment_ledger,
              WITH("person", id_text(&c, c.who[LEADER].person), "role", "監査人", "from",
                   "2026-04-01", "until", "2026-04-30"));
    crew_make(&c, LEADER, &assignment_ledger,
              WITH("person", id_text(&c, c.who[LEADER].person), "role", "作業従事者", "from",
                   "2026-05-01"));
    assert_refused(crew_try(&c, LEADER, &assignment_ledger,
                            WITH("person", id_text(&c, c.who[LEADER].person), "role", "主任担当者",
                                 "from", "2026-06-01"),
                            &id),
                   "role", "兼ねられません");
}

static void
who_runs_what_is_audited_is_no_auditor(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    crew_make(&c, LEADER, &staffing_rule_ledger,
              WITH("title", "監査対象からの独立", "kind", "independent", "roles", "監査人"));
    assert_refused(crew_try(&c, LEADER, &assignment_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "role", "監査人",
                                 "from", "2026-04-01", "involvement", "運用している"),
                            &id),
                   "involvement", "監査対象");
    crew_make(&c, LEADER, &assignment_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "role", "講師", "from",
                   "2026-04-01", "involvement", "運用している"));
}

static bool
is_known(struct crew *c, enum hand hand)
{
    struct act *a = crew_act(c, hand);

    return access_may(a, &assignment_ledger, DEED_READ, NULL);
}

static void
a_leavers_access_ends_the_same_day(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "assigned_worker");
    assert_true(is_known(&c, WORKER));
    assert_refused(crew_move(&c, LEADER, &assignment_ledger, id, "leave", NULL), "until", "必須");
    assert_refused(
        crew_move(&c, LEADER, &assignment_ledger, id, "leave", WITH("until", "2026-04-07")),
        "until", "まだ来ていない日");
    crew_do(&c, LEADER, &assignment_ledger, id, "leave", WITH("until", "2026-04-06"));
    assert_false(is_known(&c, WORKER));
    assert_true(is_known(&c, LEADER));
}

static void
a_last_day_that_is_written_down_ends_the_access_with_it(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "assigned_worker");
    crew_do(&c, LEADER, &assignment_ledger, id, NULL, WITH("until", "2026-04-10"));
    crew_on(&c, "2026-04-10");
    assert_true(is_known(&c, WORKER));
    crew_on(&c, "2026-04-11");
    assert_false(is_known(&c, WORKER));
    /* Whoever moves the day moves the access. */
    crew_do(&c, LEADER, &assignment_ledger, id, NULL, WITH("until", "2026-04-30"));
    assert_true(is_known(&c, WORKER));
}

static void
another_role_keeps_the_access(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "assigned_worker");
    crew_member(&c, c.who[WORKER].person, "instructor");
    crew_do(&c, LEADER, &assignment_ledger, id, "leave", WITH("until", "2026-04-06"));
    assert_true(is_known(&c, WORKER));
}

static void
who_reaches_every_contract_cannot_leave_one(struct test *t)
{
    struct crew c;
    struct act *a;
    struct membership_row *in;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "assigned_worker");
    a = crew_console(&c);
    in = ledger_new(a, &membership_ledger);
    in->user.id = c.who[WORKER].id;
    in->role.code = "operator";
    assert_true(ledger_create(a, &membership_ledger, in));
    assert_refused(
        crew_move(&c, LEADER, &assignment_ledger, id, "leave", WITH("until", "2026-04-06")), NULL,
        "すべての契約");
    assert_state(&c, &assignment_ledger, id, "active");
}

static void
the_leader_may_leave_by_his_own_hand(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[LEADER].person, "service_manager");
    crew_do(&c, LEADER, &assignment_ledger, id, NULL, WITH("until", "2026-04-30"));
    /* But he does not lengthen his own access. */
    assert_refused(crew_move(&c, LEADER, &assignment_ledger, id, NULL, WITH("until", "2026-05-31")),
                   NULL, "自分の役割");
    crew_on(&c, "2026-05-01");
    assert_false(is_known(&c, LEADER));
}

static void
a_time_that_ends_before_it_begins_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &assignment_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "role", "監査人",
                                 "from", "2026-05-01", "until", "2026-04-01"),
                            &id),
                   "until", "始まりの日より前");
}

static bool
morning(struct act *a, void *with)
{
    return assignments_leave(a, with);
}

static void
whose_last_day_is_past_is_noted_the_next_morning(struct test *t)
{
    struct crew c;
    size_t count = 0;
    int64_t id;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "assigned_worker");
    crew_do(&c, LEADER, &assignment_ledger, id, NULL, WITH("until", "2026-04-10"));
    crew_on(&c, "2026-04-10");
    assert_true(act_write(crew_job(&c), morning, &count));
    assert_int_equal(count, 0);
    crew_on(&c, "2026-04-11");
    assert_true(act_write(crew_job(&c), morning, &count));
    assert_int_equal(count, 1);
    assert_state(&c, &assignment_ledger, id, "left");
}

static void
a_rule_that_comes_later_keeps_no_pledge_from_being_noted(struct test *t)
{
    struct crew c;
    const struct assignment *it;
    int64_t id, pledge;

    crew_open(t, &c);
    id = crew_member(&c, c.who[WORKER].person, "auditor");
    crew_member(&c, c.who[WORKER].person, "assigned_worker");
    crew_make(&c, LEADER, &staffing_rule_ledger,
              WITH("title", "兼務禁止", "kind", "incompatible", "roles", "監査人", "others",
                   "作業従事者"));
    pledge = crew_make(&c, LEADER, &pledge_ledger,
                       WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy"));
    crew_do(&c, LEADER, &pledge_ledger, pledge, "receive",
            WITH("signed_on", "2026-04-06", "kept_at", "本社"));
    it = crew_stored(&c, &assignment_ledger, id);
    assert_day(it->pledged_on, "2026-04-06");
    assert_refused(crew_move(&c, LEADER, &assignment_ledger, id, NULL, WITH("from", "2026-04-02")),
                   "role", "兼ねられません");
}

const struct test_case assignment_tests[] = {
    CASE(whose_last_day_is_past_is_noted_the_next_morning),
    CASE(a_rule_that_comes_later_keeps_no_pledge_from_being_noted),
    CASE(who_is_on_the_roster_begins_with_the_clients_approval),
    CASE(what_a_form_asks_of_a_person_is_opened_for_the_responsible_one_only),
    CASE(the_same_role_twice_at_a_time_is_refused),
    CASE(a_person_in_two_incompatible_roles_is_refused),
    CASE(who_runs_what_is_audited_is_no_auditor),
    CASE(a_leavers_access_ends_the_same_day),
    CASE(a_last_day_that_is_written_down_ends_the_access_with_it),
    CASE(another_role_keeps_the_access),
    CASE(who_reaches_every_contract_cannot_leave_one),
    CASE(the_leader_may_leave_by_his_own_hand),
    CASE(a_time_that_ends_before_it_begins_is_refused),
    { 0 },
};
