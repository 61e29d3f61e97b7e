#include "contract/consultation.h"

#include <string.h>

#include "contract/obligation.h"
#include "signed.h"
#include "tests.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
a_consultation_has_a_number_a_day_and_both_sides(struct test *t)
{
    struct signed_contract s;
    struct consultation *it;

    signed_open(t, &s);
    it = signed_make(&s, &consultation_ledger,
                     VALUES("title=年度切替の受取日", "question=人事データをいつ受け取るか。",
                            "client_person=青山", "contractor_name=三浦　港"));
    it = signed_stored(&s, &consultation_ledger, it->base.id);
    assert_string_equal(it->number, "協議R8-001");
    assert_string_equal(iso_of(t, it->asked_on), "2026-04-01");
    assert_string_equal(it->base.state, "open");
    assert_int_equal(it->client_person.id, s.who[OFFICER].person);
    assert_string_equal(it->contractor_name, "三浦　港");
}

static void
a_side_without_a_name_is_refused(struct test *t)
{
    struct signed_contract s;
    struct consultation *it;
    struct act *a;

    signed_open(t, &s);
    a = signed_act(&s, LEAD);
    it = ledger_new(a, &consultation_ledger);
    it->base.contract = s.contract;
    it->title = "受取日";
    it->question.text = "いつか。";
    it->contractor_name = "三浦";
    assert_false(ledger_create(a, &consultation_ledger, it));
    assert_refused(a, "client_person", "発注者側がありません");
}

static void
it_is_decided_with_words_and_a_day(struct test *t)
{
    struct signed_contract s;
    struct consultation *it;
    struct act *a;

    signed_open(t, &s);
    it = signed_make(
        &s, &consultation_ledger,
        VALUES("title=受取日", "question=いつか。", "client_name=青山", "contractor_name=三浦"));
    assert_refused(signed_change(&s, &consultation_ledger, it->base.id, "decide",
                                 VALUES("decided_on=2026-04-02")),
                   "decision", "決定は必須です");
    assert_refused(signed_change(&s, &consultation_ledger, it->base.id, "decide",
                                 VALUES("decision=2月26日", "decided_on=2026-03-31")),
                   "decided_on", "協議した日より前");
    a = signed_change(&s, &consultation_ledger, it->base.id, "decide",
                      VALUES("decision=2月26日に受け取る。", "decided_on=2026-04-02"));
    assert_done(a, a->fault_count == 0);
    it = signed_stored(&s, &consultation_ledger, it->base.id);
    assert_string_equal(it->base.state, "decided");
}

static void
it_may_be_about_a_clause_of_its_own_contract(struct test *t)
{
    struct signed_contract s;
    struct obligation *clause;
    struct consultation *it;

    signed_open(t, &s);
    clause = signed_make(&s, &obligation_ledger, VALUES("number=5-2", "text=計画書を出す。"));
    it = signed_make(&s, &consultation_ledger,
                     VALUES("title=受取日", "question=いつか。", "client_name=青山",
                            "contractor_name=三浦", "obligation=5-2"));
    assert_int_equal(it->obligation.id, clause->base.id);
}

const struct test_case consultation_tests[] = {
    CASE(a_consultation_has_a_number_a_day_and_both_sides),
    CASE(a_side_without_a_name_is_refused),
    CASE(it_is_decided_with_words_and_a_day),
    CASE(it_may_be_about_a_clause_of_its_own_contract),
    { 0 },
};
