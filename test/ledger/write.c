#include <string.h>

#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "office.h"

static void
a_created_record_has_head_number_and_state(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    assert_string_equal(it->number, "R8-000001");
    it = ticket_stored(&o, it->base.id);
    assert_string_equal(it->number, "R8-000001");
    assert_string_equal(it->base.state, "received");
    assert_int_equal(it->base.version, 1);
    assert_int_equal(it->base.contract, o.contract);
    assert_int_equal(it->base.owner, o.who[REQUESTER].person);
    assert_int_equal(it->base.organisation, o.section);
    assert_int_equal(it->base.created_at.us, o.now.us);
}

static void
all_faults_are_told_at_once(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "");
    it->amount = 11;
    it->kind.code = "none";
    it->section.id = 12345;
    it->received_at = o.now;
    it->completed_on = instant_date(at("2026-04-05 09:00"));
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_int_equal(a->fault_count, 5);
    assert_string_equal(a->faults->field, "title");
    assert_string_equal(a->faults->message, "件名は必須です。");
    assert_string_equal(a->last_fault->field, "completed_on");
    assert_int_equal(it->base.id, 0);
}

static void
a_text_that_is_too_long_or_has_control_characters_is_refused(struct test *t)
{
    struct office o;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    assert_false(ledger_create(a, &ticket_ledger,
                               ticket_new(a, "一二三四五六七八九十一二三四五六七八九十一")));
    assert_fault(a, FAULT_INVALID, "title");
    a = office_act(&o, OPERATOR);
    assert_false(ledger_create(a, &ticket_ledger, ticket_new(a, "a\x07z")));
    assert_fault(a, FAULT_INVALID, "title");
    a = office_act(&o, OPERATOR);
    assert_false(ledger_create(a, &ticket_ledger, ticket_new(a, "\xe3\x81")));
    assert_fault(a, FAULT_INVALID, "title");
}

static void
the_same_number_twice_in_a_contract_is_a_clash(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;

    office_open(t, &o);
    ticket_made(&o, OPERATOR, "一つ目");
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "二つ目");
    it->number = "R8-000001";
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_fault(a, FAULT_CLASH, "number");
    assert_non_null(strstr(a->faults->message, "R8-000001"));
    a = office_act(&o, STRANGER);
    it = ticket_new(a, "別の契約の一つ目");
    it->number = "R8-000001";
    assert_true(ledger_create(a, &ticket_ledger, it));
}

static void
a_personal_value_is_unique_too_and_not_repeated_in_the_fault(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;

    office_open(t, &o);
    for (int i = 0; i < 2; i++) {
        a = office_act(&o, OPERATOR);
        it = ticket_new(a, "件名");
        it->contact.text = "sato@aoba.example";
        assert_int_equal(ledger_create(a, &ticket_ledger, it), i == 0);
    }
    assert_fault(a, FAULT_CLASH, "contact");
    assert_null(strstr(a->faults->message, "sato"));
}

static void
a_number_that_was_taken_is_passed_over(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;

    office_open(t, &o);
    a = office_console(&o);
    a->origin = ORIGIN_IMPORT;
    it = ticket_new(a, "前の業者から");
    it->base.contract = o.contract;
    it->received_at = o.now;
    it->number = "R8-000001";
    assert_true(ledger_create(a, &ticket_ledger, it));
    assert_string_equal(ticket_made(&o, OPERATOR, "次")->number, "R8-000002");
}

static void
an_equal_record_keeps_its_version_and_writes_nothing(struct test *t)
{
    struct office o;
    struct ticket *it;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "同じ")->base.id;
    it = ticket_stored(&o, id);
    assert_true(ledger_change(office_act(&o, OPERATOR), &ticket_ledger, it));
    assert_int_equal(it->base.version, 1);
    assert_int_equal(history_rows(&o, id, NULL), 1);
}

static void
a_change_is_stored_and_raises_the_version(struct test *t)
{
    struct office o;
    struct ticket *it;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "前")->base.id;
    it = ticket_stored(&o, id);
    it->title = "後";
    assert_true(ledger_change(office_act(&o, OPERATOR), &ticket_ledger, it));
    it = ticket_stored(&o, id);
    assert_string_equal(it->title, "後");
    assert_int_equal(it->base.version, 2);
    assert_int_equal(history_rows(&o, id, "change"), 1);
}

static void
a_stale_change_is_refused_and_names_who_was_first(struct test *t)
{
    struct office o;
    struct ticket *first, *second;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "件名")->base.id;
    first = ticket_stored(&o, id);
    second = ticket_stored(&o, id);
    first->title = "大石の案";
    second->title = "鈴木の案";
    assert_true(ledger_change(office_act(&o, OPERATOR), &ticket_ledger, first));
    a = office_act(&o, LEAD);
    assert_false(ledger_change(a, &ticket_ledger, second));
    assert_fault(a, FAULT_STALE, NULL);
    assert_string_equal(a->faults->message, "大石さんが 09:00に変えました。どちらを残しますか。");
    assert_string_equal(ticket_stored(&o, id)->title, "大石の案");
}

