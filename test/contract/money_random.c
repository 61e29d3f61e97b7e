#include "tests.h"

#include "slow.h"

/* A million stand in bench; here it is as many as sanitizers do in a second or two. */
enum { CASES = 50000 };

static void
random_cases_agree_with_reckoning_on_paper(struct test *t)
{
    uint64_t seed = 20261121;
    char why[300];

    (void)t;
    for (int i = 0; i < CASES; i++) {
        struct arena arena = { 0 };
        struct act a = { .arena = &arena };

        if (!slow_agrees(&a, &seed, why, sizeof why))
            fail_msg("case %d: %s", i, why);
        arena_release(&arena);
    }
}

/* The reference itself, by numbers that can be checked by eye. */
static void
paper_reckons_as_on_paper(struct test *t)
{
    struct paper rest, a = paper_of(330000000);

    (void)t;
    /* 330,000,000 ÷ 36,500 = 9,041 rest 3,500 */
    assert_int_equal(paper_compare(paper_over(a, paper_of(36500), &rest), paper_of(9041)), 0);
    assert_int_equal(paper_compare(rest, paper_of(3500)), 0);
    assert_int_equal(
        paper_compare(paper_times(paper_of(12345), paper_of(6789)), paper_of(83810205)), 0);
    assert_int_equal(paper_compare(paper_plus(paper_of(999), paper_of(1)), paper_of(1000)), 0);
    assert_int_equal(paper_compare(paper_minus(paper_of(1000), paper_of(1)), paper_of(999)), 0);
    assert_true(paper_compare(paper_of(999), paper_of(1000)) < 0);
}

const struct test_case money_random_tests[] = {
    CASE(paper_reckons_as_on_paper),
    CASE(random_cases_agree_with_reckoning_on_paper),
    { 0 },
};
