#include "contract/obligation.h"

#include <string.h>

#include "contract/consultation.h"
#include "contract/contract.h"
#include "contract/terms.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "signed.h"
#include "store/job.h"
#include "tests.h"
#include "web/module.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int64_t
clause(struct signed_contract *s, const char *number, const char *rule)
{
    struct obligation *it = signed_make(s, &obligation_ledger,
                                        VALUES(arena_print(s->test->arena, "number=%s", number),
                                               "chapter=第7章 報告・検査",
                                               "text=月次報告書を提出する。\n様式は別紙による。",
                                               arena_print(s->test->arena, "due_rule=%s", rule)));

    return it->base.id;
}

/* "state due term" as stored. */
static const char *
standing(struct signed_contract *s, int64_t id)
{
    struct obligation *it = signed_stored(s, &obligation_ledger, id);

    return arena_print(s->test->arena, "%s %s %s", it->base.state, iso_of(s->test, it->due),
                       it->term);
}

static void
prove_on(struct signed_contract *s, int64_t id, const char *day)
{
    signed_on(s, day);
    signed_do(s, &obligation_ledger, id, "prove",
              VALUES("evidence=報告書の受領書", arena_print(s->test->arena, "proven_on=%s", day)));
}

static void
a_clause_has_its_first_words_as_title_and_its_rule_in_order(struct test *t)
{
    struct signed_contract s;
    struct obligation *it;

    signed_open(t, &s);
    it = signed_stored(&s, &obligation_ledger, clause(&s, "7-2", "毎月、翌月の中旬までに"));
    assert_string_equal(it->title, "月次報告書を提出する。");
    assert_string_equal(it->due_rule, "毎月 翌月15日まで（3月分は3月31日）");
    assert_string_equal(it->level.code, "article");
    assert_string_equal(standing(&s, it->base.id), "open 2026-05-15 4月分");
}

static void
a_rule_that_cannot_be_read_is_refused_at_its_field(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "7-2", "毎月 翌月15日");
    assert_refused(signed_change(&s, &obligation_ledger, id, NULL, VALUES("due_rule=そのうち")),
                   "due_rule", "期限が読めません");
}

static void
what_comes_again_is_proven_term_by_term(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "7-2", "毎月 翌月15日");
    prove_on(&s, id, "2026-05-12");
    assert_string_equal(standing(&s, id), "proven 2026-06-15 5月分");
    signed_settle(&s, &obligation_ledger, "2026-06-15");
    assert_string_equal(standing(&s, id), "proven 2026-06-15 5月分");
    signed_settle(&s, &obligation_ledger, "2026-06-16");
    assert_string_equal(standing(&s, id), "late 2026-06-15 5月分");
    prove_on(&s, id, "2026-06-17");
    assert_string_equal(standing(&s, id), "proven 2026-07-15 6月分");
}

static void
after_the_last_term_nothing_is_owed(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    signed_on(&s, "2027-03-20");
    id = clause(&s, "7-2", "毎月 翌月15日");
    assert_string_equal(standing(&s, id), "open 2027-03-31 3月分");
    prove_on(&s, id, "2027-03-30");
    assert_string_equal(standing(&s, id), "proven  ");
    signed_settle(&s, &obligation_ledger, "2027-05-01");
    assert_string_equal(standing(&s, id), "proven  ");
}

static void
what_is_owed_once_is_late_until_it_is_proven(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    signed_make(&s, &terms_ledger, VALUES("kind=委託", "awarded_on=2026-03-25"));
    id = clause(&s, "1-3", "契約後14日");
    assert_string_equal(standing(&s, id), "open 2026-04-08 ");
    signed_settle(&s, &obligation_ledger, "2026-04-09");
    assert_string_equal(standing(&s, id), "late 2026-04-08 ");
    prove_on(&s, id, "2026-04-10");
    assert_string_equal(standing(&s, id), "proven  ");
}

static void
days_move_with_the_day_of_award(struct test *t)
{
    struct signed_contract s;
    struct terms *terms;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "1-3", "契約後14日");
    assert_string_equal(standing(&s, id), "open  ");
    terms = signed_make(&s, &terms_ledger, VALUES("kind=委託", "awarded_on=2026-03-10"));
    signed_settle(&s, &obligation_ledger, "2026-04-02");
    assert_string_equal(standing(&s, id), "late 2026-03-24 ");
    signed_change(&s, &terms_ledger, terms->base.id, NULL, VALUES("awarded_on=2026-03-25"));
    signed_settle(&s, &obligation_ledger, "2026-04-02");
    assert_string_equal(standing(&s, id), "open 2026-04-08 ");
}

static void
a_new_day_of_award_orders_the_job(struct test *t)
{
    const struct job_kind *const kinds[] = { *contract_module.jobs, NULL };
    const struct job_options options = { .kinds = kinds, .who = who_console() };
    struct signed_contract s;
    int64_t id;
    int ran = 0;

    signed_open(t, &s);
    id = clause(&s, "1-3", "R8.4.2");
    signed_make(&s, &terms_ledger, VALUES("kind=委託", "awarded_on=R8.3.25"));
    assert_true(job_run_due(s.store, &options, 10, &ran));
    assert_int_equal(ran, 1);
    assert_string_equal(standing(&s, id), "late 2026-04-02 ");
}

