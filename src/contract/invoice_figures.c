#include "contract/invoice_figures.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/deliverable.h"
#include "contract/money.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { MOST_LINES = 100 };

static bool
is_once(const struct payment_plan *plan)
{
    return strcmp(plan->scheme.code, "once") == 0;
}

/* Of unit prices the months of the yearly sum have counts, those of preparation have none. */
static bool
has_counts(const struct invoice_figures *f)
{
    return strcmp(f->plan.scheme.code, "unit_price") == 0 &&
           strcmp(f->instalment.kind.code, "part") == 0;
}

/* --- acceptance ---------------------------------------------------------------------------- */

static bool
all_accepted(struct act *a, const struct payment_plan *plan, struct date *accepted)
{
    struct completion done;

    if (!contract_completion(a, plan->base.contract, &done))
        return false;
    *accepted = done.complete ? done.last : (struct date){ 0 };
    return done.complete ||
           fail(a, FAULT_CLASH, "instalment",
                "成果物 %lld件のうち %lld件がまだ合格していません。すべて合格してから請求書を"
                "作ります。",
                (long long)done.deliverables, (long long)(done.deliverables - done.passed));
}

static bool
report_accepted(struct act *a, const struct instalment *it, struct date *accepted)
{
    struct deliverable *d = ledger_new(a, &deliverable_ledger);
    const struct state *state;

    if (!it->report.id)
        return fail(a, FAULT_CLASH, "instalment",
                    "支払予定「%s」に、合格を確かめる成果物がありません。支払予定の「対象の成果物」"
                    "を書きます。",
                    it->title);
    if (!consequence_read(a, &deliverable_ledger, it->report.id, d))
        return false;
    *accepted = d->passed_on;
    state = state_find(&deliverable_ledger, d->base.state);
    return state_is(&d->base, "passed") ||
           fail(a, FAULT_CLASH, "instalment",
                "「%s」（%s）がまだ合格していません（いまは「%s」です）。合格してから請求書を"
                "作ります。",
                d->title, d->number, state ? state->label : "");
}

bool
instalment_accepted(struct act *a, const struct instalment *it, const struct payment_plan *plan,
                    struct date *accepted)
{
    *accepted = (struct date){ 0 };
    return is_once(plan) && !it->report.id ? all_accepted(a, plan, accepted)
                                           : report_accepted(a, it, accepted);
}

/* --- lines --------------------------------------------------------------------------------- */

static const char *
part_title(struct act *a, const struct invoice_figures *f)
{
    const struct instalment *it = &f->instalment;
    bool counted = strcmp(f->plan.scheme.code, "unit_price") == 0;
    const char *name = strcmp(it->kind.code, "preparation") == 0 ? "準備"
                       : counted                                 ? "定額"
                                                                 : f->contract_title;

    if (it->of < 2)
        return name;
    return arena_print(a->arena, "%s（%lld%sの第%lld回）", name, (long long)it->of,
                       strcmp(f->plan.scheme.code, "quarterly") == 0 ? "回" : "か月",
                       (long long)it->nth);
}

/* How the part came out of the whole; a part with an amount of its own says so. */
static bool
part_working(struct act *a, const struct invoice_figures *f, const char **out)
{
    const struct instalment *it = &f->instalment;
    bool prepared = strcmp(it->kind.code, "preparation") == 0;
    struct yen whole = prepared ? f->plan.preparation : f->plan.amount;
    struct yen rest, amount = it->amount;
    struct working w = { 0 };
    struct parts parts;

    *out = arena_print(a->arena, "%s円（支払計画で定めた額）", yen_digits(a->arena, amount));
    /* One that was added by hand is no part of a division. */
    if (it->of < 1)
        return true;
    if (!money_parts(a, whole, it->of, 1, &parts, &w))
        return false;
    rest.yen = parts.odd_part.yen - parts.each.yen;
    if (it->of == 1)
        *out = arena_print(a->arena, "%s円（支払計画の額）", yen_digits(a->arena, amount));
    else if (amount.yen == parts.each.yen)
        *out = step_text(a->arena, &w.steps[0]);
    else if (amount.yen == parts.odd_part.yen)
        *out = arena_print(a->arena, "%s。端数の %s円をこの回に加えて %s円",
                           step_text(a->arena, &w.steps[0]), yen_digits(a->arena, rest),
                           yen_digits(a->arena, amount));
    return true;
}

