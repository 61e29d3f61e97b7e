#include "contract/plan_figures.h"

#include "agency.h"
#include "contract/plan.h"
#include "tests.h"

static struct indicator_figures
figures(int64_t target, int64_t april, int64_t may, int64_t june)
{
    struct indicator_figures f = { .target = target, .months = { april, may, june } };

    for (int i = 3; i < PLAN_MONTHS; i++)
        f.months[i] = NO_NUMBER;
    return f;
}

static void
a_year_is_the_sum_the_average_or_the_last_of_its_months(struct test *t)
{
    struct indicator total = { .sum = { "total" }, .better = { "more" } };
    struct indicator average = { .sum = { "average" }, .better = { "more" } };
    struct indicator last = { .sum = { "last" }, .better = { "more" } };
    struct indicator_figures f = figures(300, 30, 40, 35);

    (void)t;
    indicator_figures_compute(&total, &f);
    assert_int_equal(f.value, 105);
    assert_int_equal(f.tenths, 350);
    indicator_figures_compute(&average, &f);
    assert_int_equal(f.value, 35);
    indicator_figures_compute(&last, &f);
    assert_int_equal(f.value, 35);
    assert_false(f.reached);
}

static void
of_what_should_be_little_the_target_is_a_limit(struct test *t)
{
    struct indicator less = { .sum = { "total" }, .better = { "less" } };
    struct indicator_figures f = figures(12, 3, 4, 5), over = figures(12, 6, 7, 5);

    (void)t;
    indicator_figures_compute(&less, &f);
    assert_true(f.reached);
    assert_int_equal(f.tenths, 1000);
    indicator_figures_compute(&less, &over);
    assert_false(over.reached);
    assert_int_equal(over.tenths, 666);
}

static void
without_a_month_there_is_no_figure(struct test *t)
{
    struct indicator total = { .sum = { "total" }, .better = { "more" } };
    struct indicator_figures f = figures(300, NO_NUMBER, NO_NUMBER, NO_NUMBER);

    (void)t;
    indicator_figures_compute(&total, &f);
    assert_int_equal(f.value, NO_NUMBER);
    assert_int_equal(f.tenths, NO_NUMBER);
}

static void
create(struct agency *g, const struct ledger *l, void *row)
{
    struct act *a = agency_act(g);

    ((struct record *)row)->contract = g->contract;
    assert_done(a, ledger_create(a, l, row));
    act_end(a);
}

static void
create_month(struct agency *g, int64_t indicator, const char *month, int64_t actual)
{
    struct act *a = agency_act(g);
    struct indicator_month *it = ledger_new(a, &indicator_month_ledger);

    it->indicator.id = indicator;
    it->month = day(month);
    it->actual = actual;
    create(g, &indicator_month_ledger, it);
}

static void
create_cost(struct agency *g, int64_t plan, const char *title, int64_t budget, int64_t spent)
{
    struct act *a = agency_act(g);
    struct plan_cost *it = ledger_new(a, &plan_cost_ledger);

    it->plan.id = plan;
    it->title = title;
    it->budget.yen = budget;
    it->spent.yen = spent;
    create(g, &plan_cost_ledger, it);
}

static void
the_figures_of_a_plan_are_read_from_its_months_and_costs(struct test *t)
{
    struct agency g;
    struct act *a;
    struct plan *plan;
    struct indicator *indicator;
    struct plan_figures out;

    agency_open(t, &g);
    a = agency_act(&g);
    plan = ledger_new(a, &plan_ledger);
    plan->title = "令和8年度 事業計画書";
    plan->year = 2026;
    create(&g, &plan_ledger, plan);
    indicator = ledger_new(a, &indicator_ledger);
    indicator->plan.id = plan->base.id;
    indicator->title = "相談の件数";
    indicator->unit = "件";
    indicator->target = 240;
    create(&g, &indicator_ledger, indicator);
    create_month(&g, indicator->base.id, "2026-04-15", 18);
    create_month(&g, indicator->base.id, "2027-03-01", 22);
    create_month(&g, indicator->base.id, "2027-04-01", 99);
    create_cost(&g, plan->base.id, "人件費", 4000000, 3900000);
    create_cost(&g, plan->base.id, "通信費", 120000, 150000);
    a = agency_act(&g);
    assert_done(a, plan_figures_read(a, plan->base.id, day("2026-09-30"), &out));
    assert_int_equal(out.indicators[0].months[11], NO_NUMBER);
    assert_int_equal(out.indicators[0].value, 18);
    assert_done(a, plan_figures_read(a, plan->base.id, (struct date){ 0 }, &out));
    assert_int_equal(out.indicator_count, 1);
    assert_int_equal(out.indicators[0].months[0], 18);
    assert_int_equal(out.indicators[0].months[1], NO_NUMBER);
    assert_int_equal(out.indicators[0].months[11], 22);
    assert_int_equal(out.indicators[0].value, 40);
    assert_int_equal(out.indicators[0].tenths, 166);
    assert_int_equal(out.costs[1].left.yen, -30000);
    assert_int_equal(out.total.budget.yen, 4120000);
    assert_int_equal(out.total.spent.yen, 4050000);
}

static void
a_month_has_one_figure(struct test *t)
{
    struct agency g;
    struct act *a;
    struct plan *plan;
    struct indicator *indicator;
    struct indicator_month *again;

    agency_open(t, &g);
    a = agency_act(&g);
    plan = ledger_new(a, &plan_ledger);
    plan->title = "計画";
    plan->year = 2026;
    create(&g, &plan_ledger, plan);
    indicator = ledger_new(a, &indicator_ledger);
    indicator->plan.id = plan->base.id;
    indicator->title = "件数";
    indicator->unit = "件";
    indicator->target = 1;
    create(&g, &indicator_ledger, indicator);
    create_month(&g, indicator->base.id, "2026-04-15", 18);
    again = ledger_new(a, &indicator_month_ledger);
    again->base.contract = g.contract;
    again->indicator.id = indicator->base.id;
    again->month = day("2026-04-30");
    a = agency_act(&g);
    assert_false(ledger_create(a, &indicator_month_ledger, again));
    assert_string_equal(a->faults->field, "month");
}

const struct test_case plan_figures_tests[] = {
    CASE(a_year_is_the_sum_the_average_or_the_last_of_its_months),
    CASE(of_what_should_be_little_the_target_is_a_limit),
    CASE(without_a_month_there_is_no_figure),
    CASE(the_figures_of_a_plan_are_read_from_its_months_and_costs),
    CASE(a_month_has_one_figure),
    { 0 },
};
