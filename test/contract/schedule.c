#include "contract/schedule.h"

#include "agency.h"
#include "base/calendar.h"
#include "base/money.h"
#include "contract/task.h"
#include "tests.h"

static struct schedule_task
task_of(int64_t id, int64_t parent, const char *wbs, const char *from, const char *until)
{
    struct schedule_task it = {
        .id = id, .parent_id = parent, .wbs = wbs, .title = wbs, .assignee = "", .state = "planned"
    };

    if (from)
        it.planned = (struct period){ day(from), day(until) };
    return it;
}

static void
compute(struct test *t, struct schedule *s, const char *today)
{
    schedule_compute(t->arena, &calendar_office, day(today), s);
}

static void
numbers_go_before_letters_and_ten_after_two(struct test *t)
{
    (void)t;
    assert_true(wbs_compare("1.2", "1.10") < 0);
    assert_true(wbs_compare("1.10", "2") < 0);
    assert_true(wbs_compare("1", "1.1") < 0);
    assert_int_equal(wbs_compare("1.02", "1.2"), 0);
    assert_true(wbs_compare("A-2", "A-10") < 0);
}

static void
tasks_stand_under_their_parents_in_order(struct test *t)
{
    struct schedule_task tasks[] = { task_of(5, 0, "2", NULL, NULL),
                                     task_of(4, 1, "1.10", NULL, NULL),
                                     task_of(3, 1, "1.2", NULL, NULL),
                                     task_of(1, 0, "1", NULL, NULL),
                                     task_of(6, 3, "", NULL, NULL) };
    struct schedule s = { .tasks = tasks, .count = 5 };
    static const int64_t order[] = { 1, 3, 6, 4, 5 };
    static const int depths[] = { 0, 1, 2, 1, 0 };

    compute(t, &s, "2026-04-06");
    assert_int_equal(s.count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(s.tasks[i].id, order[i]);
        assert_int_equal(s.tasks[i].depth, depths[i]);
    }
}

/*
 * By hand, in open days (no weekends; 29 April is a holiday):
 *   A 6–10 April: 5 days            B after A, 13–17 April: 5 days
 *   C after A, 13–14 April: 2 days  D after B and C, 20–21 April: 2 days
 *   M milestone 21 April after D
 * The end is 12 days after the beginning. C may begin 3 days later, all others not at all.
 */
static void
the_critical_path_is_what_has_no_slack(struct test *t)
{
    static const int64_t a[] = { 1 }, bc[] = { 2, 3 }, d[] = { 4 };
    struct schedule_task tasks[] = {
        task_of(1, 0, "1", "2026-04-06", "2026-04-10"),
        task_of(2, 0, "2", "2026-04-13", "2026-04-17"),
        task_of(3, 0, "3", "2026-04-13", "2026-04-14"),
        task_of(4, 0, "4", "2026-04-20", "2026-04-21"),
        task_of(5, 0, "5", "2026-04-21", "2026-04-21"),
    };
    struct schedule s = { .tasks = tasks, .count = 5 };

    tasks[1].predecessors = tasks[2].predecessors = a;
    tasks[1].predecessor_count = tasks[2].predecessor_count = 1;
    tasks[3].predecessors = bc;
    tasks[3].predecessor_count = 2;
    tasks[4].predecessors = d;
    tasks[4].predecessor_count = 1;
    tasks[4].milestone = true;
    compute(t, &s, "2026-04-06");
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(s.tasks[i].is_critical, i != 2);
    assert_int_equal(s.tasks[0].days, 5);
    assert_int_equal(s.tasks[2].slack, 3);
    assert_int_equal(s.tasks[4].days, 0);
    assert_int_equal(s.link_count, 5);
    assert_true(s.links[0].is_critical);
    assert_false(s.links[1].is_critical);
    assert_false(s.links[0].is_broken);
    assert_int_equal(s.tasks[0].rank, 0);
    assert_int_equal(s.tasks[2].rank, 1);
    assert_int_equal(s.tasks[4].rank, 3);
}

