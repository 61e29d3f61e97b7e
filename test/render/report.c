#include "render/report.h"

#include "tests.h"

static void
spans_follow_the_fiscal_year(struct test *t)
{
    static const struct {
        enum report_span span;
        const char *day, *from, *until, *title;
    } rows[] = {
        { SPAN_MONTH, "2026-10-15", "2026-10-01", "2026-10-31", "令和8年10月分" },
        { SPAN_MONTH, "2028-02-29", "2028-02-01", "2028-02-29", "令和10年2月分" },
        { SPAN_QUARTER, "2026-09-30", "2026-07-01", "2026-09-30", "令和8年度第2四半期" },
        { SPAN_QUARTER, "2027-01-01", "2027-01-01", "2027-03-31", "令和8年度第4四半期" },
        { SPAN_HALF, "2027-03-31", "2026-10-01", "2027-03-31", "令和8年度下半期" },
        { SPAN_HALF, "2026-04-01", "2026-04-01", "2026-09-30", "令和8年度上半期" },
        { SPAN_YEAR, "2027-03-31", "2026-04-01", "2027-03-31", "令和8年度" },
        { SPAN_NONE, "2026-11-20", "2026-11-20", "2026-11-20", "令和8年11月20日現在" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date day, from, until;
        char text[DATE_TEXT];

        assert_true(date_parse(rows[i].day, &day));
        report_period(rows[i].span, day, &from, &until);
        date_print(from, text);
        assert_string_equal(text, rows[i].from);
        date_print(until, text);
        assert_string_equal(text, rows[i].until);
        assert_string_equal(report_period_title(t->arena, rows[i].span, from), rows[i].title);
    }
}

/* A year is due on its last day, other periods when they are over. */
static void
the_usual_period_is_the_last_one_and_in_march_this_year(struct test *t)
{
    static const struct {
        enum report_span span;
        const char *today, *from;
    } rows[] = {
        { SPAN_MONTH, "2027-03-31", "2027-02-01" }, { SPAN_HALF, "2026-10-15", "2026-04-01" },
        { SPAN_YEAR, "2027-02-28", "2025-04-01" },  { SPAN_YEAR, "2027-03-01", "2026-04-01" },
        { SPAN_YEAR, "2027-04-01", "2026-04-01" },  { SPAN_NONE, "2027-03-01", "2027-03-01" },
    };

    (void)t;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date today, from, until;
        char text[DATE_TEXT];

        assert_true(date_parse(rows[i].today, &today));
        report_usual(rows[i].span, today, &from, &until);
        date_print(from, text);
        assert_string_equal(text, rows[i].from);
    }
}

const struct test_case report_tests[] = {
    CASE(spans_follow_the_fiscal_year),
    CASE(the_usual_period_is_the_last_one_and_in_march_this_year),
    { 0 },
};