static bool
add_part(struct act *a, struct invoice_figures *f)
{
    struct invoice_line *line = &f->lines[f->line_count++];
    bool monthly = f->instalment.of > 1 && strcmp(f->plan.scheme.code, "quarterly") != 0;

    *line = (struct invoice_line){ .title = part_title(a, f),
                                   .quantity = 1,
                                   .unit = monthly ? "月" : "式",
                                   .price = f->instalment.amount,
                                   .amount = f->instalment.amount };
    return part_working(a, f, &line->working);
}

static void
add_tally(struct invoice_figures *f, const struct unit_price *item, const struct counted *counted)
{
    struct invoice_tally *t = &f->tallies[f->tally_count++];

    *t = (struct invoice_tally){ .title = item->title,
                                 .unit = item->unit,
                                 .limit = item->most,
                                 .before = counted->before,
                                 .now = counted->now,
                                 .total = counted->before + counted->now,
                                 .left = NO_NUMBER };
    if (item->most != NO_NUMBER)
        t->left = item->most - t->total;
}

static bool
add_item(struct act *a, struct invoice_figures *f, const struct unit_price *item)
{
    struct invoice_line *line = &f->lines[f->line_count++];
    struct working w = { 0 };
    struct counted counted;

    if (!counted_of(a, item->base.id, f->instalment.period.from, &counted))
        return false;
    if (counted.open)
        return fail(a, FAULT_CLASH, "instalment",
                    "「%s」の%sの実績が、まだ確認されていません。確認してから請求書を作ります。",
                    item->title, f->period);
    if (!working_add(a, &w,
                     (struct step){ .label = item->title,
                                    .terms = { { SIGN_FIRST, item->price.yen, UNIT_YEN },
                                               { SIGN_TIMES, counted.now, UNIT_PLAIN } } }))
        return false;
    *line = (struct invoice_line){ .title = item->title,
                                   .quantity = counted.now,
                                   .unit = item->unit,
                                   .price = item->price,
                                   .amount = w.yen };
    line->working =
        arena_print(a->arena, "%s円 × %lld%s ＝ %s円", yen_digits(a->arena, item->price),
                    (long long)counted.now, item->unit, yen_digits(a->arena, w.yen));
    add_tally(f, item, &counted);
    return true;
}

/* The yearly sum so far: the parts before this one, and this one. */
static bool
tally_fixed(struct act *a, struct invoice_figures *f)
{
    struct invoice_tally *t = &f->tallies[f->tally_count++];
    struct instalment_list list;

    if (!plan_instalments(a, f->plan.base.id, &list))
        return false;
    *t = (struct invoice_tally){
        .title = "定額", .unit = "円", .limit = f->plan.amount.yen, .now = f->instalment.amount.yen
    };
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.rows[i].kind.code, "part") == 0 && list.rows[i].nth < f->instalment.nth)
            t->before += list.rows[i].amount.yen;
    t->total = t->before + t->now;
    t->left = t->limit - t->total;
    return true;
}

static bool
add_counts(struct act *a, struct invoice_figures *f)
{
    struct unit_price_list items;

    if (!plan_unit_prices(a, f->plan.base.id, &items) || !tally_fixed(a, f))
        return false;
    if (items.count > MOST_LINES)
        return fail(a, FAULT_INVALID, "instalment", "単価の項目は%d件までです。", MOST_LINES);
    for (size_t i = 0; i < items.count; i++)
        if (!add_item(a, f, &items.rows[i]))
            return false;
    return true;
}

/* --- sums ---------------------------------------------------------------------------------- */

/* All amounts in one step where they fit into it, else one after the other. */
static bool
add_up(struct act *a, struct invoice_figures *f, const char *label, struct yen *sum)
{
    struct step step = { .label = label };
    size_t terms = 0;

    *sum = (struct yen){ 0 };
    for (size_t i = 0; i < f->line_count; i++) {
        if (terms == STEP_TERMS) {
            if (!working_add(a, &f->working, step))
                return false;
            step = (struct step){ .label = label,
                                  .terms = { { SIGN_FIRST, f->working.yen.yen, UNIT_YEN } } };
            terms = 1;
        }
        step.terms[terms] =
            (struct term){ terms ? SIGN_PLUS : SIGN_FIRST, f->lines[i].amount.yen, UNIT_YEN };
        terms++;
    }
    if (!working_add(a, &f->working, step))
        return false;
    *sum = f->working.yen;
    return true;
}

static bool
tax_on_top(struct act *a, struct invoice_figures *f)
{
    if (!add_up(a, f, "小計", &f->subtotal) || !money_tax(a, f->subtotal, f->tax_rate, &f->working))
        return false;
    f->tax = f->working.yen;
    if (!working_add(a, &f->working,
                     (struct step){ .label = "合計",
                                    .terms = { { SIGN_FIRST, f->subtotal.yen, UNIT_YEN },
                                               { SIGN_PLUS, f->tax.yen, UNIT_YEN } } }))
        return false;
    f->total = f->working.yen;
    return true;
}