/* The last milestone has a day of its own, weeks after what it waits for; what leads to it is
   critical all the same. */
static void
a_fixed_last_day_does_not_hide_the_path_to_it(struct test *t)
{
    static const int64_t a[] = { 1 };
    struct schedule_task tasks[] = { task_of(1, 0, "1", "2026-04-06", "2026-04-10"),
                                     task_of(2, 0, "2", "2026-04-06", "2026-04-07"),
                                     task_of(3, 0, "3", "2026-05-29", "2026-05-29") };
    struct schedule s = { .tasks = tasks, .count = 3 };

    tasks[2].milestone = true;
    tasks[2].predecessors = a;
    tasks[2].predecessor_count = 1;
    compute(t, &s, "2026-04-06");
    assert_true(s.tasks[0].is_critical);
    assert_true(s.tasks[2].is_critical);
    assert_int_equal(s.tasks[1].slack, 3);
}

static void
what_begins_before_its_predecessor_ends_is_shown(struct test *t)
{
    static const int64_t one[] = { 1 };
    struct schedule_task tasks[] = { task_of(1, 0, "1", "2026-04-06", "2026-04-10"),
                                     task_of(2, 0, "2", "2026-04-10", "2026-04-14") };
    struct schedule s = { .tasks = tasks, .count = 2 };

    tasks[1].predecessors = one;
    tasks[1].predecessor_count = 1;
    compute(t, &s, "2026-04-06");
    assert_true(s.links[0].is_broken);
    assert_true(s.tasks[1].is_too_early);
    assert_false(s.tasks[0].is_too_early);
}

static void
what_reaches_out_of_its_parent_is_shown(struct test *t)
{
    struct schedule_task tasks[] = { task_of(1, 0, "1", "2026-04-06", "2026-04-10"),
                                     task_of(2, 1, "1.1", "2026-04-06", "2026-04-10"),
                                     task_of(3, 1, "1.2", "2026-04-09", "2026-04-13") };
    struct schedule s = { .tasks = tasks, .count = 3 };

    compute(t, &s, "2026-04-06");
    assert_false(s.tasks[1].is_outside);
    assert_true(s.tasks[2].is_outside);
}

/*
 * Today is Thursday 16 April. Planned 6–17 April, ten open days, 12 days in all:
 *   30 %: 3 of 8 days that are over, 5 behind; the line passes at 6 April + 3.60 days
 *   80 %: 8 of 8, in time; at 6 April + 9.60 days
 *   not begun: 8 behind, at its beginning
 *   done on 20 April: one day late, and the line is back at today
 *   planned for later: today
 */
static void
lateness_and_the_progress_line_agree_with_a_hand_calculation(struct test *t)
{
    struct schedule_task tasks[] = {
        task_of(1, 0, "1", "2026-04-06", "2026-04-17"),
        task_of(2, 0, "2", "2026-04-06", "2026-04-17"),
        task_of(3, 0, "3", "2026-04-06", "2026-04-17"),
        task_of(4, 0, "4", "2026-04-06", "2026-04-13"),
        task_of(5, 0, "5", "2026-04-20", "2026-04-24"),
    };
    struct schedule s = { .tasks = tasks, .count = 5 };

    tasks[0].progress = 30;
    tasks[1].progress = 80;
    tasks[3].progress = 100;
    tasks[3].actual = (struct period){ day("2026-04-06"), day("2026-04-14") };
    compute(t, &s, "2026-04-16");
    assert_int_equal(s.tasks[0].late, 5);
    assert_int_equal(s.tasks[0].front.day.day, day("2026-04-09").day);
    assert_int_equal(s.tasks[0].front.hundredths, 60);
    assert_int_equal(s.tasks[1].late, 0);
    assert_int_equal(s.tasks[1].front.day.day, day("2026-04-15").day);
    assert_int_equal(s.tasks[2].late, 8);
    assert_int_equal(s.tasks[2].front.day.day, day("2026-04-06").day);
    assert_int_equal(s.tasks[3].late, 1);
    assert_int_equal(s.tasks[3].front.day.day, day("2026-04-16").day);
    assert_int_equal(s.tasks[4].late, 0);
    assert_int_equal(s.tasks[4].front.day.day, day("2026-04-16").day);
    assert_int_equal(s.late, 8);
}

