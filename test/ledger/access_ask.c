#include <string.h>

#include "base/arena.h"
#include "ledger/access_explain.h"
#include "ledger/core/core.h"
#include "ledger/tests.h"
#include "office.h"

static void
grant(struct office *o, enum seat seat, const char *role, int64_t contract, const char *until)
{
    struct act *a = office_console(o);
    struct membership_row *row = ledger_new(a, &membership_ledger);

    row->user.id = o->who[seat].id;
    row->within.id = contract;
    row->role.code = role;
    if (until)
        assert_true(date_parse(until, &row->until));
    assert_true(ledger_create(a, &membership_ledger, row));
}

static void
end_contract(struct office *o, const char *day)
{
    struct act *a = office_console(o);
    struct contract *c = ledger_new(a, &contract_ledger);

    assert_true(ledger_read(a, &contract_ledger, o->contract, false, c));
    assert_true(date_parse("2025-04-01", &c->period.from));
    assert_true(date_parse(day, &c->period.until));
    assert_true(ledger_change(a, &contract_ledger, c));
}

static size_t
roles_of(struct office *o, enum seat seat)
{
    struct who who;

    assert_true(who_load(office_console(o), o->who[seat].id, &who));
    return who.count;
}

static void
a_contract_that_is_over_ends_its_memberships(struct test *t)
{
    struct office o;

    office_open(t, &o);
    grant(&o, LEAD, "lead", o.contract, NULL);
    grant(&o, OPERATOR, "operator", o.contract, "2030-03-31");
    grant(&o, OFFICER, "officer", o.contract, NULL);
    grant(&o, AUDITOR, "auditor", o.contract, "2030-03-31");
    grant(&o, STRANGER, "lead", o.other, NULL);
    end_contract(&o, "2026-04-06");
    assert_int_equal(roles_of(&o, LEAD), 1);
    end_contract(&o, "2026-04-05");
    assert_int_equal(roles_of(&o, LEAD), 0);
    assert_int_equal(roles_of(&o, OPERATOR), 0);
    assert_int_equal(roles_of(&o, OFFICER), 0);
    assert_int_equal(roles_of(&o, AUDITOR), 1);
    assert_int_equal(roles_of(&o, STRANGER), 1);
}

static void
the_end_of_a_contract_raises_the_generation(struct test *t)
{
    struct office o;
    int64_t before, after;

    office_open(t, &o);
    assert_true(who_generation(office_console(&o), &before));
    end_contract(&o, "2026-04-05");
    assert_true(who_generation(office_console(&o), &after));
    assert_true(after > before);
}

static void
a_copy_ends_with_the_contract_by_itself(struct test *t)
{
    struct office o;
    struct who who;
    struct act *a;

    office_open(t, &o);
    grant(&o, LEAD, "lead", o.contract, NULL);
    end_contract(&o, "2026-04-06");
    assert_true(who_load(office_console(&o), o.who[LEAD].id, &who));
    a = office_console(&o);
    a->who = &who;
    assert_true(access_may(a, &ticket_ledger, DEED_READ, NULL));
    a->now = instant_add(a->now, (struct minutes){ 24 * 60 });
    assert_false(access_may(a, &ticket_ledger, DEED_READ, NULL));
}

static struct access_answer
asked(struct office *o, enum seat asker, const char *login, int64_t record, const char *action)
{
    struct act *a = office_act(o, asker);
    struct access_answer answer = { 0 };

    assert_true(access_ask(a, login, &ticket_ledger, record, action, &answer));
    return answer;
}

static void
assert_reason(const struct access_answer *answer, const char *words)
{
    for (size_t i = 0; i < answer->count; i++)
        if (strstr(answer->reasons[i], words))
            return;
    fail_msg("'%s' is not among %zu reasons: %s", words, answer->count, answer->reasons[0]);
}

static void
the_answer_names_what_decides(struct test *t)
{
    struct office o;
    struct access_answer answer;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, REQUESTER, "印刷できない")->base.id;
    grant(&o, OTHER_REQUESTER, "requester", o.contract, NULL);
    grant(&o, OPERATOR, "operator", o.contract, NULL);
    answer = asked(&o, LEAD, "operator", id, "change");
    assert_true(answer.allowed);
    assert_reason(&answer, "役割「受託者（担当）」（契約「運用支援」）により、契約の記録すべて");
    answer = asked(&o, LEAD, "requester2", id, "read");
    assert_false(answer.allowed);
    assert_reason(&answer, "この記録はほかの方のものです。");
    answer = asked(&o, LEAD, "requester2", id, "start");
    assert_reason(&answer, "「始める」をする役割ではありません。");
    answer = asked(&o, LEAD, "requester2", 0, "see.holder");
    assert_reason(&answer, "個人情報を見る権限がありません。");
    for (size_t i = 0; i < answer.count; i++)
        assert_null(strstr(answer.reasons[i], "印刷できない"));
}

static void
memberships_that_are_over_are_told_with_their_reason(struct test *t)
{
    struct office o;
    struct access_answer answer;

    office_open(t, &o);
    grant(&o, OPERATOR, "operator", o.contract, "2026-04-05");
    answer = asked(&o, LEAD, "operator", 0, "read");
    assert_false(answer.allowed);
    assert_reason(&answer, "令和8年4月5日（日）まで）は、期間が終わっています。");
    grant(&o, OFFICER, "officer", o.contract, NULL);
    end_contract(&o, "2026-04-05");
    assert_true(access_ask(office_console(&o), "officer", &ticket_ledger, 0, "read", &answer));
    assert_reason(&answer, "契約の期間が終わったので");
}

static void
leads_ask_about_their_own_contracts_only(struct test *t)
{
    struct office o;
    struct access_answer answer;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, STRANGER, "よその依頼")->base.id;
    a = office_act(&o, LEAD);
    assert_false(access_ask(a, "stranger", &ticket_ledger, id, "read", &answer));
    assert_fault(a, FAULT_MISSING, NULL);
    grant(&o, STRANGER, "operator", o.other, NULL);
    answer = asked(&o, LEAD, "stranger", 0, "read");
    assert_false(answer.allowed);
    assert_reason(&answer, "役割がひとつもありません。");
    a = office_act(&o, OPERATOR);
    assert_false(access_ask(a, "lead", &ticket_ledger, 0, "read", &answer));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
an_unknown_action_is_told_with_those_there_are(struct test *t)
{
    struct office o;
    struct access_answer answer;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, LEAD);
    assert_false(access_ask(a, "lead", &ticket_ledger, 0, "fly", &answer));
    assert_fault(a, FAULT_MALFORMED, "action");
    assert_non_null(strstr(a->faults->message, "withdraw"));
}

const struct test_case access_ask_tests[] = {
    CASE(a_contract_that_is_over_ends_its_memberships),
    CASE(the_end_of_a_contract_raises_the_generation),
    CASE(a_copy_ends_with_the_contract_by_itself),
    CASE(the_answer_names_what_decides),
    CASE(memberships_that_are_over_are_told_with_their_reason),
    CASE(leads_ask_about_their_own_contracts_only),
    CASE(an_unknown_action_is_told_with_those_there_are),
    { 0 },
};
