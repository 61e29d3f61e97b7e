#include "base/time.h"

#include "base/tests.h"
#include "test.h"

static struct date
day(int year, int month, int day)
{
    struct date date = { 0 };

    assert_true(date_make(year, month, day, &date));
    return date;
}

static void
every_day_of_ten_thousand_years_is_taken_apart_and_made_again(struct test *t)
{
    (void)t;
    for (int number = 1; number <= 3652059; number++) {
        struct day taken = date_take((struct date){ number });
        struct date made;

        if (!date_make(taken.year, taken.month, taken.day, &made) || made.day != number)
            fail_msg("day %d", number);
    }
}

static void
known_days_have_their_numbers_and_weekdays(struct test *t)
{
    (void)t;
    assert_int_equal(day(1, 1, 1).day, 1);
    assert_int_equal(day(1970, 1, 1).day, 719163);
    assert_int_equal(day(9999, 12, 31).day, 3652059);
    assert_int_equal(date_weekday(day(2026, 4, 9)), THURSDAY);
    assert_int_equal(date_weekday(day(2026, 11, 22)), SUNDAY);
}

static void
days_that_do_not_exist_are_refused(struct test *t)
{
    struct date date = { 7 };

    (void)t;
    assert_false(date_make(2025, 2, 29, &date));
    assert_false(date_make(1900, 2, 29, &date));
    assert_false(date_make(2026, 4, 31, &date));
    assert_false(date_make(2026, 13, 1, &date));
    assert_false(date_make(2026, 0, 1, &date));
    assert_false(date_make(2026, 1, 0, &date));
    assert_false(date_make(0, 1, 1, &date));
    assert_false(date_make(10000, 1, 1, &date));
    assert_int_equal(date.day, 7);
    assert_true(date_make(2000, 2, 29, &date));
}

static void
months_are_added_and_cut_at_the_end_of_the_month(struct test *t)
{
    (void)t;
    assert_int_equal(date_add_months(day(2026, 1, 31), 1).day, day(2026, 2, 28).day);
    assert_int_equal(date_add_months(day(2024, 1, 31), 1).day, day(2024, 2, 29).day);
    assert_int_equal(date_add_months(day(2026, 3, 31), -1).day, day(2026, 2, 28).day);
    assert_int_equal(date_add_months(day(2026, 3, 15), -15).day, day(2024, 12, 15).day);
    assert_int_equal(date_add_months(day(9999, 12, 1), 1).day, 0);
    assert_int_equal(date_add_months(day(1, 1, 31), -1).day, 0);
    assert_int_equal(date_month_end(day(2024, 2, 1)).day, day(2024, 2, 29).day);
}

static void
days_beyond_the_calendar_are_none(struct test *t)
{
    (void)t;
    assert_int_equal(date_add(day(9999, 12, 31), 1).day, 0);
    assert_int_equal(date_add(day(1, 1, 1), -1).day, 0);
    assert_int_equal(date_add(day(2026, 1, 1), INT32_MAX).day, 0);
    assert_int_equal(date_add((struct date){ 0 }, 5).day, 0);
}

static void
a_date_is_read_only_in_its_exact_form(struct test *t)
{
    static const char *const wrong[] = { "",           "2026-4-1",   "2026-04-01 ", "2026/04/01",
                                         "2026-04-0a", "+026-04-01", "2026-02-29",  "26-04-01" };
    struct date date;

    (void)t;
    assert_true(date_parse("2026-04-01", &date));
    assert_int_equal(date.day, day(2026, 4, 1).day);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(date_parse(wrong[i], &date));
}

static void
a_date_is_printed_with_all_its_digits(struct test *t)
{
    char text[DATE_TEXT];

    (void)t;
    date_print(day(812, 4, 1), text);
    assert_string_equal(text, "0812-04-01");
    date_print((struct date){ 0 }, text);
    assert_string_equal(text, "");
}

static void
a_fiscal_year_begins_in_april(struct test *t)
{
    (void)t;
    assert_int_equal(fiscal_year(day(2026, 3, 31)), 2025);
    assert_int_equal(fiscal_year(day(2026, 4, 1)), 2026);
    assert_int_equal(fiscal_period(2026).from.day, day(2026, 4, 1).day);
    assert_int_equal(fiscal_period(2026).until.day, day(2027, 3, 31).day);
}

