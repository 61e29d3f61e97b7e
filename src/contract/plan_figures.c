#include "contract/plan_figures.h"

#include <string.h>

#include "base/arena.h"
#include "contract/plan.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct query indicators_query = {
    .name = "plan_figures.indicators",
    .sql = "SELECT id FROM indicator WHERE plan = :plan AND removed_at IS NULL ORDER BY line, id",
    FOUND_IDS,
};

static const struct query costs_query = {
    .name = "plan_figures.costs",
    .sql = "SELECT id FROM plan_cost WHERE plan = :plan AND removed_at IS NULL ORDER BY line, id",
    FOUND_IDS,
};

struct month_row {
    struct date month;
    int64_t target;
    int64_t actual;
};
struct month_list {
    struct month_row *rows;
    size_t count;
};

/* NO_NUMBER stands for NULL, which no figure can be. */
static const struct query months_query = {
    .name = "plan_figures.months",
    .sql = "SELECT month, COALESCE(target, :none) AS target, COALESCE(actual, :none) AS actual"
           " FROM indicator_month WHERE indicator = :indicator AND removed_at IS NULL"
           " AND month >= :from AND month <= :until ORDER BY month",
    .row_size = sizeof(struct month_row),
    .columns = COLUMNS(COLUMN(struct month_row, month), COLUMN(struct month_row, target),
                       COLUMN(struct month_row, actual)),
};

static bool
is_code(struct choice choice, const char *code)
{
    return choice.code && strcmp(choice.code, code) == 0;
}

void
indicator_figures_compute(const struct indicator *indicator, struct indicator_figures *f)
{
    int64_t sum = 0, count = 0, last = NO_NUMBER;

    for (int i = 0; i < PLAN_MONTHS; i++)
        if (f->months[i] != NO_NUMBER) {
            sum += f->months[i];
            last = f->months[i];
            count++;
        }
    f->value = f->tenths = NO_NUMBER;
    f->reached = false;
    if (!count)
        return;
    f->value = is_code(indicator->sum, "average") ? sum / count
               : is_code(indicator->sum, "last")  ? last
                                                  : sum;
    if (f->target == NO_NUMBER)
        return;
    f->reached = is_code(indicator->better, "less") ? f->value <= f->target : f->value >= f->target;
    if (is_code(indicator->better, "less"))
        f->tenths = f->reached ? 1000 : f->value > 0 ? f->target * 1000 / f->value : NO_NUMBER;
    else if (f->target != 0)
        f->tenths = f->value * 1000 / f->target;
}

static bool
read_indicator(struct act *a, const struct indicator *indicator, struct period period,
               struct indicator_figures *out)
{
    int64_t id = indicator->base.id;
    struct month_list months;

    if (!QUERY(a, &months_query, months, bind_int("indicator", id), bind_int("none", NO_NUMBER),
               bind_date("from", period.from), bind_date("until", period.until)))
        return false;
    *out = (struct indicator_figures){
        .id = id, .title = indicator->title, .unit = indicator->unit, .target = indicator->target
    };
    for (int i = 0; i < PLAN_MONTHS; i++)
        out->months[i] = out->targets[i] = NO_NUMBER;
    for (size_t i = 0; i < months.count; i++) {
        int at = (date_take(months.rows[i].month).month + 8) % PLAN_MONTHS;

        out->months[at] = months.rows[i].actual;
        out->targets[at] = months.rows[i].target;
    }
    indicator_figures_compute(indicator, out);
    return true;
}

static int64_t
amount(struct yen yen)
{
    return yen.yen == NO_NUMBER ? 0 : yen.yen;
}

static bool
read_costs(struct act *a, int64_t plan, struct plan_figures *out)
{
    struct plan_cost *costs;

    if (!shape_rows(a, shape_of(&plan_cost_ledger), &costs_query, BOUND(BIND(plan, plan)), &costs,
                    &out->cost_count))
        return false;
    out->costs = NEW_ARRAY(a->arena, out->cost_count, struct cost_figures);
    for (size_t i = 0; i < out->cost_count; i++) {
        const struct plan_cost *cost = &costs[i];
        struct cost_figures *it = &out->costs[i];

        *it = (struct cost_figures){ .title = cost->title,
                                     .budget = { amount(cost->budget) },
                                     .spent = { amount(cost->spent) } };
        it->left.yen = it->budget.yen - it->spent.yen;
        out->total.budget.yen += it->budget.yen;
        out->total.spent.yen += it->spent.yen;
    }
    out->total.title = "合計";
    out->total.left.yen = out->total.budget.yen - out->total.spent.yen;
    return true;
}

bool
plan_figures_read(struct act *a, int64_t plan, struct date until, struct plan_figures *out)
{
    struct plan *row = ledger_new(a, &plan_ledger);
    struct indicator *indicators;
    struct period period;

    *out = (struct plan_figures){ .indicators = NULL };
    if (!ledger_read(a, &plan_ledger, plan, false, row) ||
        !shape_rows(a, shape_of(&indicator_ledger), &indicators_query, BOUND(BIND(plan, plan)),
                    &indicators, &out->indicator_count))
        return false;
    period = fiscal_period((int)row->year);
    if (until.day && until.day < period.until.day)
        period.until = until;
    out->indicators = NEW_ARRAY(a->arena, out->indicator_count, struct indicator_figures);
    for (size_t i = 0; i < out->indicator_count; i++)
        if (!read_indicator(a, &indicators[i], period, &out->indicators[i]))
            return false;
    return read_costs(a, plan, out);
}
