#include "base/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/tests.h"
#include "test.h"

static struct date
day(const char *text)
{
    struct date date = { 0 };

    if (!date_parse(text, &date))
        fail_msg("%s", text);
    return date;
}

static void
assert_day(struct date date, const char *expected)
{
    char text[DATE_TEXT];

    date_print(date, text);
    assert_string_equal(text, expected);
}

static struct instant
at(const char *date, int hour, int minute)
{
    return instant_make(day(date), hour * 60 + minute);
}

static const struct calendar office_with_lunch = {
    .weekly = {
        [MONDAY] = { { 510, 720 }, { 780, 1035 } },
        [TUESDAY] = { { 510, 720 }, { 780, 1035 } },
        [WEDNESDAY] = { { 510, 720 }, { 780, 1035 } },
        [THURSDAY] = { { 510, 720 }, { 780, 1035 } },
        [FRIDAY] = { { 510, 720 }, { 780, 1035 } },
    },
    .holidays_closed = true,
    .year_end_closed = true,
};

static void
business_days_of_the_city_are_counted(struct test *t)
{
    const struct calendar *c = &calendar_office;

    (void)t;
    assert_day(calendar_business_days(c, day("2026-04-30"), 5), "2026-05-12");
    assert_day(calendar_business_days(c, day("2026-09-24"), -2), "2026-09-17");
    assert_day(calendar_business_days(c, day("2026-12-28"), 1), "2027-01-04");
    assert_day(calendar_business_days(c, day("2027-01-05"), -2), "2026-12-28");
    assert_day(calendar_business_days(c, day("2026-12-29"), 0), "2027-01-04");
    assert_day(calendar_business_days(c, day("2026-12-28"), 0), "2026-12-28");
    assert_day(calendar_business_days(c, day("9999-12-30"), 9), "");
}

static void
reports_of_the_seventh_are_rolled_to_business_days(struct test *t)
{
    (void)t;
    assert_day(calendar_roll(&calendar_office, day("2022-07-07"), ROLL_FORWARD), "2022-07-07");
    assert_day(calendar_roll(&calendar_office, day("2022-10-07"), ROLL_FORWARD), "2022-10-07");
    assert_day(calendar_roll(&calendar_office, day("2023-01-07"), ROLL_FORWARD), "2023-01-10");
    assert_day(calendar_roll(&calendar_office, day("2023-01-07"), ROLL_BACKWARD), "2023-01-06");
    assert_day(calendar_roll(&calendar_office, day("2023-01-07"), ROLL_NONE), "2023-01-07");
}

static void
fiscal_years_have_their_business_days(struct test *t)
{
    static const int expected[] = { 243, 242, 243, 243, 243, 242, 241, 243, 242, 245, 243 };

    (void)t;
    for (int i = 0; i < 11; i++)
        assert_int_equal(calendar_open_days(&calendar_office, fiscal_period(2020 + i)),
                         expected[i]);
}

static void
counting_undoes_adding_business_days(struct test *t)
{
    (void)t;
    for (int n = -300; n <= 300; n += 7)
        for (struct date from = day("2026-04-25"); from.day < day("2026-05-08").day; from.day++) {
            struct date to = calendar_business_days(&calendar_office, from, n);

            if (n || calendar_open_day(&calendar_office, from))
                assert_int_equal(calendar_count(&calendar_office, from, to), n);
        }
}

static void
months_end_on_their_last_open_day(struct test *t)
{
    struct calendar closed = { 0 };

    (void)t;
    assert_day(calendar_month_end(&calendar_office, day("2026-05-05")), "2026-05-29");
    assert_day(calendar_month_end(&calendar_office, day("2026-12-01")), "2026-12-28");
    assert_day(calendar_month_end(&closed, day("2026-12-01")), "");
}

