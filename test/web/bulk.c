#include <string.h>

#include "errand.h"
#include "tests.h"
#include "web/bulk.h"

static const char *
picks(struct errands *e, const char *rest, int64_t first, int64_t second)
{
    return arena_print(e->test->arena, "%s&pick=%lld.1&pick=%lld.1", rest, (long long)first,
                       (long long)second);
}

static void
rows_are_shown_before_anything_is_written(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    q = errands_post(&e, 0, picks(&e, "do=move.finish", first, second));
    answer = errands_ask(&e, &q, bulk_do);
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(answer.text, "<del>受付</del>"));
    assert_non_null(strstr(answer.text, "2件を変える"));
    assert_string_equal(errands_read(&e, first)->base.state, "received");
}

static void
all_rows_are_written_at_once(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    q = errands_post(&e, 0,
                     picks(&e,
                           "do=move.finish&confirm=all&done_on=R8.4.2&back=/test/errands?view=all",
                           first, second));
    answer = errands_ask(&e, &q, bulk_do);
    assert_int_equal(answer.status, 303);
    assert_string_equal(errands_read(&e, first)->base.state, "done");
    assert_string_equal(errands_read(&e, second)->base.state, "done");
}

static void
one_row_that_refuses_is_named_and_nothing_is_written(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    q = errands_post(&e, 0,
                     arena_print(t->arena,
                                 "do=set.kind&kind=lan&confirm=all&pick=%lld.1&pick=%lld.7",
                                 (long long)first, (long long)second));
    answer = errands_ask(&e, &q, bulk_do);
    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "選んだ後で、ほかの方が変えました。"));
    assert_string_equal(errands_read(&e, first)->kind.code, "print");
}

static void
the_good_rows_can_be_written_alone(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    q = errands_post(&e, 0,
                     arena_print(t->arena,
                                 "do=set.kind&kind=lan&confirm=good&pick=%lld.1&pick=%lld.7",
                                 (long long)first, (long long)second));
    answer = errands_ask(&e, &q, bulk_do);
    assert_int_equal(answer.status, 303);
    assert_string_equal(errands_read(&e, first)->kind.code, "lan");
    assert_string_equal(errands_read(&e, second)->kind.code, "print");
}

static void
nothing_picked_is_told(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_post(&e, 0, "do=move.finish");
    answer = errands_ask(&e, &q, bulk_do);
    assert_false(answer.good);
    assert_string_equal(answer.act->faults->field, "pick");
}

const struct test_case bulk_tests[] = {
    CASE(rows_are_shown_before_anything_is_written),
    CASE(all_rows_are_written_at_once),
    CASE(one_row_that_refuses_is_named_and_nothing_is_written),
    CASE(the_good_rows_can_be_written_alone),
    CASE(nothing_picked_is_told),
    { 0 },
};
