#include "contract/terms.h"

#include <string.h>

#include "ledger/core/core.h"
#include "signed.h"
#include "tests.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
terms_begin_with_what_is_usual_and_know_their_tax(struct test *t)
{
    struct signed_contract s;
    struct terms *it;

    signed_open(t, &s);
    it = signed_make(&s, &terms_ledger,
                     VALUES("kind=委託", "amount=58,080,000", "awarded_on=R8.3.25", "rate=３．０"));
    it = signed_stored(&s, &terms_ledger, it->base.id);
    assert_string_equal(it->kind.code, "assignment");
    assert_int_equal(it->tax.yen, 5280000);
    assert_int_equal(it->tax_rate, 10);
    assert_int_equal(it->inspection_days, 10);
    assert_int_equal(it->minutes_days, 5);
    assert_int_equal(it->incident_within.minutes, 60);
    assert_int_equal(it->keep_years, 5);
    assert_string_equal(it->rate, "3.0");
}

static void
a_contract_has_one_set_of_terms(struct test *t)
{
    struct signed_contract s;
    struct terms *it;
    struct act *a;

    signed_open(t, &s);
    signed_make(&s, &terms_ledger, VALUES("kind=委託"));
    a = signed_act(&s, LEAD);
    it = ledger_new(a, &terms_ledger);
    it->kind.code = "unit_price";
    it->base.contract = s.contract;
    assert_false(ledger_create(a, &terms_ledger, it));
    assert_refused(a, NULL, "契約内容はもうあります");
    a = signed_console(&s);
    it = ledger_new(a, &terms_ledger);
    it->kind.code = "unit_price";
    it->base.contract = s.other;
    assert_done(a, ledger_create(a, &terms_ledger, it));
}

static void
a_rate_that_is_no_number_is_refused(struct test *t)
{
    struct signed_contract s;
    struct terms *it;

    signed_open(t, &s);
    it = signed_make(&s, &terms_ledger, VALUES("kind=委託"));
    assert_refused(signed_change(&s, &terms_ledger, it->base.id, NULL, VALUES("rate=年3分")),
                   "rate", "3.0 のように");
}

static void
rules_count_from_award_period_and_calendar(struct test *t)
{
    struct signed_contract s;
    struct due_basis basis;

    signed_open(t, &s);
    assert_true(contract_basis(signed_console(&s), s.contract, &basis));
    assert_int_equal(basis.award.day, 0);
    signed_make(&s, &terms_ledger, VALUES("kind=委託", "awarded_on=2026-03-25"));
    assert_true(contract_basis(signed_console(&s), s.contract, &basis));
    assert_string_equal(iso_of(t, basis.award), "2026-03-25");
    assert_string_equal(iso_of(t, basis.period.until), "2027-03-31");
    assert_non_null(basis.calendar);
}

static void
a_contract_does_not_end_before_it_begins(struct test *t)
{
    struct signed_contract s;
    struct contract *c;
    struct act *a;

    signed_open(t, &s);
    c = signed_stored(&s, &contract_ledger, s.contract);
    c->period.until = day("2026-03-31");
    a = signed_console(&s);
    assert_false(ledger_change(a, &contract_ledger, c));
    assert_refused(a, "period",
                   "契約期間の終わり（令和8年3月31日）が始まり（令和8年4月1日）より前です");
}

const struct test_case terms_tests[] = {
    CASE(terms_begin_with_what_is_usual_and_know_their_tax),
    CASE(a_contract_has_one_set_of_terms),
    CASE(a_rate_that_is_no_number_is_refused),
    CASE(rules_count_from_award_period_and_calendar),
    CASE(a_contract_does_not_end_before_it_begins),
    { 0 },
};