static void
periods_end_as_the_civil_code_says(struct test *t)
{
    static const struct {
        const char *event;
        int days, months;
        const char *end, *rolled;
    } rows[] = {
        { "2026-04-01", 30, 0, "2026-05-01", "2026-05-01" },
        { "2026-06-01", 14, 0, "2026-06-15", "2026-06-15" },
        { "2026-12-20", 10, 0, "2026-12-30", "2027-01-04" },
        { "2026-04-09", 30, 0, "2026-05-09", "2026-05-11" },
        { "2026-01-30", 0, 1, "2026-02-28", "2026-03-02" },
        { "2026-01-31", 0, 1, "2026-02-28", "2026-03-02" },
        { "2024-01-30", 0, 1, "2024-02-29", "2024-02-29" },
        { "2026-08-31", 0, 6, "2027-02-28", "2027-03-01" },
        { "2026-05-15", 0, 12, "2027-05-15", "2027-05-17" },
    };
    const struct deadline_rule plain = { 0 };
    const struct deadline_rule rolled = { .roll = ROLL_FORWARD };
    const struct calendar *c = &calendar_office;

    (void)t;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct date event = day(rows[i].event);

        if (rows[i].days) {
            assert_day(deadline_days(c, event, rows[i].days, plain), rows[i].end);
            assert_day(deadline_days(c, event, rows[i].days, rolled), rows[i].rolled);
        } else {
            assert_day(deadline_months(c, event, rows[i].months, plain), rows[i].end);
            assert_day(deadline_months(c, event, rows[i].months, rolled), rows[i].rolled);
        }
    }
}

static void
a_counted_first_day_shortens_the_period(struct test *t)
{
    const struct deadline_rule rule = { .counts_first_day = true };

    (void)t;
    assert_day(deadline_days(&calendar_office, day("2026-04-01"), 30, rule), "2026-04-30");
    assert_day(deadline_months(&calendar_office, day("2026-04-01"), 1, rule), "2026-04-30");
    assert_day(deadline_months(&calendar_office, day("2026-04-01"), 12, rule), "2027-03-31");
    assert_day(deadline_days(&calendar_office, day("2026-04-10"), -3, rule), "2026-04-08");
}

static void
days_before_are_never_rolled_forward(struct test *t)
{
    const struct deadline_rule forward = { .roll = ROLL_FORWARD };
    const struct deadline_rule backward = { .roll = ROLL_BACKWARD };

    (void)t;
    assert_day(deadline_days(&calendar_office, day("2026-05-18"), -9, forward), "2026-05-09");
    assert_day(deadline_days(&calendar_office, day("2026-05-18"), -9, backward), "2026-05-08");
    assert_day(deadline_months(&calendar_office, day("2026-03-31"), -1, forward), "2026-02-28");
}

static void
business_time_stops_at_night_and_over_lunch(struct test *t)
{
    const struct calendar *c = &office_with_lunch;

    (void)t;
    assert_int_equal(calendar_due(c, at("2026-11-20", 11, 30), (struct minutes){ 60 }).us,
                     at("2026-11-20", 13, 30).us);
    assert_int_equal(calendar_due(c, at("2026-11-20", 17, 0), (struct minutes){ 60 }).us,
                     at("2026-11-24", 9, 15).us);
    assert_int_equal(calendar_due(c, at("2026-11-20", 16, 15), (struct minutes){ 60 }).us,
                     at("2026-11-20", 17, 15).us);
    assert_int_equal(calendar_due(c, at("2026-11-21", 9, 0), (struct minutes){ 1 }).us,
                     at("2026-11-24", 8, 31).us);
    assert_int_equal(calendar_due(c, at("2026-11-24", 8, 0), (struct minutes){ -15 }).us,
                     at("2026-11-20", 17, 0).us);
    assert_int_equal(calendar_between(c, at("2026-11-20", 11, 0), at("2026-11-24", 9, 0)).minutes,
                     60 + 255 + 30);
}

static void
seconds_are_kept_in_business_time(struct test *t)
{
    struct instant from = { at("2026-11-20", 17, 0).us + 1234567 };
    struct instant due = calendar_due(&calendar_office, from, (struct minutes){ 30 });

    (void)t;
    assert_int_equal(due.us, at("2026-11-24", 8, 45).us + 1234567);
    assert_int_equal(calendar_between(&calendar_office, from, due).minutes, 30);
    due.us--;
    assert_int_equal(calendar_between(&calendar_office, from, due).minutes, 29);
}

