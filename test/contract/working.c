#include "contract/working.h"

#include <string.h>

#include "base/buffer.h"
#include "contract/money.h"
#include "tests.h"

static struct working
delay_of(struct test *t, int64_t amount)
{
    struct act a = { .arena = t->arena };
    struct working w = { 0 };

    assert_true(
        money_delay_interest(&a, (struct yen){ amount }, 20, (struct rate){ 3000 }, 1000, 100, &w));
    return w;
}

static void
a_step_shows_operands_the_exact_fraction_and_how_it_was_cut(struct test *t)
{
    struct working w = delay_of(t, 5500000);

    assert_string_equal(step_text(t->arena, &w.steps[1]),
                        "5,500,000円 × 3.0％ × 20日 ÷ 365日 ＝ 9,041.0958…円（660,000/73円） "
                        "100円未満切捨て → 9,000円");
    assert_string_equal(step_exact(t->arena, &w.steps[1]), "660000/73");
}

static void
a_fraction_that_ends_is_shown_to_its_end(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct working w = { 0 };

    assert_true(money_tax(&a, (struct yen){ 4719277 }, (struct rate){ 10000 }, &w));
    assert_string_equal(step_text(t->arena, &w.steps[0]),
                        "4,719,277円 × 10％ ＝ 471,927.7円 1円未満切捨て → 471,927円");
}

static void
what_is_whole_is_not_said_to_be_cut(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct working w = { 0 };

    assert_true(money_award(&a, (struct yen){ 1000000 }, (struct rate){ 10000 }, &w));
    assert_string_equal(step_text(t->arena, &w.steps[0]), "1,000,000円 × 110 ÷ 100 ＝ 1,100,000円");
}

static void
a_working_is_a_line_for_each_step(struct test *t)
{
    struct working w = delay_of(t, 1234567);
    const char *text = working_text(t->arena, &w);

    assert_non_null(
        strstr(text, "計算の基礎　1,234,567円 1,000円未満切捨て → 1,234,000円\n遅延利息"));
}

static void
json_names_each_part_of_a_step(struct test *t)
{
    struct working w = delay_of(t, 5500000);
    struct buffer out = { .arena = t->arena };

    working_json(t->arena, &out, &w);
    assert_non_null(strstr(buffer_string(&out), "\"exact\":\"660000/73\",\"cut\":100,"
                                                "\"rounding\":\"down\",\"yen\":9000}]"));
}

static void
what_falls_below_zero_is_refused(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct working w = { 0 };

    assert_false(working_add(
        &a, &w,
        (struct step){ .label = "残り",
                       .terms = { { SIGN_FIRST, 5, UNIT_YEN }, { SIGN_MINUS, 6, UNIT_YEN } } }));
    assert_int_equal(w.count, 0);
}

static void
yen_are_grouped_in_thousands(struct test *t)
{
    assert_string_equal(yen_digits(t->arena, (struct yen){ 0 }), "0");
    assert_string_equal(yen_digits(t->arena, (struct yen){ 999 }), "999");
    assert_string_equal(yen_digits(t->arena, (struct yen){ 1000 }), "1,000");
    assert_string_equal(yen_digits(t->arena, (struct yen){ -1234567 }), "−1,234,567");
}

const struct test_case working_tests[] = {
    CASE(a_step_shows_operands_the_exact_fraction_and_how_it_was_cut),
    CASE(a_fraction_that_ends_is_shown_to_its_end),
    CASE(what_is_whole_is_not_said_to_be_cut),
    CASE(a_working_is_a_line_for_each_step),
    CASE(json_names_each_part_of_a_step),
    CASE(what_falls_below_zero_is_refused),
    CASE(yen_are_grouped_in_thousands),
    { 0 },
};
