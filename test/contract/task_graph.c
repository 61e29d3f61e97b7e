#include "contract/task_graph.h"

#include "agency.h"
#include "tests.h"

static bool
goes_round(struct test *t, const struct task_link *links, size_t count)
{
    struct task_graph graph;

    task_graph_make(t->arena, links, count, &graph);
    return task_graph_circle(&graph);
}

static void
a_chain_under_one_parent_is_no_circle(struct test *t)
{
    const int64_t one[] = { 11 }, two[] = { 12, 99 };
    const struct task_link links[] = {
        { 10, 0, NULL, 0 }, { 11, 10, NULL, 0 }, { 12, 10, one, 1 }, { 13, 10, two, 2 }
    };
    struct task_graph graph;

    task_graph_make(t->arena, links, 4, &graph);
    assert_false(task_graph_circle(&graph));
    assert_true(graph.has_below[0]);
    assert_int_equal(graph.parent[3], 0);
    assert_int_equal(graph.ordered, 8);
}

static void
tasks_that_wait_for_each_other_are_a_circle(struct test *t)
{
    const int64_t one[] = { 11 }, two[] = { 12 }, three[] = { 13 };
    const struct task_link links[] = { { 11, 0, three, 1 }, { 12, 0, one, 1 }, { 13, 0, two, 1 } };

    assert_true(goes_round(t, links, 3));
}

static void
parents_that_lead_back_are_a_circle(struct test *t)
{
    const struct task_link links[] = { { 11, 12, NULL, 0 }, { 12, 11, NULL, 0 } };

    assert_true(goes_round(t, links, 2));
}

static void
a_task_waits_neither_for_what_is_above_nor_for_what_is_below_it(struct test *t)
{
    const int64_t above[] = { 10 }, below[] = { 11 };
    const struct task_link up[] = { { 10, 0, NULL, 0 }, { 11, 10, above, 1 } };
    const struct task_link down[] = { { 10, 0, below, 1 }, { 11, 10, NULL, 0 } };

    assert_true(goes_round(t, up, 2));
    assert_true(goes_round(t, down, 2));
}

/* 20 waits for all of 10; then nothing below 10 may wait for 20. */
static void
a_predecessor_stands_for_all_below_it(struct test *t)
{
    const int64_t all[] = { 10 }, other[] = { 20 };
    const struct task_link links[] = { { 10, 0, NULL, 0 },
                                       { 11, 10, other, 1 },
                                       { 20, 0, all, 1 } };

    assert_true(goes_round(t, links, 3));
    assert_false(
        goes_round(t, (const struct task_link[]){ links[0], { 11, 10, NULL, 0 }, links[2] }, 3));
}

static void
what_a_task_waits_for_is_read_from_ids_and_numbers(struct test *t)
{
    struct task_number numbers[] = { { "2", 20 }, { "1.10", 12 }, { NULL, 30 }, { "1.2", 11 } };
    int64_t *ids;

    task_numbers_sort(numbers, 4);
    assert_int_equal(task_waits(t->arena, numbers, 4, ",12,15,", NULL, &ids), 2);
    assert_int_equal(ids[1], 15);
    assert_int_equal(task_waits(t->arena, numbers, 4, NULL, "1.2、1.10, 9 2", &ids), 3);
    assert_int_equal(ids[0], 11);
    assert_int_equal(ids[1], 12);
    assert_int_equal(ids[2], 20);
    assert_int_equal(task_waits(t->arena, numbers, 4, ",5,", "2", &ids), 2);
    assert_int_equal(task_waits(t->arena, numbers, 4, NULL, NULL, &ids), 0);
    assert_int_equal(task_waits(t->arena, numbers, 4, "", "、、", &ids), 0);
}

const struct test_case task_graph_tests[] = {
    CASE(a_chain_under_one_parent_is_no_circle),
    CASE(tasks_that_wait_for_each_other_are_a_circle),
    CASE(parents_that_lead_back_are_a_circle),
    CASE(a_task_waits_neither_for_what_is_above_nor_for_what_is_below_it),
    CASE(a_predecessor_stands_for_all_below_it),
    CASE(what_a_task_waits_for_is_read_from_ids_and_numbers),
    { 0 },
};
