#include "figures.h"

#include <string.h>

#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/contract_sums.h"
#include "contract/expense.h"
#include "store/act.h"

static void
put_tally(struct act *a, struct buffer *out, const struct invoice_tally *t)
{
    const struct {
        const char *title;
        int64_t number;
    } parts[] = { { "上限", t->limit },
                  { "前月まで", t->before },
                  { "今月", t->now },
                  { "累計", t->total },
                  { "残り", t->left } };

    buffer_text(out, t->title);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buffer_print(out, " %s %s%s", parts[i].title,
                     parts[i].number == NO_NUMBER
                         ? "なし"
                         : yen_digits(a->arena, (struct yen){ parts[i].number }),
                     parts[i].number == NO_NUMBER ? "" : t->unit);
    buffer_char(out, '\n');
}

const char *
figures_lines(struct act *a, const struct invoice_figures *f)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "%s %s\n%s\n%s\n", f->contract_number, f->contract_title, f->period,
                 f->limit);
    for (size_t i = 0; i < f->line_count; i++)
        buffer_print(&out, "%s %lld%s %s円 %s円\n", f->lines[i].title,
                     (long long)f->lines[i].quantity, f->lines[i].unit,
                     yen_digits(a->arena, f->lines[i].price),
                     yen_digits(a->arena, f->lines[i].amount));
    for (size_t i = 0; i < f->tally_count; i++)
        put_tally(a, &out, &f->tallies[i]);
    if (f->inspected)
        buffer_print(&out, "検査 %s %s\n",
                     wareki_print(a->arena, f->inspection.inspected_on, WAREKI_PLAIN),
                     f->inspection.number);
    buffer_text(&out, figures_working(a, f));
    return buffer_string(&out);
}

static void
put_yen(struct act *a, struct buffer *out, const char *title, struct yen yen)
{
    buffer_print(out, "%s %s円\n", title, yen_digits(a->arena, yen));
}

static void
put_penalty(struct act *a, struct buffer *out, const struct contract_money *m, enum penalty kind)
{
    size_t faults = a->fault_count;
    struct working w = { 0 };
    bool done = contract_penalty(a, m, kind, &w);

    buffer_print(out, "%s %s\n", kind == PENALTY_RIGGING ? "談合" : "解除",
                 done ? step_text(a->arena, &w.steps[0]) : a->faults->message);
    act_forgive(a, faults);
}

static bool
put_expenses(struct act *a, struct buffer *out, int64_t contract)
{
    struct expense_sums list;

    if (!expense_totals(a, contract, fiscal_period(fiscal_year(instant_date(a->now))), &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        buffer_print(out, "経費 %s %lld件 %s円 うち税 %s円\n", list.rows[i].category,
                     (long long)list.rows[i].count, yen_digits(a->arena, list.rows[i].amount),
                     yen_digits(a->arena, list.rows[i].tax));
    return true;
}

const char *
sums_lines(struct act *a, int64_t contract)
{
    struct buffer out = { .arena = a->arena };
    struct contract_money agreed;
    struct contract_sums sums;

    if (!contract_money(a, contract, &agreed) ||
        !contract_sums(a, contract, instant_date(a->now), &sums))
        return "";
    put_yen(a, &out, "計画", sums.planned);
    put_yen(a, &out, "請求", sums.billed);
    put_yen(a, &out, "支払", sums.paid);
    put_yen(a, &out, "利息", sums.interest);
    put_yen(a, &out, "遅延", sums.overdue);
    buffer_print(&out, "遅延 %lld件 これから %lld回 次の期限 %s\n", (long long)sums.overdue_count,
                 (long long)sums.open_parts, wareki_print(a->arena, sums.next_limit, WAREKI_PLAIN));
    put_penalty(a, &out, &agreed, PENALTY_TERMINATION);
    put_penalty(a, &out, &agreed, PENALTY_RIGGING);
    return put_expenses(a, &out, contract) ? buffer_string(&out) : "";
}

const char *
delay_line(struct act *a, int64_t contract, struct yen part, struct date due, struct date delivered)
{
    struct contract_money agreed;
    struct working w = { 0 };

    if (!contract_money(a, contract, &agreed) ||
        !contract_delay(a, &agreed, part, due, delivered, &w))
        return a->faults->message;
    return working_text(a->arena, &w);
}