static void
spans_may_reach_midnight_from_both_sides(struct test *t)
{
    struct calendar night = { 0 };

    (void)t;
    for (int weekday = SUNDAY; weekday <= SATURDAY; weekday++) {
        night.weekly[weekday][0] = (struct hours){ 0, 6 * 60 };
        night.weekly[weekday][1] = (struct hours){ 22 * 60, DAY_MINUTES };
    }
    assert_int_equal(calendar_due(&night, at("2026-11-20", 23, 0), (struct minutes){ 120 }).us,
                     at("2026-11-21", 1, 0).us);
    assert_int_equal(calendar_due(&night, at("2026-11-21", 1, 0), (struct minutes){ -120 }).us,
                     at("2026-11-20", 23, 0).us);
    assert_int_equal(calendar_end_of_day(&night, day("2026-11-20")).us, at("2026-11-21", 0, 0).us);
    assert_true(calendar_open_at(&night, at("2026-11-20", 23, 59)));
    assert_false(calendar_open_at(&night, at("2026-11-20", 6, 0)));
}

static void
special_days_go_before_everything(struct test *t)
{
    const struct special_day special[] = {
        { .date = day("2026-11-20"), .name = "停電点検" },
        { .date = day("2026-11-23"), .spans = { { 600, 660 } } },
    };
    struct calendar c = calendar_office;

    (void)t;
    c.special = special;
    c.specials = 2;
    assert_false(calendar_open_day(&c, day("2026-11-20")));
    assert_string_equal(calendar_reason(&c, day("2026-11-20")), "停電点検");
    assert_true(calendar_open_day(&c, day("2026-11-23")));
    assert_int_equal(calendar_opening(&c, at("2026-11-20", 9, 0)).us, at("2026-11-23", 10, 0).us);
    assert_int_equal(calendar_opening(&c, at("2026-11-23", 10, 30)).us,
                     at("2026-11-23", 10, 30).us);
    assert_int_equal(calendar_opening(&c, at("2026-11-23", 11, 0)).us, at("2026-11-24", 8, 30).us);
}

static void
closed_days_say_why(struct test *t)
{
    const struct calendar *c = &calendar_office;

    (void)t;
    assert_string_equal(calendar_reason(c, day("2026-11-23")), "勤労感謝の日");
    assert_string_equal(calendar_reason(c, day("2026-11-22")), "日曜日");
    assert_string_equal(calendar_reason(c, day("2026-12-30")), "年末年始");
    assert_null(calendar_reason(c, day("2026-11-24")));
}

static void
a_day_ends_with_its_last_span_or_with_the_day(struct test *t)
{
    (void)t;
    assert_int_equal(calendar_end_of_day(&office_with_lunch, day("2026-11-20")).us,
                     at("2026-11-20", 17, 15).us);
    assert_int_equal(calendar_end_of_day(&office_with_lunch, day("2026-11-21")).us,
                     at("2026-11-22", 0, 0).us);
}

static void
a_calendar_that_never_opens_gives_none(struct test *t)
{
    const struct calendar closed = { 0 };
    struct instant from = at("2026-11-20", 9, 0);

    (void)t;
    assert_int_equal(calendar_due(&closed, from, (struct minutes){ 1 }).us, 0);
    assert_int_equal(calendar_due(&closed, from, (struct minutes){ -1 }).us, 0);
    assert_int_equal(calendar_opening(&closed, from).us, 0);
    assert_int_equal(calendar_business_days(&closed, day("2026-11-20"), 1).day, 0);
    assert_int_equal(calendar_business_days(&closed, day("2026-11-20"), 0).day, 0);
    assert_int_equal(calendar_due(&calendar_office, from, (struct minutes){ INT64_MAX }).us, 0);
    assert_int_equal(calendar_due(&calendar_office, from, (struct minutes){ INT64_MIN }).us, 0);
}

