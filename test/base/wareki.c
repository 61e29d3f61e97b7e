#include "base/wareki.h"

#include <string.h>

#include "base/tests.h"
#include "test.h"

/* Typed text and what it means; NULL: refused. */
static void
check_date(struct test *t, const char *typed, const char *meant)
{
    struct date date = { 0 };
    const char *why = NULL;
    char text[DATE_TEXT];

    if (wareki_parse(t->arena, typed, &date, &why) != (meant != NULL))
        fail_msg("%s: %s", typed, why ? why : "accepted");
    if (!meant) {
        assert_non_null(why);
        return;
    }
    date_print(date, text);
    if (strcmp(text, meant) != 0)
        fail_msg("%s: %s", typed, text);
}

static const char *
reason(struct test *t, const char *typed)
{
    struct date date;
    const char *why = "";

    assert_false(wareki_parse(t->arena, typed, &date, &why));
    return why;
}

static void
dates_are_read_as_people_type_them(struct test *t)
{
    static const char *const rows[][2] = {
        { "令和8年4月1日", "2026-04-01" },
        { "令和元年5月1日", "2019-05-01" },
        { "令8.4.9", "2026-04-09" },
        { "R8.4.1", "2026-04-01" },
        { "r8/4/1", "2026-04-01" },
        { "R08.04.03", "2026-04-03" },
        { "R080403", "2026-04-03" },
        { "2026-04-01", "2026-04-01" },
        { "2026/4/1", "2026-04-01" },
        { "2026.4.1", "2026-04-01" },
        { "20260401", "2026-04-01" },
        { "2026年4月1日", "2026-04-01" },
        { "2026年4月1", "2026-04-01" },
        { "令和８年４月９日", "2026-04-09" },
        { "Ｒ８．４．９", "2026-04-09" },
        { "ｒ８／４／９", "2026-04-09" },
        { "２０２６－０４－０９", "2026-04-09" },
        { "㋿8年4月9日", "2026-04-09" },
        { "㍻31.4.30", "2019-04-30" },
        { "㍼64.1.7", "1989-01-07" },
        { "㍽2年3月4日", "1913-03-04" },
        { "㍾6年1月1日", "1873-01-01" },
        { "平成元年1月8日", "1989-01-08" },
        { "R元.5.1", "2019-05-01" },
        { "s64/1/7", "1989-01-07" },
        { "  令和8年 4月 9日　", "2026-04-09" },
        { "令和　８年　４月　９日", "2026-04-09" },
        { "令和8年4月9日（木）", "2026-04-09" },
        { "令和8年4月9日(木)", "2026-04-09" },
        { "2026/4/9 (木曜日)", "2026-04-09" },
        { "令和8年4月9日木曜日", "2026-04-09" },
        { "令和8年4月5日（日）", "2026-04-05" },
        { "令和8年4月6日（月）", "2026-04-06" },
        { "令和8年4月29日（水・祝）", "2026-04-29" },
        { "令和6年2月29日", "2024-02-29" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_date(t, rows[i][0], rows[i][1]);
}

static void
what_is_no_date_is_refused(struct test *t)
{
    static const char *const rows[] = {
        "",           "   ",       "令和",      "8.4.1",           "26/4/1",
        "R8",         "R8.4",      "R8.4.",     "R8.4.1.2",        "R8 4 1",
        "2026 04 01", "2026/4-1",  "2026年4/1", "2026年4.1",       "R8.4.1x",
        "元.4.1",     "R0.4.1",    "Q8.4.1",    "2026-04-011",     "202604011",
        "2026040",    "R8.4.1（",  "R8.4.1()",  "R8.4.1（火水）",  "R-8.4.1",
        "99999.4.1",  "R9999.4.1", "\xE4\xBB",  "令和8年4月1日日", "2026-04-01T00:00",
        "日曜日",     "（木）",    "木曜日",    "\xEF\xBC",        "1872-12-31",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_date(t, rows[i], NULL);
}

static void
an_impossible_day_is_refused_with_the_end_of_its_month(struct test *t)
{
    assert_string_equal(reason(t, "R7.2.29"), "この日付はありません。令和7年2月は28日までです。");
    assert_string_equal(reason(t, "2026-04-31"), "この日付はありません。2026年4月は30日までです。");
    assert_string_equal(reason(t, "R1.6.31"), "この日付はありません。令和元年6月は30日までです。");
    assert_string_equal(reason(t, "2026/13/1"), "この日付はありません。月は1から12までです。");
}

static void
a_year_beyond_its_era_is_refused_with_the_right_one(struct test *t)
{
    assert_string_equal(reason(t, "平成32年4月1日"),
                        "この日付はありません。令和2年4月1日なら R2.4.1 と書きます。");
    assert_string_equal(reason(t, "R1.4.30"),
                        "この日付はありません。平成31年4月30日なら H31.4.30 と書きます。");
    assert_string_equal(reason(t, "昭和64年1月8日"),
                        "この日付はありません。平成元年1月8日なら H1.1.8 と書きます。");
}

static void
both_eras_are_accepted_on_the_days_that_have_two(struct test *t)
{
    check_date(t, "明治45年7月30日", "1912-07-30");
    check_date(t, "大正元年7月30日", "1912-07-30");
    check_date(t, "明治45年7月31日", NULL);
    check_date(t, "大正元年7月29日", NULL);
    check_date(t, "大正15年12月25日", "1926-12-25");
    check_date(t, "昭和元年12月25日", "1926-12-25");
    check_date(t, "大正15年12月26日", NULL);
    check_date(t, "昭和元年12月24日", NULL);
    check_date(t, "平成31年4月30日", "2019-04-30");
    check_date(t, "平成31年5月1日", NULL);
}

static void
days_before_the_gregorian_calendar_are_refused(struct test *t)
{
    assert_string_equal(reason(t, "明治5年12月31日"),
                        "明治6年（1873年）1月1日より前の日付は書けません。");
    check_date(t, "1873-01-01", "1873-01-01");
}

static void
a_wrong_weekday_is_refused(struct test *t)
{
    assert_string_equal(reason(t, "R8.4.9（金）"),
                        "令和8年4月9日は木曜日です。日付か曜日を直してください。");
}

static void
long_text_is_refused(struct test *t)
{
    char *text = arena_get(t->arena, 100001);

    memset(text, '1', 100000);
    check_date(t, text, NULL);
    memset(text, ' ', 100000);
    check_date(t, text, NULL);
}

static void
dates_are_printed_in_four_forms(struct test *t)
{
    struct date date;

    assert_true(date_make(2026, 4, 9, &date));
    assert_string_equal(wareki_print(t->arena, date, WAREKI_LONG), "令和8年4月9日（木）");
    assert_string_equal(wareki_print(t->arena, date, WAREKI_PLAIN), "令和8年4月9日");
    assert_string_equal(wareki_print(t->arena, date, WAREKI_SHORT), "R8.4.9");
    assert_string_equal(wareki_print(t->arena, date, WAREKI_WESTERN), "2026-04-09");
    assert_true(date_make(2019, 5, 1, &date));
    assert_string_equal(wareki_print(t->arena, date, WAREKI_LONG), "令和元年5月1日（水）");
    assert_string_equal(wareki_print(t->arena, date, WAREKI_SHORT), "R1.5.1");
    assert_true(date_make(1872, 12, 31, &date));
    assert_string_equal(wareki_print(t->arena, date, WAREKI_LONG), "1872-12-31");
    assert_string_equal(wareki_print(t->arena, (struct date){ 0 }, WAREKI_LONG), "");
}

static void
eras_change_on_their_days(struct test *t)
{
    static const char *const rows[][2] = {
        { "1912-07-29", "M45.7.29" }, { "1912-07-30", "T1.7.30" }, { "1926-12-24", "T15.12.24" },
        { "1926-12-25", "S1.12.25" }, { "1989-01-07", "S64.1.7" }, { "1989-01-08", "H1.1.8" },
        { "2019-04-30", "H31.4.30" }, { "2019-05-01", "R1.5.1" },  { "1873-01-01", "M6.1.1" },
    };
    struct date date;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_true(date_parse(rows[i][0], &date));
        assert_string_equal(wareki_print(t->arena, date, WAREKI_SHORT), rows[i][1]);
    }
}

static void
every_printed_date_is_read_again(struct test *t)
{
    struct date first, last;

    assert_true(date_make(1873, 1, 1, &first) && date_make(2100, 12, 31, &last));
    for (struct date date = first; date.day <= last.day; date = date_add(date, 7)) {
        for (int form = WAREKI_LONG; form <= WAREKI_WESTERN; form++) {
            struct arena_mark mark = arena_mark(t->arena);
            const char *text = wareki_print(t->arena, date, (enum wareki_form)form);
            struct date again = { 0 };
            const char *why;

            if (!wareki_parse(t->arena, text, &again, &why) || again.day != date.day)
                fail_msg("%s", text);
            arena_reset(t->arena, mark);
        }
    }
}

static void
fiscal_years_are_named_for_april(struct test *t)
{
    assert_string_equal(wareki_fiscal(t->arena, 2025), "令和7年度");
    assert_string_equal(wareki_fiscal(t->arena, 2026), "令和8年度");
    assert_string_equal(wareki_fiscal(t->arena, 2019), "令和元年度");
    assert_string_equal(wareki_fiscal(t->arena, 2018), "平成30年度");
    assert_string_equal(wareki_fiscal(t->arena, 1988), "昭和63年度");
    assert_string_equal(wareki_fiscal(t->arena, 1989), "平成元年度");
    assert_string_equal(wareki_fiscal(t->arena, 1870), "1870年度");
}

static void
times_of_day_are_read_as_people_type_them(struct test *t)
{
    static const struct {
        const char *text;
        int minute;
    } rows[] = {
        { "8:45", 525 },        { "08:45", 525 },         { "８：４５", 525 },
        { "0845", 525 },        { "8:45:59", 525 },       { "午後12時10分", 730 },
        { "午前9時30分", 570 }, { "16時00分", 960 },      { "10時05分", 605 },
        { "16時", 960 },        { "16時5分", 965 },       { "16時5分10秒", 965 },
        { "午後1時", 780 },     { "午後 1:30", 810 },     { "午前０時", 0 },
        { "0:00", 0 },          { "24:00", 1440 },        { "正午", 720 },
        { "9時半", 570 },       { "午後11時59分", 1439 }, { "午後0時10分", 730 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int minute = -1;
        const char *why = "";

        if (!time_of_day_parse(t->arena, rows[i].text, &minute, &why) || minute != rows[i].minute)
            fail_msg("%s: %d %s", rows[i].text, minute, why);
    }
}

static void
what_is_no_time_of_day_is_refused(struct test *t)
{
    static const char *const rows[] = {
        "",        "8",     "845",         "8:5",   "8:60",      "24:01",   "25:00",
        "8:45 1",  "8.45",  "時",          "8時5",  "8時分",     "8時60分", "午後13時",
        "午前",    "8:45x", "午前12時",    "-8:45", "8時5分1",   "8:45:60", "99999",
        "8時10秒", "9999",  "午後午後1時", "正午1", "午前12:10",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int minute = -1;
        const char *why = NULL;

        if (time_of_day_parse(t->arena, rows[i], &minute, &why))
            fail_msg("%s: %d", rows[i], minute);
        assert_non_null(why);
    }
}

const struct test_case wareki_tests[] = {
    CASE(dates_are_read_as_people_type_them),
    CASE(what_is_no_date_is_refused),
    CASE(an_impossible_day_is_refused_with_the_end_of_its_month),
    CASE(a_year_beyond_its_era_is_refused_with_the_right_one),
    CASE(both_eras_are_accepted_on_the_days_that_have_two),
    CASE(days_before_the_gregorian_calendar_are_refused),
    CASE(a_wrong_weekday_is_refused),
    CASE(long_text_is_refused),
    CASE(dates_are_printed_in_four_forms),
    CASE(eras_change_on_their_days),
    CASE(every_printed_date_is_read_again),
    CASE(fiscal_years_are_named_for_april),
    CASE(times_of_day_are_read_as_people_type_them),
    CASE(what_is_no_time_of_day_is_refused),
    { 0 },
};