static void
nothing_is_proven_without_evidence_or_before_its_day(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "1-3", "求めに応じて");
    assert_refused(
        signed_change(&s, &obligation_ledger, id, "prove", VALUES("proven_on=2026-04-01")),
        "evidence", "証拠は必須です");
    assert_refused(signed_change(&s, &obligation_ledger, id, "prove",
                                 VALUES("evidence=議事録", "proven_on=2026-04-02")),
                   "proven_on", "今日より後");
}

static void
a_record_linked_as_evidence_is_enough(struct test *t)
{
    struct signed_contract s;
    struct consultation *record;
    struct obligation *it;
    struct act *a;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "1-3", "求めに応じて");
    record = signed_make(
        &s, &consultation_ledger,
        VALUES("title=受取日", "question=いつか。", "client_name=青山", "contractor_name=三浦"));
    a = signed_act(&s, LEAD);
    assert_done(a, link_add(a, (struct link_end){ &obligation_ledger, id },
                            (struct link_end){ &consultation_ledger, record->base.id },
                            link_kind_find("evidence"), NULL));
    a = signed_change(&s, &obligation_ledger, id, "prove", VALUES("proven_on=2026-04-01"));
    assert_done(a, a->fault_count == 0);
    it = signed_stored(&s, &obligation_ledger, id);
    assert_string_equal(it->evidence.text, "協議記録 協議R8-001");
}

static void
a_proof_that_is_taken_back_is_owed_again(struct test *t)
{
    struct signed_contract s;
    struct obligation *it;
    int64_t id;
    struct act *a;

    signed_open(t, &s);
    id = clause(&s, "7-9", "R8.9.30");
    prove_on(&s, id, "2026-09-01");
    a = signed_change(&s, &obligation_ledger, id, "disprove", NULL);
    assert_done(a, a->fault_count == 0);
    assert_string_equal(standing(&s, id), "open 2026-09-30 ");
    it = signed_stored(&s, &obligation_ledger, id);
    assert_int_equal(it->proven_on.day, 0);
}

static void
what_binds_nobody_owes_nothing(struct test *t)
{
    struct signed_contract s;
    struct act *a;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "1", "R8.9.30");
    a = signed_change(&s, &obligation_ledger, id, "exempt", VALUES("note=見出しのため"));
    assert_done(a, a->fault_count == 0);
    assert_string_equal(standing(&s, id), "exempt  ");
    a = signed_change(&s, &obligation_ledger, id, "restore", NULL);
    assert_done(a, a->fault_count == 0);
    assert_string_equal(standing(&s, id), "open 2026-09-30 ");
}

static void
numbers_are_unique_within_the_contract(struct test *t)
{
    struct signed_contract s;
    struct obligation *it;
    struct act *a;

    signed_open(t, &s);
    clause(&s, "7-2", "");
    a = signed_act(&s, LEAD);
    it = ledger_new(a, &obligation_ledger);
    it->base.contract = s.contract;
    it->number = "7-2";
    it->text.text = "別の条項";
    assert_false(ledger_create(a, &obligation_ledger, it));
    assert_refused(a, "number", "もう使われています");
}

static void
the_client_looks_and_the_stranger_does_not(struct test *t)
{
    struct signed_contract s;
    struct obligation row;
    int64_t id;
    struct act *a;

    signed_open(t, &s);
    id = clause(&s, "7-2", "");
    assert_true(ledger_read(signed_act(&s, OFFICER), &obligation_ledger, id, false, &row));
    a = signed_act(&s, OFFICER);
    assert_false(ledger_move(a, &obligation_ledger, "begin", &row));
    assert_refused(a, NULL, "権限がありません");
    assert_false(ledger_read(signed_act(&s, STRANGER), &obligation_ledger, id, false, &row));
}

const struct test_case obligation_tests[] = {
    CASE(a_clause_has_its_first_words_as_title_and_its_rule_in_order),
    CASE(a_rule_that_cannot_be_read_is_refused_at_its_field),
    CASE(what_comes_again_is_proven_term_by_term),
    CASE(after_the_last_term_nothing_is_owed),
    CASE(what_is_owed_once_is_late_until_it_is_proven),
    CASE(days_move_with_the_day_of_award),
    CASE(a_new_day_of_award_orders_the_job),
    CASE(nothing_is_proven_without_evidence_or_before_its_day),
    CASE(a_record_linked_as_evidence_is_enough),
    CASE(a_proof_that_is_taken_back_is_owed_again),
    CASE(what_binds_nobody_owes_nothing),
    CASE(numbers_are_unique_within_the_contract),
    CASE(the_client_looks_and_the_stranger_does_not),
    { 0 },
};