static void
calendars_out_of_order_are_refused(struct test *t)
{
    const struct special_day twice[] = { { .date = day("2026-11-20") },
                                         { .date = day("2026-11-20") } };
    struct calendar c = calendar_office;
    const char *why;

    assert_true(calendar_check(t->arena, &c, &why));
    assert_true(calendar_check(t->arena, &office_with_lunch, &why));
    c.weekly[MONDAY][1] = (struct hours){ 600, 700 };
    assert_false(calendar_check(t->arena, &c, &why));
    assert_string_equal(why, "月曜日の時間帯：時間帯は早い順に、重ならず、間を空けて並べます。");
    c.weekly[MONDAY][1] = (struct hours){ 1100, 1441 };
    assert_false(calendar_check(t->arena, &c, &why));
    c.weekly[MONDAY][1] = (struct hours){ 0, 0 };
    c.weekly[MONDAY][2] = (struct hours){ 1100, 1200 };
    assert_false(calendar_check(t->arena, &c, &why));
    c = calendar_office;
    c.special = twice;
    c.specials = 2;
    assert_false(calendar_check(t->arena, &c, &why));
    assert_string_equal(why, "特別な日 2026-11-20 が2回あるか、日付の順でありません。");
}

/* A slow second opinion: minute by minute, with the rules written out again. */
static const struct hours *
spans_slowly(const struct calendar *c, struct date date)
{
    const struct hours *spans = c->weekly[((int64_t)date.day + 7) % 7];
    char text[DATE_TEXT];

    date_print(date, text);
    for (size_t i = 0; i < c->specials; i++)
        if (c->special[i].date.day == date.day)
            return c->special[i].spans;
    if (c->holidays_closed && holiday_name(date))
        return NULL;
    if (c->year_end_closed && (strcmp(text + 5, "12-29") >= 0 || strcmp(text + 5, "01-03") <= 0))
        return NULL;
    return spans;
}

/* Walks minute by minute (step 1 or -1) until so many open ones have passed, at most twelve
   days; where it came to, and how many it passed. */
static struct instant
walk_slowly(const struct calendar *c, struct instant at, int step, int wanted, int64_t *open)
{
    const struct hours *spans = NULL;
    struct date known = { 0 };

    *open = 0;
    for (int i = 0; i < 12 * DAY_MINUTES && *open < wanted; i++) {
        struct instant minute = step > 0 ? at : (struct instant){ at.us - MINUTE_US };
        struct date date = instant_date(minute);
        int past = instant_minute(minute);

        if (date.day != known.day)
            spans = spans_slowly(c, date);
        known = date;
        for (int k = 0; spans && k < CALENDAR_SPANS; k++)
            *open += past >= spans[k].from && past < spans[k].until;
        at.us += step * (int64_t)MINUTE_US;
    }
    return at;
}

static int
below(unsigned *seed, int limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (int)((*seed >> 8) % (unsigned)limit);
}

static void
random_spans(unsigned *seed, struct hours spans[CALENDAR_SPANS])
{
    int minute = below(seed, 3) ? below(seed, 720) : 0;
    int count = below(seed, CALENDAR_SPANS + 1);

    memset(spans, 0, CALENDAR_SPANS * sizeof(*spans));
    for (int i = 0; i < count && minute < DAY_MINUTES; i++) {
        int until = minute + 1 + below(seed, 400);

        if (until > DAY_MINUTES || below(seed, 8) == 0)
            until = DAY_MINUTES;
        spans[i] = (struct hours){ minute, until };
        minute = until + 1 + below(seed, 120);
    }
}

static void
random_calendar(unsigned *seed, struct calendar *c, struct special_day *special, struct date start)
{
    *c = (struct calendar){ .special = special };
    for (int weekday = SUNDAY; weekday <= SATURDAY; weekday++)
        if (below(seed, 4))
            random_spans(seed, c->weekly[weekday]);
    c->holidays_closed = below(seed, 2);
    c->year_end_closed = below(seed, 2);
    c->specials = (size_t)below(seed, 4);
    for (size_t i = 0; i < c->specials; i++) {
        start = date_add(start, 1 + below(seed, 5));
        special[i] = (struct special_day){ .date = start };
        if (below(seed, 2))
            random_spans(seed, special[i].spans);
    }
}

