#include "contract/leak_report.h"

#include "agency.h"
#include "base/money.h"
#include "tests.h"

static struct leak
leak_known(const char *known_on)
{
    return (
        struct leak){ .law = LEAK_ADMINISTRATION, .known_on = day(known_on), .people = NO_NUMBER };
}

static void
a_leak_of_few_ordinary_data_asks_for_no_report(struct test *t)
{
    struct leak leak = leak_known("2026-04-06");

    (void)t;
    assert_false(leak_dates(&leak).due);
    leak.people = 100;
    assert_false(leak_dates(&leak).due);
    assert_int_equal(leak_dates(&leak).final_due.day, 0);
}

static void
a_body_reports_above_100_people_and_a_business_above_1000(struct test *t)
{
    struct leak leak = leak_known("2026-04-06");

    (void)t;
    leak.people = 101;
    assert_true(leak_dates(&leak).due);
    leak.law = LEAK_BUSINESS;
    assert_false(leak_dates(&leak).due);
    leak.people = 1000;
    assert_false(leak_dates(&leak).due);
    leak.people = 1001;
    assert_true(leak_dates(&leak).due);
}

static void
each_of_the_grave_cases_is_due_for_one_person(struct test *t)
{
    struct leak leak = leak_known("2026-04-06");

    (void)t;
    leak.people = 1;
    leak.sensitive = true;
    assert_true(leak_dates(&leak).due);
    leak.sensitive = false;
    leak.property = true;
    assert_true(leak_dates(&leak).due);
    leak.property = false;
    leak.wrongful = true;
    assert_true(leak_dates(&leak).due);
    leak.wrongful = false;
    leak.maybe_many = true;
    assert_true(leak_dates(&leak).due);
}

/* By hand: 6 April is day 1, so 8 April is day 3, 10 April day 5, 5 May (こどもの日) day 30;
   6 May is a substitute holiday for 3 May, so 7 May is the last day. */
static void
the_day_of_knowing_is_day_one_and_the_last_day_moves_off_holidays(struct test *t)
{
    struct leak leak = leak_known("2026-04-06");
    struct leak_dates dates;

    (void)t;
    leak.sensitive = true;
    dates = leak_dates(&leak);
    assert_int_equal(dates.preliminary_from.day, day("2026-04-08").day);
    assert_int_equal(dates.preliminary_due.day, day("2026-04-10").day);
    assert_int_equal(dates.final_due.day, day("2026-05-07").day);
}

/* 60 days from 1 June: 30 July, a Thursday. */
static void
a_wrongful_purpose_gives_sixty_days(struct test *t)
{
    struct leak leak = leak_known("2026-06-01");

    (void)t;
    leak.wrongful = true;
    assert_int_equal(leak_dates(&leak).final_due.day, day("2026-07-30").day);
    leak.wrongful = false;
    leak.property = true;
    assert_int_equal(leak_dates(&leak).final_due.day, day("2026-06-30").day);
}

/* Known on Tuesday 1 December: day 30 is 30 December, offices open on Monday 4 January. The
   preliminary report of Friday 1 May falls on the holidays and stays there. */
static void
only_the_final_report_waits_for_an_open_office(struct test *t)
{
    struct leak winter = leak_known("2026-12-01"), spring = leak_known("2026-05-01");

    (void)t;
    winter.sensitive = spring.sensitive = true;
    assert_int_equal(leak_dates(&winter).final_due.day, day("2027-01-04").day);
    assert_int_equal(leak_dates(&spring).preliminary_from.day, day("2026-05-03").day);
    assert_int_equal(leak_dates(&spring).preliminary_due.day, day("2026-05-05").day);
}

const struct test_case leak_report_tests[] = {
    CASE(a_leak_of_few_ordinary_data_asks_for_no_report),
    CASE(a_body_reports_above_100_people_and_a_business_above_1000),
    CASE(each_of_the_grave_cases_is_due_for_one_person),
    CASE(the_day_of_knowing_is_day_one_and_the_last_day_moves_off_holidays),
    CASE(a_wrongful_purpose_gives_sixty_days),
    CASE(only_the_final_report_waits_for_an_open_office),
    { 0 },
};