static void
a_settled_field_does_not_change(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    it->number = "R8-999999";
    a = office_act(&o, OPERATOR);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_INVALID, "number");
}

static void
what_is_not_one_s_own_is_not_there(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, REQUESTER, "件名")->base.id);
    it->title = "のぞき見";
    a = office_act(&o, OTHER_REQUESTER);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_MISSING, NULL);
    a = office_act(&o, STRANGER);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_MISSING, NULL);
    a = office_act(&o, REQUESTER);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
an_auditor_creates_nothing(struct test *t)
{
    struct office o;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, AUDITOR);
    assert_false(ledger_create(a, &ticket_ledger, ticket_new(a, "")));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
a_requester_cannot_create_for_somebody_else(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, REQUESTER);
    it = ticket_new(a, "件名");
    it->base.owner = o.who[OTHER_REQUESTER].person;
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
a_closed_personal_value_survives_a_change(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "件名");
    it->holder = "佐藤 花子";
    assert_true(ledger_create(a, &ticket_ledger, it));
    id = it->base.id;
    a = office_act(&o, OFFICER);
    it = ledger_new(a, &ticket_ledger);
    assert_true(ledger_read(a, &ticket_ledger, id, false, it));
    assert_ptr_equal(it->holder, field_sealed);
    it->title = "直した";
    assert_true(ledger_change(a, &ticket_ledger, it));
    assert_string_equal(ticket_stored(&o, id)->holder, "佐藤 花子");
    assert_string_equal(ticket_stored(&o, id)->title, "直した");
}

static void
who_may_not_see_a_personal_value_may_not_replace_it(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    it->holder = "別の人";
    a = office_act(&o, OFFICER);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_DENIED, "holder");
}

static void
a_transition_needs_its_fields(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "件名")->base.id;
    a = office_act(&o, OPERATOR);
    assert_false(ledger_move(a, &ticket_ledger, "complete", ticket_stored(&o, id)));
    assert_fault(a, FAULT_INVALID, "completed_on");
    it = ticket_stored(&o, id);
    it->completed_on = instant_date(o.now);
    assert_true(ledger_move(office_act(&o, OPERATOR), &ticket_ledger, "complete", it));
    assert_string_equal(ticket_stored(&o, id)->base.state, "completed");
    assert_int_equal(history_rows(&o, id, "complete"), 1);
}

static void
a_transition_from_another_state_is_a_clash(struct test *t)
{
    struct office o;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "件名")->base.id;
    a = office_act(&o, OPERATOR);
    assert_true(ledger_move(a, &ticket_ledger, "start", ticket_stored(&o, id)));
    a = office_act(&o, OPERATOR);
    assert_false(ledger_move(a, &ticket_ledger, "start", ticket_stored(&o, id)));
    assert_fault(a, FAULT_CLASH, NULL);
}

static void
a_transition_asks_for_the_role(struct test *t)
{
    struct office o;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, REQUESTER, "件名")->base.id;
    a = office_act(&o, REQUESTER);
    assert_false(ledger_move(a, &ticket_ledger, "start", ticket_stored(&o, id)));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
a_transition_by_its_role_changes_only_what_it_takes(struct test *t)
{
    struct office o;
    struct ticket *it;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, REQUESTER, "件名")->base.id;
    it = ticket_stored(&o, id);
    it->title = "ついでに直す";
    it->amount = 3;
    it->completed_on = instant_date(o.now);
    assert_true(ledger_move(office_act(&o, REQUESTER), &ticket_ledger, "withdraw", it));
    it = ticket_stored(&o, id);
    assert_string_equal(it->title, "件名");
    assert_int_equal(it->amount, 3);
    assert_int_equal(it->completed_on.day, instant_date(o.now).day);
    assert_string_equal(it->base.state, "completed");
}

static void
the_state_is_not_typed(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = ticket_stored(&o, ticket_made(&o, OPERATOR, "件名")->base.id);
    it->base.state = "completed";
    a = office_act(&o, OPERATOR);
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_fault(a, FAULT_CLASH, "state");
}

static void
a_removed_record_is_hidden_and_frees_its_number(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = ticket_made(&o, OPERATOR, "件名")->base.id;
    a = office_act(&o, OPERATOR);
    assert_false(ledger_remove(a, &ticket_ledger, id, 1));
    assert_fault(a, FAULT_DENIED, NULL);
    assert_true(ledger_remove(office_act(&o, LEAD), &ticket_ledger, id, 1));
    a = office_act(&o, LEAD);
    it = ledger_new(a, &ticket_ledger);
    assert_false(ledger_read(a, &ticket_ledger, id, false, it));
    assert_fault(a, FAULT_MISSING, NULL);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "もう一度");
    it->number = "R8-000001";
    assert_true(ledger_create(a, &ticket_ledger, it));
}

