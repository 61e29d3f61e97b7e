#include "base/holiday.h"

#include <string.h>

#include "base/file.h"
#include "base/tests.h"
#include "test.h"

static struct date
day(const char *text)
{
    struct date date = { 0 };

    assert_true(date_parse(text, &date));
    return date;
}

static void
days_off_2000_to_2050_are_those_of_the_list(struct test *t)
{
    struct holiday_list list = { 0 };
    size_t length, at = 0;
    const char *why;
    char *bytes;

    for (int year = 2000; year <= 2050; year++)
        holidays_year(t->arena, NULL, year, &list);
    assert_int_equal(list.count, 895);
    assert_true(
        file_read(t->arena, "test/data/holidays_2000_2050.csv", 100000, &bytes, &length, &why));
    bytes = strchr(bytes, '\n') + 1; /* behind the heading */
    for (; *bytes && at < list.count; at++) {
        size_t line = strcspn(bytes, "\r\n");
        char text[DATE_TEXT];

        date_print(list.days[at].date, text);
        if (strncmp(bytes, text, 10) != 0 || strlen(list.days[at].name) != line - 11 ||
            strncmp(bytes + 11, list.days[at].name, line - 11) != 0)
            fail_msg("%s %s: %.*s", text, list.days[at].name, (int)line, bytes);
        bytes += line + strspn(bytes + line, "\r\n");
    }
    assert_int_equal(at, 895);
    assert_string_equal(bytes, "");
}

static void
days_of_older_law_have_their_names(struct test *t)
{
    static const char *const rows[][2] = {
        { "1948-07-20", NULL },
        { "1948-09-23", "秋分の日" },
        { "1949-01-01", "元日" },
        { "1959-04-10", "皇太子明仁親王の結婚の儀" },
        { "1965-09-15", NULL },
        { "1966-09-15", "敬老の日" },
        { "1973-02-12", NULL },
        { "1973-04-30", "振替休日" },
        { "1986-05-04", NULL },
        { "1987-05-04", "振替休日" },
        { "1988-05-04", "国民の休日" },
        { "1989-02-24", "昭和天皇の大喪の礼" },
        { "1990-11-12", "即位礼正殿の儀" },
        { "1993-06-09", "皇太子徳仁親王の結婚の儀" },
        { "2019-04-30", "国民の休日" },
        { "2019-05-02", "国民の休日" },
        { "2019-12-23", NULL },
    };

    (void)t;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *name = holiday_name(day(rows[i][0]));

        if ((name == NULL) != (rows[i][1] == NULL) || (name && strcmp(name, rows[i][1]) != 0))
            fail_msg("%s: %s", rows[i][0], name ? name : "none");
    }
}

static void
substitutes_and_days_between_follow_the_law(struct test *t)
{
    static const char *const between[] = { "2009-09-22", "2015-09-22", "2026-09-22", "2032-09-21",
                                           "2037-09-22" };
    static const char *const substitute[] = { "2008-05-06", "2015-05-06", "2020-05-06" };

    (void)t;
    for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
        assert_string_equal(holiday_name(day(between[i])), "国民の休日");
    for (size_t i = 0; i < sizeof(substitute) / sizeof(substitute[0]); i++)
        assert_string_equal(holiday_name(day(substitute[i])), "振替休日");
}

static void
years_outside_the_law_have_none(struct test *t)
{
    struct holiday_list list = { 0 };

    assert_null(holiday_name(day("1948-01-01")));
    assert_null(holiday_name(day("2100-01-01")));
    assert_null(holiday_name((struct date){ 0 }));
    assert_null(holiday_name((struct date){ INT32_MAX }));
    assert_null(holiday_name((struct date){ INT32_MIN }));
    holidays_year(t->arena, NULL, 2100, &list);
    holidays_year(t->arena, NULL, 0, &list);
    assert_int_equal(list.count, 0);
    assert_non_null(holiday_name(day("2099-11-23")));
}

static void
an_imported_list_stands_alone_for_its_years(struct test *t)
{
    struct holiday days[] = {
        { day("2027-07-20"), "海の日" },
        { day("2027-01-01"), "元日" },
    };
    struct holiday_list list, year = { 0 };
    const char *why;

    assert_true(holiday_sort(t->arena, days, 2, &list, &why));
    assert_string_equal(holiday_listed(&list, day("2027-07-20")), "海の日");
    assert_null(holiday_listed(&list, day("2027-07-19")));
    assert_string_equal(holiday_listed(&list, day("2028-01-01")), "元日");
    holidays_year(t->arena, &list, 2027, &year);
    assert_int_equal(year.count, 2);
}

static void
a_list_with_a_doubled_day_is_refused(struct test *t)
{
    struct holiday days[] = { { day("2027-01-01"), "元日" }, { day("2027-01-01"), "休日" } };
    struct holiday_list list;
    const char *why;

    assert_false(holiday_sort(t->arena, days, 2, &list, &why));
    assert_string_equal(why, "2027-01-01 が2回あります。1日に1つにします。");
    days[0].name = "";
    assert_false(holiday_sort(t->arena, days, 1, &list, &why));
    days[0].date.day = 0;
    assert_false(holiday_sort(t->arena, days, 1, &list, &why));
}

static void
the_next_day_off_is_found_from_any_day(struct test *t)
{
    struct holiday_list list = { 0 };

    holidays_year(t->arena, NULL, 2024, &list);
    ((struct holiday *)list.days)[3].date.day += 2;
    for (struct date from = day("2023-11-01"); from.day < day("2025-03-01").day; from.day++) {
        struct date next = from;

        while (!holiday_listed(&list, next))
            next.day++;
        assert_int_equal(holiday_next(&list, from).day, next.day);
    }
    assert_int_equal(holiday_next(NULL, day("2026-01-02")).day, day("2026-01-12").day);
    assert_int_equal(holiday_next(NULL, day("2099-12-30")).day, 0);
}

const struct test_case holiday_tests[] = {
    CASE(days_off_2000_to_2050_are_those_of_the_list), CASE(days_of_older_law_have_their_names),
    CASE(substitutes_and_days_between_follow_the_law), CASE(years_outside_the_law_have_none),
    CASE(an_imported_list_stands_alone_for_its_years), CASE(a_list_with_a_doubled_day_is_refused),
    CASE(the_next_day_off_is_found_from_any_day),      { 0 },
};
