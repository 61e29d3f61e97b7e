#include "desk/round.h"

#include <string.h>

#include "tests.h"

/* Office days Monday to Friday with the national holidays, closed 29 December to 3 January. */
static const struct calendar *
office(void)
{
    static struct calendar calendar = { .holidays_closed = true, .year_end_closed = true };

    for (int i = MONDAY; i <= FRIDAY; i++)
        calendar.weekly[i][0] = (struct hours){ 510, 1035 };
    return &calendar;
}

static struct date
day(const char *text)
{
    struct date date;

    assert_true(date_parse(text, &date));
    return date;
}

static struct round
rule_of(struct test *t, const char *text)
{
    struct round rule;
    const char *why = NULL;

    if (!round_parse(t->arena, text, &rule, &why))
        fail_msg("%s: %s", text, why);
    return rule;
}

/* The days of a rule from a day on, as "05-01 05-07". */
static const char *
days_of(struct test *t, const char *text, const char *from, size_t count)
{
    struct round rule = rule_of(t, text);
    struct date at = day(from);
    char *out = arena_copy(t->arena, "");

    while (count--) {
        char iso[DATE_TEXT];

        assert_true(round_next(&rule, office(), at, &at));
        date_print(at, iso);
        out = arena_print(t->arena, "%s%s%s", out, *out ? " " : "", iso + 5);
        at = date_add(at, 1);
    }
    return out;
}

static void
every_kind_of_rule_comes_on_its_days(struct test *t)
{
    static const struct {
        const char *rule, *from, *days;
        size_t count;
    } rows[] = {
        { "毎日", "2026-05-02", "05-02 05-03 05-04", 3 },
        /* Golden Week 2026: 3 to 6 May are holidays. */
        { "毎営業日", "2026-05-01", "05-01 05-07 05-08", 3 },
        { "毎週 月・木曜日", "2026-05-01", "05-04 05-07 05-11", 3 },
        { "毎月 5日・20日", "2026-05-01", "05-05 05-20 06-05", 3 },
        { "毎月 末日", "2027-02-01", "02-28 03-31 04-30", 3 },
        { "毎月 31日", "2026-04-01", "04-30 05-31 06-30", 3 },
        { "毎月 第2・第4火曜日", "2026-05-01", "05-12 05-26 06-09", 3 },
        { "毎月 最終金曜日", "2026-05-01", "05-29 06-26 07-31", 3 },
        { "毎月 第3営業日", "2026-05-01", "05-08 06-03 07-03", 3 },
        { "毎月 最終営業日", "2026-12-01", "12-28 01-29 02-26", 3 },
        { "毎年 4月1日・10月1日", "2026-05-01", "10-01 04-01 10-01", 3 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(days_of(t, rows[i].rule, rows[i].from, rows[i].count), rows[i].days);
}

static void
a_day_may_be_counted_from_behind_in_open_days(struct test *t)
{
    assert_string_equal(days_of(t, "毎月 末日の2営業日前", "2026-05-01", 3), "05-28 06-26 07-29");
    assert_string_equal(days_of(t, "毎年 1月1日の1営業日前", "2026-05-01", 1), "12-28");
}

static void
what_falls_on_a_closed_day_stays_moves_or_falls_away(struct test *t)
{
    assert_string_equal(days_of(t, "毎月 5日", "2026-05-01", 2), "05-05 06-05");
    assert_string_equal(days_of(t, "毎月 5日（休日は翌営業日）", "2026-05-01", 2), "05-07 06-05");
    assert_string_equal(days_of(t, "毎月 5日（休日は前営業日）", "2026-05-01", 2), "05-01 06-05");
    assert_string_equal(days_of(t, "毎月 5日（休日は行わない）", "2026-05-01", 2), "06-05 08-05");
}

static void
a_rule_is_read_as_people_type_it_and_shown_one_way(struct test *t)
{
    static const char *const pairs[][2] = {
        { "毎週　月，木", "毎週 月・木曜日" },
        { "毎月第２、第４火曜", "毎月 第2・第4火曜日" },
        { "毎月２５日の２営業日前", "毎月 25日の2営業日前" },
        { "毎開庁日", "毎営業日" },
        { "毎月月末(休日は前営業日)", "毎月 末日（休日は前営業日）" },
        { "毎年4月1日", "毎年 4月1日" },
        { "毎月 最終営業日", "毎月 最終営業日" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct round rule = rule_of(t, pairs[i][0]), again;
        const char *shown = round_show(t->arena, &rule), *why;

        assert_string_equal(shown, pairs[i][1]);
        assert_true(round_parse(t->arena, shown, &again, &why));
        assert_string_equal(round_show(t->arena, &again), shown);
    }
}

static void
what_is_no_rule_is_refused_with_examples(struct test *t)
{
    static const char *const wrong[] = {
        "",
        "ときどき",
        "毎週",
        "毎週 祝日",
        "毎月",
        "毎月 0日",
        "毎月 32日",
        "毎月 第0営業日",
        "毎月 第6火曜日",
        "毎年 13月1日",
        "毎年 4月",
        "毎日の2営業日前",
        "毎月 5日の0営業日前",
        "毎月 5日 翌日",
        "毎月 第99営業日",
        "毎月 1日・2日・3日・4日・5日・6日・7日・8日・9日・10日・11日・12日・13日",
    };
    struct round rule;
    const char *why;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        why = NULL;
        if (round_parse(t->arena, wrong[i], &rule, &why))
            fail_msg("%s was read", wrong[i]);
        assert_non_null(strstr(why, "毎週 月・木曜日"));
        assert_int_equal(rule.kind, ROUND_NONE);
    }
}

/* Ten years, each open day counted from the first of its month on, one by one. */
static void
n_th_open_days_agree_with_counting_them(struct test *t)
{
    struct round third = rule_of(t, "毎月 第3営業日"), last = rule_of(t, "毎月 最終営業日");

    for (struct date at = day("2024-01-01"); at.day < day("2034-01-01").day; at = date_add(at, 1)) {
        struct date next = date_add(at, 1);
        int number = 0, after = 0;

        for (int i = 1; i <= date_take(at).day; i++)
            number += calendar_open_day(office(), date_add(at, i - date_take(at).day));
        for (; date_take(next).month == date_take(at).month; next = date_add(next, 1))
            after += calendar_open_day(office(), next);
        assert_int_equal(round_comes(&third, office(), at),
                         number == 3 && calendar_open_day(office(), at));
        assert_int_equal(round_comes(&last, office(), at),
                         after == 0 && calendar_open_day(office(), at));
    }
}

const struct test_case round_tests[] = {
    CASE(every_kind_of_rule_comes_on_its_days),
    CASE(a_day_may_be_counted_from_behind_in_open_days),
    CASE(what_falls_on_a_closed_day_stays_moves_or_falls_away),
    CASE(a_rule_is_read_as_people_type_it_and_shown_one_way),
    CASE(what_is_no_rule_is_refused_with_examples),
    CASE(n_th_open_days_agree_with_counting_them),
    { 0 },
};
