/* Dividing a payment plan into its instalments, and adding them up again. */

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/money.h"
#include "contract/payment_plan.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { QUARTER = 3 };

/* One kind of parts: so many periods, and the amounts they get. */
struct division {
    const char *kind;
    struct period periods[MOST_PARTS];
    int64_t count;
    struct parts parts;
    struct working working;
};

/* --- periods ------------------------------------------------------------------------------ */

/* The last day of the month, or of the quarter of a fiscal year, that a day lies in. */
static struct date
span_end(struct date day, bool quarterly)
{
    int month = date_take(day).month;
    int ahead = quarterly ? (QUARTER - 1) - (month - 1) % QUARTER : 0;

    return date_month_end(date_add_months(day, ahead));
}

static bool
cut_periods(struct act *a, struct period whole, bool quarterly, struct division *out)
{
    struct date from = whole.from;

    for (out->count = 0; from.day <= whole.until.day; out->count++) {
        struct date end = span_end(from, quarterly);

        if (out->count == MOST_PARTS)
            return fail(a, FAULT_INVALID, "period", "支払の回数は%d回までです。", MOST_PARTS);
        out->periods[out->count] =
            (struct period){ from, end.day < whole.until.day ? end : whole.until };
        from = date_add(end, 1);
    }
    return true;
}

static int64_t
odd_part(const struct payment_plan *plan, const struct division *d)
{
    if (strcmp(plan->remainder.code, "last") == 0)
        return d->count;
    for (int64_t i = 0; strcmp(plan->remainder.code, "month") == 0 && i < d->count; i++)
        if (plan->remainder_month.day <= d->periods[i].until.day)
            return i + 1;
    return 1;
}

static bool
divide_amount(struct act *a, const struct payment_plan *plan, struct division *out)
{
    const char *scheme = plan->scheme.code;

    *out = (struct division){ .kind = "part" };
    if (!plan->period.from.day || !plan->period.until.day)
        return fail(a, FAULT_INVALID, "period", "支払の対象期間の始まりと終わりを書きます。");
    if (strcmp(scheme, "once") == 0) {
        out->periods[0] = plan->period;
        out->count = 1;
    } else if (!cut_periods(a, plan->period, strcmp(scheme, "quarterly") == 0, out)) {
        return false;
    }
    return money_parts(a, plan->amount, out->count, odd_part(plan, out), &out->parts,
                       &out->working);
}

/* The remainder of the preparation goes to its first month. */
static bool
divide_preparation(struct act *a, const struct payment_plan *plan, struct division *out)
{
    *out = (struct division){ .kind = "preparation" };
    return plan->preparation.yen <= 0 ||
           (cut_periods(a, plan->preparing, false, out) &&
            money_parts(a, plan->preparation, out->count, 1, &out->parts, &out->working));
}

bool
plan_working(struct act *a, const struct payment_plan *plan, const char **working)
{
    struct division *d = NEW(a->arena, struct division);
    const char *before = "";

    if (!divide_preparation(a, plan, d))
        return false;
    if (d->count)
        before = arena_print(a->arena, "準備\n%s\n", working_text(a->arena, &d->working));
    if (!divide_amount(a, plan, d))
        return false;
    *working = arena_print(a->arena, "%s%s", before, working_text(a->arena, &d->working));
    return true;
}

/* --- writing ------------------------------------------------------------------------------ */

static bool
make_instalments(struct act *a, const struct payment_plan *plan, const struct division *d)
{
    for (int64_t n = 1; n <= d->count; n++) {
        struct instalment *it = ledger_new(a, &instalment_ledger);

        it->base.contract = plan->base.contract;
        it->base.organisation = plan->base.organisation;
        it->plan.id = plan->base.id;
        it->nth = n;
        it->of = d->count;
        it->kind.code = d->kind;
        it->period = d->periods[n - 1];
        it->amount = parts_at(&d->parts, n);
        if (!ledger_create(a, &instalment_ledger, it))
            return false;
    }
    return true;
}

bool
plan_divide(struct act *a, const struct payment_plan *plan)
{
    struct division *d = NEW(a->arena, struct division);

    return divide_preparation(a, plan, d) && make_instalments(a, plan, d) &&
           divide_amount(a, plan, d) && make_instalments(a, plan, d);
}

bool
plan_undivide(struct act *a, int64_t plan)
{
    struct instalment_list list;

    if (!plan_instalments(a, plan, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!ledger_remove(a, &instalment_ledger, list.rows[i].base.id, list.rows[i].base.version))
            return false;
    return true;
}

/* --- reading ------------------------------------------------------------------------------ */

static const struct query instalments_query = {
    .name = "payment_plan.instalments",
    .sql = "SELECT id FROM instalment WHERE plan = :plan AND removed_at IS NULL"
           " ORDER BY CASE WHEN kind = 'preparation' THEN 0 ELSE 1 END, nth, id",
    FOUND_IDS,
};

static const struct query prices_query = {
    .name = "payment_plan.unit_prices",
    .sql = "SELECT id FROM unit_price WHERE plan = :plan AND removed_at IS NULL ORDER BY id",
    FOUND_IDS,
};

bool
plan_instalments(struct act *a, int64_t plan, struct instalment_list *out)
{
    return shape_rows(a, shape_of(&instalment_ledger), &instalments_query, BOUND(BIND(plan, plan)),
                      &out->rows, &out->count);
}

bool
plan_unit_prices(struct act *a, int64_t plan, struct unit_price_list *out)
{
    return shape_rows(a, shape_of(&unit_price_ledger), &prices_query, BOUND(BIND(plan, plan)),
                      &out->rows, &out->count);
}

/* --- adding up ---------------------------------------------------------------------------- */

static int64_t
sum_of(const struct instalment_list *list, const char *kind)
{
    int64_t sum = 0;

    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->rows[i].kind.code, kind) == 0)
            sum += list->rows[i].amount.yen;
    return sum;
}

static bool
equals(struct act *a, const char *label, int64_t sum, struct yen wanted)
{
    struct yen off = { sum > wanted.yen ? sum - wanted.yen : wanted.yen - sum };

    return !off.yen || fail(a, FAULT_INVALID, "amount",
                            "%s内訳の計 %s円が、%s円より %s円%sです。内訳の額を直します。", label,
                            yen_digits(a->arena, (struct yen){ sum }), yen_digits(a->arena, wanted),
                            yen_digits(a->arena, off), sum > wanted.yen ? "多い" : "少ない");
}

bool
plan_adds_up(struct act *a, const struct payment_plan *plan)
{
    struct yen preparation = { plan->preparation.yen > 0 ? plan->preparation.yen : 0 };
    struct instalment_list list;

    return plan_instalments(a, plan->base.id, &list) &&
           equals(a, "", sum_of(&list, "part"), plan->amount) &&
           equals(a, "準備の", sum_of(&list, "preparation"), preparation);
}
