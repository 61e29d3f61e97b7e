/* Each example with the calculation by hand beside it. */
#include "contract/money.h"

#include <string.h>

#include "tests.h"

#define THREE ((struct rate){ 3000 })
#define TEN ((struct rate){ 10000 })

static struct act *
act_for(struct test *t)
{
    struct act *a = NEW(t->arena, struct act);

    a->arena = t->arena;
    return a;
}

static struct yen
yen(int64_t amount)
{
    return (struct yen){ amount };
}

static int64_t
delay(struct test *t, int64_t amount, int64_t days)
{
    struct working w = { 0 };

    assert_true(money_delay_interest(act_for(t), yen(amount), days, THREE, 1000, 100, &w));
    return w.yen.yen;
}

static void
delay_interest_drops_the_base_below_1000_and_the_result_below_100(struct test *t)
{
    /* 5,500,000 × 3 × 20 ÷ 36,500 = 330,000,000 ÷ 36,500 = 9,041.09… → 9,000 */
    assert_int_equal(delay(t, 5500000, 20), 9000);
    /* 1,234,000 × 3 × 15 ÷ 36,500 = 55,530,000 ÷ 36,500 = 1,521.36… → 1,500 */
    assert_int_equal(delay(t, 1234567, 15), 1500);
    /* 1,000,000 × 3 × 12 ÷ 36,500 = 986.30… → 900; 13 days: 1,068.49… → 1,000 */
    assert_int_equal(delay(t, 1000000, 12), 900);
    assert_int_equal(delay(t, 1000000, 13), 1000);
}

static void
delay_interest_of_little_is_nothing(struct test *t)
{
    /* 999 is below 1,000, so its base is 0. */
    assert_int_equal(delay(t, 999, 100), 0);
    /* 100,000 × 3 × 10 ÷ 36,500 = 82.19… is below 100. */
    assert_int_equal(delay(t, 100000, 10), 0);
    assert_int_equal(delay(t, 5500000, 0), 0);
}

static void
a_leap_year_still_has_365_days(struct test *t)
{
    /* 5,500,000 × 3 × 366 ÷ 36,500 = 6,039,000,000 ÷ 36,500 = 165,452.05… → 165,400 */
    assert_int_equal(delay(t, 5500000, 366), 165400);
}

static void
late_payment_cuts_only_below_a_yen_unless_asked(struct test *t)
{
    struct working w = { 0 }, cut = { 0 };

    /* 5,191,204 × 3 × 11 ÷ 36,500 = 171,309,732 ÷ 36,500 = 4,693.41… */
    assert_true(money_late_interest(act_for(t), yen(5191204), 11, THREE, 1, &w));
    assert_int_equal(w.yen.yen, 4693);
    assert_true(money_late_interest(act_for(t), yen(5191204), 11, THREE, 100, &cut));
    assert_int_equal(cut.yen.yen, 4600);
}

static void
delay_by_the_day_is_a_thousandth_of_the_contract(struct test *t)
{
    struct working w = { 0 };

    /* 12,345,678 × 7 ÷ 1,000 = 86,419.746 */
    assert_true(money_delay_daily(act_for(t), yen(12345678), 7, &w));
    assert_int_equal(w.yen.yen, 86419);
}

static int64_t
penalty(struct test *t, int64_t amount, int64_t tenths, int64_t drop)
{
    struct working w = { 0 };

    assert_true(money_penalty(act_for(t), yen(amount), tenths, drop, &w));
    return w.yen.yen;
}

static void
a_penalty_is_tenths_of_the_contract(struct test *t)
{
    /* 12,345,678 × 10 ÷ 100 = 1,234,567.8; below 100 yen cut: 1,234,500 */
    assert_int_equal(penalty(t, 12345678, 1, 100), 1234500);
    assert_int_equal(penalty(t, 5500000, 1, 100), 550000);
    /* 99.9 is below 100. */
    assert_int_equal(penalty(t, 999, 1, 100), 0);
    /* Without that rule only the fraction goes. */
    assert_int_equal(penalty(t, 12345678, 1, 1), 1234567);
    /* 12,345,678 × 2 ÷ 10 = 2,469,135.6; × 3 = 3,703,703.4 */
    assert_int_equal(penalty(t, 12345678, 2, 1), 2469135);
    assert_int_equal(penalty(t, 12345678, 3, 1), 3703703);
}

