#include "store/schedule.h"

#include "store/tests.h"

static struct schedule
parsed(const char *text)
{
    struct schedule s;

    assert_true(schedule_parse(text, &s));
    return s;
}

static struct instant
at(const char *text)
{
    struct instant instant;

    assert_true(instant_parse(text, &instant));
    return instant;
}

static void
assert_latest(const char *schedule, const char *now, const char *due)
{
    struct schedule s = parsed(schedule);
    char text[INSTANT_TEXT];

    instant_print(schedule_latest(&s, at(now)), text);
    assert_string_equal(text, due);
}

static void
assert_next(const char *schedule, const char *due, const char *next)
{
    struct schedule s = parsed(schedule);
    char text[INSTANT_TEXT];

    instant_print(schedule_next(&s, at(due)), text);
    assert_string_equal(text, next);
}

static void
every_minute_begins_at_full_minutes(struct test *t)
{
    (void)t;
    assert_latest("every 60", "2026-11-21T10:15:42+09:00", "2026-11-21T10:15:00+09:00");
    assert_next("every 60", "2026-11-21T10:15:00+09:00", "2026-11-21T10:16:00+09:00");
}

static void
daily_is_yesterday_before_its_time(struct test *t)
{
    (void)t;
    assert_latest("daily 02:00", "2026-11-21T01:59:59+09:00", "2026-11-20T02:00:00+09:00");
}

static void
daily_is_today_from_its_time_on(struct test *t)
{
    (void)t;
    assert_latest("daily 02:00", "2026-11-21T02:00:00+09:00", "2026-11-21T02:00:00+09:00");
    assert_next("daily 02:00", "2026-11-21T02:00:00+09:00", "2026-11-22T02:00:00+09:00");
}

static void
weekly_falls_on_its_weekday(struct test *t)
{
    (void)t;
    /* 2026-11-21 is a Saturday */
    assert_latest("weekly mon 08:30", "2026-11-21T12:00:00+09:00", "2026-11-16T08:30:00+09:00");
    assert_next("weekly mon 08:30", "2026-11-16T08:30:00+09:00", "2026-11-23T08:30:00+09:00");
}

static void
monthly_falls_on_its_day(struct test *t)
{
    (void)t;
    assert_latest("monthly 1 00:00", "2026-11-30T12:00:00+09:00", "2026-11-01T00:00:00+09:00");
    assert_next("monthly 1 00:00", "2026-12-01T00:00:00+09:00", "2027-01-01T00:00:00+09:00");
}

static void
monthly_end_is_the_last_day(struct test *t)
{
    (void)t;
    assert_latest("monthly end 23:00", "2028-03-01T00:00:00+09:00", "2028-02-29T23:00:00+09:00");
}

static void
everything_else_is_refused(struct test *t)
{
    static const char *const wrong[] = {
        "",
        "every",
        "every 0",
        "every 60 x",
        "daily 24:00",
        "daily 2:00",
        "daily 02:60",
        "daily 02:00 ",
        "weekly foo 02:00",
        "monthly 29 02:00",
        "yearly 1",
        "monthly 0 02:00",
        "wonthly mon 02:00",
        "every -5",
        " daily 02:00",
    };
    struct schedule s;

    (void)t;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(schedule_parse(wrong[i], &s));
}

const struct test_case schedule_tests[] = {
    CASE(every_minute_begins_at_full_minutes),
    CASE(daily_is_yesterday_before_its_time),
    CASE(daily_is_today_from_its_time_on),
    CASE(weekly_falls_on_its_weekday),
    CASE(monthly_falls_on_its_day),
    CASE(monthly_end_is_the_last_day),
    CASE(everything_else_is_refused),
    { 0 },
};