static void
business_time_agrees_with_counting_minute_by_minute(struct test *t)
{
    unsigned seed = 20261121;

    for (int round = 0; round < 2000; round++) {
        struct date start = date_add(day("2024-01-01"), below(&seed, 2500));
        struct special_day special[4];
        struct calendar c;
        struct instant from = instant_make(start, below(&seed, DAY_MINUTES));
        int wanted = 1 + below(&seed, 1500);
        struct instant to;
        int64_t open;
        const char *why;

        random_calendar(&seed, &c, special, start);
        assert_true(calendar_check(t->arena, &c, &why));
        to = walk_slowly(&c, from, 1, wanted, &open);
        if (calendar_between(&c, from, to).minutes != open ||
            calendar_between(&c, to, from).minutes != -open)
            fail_msg("round %d: between", round);
        if (open == wanted && calendar_due(&c, from, (struct minutes){ wanted }).us != to.us)
            fail_msg("round %d: due", round);
        to = walk_slowly(&c, from, -1, wanted, &open);
        if (open == wanted && calendar_due(&c, from, (struct minutes){ -wanted }).us != to.us)
            fail_msg("round %d: due backward", round);
    }
}

/* A list for some of the years, as an office that imports it has one. */
static struct holiday_list
listed_years(struct test *t, int from, int until)
{
    struct holiday_list list = { 0 };

    for (int year = from; year <= until; year++)
        holidays_year(t->arena, NULL, year, &list);
    for (size_t i = 0; i < list.count; i++)
        if (i % 5 == 0)
            ((struct holiday *)list.days)[i].date.day += 1; /* moved by an Act */
    return list;
}

static void
business_time_over_years_is_the_sum_of_its_days(struct test *t)
{
    struct holiday_list list = listed_years(t, 2019, 2023);
    unsigned seed = 4711;

    for (int round = 0; round < 60; round++) {
        struct date start = date_add(day("2015-01-01"), below(&seed, 3000));
        struct special_day special[4];
        struct calendar c;
        struct instant from = instant_make(start, below(&seed, DAY_MINUTES));
        struct instant to = { from.us + (below(&seed, 4000) * INT64_C(1440) + below(&seed, 600)) *
                                            MINUTE_US };
        int64_t sum = 0;

        random_calendar(&seed, &c, special, start);
        c.override = round % 2 ? &list : NULL;
        for (struct instant at = from; at.us < to.us;) {
            struct instant next = instant_make(date_add(instant_date(at), 1), 0);

            next = next.us < to.us ? next : to;
            sum += calendar_between(&c, at, next).minutes;
            at = next;
        }
        if (llabs(calendar_between(&c, from, to).minutes - sum) > 1)
            fail_msg("round %d: %d", round, (int)sum);
    }
}

const struct test_case calendar_tests[] = {
    CASE(business_days_of_the_city_are_counted),
    CASE(reports_of_the_seventh_are_rolled_to_business_days),
    CASE(fiscal_years_have_their_business_days),
    CASE(counting_undoes_adding_business_days),
    CASE(months_end_on_their_last_open_day),
    CASE(periods_end_as_the_civil_code_says),
    CASE(a_counted_first_day_shortens_the_period),
    CASE(days_before_are_never_rolled_forward),
    CASE(business_time_stops_at_night_and_over_lunch),
    CASE(seconds_are_kept_in_business_time),
    CASE(spans_may_reach_midnight_from_both_sides),
    CASE(special_days_go_before_everything),
    CASE(closed_days_say_why),
    CASE(a_day_ends_with_its_last_span_or_with_the_day),
    CASE(a_calendar_that_never_opens_gives_none),
    CASE(calendars_out_of_order_are_refused),
    CASE(business_time_agrees_with_counting_minute_by_minute),
    CASE(business_time_over_years_is_the_sum_of_its_days),
    { 0 },
};