static int64_t
award(struct test *t, int64_t bid)
{
    struct working w = { 0 };

    assert_true(money_award(act_for(t), yen(bid), TEN, &w));
    return w.yen.yen;
}

static void
the_award_price_is_the_bid_and_a_tenth(struct test *t)
{
    assert_int_equal(award(t, 1000000), 1100000);
    /* 1,234,567 × 1.1 = 1,358,023.7 */
    assert_int_equal(award(t, 1234567), 1358023);
    /* 9.9 and 16.5 */
    assert_int_equal(award(t, 9), 9);
    assert_int_equal(award(t, 15), 16);
}

static int64_t
bid(struct test *t, int64_t wanted)
{
    struct working w = { 0 };

    assert_true(money_bid(act_for(t), yen(wanted), TEN, &w));
    return w.yen.yen;
}

static void
the_bid_is_the_largest_whose_award_price_does_not_exceed_what_is_wanted(struct test *t)
{
    assert_int_equal(bid(t, 1100000), 1000000);
    /* 16 × 100 ÷ 110 = 14.54, but 15 × 1.1 = 16.5 → 16 is not more than 16 either. */
    assert_int_equal(bid(t, 16), 15);
    /* 1,358,023 × 100 ÷ 110 = 1,234,566.36, and 1,234,567 × 1.1 = 1,358,023.7 */
    assert_int_equal(bid(t, 1358023), 1234567);
    assert_int_equal(bid(t, 0), 0);
    assert_int_equal(bid(t, MOST_YEN), 909090909090909);
}

static int64_t
contained(struct test *t, int64_t amount)
{
    struct working w = { 0 };

    assert_true(money_contained_tax(act_for(t), yen(amount), TEN, &w));
    return w.yen.yen;
}

static void
contained_tax_is_ten_of_a_hundred_and_ten(struct test *t)
{
    assert_int_equal(contained(t, 1100000), 100000);
    /* 1,358,023 × 10 ÷ 110 = 123,456.63… */
    assert_int_equal(contained(t, 1358023), 123456);
    /* 90,909.09… */
    assert_int_equal(contained(t, 1000000), 90909);
}

static void
tax_on_top_is_cut_below_a_yen(struct test *t)
{
    struct working w = { 0 }, old = { 0 };

    /* 4,719,277 × 10 % = 471,927.7 */
    assert_true(money_tax(act_for(t), yen(4719277), TEN, &w));
    assert_int_equal(w.yen.yen, 471927);
    /* 999 × 8 % = 79.92 */
    assert_true(money_tax(act_for(t), yen(999), (struct rate){ 8000 }, &old));
    assert_int_equal(old.yen.yen, 79);
}

static void
a_bond_does_not_fall_below_its_share(struct test *t)
{
    struct working w = { 0 }, even = { 0 };

    /* 12,345 × 5 % = 617.25 → 618 */
    assert_true(money_bond(act_for(t), yen(12345), (struct rate){ 5000 }, &w));
    assert_int_equal(w.yen.yen, 618);
    assert_true(money_bond(act_for(t), yen(5500000), TEN, &even));
    assert_int_equal(even.yen.yen, 550000);
}

static void
damages_end_at_the_contract_amount(struct test *t)
{
    struct working more = { 0 }, less = { 0 };

    assert_true(money_damages(act_for(t), yen(12000000), yen(5500000), &more));
    assert_int_equal(more.yen.yen, 5500000);
    assert_true(money_damages(act_for(t), yen(1200), yen(5500000), &less));
    assert_int_equal(less.yen.yen, 1200);
}

static void
the_remainder_goes_to_the_first_part_unless_said_otherwise(struct test *t)
{
    struct working w = { 0 };
    struct parts p;

    /* 9 × 1,111,111 = 9,999,999, one yen is left. */
    assert_true(money_parts(act_for(t), yen(10000000), 9, 1, &p, &w));
    assert_int_equal(parts_at(&p, 1).yen, 1111112);
    for (int64_t n = 2; n <= 9; n++)
        assert_int_equal(parts_at(&p, n).yen, 1111111);
    w.count = 0;
    /* 9 × 4,277,777 = 38,499,993, seven yen are left, here for the last. */
    assert_true(money_parts(act_for(t), yen(38500000), 9, 9, &p, &w));
    assert_int_equal(parts_at(&p, 1).yen, 4277777);
    assert_int_equal(parts_at(&p, 9).yen, 4277784);
}

