#include "contract/rate.h"

#include "tests.h"

static int64_t
parsed(struct test *t, const char *text)
{
    struct rate rate = { -1 };
    const char *why;

    return rate_parse(t->arena, text, &rate, &why) ? rate.thousandths : -1;
}

static void
a_rate_is_read_into_thousandths_of_a_percent(struct test *t)
{
    assert_int_equal(parsed(t, "3.0"), 3000);
    assert_int_equal(parsed(t, "3"), 3000);
    assert_int_equal(parsed(t, "2.675"), 2675);
    assert_int_equal(parsed(t, "0.05%"), 50);
    assert_int_equal(parsed(t, "１０％"), 10000);
    assert_int_equal(parsed(t, "100"), 100000);
}

static void
what_is_no_rate_is_refused(struct test *t)
{
    static const char *const bad[] = { "",    ".5",    "3.",  "3.0001", "100.001", "-3",
                                       "3,0", "3.0.0", "abc", "1000",   "3e1",     "3 0" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parsed(t, bad[i]) != -1)
            fail_msg("%s was read", bad[i]);
}

static void
a_rate_is_shown_without_zeros_that_say_nothing(struct test *t)
{
    assert_string_equal(rate_text(t->arena, (struct rate){ 3000 }, true), "3.0");
    assert_string_equal(rate_text(t->arena, (struct rate){ 10000 }, false), "10");
    assert_string_equal(rate_text(t->arena, (struct rate){ 2675 }, true), "2.675");
    assert_string_equal(rate_text(t->arena, (struct rate){ 50 }, false), "0.05");
}

static struct rate_fact
on(struct test *t, bool (*table)(struct arena *, struct date, struct rate_fact *), const char *day)
{
    struct rate_fact out = { { -1 } };
    struct date date;

    assert_true(date_parse(day, &date));
    if (!table(t->arena, date, &out))
        out.rate.thousandths = -1;
    return out;
}

static void
the_tax_rate_changes_with_its_day(struct test *t)
{
    assert_int_equal(on(t, tax_rate_on, "1989-03-31").rate.thousandths, -1);
    assert_int_equal(on(t, tax_rate_on, "1989-04-01").rate.thousandths, 3000);
    assert_int_equal(on(t, tax_rate_on, "2019-09-30").rate.thousandths, 8000);
    assert_int_equal(on(t, tax_rate_on, "2019-10-01").rate.thousandths, 10000);
    assert_int_equal(on(t, tax_rate_on, "2040-01-01").rate.thousandths, 10000);
}

static void
the_rate_of_late_payment_says_whether_it_was_verified(struct test *t)
{
    assert_int_equal(on(t, late_rate_on, "2020-03-31").rate.thousandths, 2700);
    assert_int_equal(on(t, late_rate_on, "2020-04-01").rate.thousandths, 2600);
    assert_true(on(t, late_rate_on, "2020-04-01").verified);
    assert_int_equal(on(t, late_rate_on, "2026-04-01").rate.thousandths, 3000);
    assert_false(on(t, late_rate_on, "2026-04-01").verified);
}

const struct test_case rate_tests[] = {
    CASE(a_rate_is_read_into_thousandths_of_a_percent),
    CASE(what_is_no_rate_is_refused),
    CASE(a_rate_is_shown_without_zeros_that_say_nothing),
    CASE(the_tax_rate_changes_with_its_day),
    CASE(the_rate_of_late_payment_says_whether_it_was_verified),
    { 0 },
};