/* 5 days at 100 % and 15 days at 20 %: 8 of 20 days, 40 %. */
static void
a_parent_adds_up_what_stands_below_it(struct test *t)
{
    struct schedule_task tasks[] = { task_of(1, 0, "1", NULL, NULL),
                                     task_of(2, 1, "1.1", "2026-06-01", "2026-06-05"),
                                     task_of(3, 1, "1.2", "2026-06-08", "2026-06-26") };
    struct schedule s = { .tasks = tasks, .count = 3 };

    tasks[1].progress = 100;
    tasks[1].actual = (struct period){ day("2026-06-01"), day("2026-06-05") };
    tasks[2].progress = 20;
    tasks[2].actual = (struct period){ day("2026-06-08"), { 0 } };
    compute(t, &s, "2026-06-11");
    assert_int_equal(s.tasks[0].done_percent, 40);
    assert_int_equal(s.tasks[0].shown.from.day, day("2026-06-01").day);
    assert_int_equal(s.tasks[0].shown.until.day, day("2026-06-26").day);
    assert_int_equal(s.tasks[0].ran.from.day, day("2026-06-01").day);
    assert_int_equal(s.tasks[0].ran.until.day, 0);
    assert_int_equal(s.done_percent, 40);
}

static void
days_far_away_cost_no_time(struct test *t)
{
    struct schedule_task tasks[] = { task_of(1, 0, "1", "0001-01-01", "9999-12-31") };
    struct schedule s = { .tasks = tasks, .count = 1 };

    compute(t, &s, "2026-06-11");
    assert_true(s.tasks[0].days > 9000 && s.tasks[0].days < 11000);
}

static int64_t
created(struct agency *g, const char *wbs, const char *from, const char *until, int64_t before)
{
    struct act *a = agency_act(g);
    struct task *it = ledger_new(a, &task_ledger);
    struct ref ref = { before, NULL };

    it->base.contract = g->contract;
    it->wbs = wbs;
    it->title = wbs;
    it->planned_from = day(from);
    it->planned_until = day(until);
    if (before)
        it->predecessors = (struct refs){ &ref, 1 };
    assert_done(a, ledger_create(a, &task_ledger, it));
    act_end(a);
    return it->base.id;
}

static void
a_schedule_is_read_from_the_records_of_its_contract(struct test *t)
{
    struct agency g;
    struct schedule s;
    struct act *a;
    int64_t first;

    agency_open(t, &g);
    first = created(&g, "1", "2026-04-06", "2026-04-10", 0);
    created(&g, "2", "2026-04-13", "2026-04-17", first);
    a = agency_act(&g);
    assert_done(a, schedule_read(a, g.contract, &s));
    assert_int_equal(s.count, 2);
    assert_int_equal(s.link_count, 1);
    assert_true(s.tasks[1].is_critical);
    assert_int_equal(s.span.until.day, day("2026-04-17").day);
}

const struct test_case schedule_tests[] = {
    CASE(numbers_go_before_letters_and_ten_after_two),
    CASE(tasks_stand_under_their_parents_in_order),
    CASE(the_critical_path_is_what_has_no_slack),
    CASE(a_fixed_last_day_does_not_hide_the_path_to_it),
    CASE(what_begins_before_its_predecessor_ends_is_shown),
    CASE(what_reaches_out_of_its_parent_is_shown),
    CASE(lateness_and_the_progress_line_agree_with_a_hand_calculation),
    CASE(a_parent_adds_up_what_stands_below_it),
    CASE(days_far_away_cost_no_time),
    CASE(a_schedule_is_read_from_the_records_of_its_contract),
    { 0 },
};
