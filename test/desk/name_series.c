#include "desk/name_series.h"

#include "contract/crew.h"
#include "tests.h"

static const struct name_series series = { .pattern = "{prefix}-{site}{yy}-{number:4}",
                                           .prefix = "AOB",
                                           .site = "HC" };

static void
a_name_is_its_pattern_filled_in(struct test *t)
{
    struct name_series it = series;

    assert_string_equal(name_print(t->arena, &it, NULL, day("2026-04-01"), 148), "AOB-HC26-0148");
    assert_string_equal(name_print(t->arena, &it, "NB", day("2026-03-31"), 12345),
                        "AOB-NB25-12345");
    it.pattern = "R{era}-{year}-{number}";
    assert_string_equal(name_print(t->arena, &it, NULL, day("2019-04-01"), 7), "R1-2019-7");
}

static void
a_counter_counts_apart_for_what_the_pattern_names(struct test *t)
{
    struct name_series it = series;

    assert_string_equal(name_run(t->arena, &it, "NB", day("2026-04-01")), "NB/2026");
    assert_string_equal(name_run(t->arena, &it, "", day("2026-03-31")), "HC/2025");
    it.pattern = "{prefix}-{number:4}";
    assert_string_equal(name_run(t->arena, &it, "NB", day("2026-04-01")), "/0");
}

static void
a_pattern_has_one_number_and_known_holes(struct test *t)
{
    static const char *const bad[] = {
        "", "AOB", "{number}{number}", "{host}-{number}", "{number:0}", "{number", "{number:4", "{}"
    };
    const char *why;

    (void)t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(name_pattern_check(bad[i], &why));
    assert_true(name_pattern_check("{number}", &why));
    assert_true(name_pattern_check("A-{site}-{number:9}", &why));
}

static void
a_name_is_what_a_network_takes(struct test *t)
{
    static const char *const bad[] = { "",    "-A1",   "A1-", "12345",
                                       "A_1", "端末1", "A 1", "ABCDEFGHIJKLMNOP" };
    const char *why;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(name_check(t->arena, bad[i], 15, &why));
    assert_true(name_check(t->arena, "ABCDEFGHIJKLMN1", 15, &why));
}

static void
a_rule_whose_names_would_be_too_long_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &name_series_ledger,
                            WITH("title", "長い", "pattern", "AOBA-CITY-{year}-{number:4}"), &id),
                   "pattern", "15文字まで");
    assert_refused(crew_try(&c, WORKER, &name_series_ledger,
                            WITH("title", "担当の", "pattern", "A-{number:4}"), &id),
                   NULL, "権限");
}

const struct test_case name_series_tests[] = {
    CASE(a_name_is_its_pattern_filled_in),
    CASE(a_counter_counts_apart_for_what_the_pattern_names),
    CASE(a_pattern_has_one_number_and_known_holes),
    CASE(a_name_is_what_a_network_takes),
    CASE(a_rule_whose_names_would_be_too_long_is_refused),
    { 0 },
};