static void
instants_are_days_and_minutes_in_japan(struct test *t)
{
    struct instant at = instant_make(day(2026, 11, 20), 13 * 60 + 10);

    (void)t;
    assert_int_equal(at.us, INT64_C(1795147800) * 1000000);
    assert_int_equal(instant_date(at).day, day(2026, 11, 20).day);
    assert_int_equal(instant_minute(at), 790);
    at = instant_make(day(2026, 11, 20), 0);
    assert_int_equal(instant_date(at).day, day(2026, 11, 20).day);
    assert_int_equal(instant_date((struct instant){ at.us - 1 }).day, day(2026, 11, 19).day);
    assert_int_equal(instant_minute((struct instant){ at.us - 1 }), 24 * 60 - 1);
    at = instant_make(day(1873, 1, 1), 1);
    assert_int_equal(instant_date(at).day, day(1873, 1, 1).day);
    assert_int_equal(instant_minute(at), 1);
}

static void
none_stays_none(struct test *t)
{
    struct instant none = { 0 };

    (void)t;
    assert_int_equal(instant_date(none).day, 0);
    assert_int_equal(instant_make((struct date){ 0 }, 600).us, 0);
    assert_int_equal(instant_add(none, (struct minutes){ 5 }).us, 0);
    assert_int_equal(instant_between(none, instant_now()).minutes, 0);
}

static void
spans_that_overflow_are_none(struct test *t)
{
    (void)t;
    assert_int_equal(instant_add(instant_now(), (struct minutes){ INT64_MAX }).us, 0);
    assert_int_equal(instant_add((struct instant){ INT64_MAX }, (struct minutes){ 1 }).us, 0);
}

static void
instants_are_read_with_any_offset(struct test *t)
{
    static const struct {
        const char *text;
        int64_t us;
    } right[] = {
        { "2026-11-20T13:10:53+09:00", INT64_C(1795147853000000) },
        { "2026-11-20T04:10:53Z", INT64_C(1795147853000000) },
        { "2026-11-19t23:10:53.5-05:00", INT64_C(1795147853500000) },
        { "2026-11-20 13:10:53.123456789+09:00", INT64_C(1795147853123456) },
        { "1969-12-31T23:59:59Z", -1000000 },
    };
    struct instant at;

    (void)t;
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        assert_true(instant_parse(right[i].text, &at));
        assert_int_equal(at.us, right[i].us);
    }
}

static void
what_is_no_instant_is_refused(struct test *t)
{
    static const char *const wrong[] = {
        "",
        "2026-11-20",
        "2026-11-20T13:10:53",
        "2026-11-20T13:10+09:00",
        "2026-11-20T24:10:53Z",
        "2026-11-20T13:60:53Z",
        "2026-11-20T13:10:60Z",
        "2026-11-20T13:10:53.Z",
        "2026-11-20T13:10:53.1234567890Z",
        "2026-11-20T13:10:53+0900",
        "2026-11-20T13:10:53+24:00",
        "2026-11-20T13:10:53Zz",
        "2026-02-30T13:10:53Z",
        "9999-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
    };
    struct instant at;

    (void)t;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (instant_parse(wrong[i], &at))
            fail_msg("%s", wrong[i]);
}

static void
instants_are_printed_in_japanese_time(struct test *t)
{
    char text[INSTANT_TEXT];

    (void)t;
    instant_print((struct instant){ INT64_C(1795147853123456) }, text);
    assert_string_equal(text, "2026-11-20T13:10:53+09:00");
    instant_print_us((struct instant){ INT64_C(1795147853000456) }, text);
    assert_string_equal(text, "2026-11-20T13:10:53.000456+09:00");
    instant_print((struct instant){ 0 }, text);
    assert_string_equal(text, "");
    instant_print_us((struct instant){ INT64_MIN }, text);
    assert_string_equal(text, "");
}

const struct test_case time_tests[] = {
    CASE(every_day_of_ten_thousand_years_is_taken_apart_and_made_again),
    CASE(known_days_have_their_numbers_and_weekdays),
    CASE(days_that_do_not_exist_are_refused),
    CASE(months_are_added_and_cut_at_the_end_of_the_month),
    CASE(days_beyond_the_calendar_are_none),
    CASE(a_date_is_read_only_in_its_exact_form),
    CASE(a_date_is_printed_with_all_its_digits),
    CASE(a_fiscal_year_begins_in_april),
    CASE(instants_are_days_and_minutes_in_japan),
    CASE(none_stays_none),
    CASE(spans_that_overflow_are_none),
    CASE(instants_are_read_with_any_offset),
    CASE(what_is_no_instant_is_refused),
    CASE(instants_are_printed_in_japanese_time),
    { 0 },
};
