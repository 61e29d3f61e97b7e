#include "render/figure.h"

#include "tests.h"

static void
numbers_are_written_as_offices_write_them(struct test *t)
{
    static const struct {
        struct figure figure;
        const char *text;
    } rows[] = {
        { { .kind = FIGURE_NUMBER, .number = 1234567, .unit = "件" }, "1,234,567件" },
        { { .kind = FIGURE_NUMBER, .number = 0, .unit = "件" }, "0件" },
        { { .kind = FIGURE_NUMBER, .number = -173, .decimals = 1, .unit = "％" }, "−17.3％" },
        { { .kind = FIGURE_NUMBER, .number = 5, .decimals = 2 }, "0.05" },
        { { .kind = FIGURE_NUMBER, .number = INT64_MIN + 1 }, "−9,223,372,036,854,775,807" },
        { { .kind = FIGURE_CHANGE, .number = 93 }, "＋93" },
        { { .kind = FIGURE_CHANGE, .number = -25 }, "−25" },
        { { .kind = FIGURE_CHANGE, .number = 0 }, "±0" },
        { { .kind = FIGURE_YEN, .number = 5191204, .unit = "円" }, "5,191,204円" },
        { { .kind = FIGURE_DURATION, .number = 11 }, "0:11" },
        { { .kind = FIGURE_DURATION, .number = 605 }, "10:05" },
        { { .kind = FIGURE_NONE }, "－" },
        { { .kind = FIGURE_UNKNOWN }, "（未確定）" },
        { { .kind = FIGURE_EMPTY }, "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(figure_print(t->arena, &rows[i].figure), rows[i].text);
}

static void
days_are_written_for_their_place(struct test *t)
{
    static const char *const texts[DAY_FORMS] = {
        [DAY_LONG] = "令和8年11月27日",    [DAY_WEEKDAY] = "令和8年11月27日（金）",
        [DAY_MONTH] = "11月27日",          [DAY_NARROW] = "R8.11.27",
        [DAY_DEADLINE] = "11月27日（金）",
    };
    struct date date;
    struct figure figure;

    assert_true(date_make(2026, 11, 27, &date));
    for (enum day_form form = DAY_LONG; form <= DAY_DEADLINE; form++) {
        figure = figure_date(date, form);
        assert_string_equal(figure_print(t->arena, &figure), texts[form]);
    }
    figure = figure_time(instant_make(date, 552), DAY_MONTH);
    assert_string_equal(figure_print(t->arena, &figure), "11月27日 9:12");
    figure = figure_date((struct date){ 0 }, DAY_LONG);
    assert_string_equal(figure_print(t->arena, &figure), "－");
}

static void
shares_are_rounded_half_up_to_one_decimal(struct test *t)
{
    static const struct {
        int64_t part, base;
        const char *text;
    } rows[] = {
        { 615, 632, "97.3％" }, { 1, 3, "33.3％" },
        { 1, 2000, "0.1％" },   { 1, 2001, "0.0％" },
        { 0, 5, "0.0％" },      { 5, 5, "100.0％" },
        { 5, 0, "－" },         { INT64_MAX, INT64_MAX, "100.0％" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct figure figure = figure_share(rows[i].part, rows[i].base);

        assert_string_equal(figure_print(t->arena, &figure), rows[i].text);
    }
}

const struct test_case figure_tests[] = {
    CASE(numbers_are_written_as_offices_write_them),
    CASE(days_are_written_for_their_place),
    CASE(shares_are_rounded_half_up_to_one_decimal),
    { 0 },
};