static bool
tax_within(struct act *a, struct invoice_figures *f)
{
    if (!add_up(a, f, "合計", &f->total) ||
        !money_contained_tax(a, f->total, f->tax_rate, &f->working))
        return false;
    f->tax = f->working.yen;
    if (!working_add(a, &f->working,
                     (struct step){ .label = "税抜きの額",
                                    .terms = { { SIGN_FIRST, f->total.yen, UNIT_YEN },
                                               { SIGN_MINUS, f->tax.yen, UNIT_YEN } } }))
        return false;
    f->subtotal = f->working.yen;
    return true;
}

static bool
add_tax(struct act *a, struct invoice_figures *f)
{
    struct rate_fact fact;

    f->tax_included = strcmp(f->plan.tax.code, "included") == 0;
    f->tax_day = f->instalment.period.until;
    if (!tax_rate_on(a->arena, f->tax_day, &fact))
        return fail(a, FAULT_INVALID, "instalment", "%sの消費税率は、表にありません。",
                    wareki_print(a->arena, f->tax_day, WAREKI_PLAIN));
    f->tax_rate = fact.rate;
    return f->tax_included ? tax_within(a, f) : tax_on_top(a, f);
}

/* --- the whole ----------------------------------------------------------------------------- */

static bool
read_contract(struct act *a, struct invoice_figures *f)
{
    struct contract *c = ledger_new(a, &contract_ledger);
    bool found;

    if (!shape_read(a, shape_of(&contract_ledger), f->plan.base.contract, false, c, &found))
        return false;
    f->contract_number = found ? c->number : "";
    f->contract_title = found ? c->title : "";
    f->client = c->client;
    f->contractor = c->contractor;
    return contract_money(a, f->plan.base.contract, &f->agreed);
}

/* Without a fault where it has not been accepted. */
static bool
read_acceptance(struct act *a, struct invoice_figures *f)
{
    size_t faults = a->fault_count;

    if (!instalment_accepted(a, &f->instalment, &f->plan, &f->accepted_on))
        act_forgive(a, faults);
    return !f->instalment.report.id ||
           inspection_passed(a, f->instalment.report.id, &f->inspection, &f->inspected);
}

bool
instalment_figures(struct act *a, int64_t instalment, struct invoice_figures *out)
{
    *out =
        (struct invoice_figures){ .lines = NEW_ARRAY(a->arena, MOST_LINES + 1, struct invoice_line),
                                  .tallies =
                                      NEW_ARRAY(a->arena, MOST_LINES + 1, struct invoice_tally) };
    if (!consequence_read(a, &instalment_ledger, instalment, &out->instalment) ||
        !consequence_read(a, &payment_plan_ledger, out->instalment.plan.id, &out->plan) ||
        !read_contract(a, out) || !read_acceptance(a, out))
        return false;
    out->period = period_title(a, out->instalment.period);
    out->limit = out->agreed.limit == PAYMENT_NEXT_MONTH ? "請求書を受理した月の翌月末日まで"
                                                         : "請求書の受理の日から30日以内";
    return add_part(a, out) && (!has_counts(out) || add_counts(a, out)) && add_tax(a, out);
}

bool
invoice_figures(struct act *a, int64_t invoice, struct invoice *record, struct invoice_figures *out)
{
    if (!ledger_read(a, &invoice_ledger, invoice, false, record) ||
        !instalment_figures(a, record->instalment.id, out))
        return false;
    return (out->total.yen == record->total.yen && out->tax.yen == record->tax.yen) ||
           fail(a, FAULT_CLASH, NULL,
                "請求書 %sの額 %s円が、いまの記録から計算した %s円と違います。もとの記録が"
                "変わっています。",
                record->number, yen_digits(a->arena, record->total),
                yen_digits(a->arena, out->total));
}

const char *
figures_working(struct act *a, const struct invoice_figures *f)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < f->line_count; i++)
        buffer_print(&out, "(%zu) %s　%s\n", i + 1, f->lines[i].title, f->lines[i].working);
    for (size_t i = 0; i < f->working.count; i++)
        if (f->working.steps[i].terms[1].sign)
            buffer_print(&out, "%s　%s\n", f->working.steps[i].label,
                         step_text(a->arena, &f->working.steps[i]));
    buffer_print(&out, "税率　%sの %s％による", wareki_print(a->arena, f->tax_day, WAREKI_PLAIN),
                 rate_text(a->arena, f->tax_rate, false));
    return buffer_string(&out);
}