static int64_t
bill(struct test *t, int64_t nth, int64_t count)
{
    struct working w = { 0 };
    struct unit_bill b = { .fixed = { 10000000 },
                           .months = 9,
                           .unit = { 26000 },
                           .count = count,
                           .preparation = { 1000000 },
                           .preparation_months = 3,
                           .nth = nth };

    assert_true(money_unit_bill(act_for(t), &b, &w));
    return w.yen.yen;
}

static void
a_bill_of_unit_prices_is_its_share_of_the_year_and_what_was_counted(struct test *t)
{
    /* 1,000,000 ÷ 3: 333,334 in April, 333,333 in May and June. */
    assert_int_equal(bill(t, 1, 0), 333334);
    assert_int_equal(bill(t, 3, 0), 333333);
    /* July: 1,111,112 + 26,000 × 12 = 1,111,112 + 312,000 */
    assert_int_equal(bill(t, 4, 12), 1423112);
    /* March: 1,111,111 + 26,000 × 7 = 1,111,111 + 182,000 */
    assert_int_equal(bill(t, 12, 7), 1293111);
}

static void
absurd_input_is_refused_at_its_field(struct test *t)
{
    struct act *a = act_for(t);
    struct working w = { 0 };

    assert_false(money_tax(a, yen(MOST_YEN + 1), TEN, &w));
    assert_string_equal(a->faults->field, "amount");
    assert_non_null(strstr(a->faults->message, "999,999,999,999,999円"));
    act_forgive(a, 0);
    assert_false(money_delay_daily(a, yen(1000), MOST_DAYS + 1, &w));
    assert_string_equal(a->faults->field, "days");
    act_forgive(a, 0);
    assert_false(money_late_interest(a, yen(1000), 1, (struct rate){ 100001 }, 1, &w));
    assert_string_equal(a->faults->field, "rate");
    act_forgive(a, 0);
    assert_false(money_penalty(a, yen(1000), 4, 1, &w));
    assert_string_equal(a->faults->field, "tenths");
}

static void
what_would_not_fit_is_refused_and_not_wrapped(struct test *t)
{
    struct act *a = act_for(t);
    struct working w = { 0 };

    /* 999 × 10^12 × 36,500 ÷ 1,000 is more than is reckoned with. */
    assert_false(money_delay_daily(a, yen(MOST_YEN), MOST_DAYS, &w));
    assert_non_null(strstr(a->faults->message, "遅延損害金"));
}

static void
days_late_count_from_the_day_after(struct test *t)
{
    struct date due, paid;

    (void)t;
    assert_true(date_parse("2026-12-28", &due));
    assert_true(date_parse("2027-01-08", &paid));
    assert_int_equal(money_days_late(due, paid), 11);
    assert_int_equal(money_days_late(due, due), 0);
    assert_int_equal(money_days_late(paid, due), 0);
}

const struct test_case money_tests[] = {
    CASE(delay_interest_drops_the_base_below_1000_and_the_result_below_100),
    CASE(delay_interest_of_little_is_nothing),
    CASE(a_leap_year_still_has_365_days),
    CASE(late_payment_cuts_only_below_a_yen_unless_asked),
    CASE(delay_by_the_day_is_a_thousandth_of_the_contract),
    CASE(a_penalty_is_tenths_of_the_contract),
    CASE(the_award_price_is_the_bid_and_a_tenth),
    CASE(the_bid_is_the_largest_whose_award_price_does_not_exceed_what_is_wanted),
    CASE(contained_tax_is_ten_of_a_hundred_and_ten),
    CASE(tax_on_top_is_cut_below_a_yen),
    CASE(a_bond_does_not_fall_below_its_share),
    CASE(damages_end_at_the_contract_amount),
    CASE(the_remainder_goes_to_the_first_part_unless_said_otherwise),
    CASE(a_bill_of_unit_prices_is_its_share_of_the_year_and_what_was_counted),
    CASE(absurd_input_is_refused_at_its_field),
    CASE(what_would_not_fit_is_refused_and_not_wrapped),
    CASE(days_late_count_from_the_day_after),
    { 0 },
};