static void
moves_are_those_of_state_and_role(struct test *t)
{
    const struct transition *moves[8];
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "件名");
    assert_int_equal(ledger_moves(office_act(&o, OPERATOR), &ticket_ledger, &it->base, moves, 8),
                     4);
    assert_int_equal(ledger_moves(office_act(&o, REQUESTER), &ticket_ledger, &it->base, moves, 8),
                     1);
    assert_string_equal(moves[0]->action, "withdraw");
    assert_int_equal(ledger_moves(office_act(&o, STRANGER), &ticket_ledger, &it->base, moves, 8),
                     0);
}

static void
filling_names_every_fault(struct test *t)
{
    struct pair items[] = {
        { "title", "紙づまり" },       { "kind", "プリンタ" }, { "due", "2026-04-07" },
        { "completed_on", "R8.13.1" }, { "colour", "赤" },     { "reason", "電話で聞いた" },
    };
    struct pairs pairs = { items, sizeof items / sizeof *items };
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "");
    assert_false(ledger_fill(a, &ticket_ledger, it, &pairs));
    assert_int_equal(a->fault_count, 3);
    assert_string_equal(a->faults->field, "due");
    assert_string_equal(a->faults->next->field, "completed_on");
    assert_string_equal(a->last_fault->field, "colour");
    assert_string_equal(it->title, "紙づまり");
    assert_string_equal(it->kind.code, "printer");
    assert_string_equal(a->reason, "電話で聞いた");
}

static void
refusing_adds_what_else_is_wrong_once_a_field(struct test *t)
{
    struct pair items[] = { { "title", "" }, { "completed_on", "R8.13.1" } };
    struct pairs pairs = { items, sizeof items / sizeof *items };
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "紙づまり");
    assert_false(ledger_fill(a, &ticket_ledger, it, &pairs));
    assert_int_equal(a->fault_count, 1);
    assert_false(ledger_refuse(a, &ticket_ledger, it));
    assert_int_equal(a->fault_count, 2);
    assert_string_equal(a->faults->field, "completed_on");
    assert_string_equal(a->last_fault->field, "title");
    assert_int_equal(it->base.id, 0);
}

static void many_creates_in_one_transaction_stand_or_fall_together(struct test *t);

struct two {
    struct ticket good;
    struct ticket bad;
};

static bool
create_two(struct act *a, void *with)
{
    struct two two = *(const struct two *)with;

    return ledger_create(a, &ticket_ledger, &two.good) &&
           ledger_create(a, &ticket_ledger, &two.bad);
}

static void
many_creates_in_one_transaction_stand_or_fall_together(struct test *t)
{
    struct office o;
    struct two two;
    struct act *a;
    struct history_row *rows;
    size_t count;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    two = (struct two){ *ticket_new(a, "よい"), *ticket_new(a, "") };
    assert_true(ledger_prepare(a, &ticket_ledger, &two.good));
    assert_true(ledger_prepare(a, &ticket_ledger, &two.bad));
    assert_false(act_write(a, create_two, &two));
    assert_true(history_list(office_act(&o, LEAD), &ticket_ledger, 0, 0, 10, &rows, &count));
    assert_int_equal(count, 0);
    two.bad.title = "直した";
    assert_true(act_write(office_act(&o, OPERATOR), create_two, &two));
}

const struct test_case write_tests[] = {
    CASE(a_created_record_has_head_number_and_state),
    CASE(all_faults_are_told_at_once),
    CASE(a_text_that_is_too_long_or_has_control_characters_is_refused),
    CASE(the_same_number_twice_in_a_contract_is_a_clash),
    CASE(a_personal_value_is_unique_too_and_not_repeated_in_the_fault),
    CASE(a_number_that_was_taken_is_passed_over),
    CASE(an_equal_record_keeps_its_version_and_writes_nothing),
    CASE(a_change_is_stored_and_raises_the_version),
    CASE(a_stale_change_is_refused_and_names_who_was_first),
    CASE(a_settled_field_does_not_change),
    CASE(what_is_not_one_s_own_is_not_there),
    CASE(an_auditor_creates_nothing),
    CASE(a_requester_cannot_create_for_somebody_else),
    CASE(a_closed_personal_value_survives_a_change),
    CASE(who_may_not_see_a_personal_value_may_not_replace_it),
    CASE(a_transition_needs_its_fields),
    CASE(a_transition_from_another_state_is_a_clash),
    CASE(a_transition_asks_for_the_role),
    CASE(a_transition_by_its_role_changes_only_what_it_takes),
    CASE(the_state_is_not_typed),
    CASE(a_removed_record_is_hidden_and_frees_its_number),
    CASE(moves_are_those_of_state_and_role),
    CASE(filling_names_every_fault),
    CASE(refusing_adds_what_else_is_wrong_once_a_field),
    CASE(many_creates_in_one_transaction_stand_or_fall_together),
    { 0 },
};
