/* 事業計画書, 事業報告書. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/event_rights.h"
#include "contract/paper_head.h"
#include "contract/plan.h"
#include "contract/plan_figures.h"
#include "store/act.h"

static struct figure
number(int64_t value)
{
    return value == NO_NUMBER ? figure_none() : figure_count(value, NULL);
}

static void
write_targets(struct contract_paper *p, const struct plan_figures *f, bool reached)
{
    static const struct document_column columns[] = {
        { .title = "指標" },
        { .title = "単位", .align = ALIGN_CENTRE, .width = 160 },
        { .title = "年度の目標", .align = ALIGN_RIGHT, .width = 260 },
        { .title = "実績", .align = ALIGN_RIGHT, .width = 240 },
        { .title = "達成率", .align = ALIGN_RIGHT, .width = 220 },
        { .title = "結果", .align = ALIGN_CENTRE, .width = 180 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, reached ? 6 : 3);

    if (!f->indicator_count) {
        compose_paragraph(p->c, "指標は定めていない。");
        return;
    }
    table->caption = reached ? "指標の達成" : "指標と目標";
    for (size_t i = 0; i < f->indicator_count; i++) {
        const struct indicator_figures *it = &f->indicators[i];

        table_cell(&t, figure_text(arena, it->title));
        table_cell(&t, figure_text(arena, it->unit));
        table_cell(&t, number(it->target));
        if (!reached)
            continue;
        table_cell(&t, number(it->value));
        table_cell(&t,
                   it->tenths == NO_NUMBER ? figure_none() : figure_decimal(it->tenths, 1, "％"));
        table_cell(&t, it->value == NO_NUMBER ? figure_unknown()
                                              : figure_text(arena, it->reached ? "達成" : "未達"));
    }
    compose_table(p->c, table);
}

static void
write_months(struct contract_paper *p, const struct plan_figures *f)
{
    struct document_column *columns =
        NEW_ARRAY(p->a->arena, PLAN_MONTHS + 1, struct document_column);
    struct arena *arena = p->a->arena;
    struct document_table *table;
    struct table_maker t;

    if (!f->indicator_count)
        return;
    columns[0] = (struct document_column){ .title = "指標", .width = 360 };
    for (int i = 0; i < PLAN_MONTHS; i++)
        columns[i + 1] = (struct document_column){
            .title = arena_print(arena, "%d月", (i + 3) % PLAN_MONTHS + 1), .align = ALIGN_RIGHT
        };
    table = table_begin(&t, arena, columns, PLAN_MONTHS + 1);
    table->caption = "月ごとの実績";
    table->small = true;
    for (size_t i = 0; i < f->indicator_count; i++) {
        table_cell(&t, figure_text(arena, f->indicators[i].title));
        for (int m = 0; m < PLAN_MONTHS; m++)
            table_cell(&t, number(f->indicators[i].months[m]));
    }
    compose_table(p->c, table);
}

static void
cost_row(struct table_maker *t, const struct cost_figures *it, bool spent)
{
    table_cell(t, figure_text(t->arena, it->title));
    table_cell(t, figure_yen(it->budget));
    if (!spent)
        return;
    table_cell(t, figure_yen(it->spent));
    table_cell(t, figure_yen(it->left));
}

static void
write_costs(struct contract_paper *p, const struct plan_figures *f, bool spent)
{
    static const struct document_column columns[] = {
        { .title = "費目" },
        { .title = "計画額", .align = ALIGN_RIGHT, .width = 340 },
        { .title = "支出額", .align = ALIGN_RIGHT, .width = 340 },
        { .title = "残額", .align = ALIGN_RIGHT, .width = 340 },
    };
    struct cost_figures total = f->total;
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, spent ? 4 : 2);

    if (!f->cost_count) {
        compose_paragraph(p->c, "経費の記録は0件である。");
        return;
    }
    total.title = "合計";
    table->caption = spent ? "経費の執行" : "経費の計画";
    for (size_t i = 0; i < f->cost_count; i++)
        cost_row(&t, &f->costs[i], spent);
    table_sum(&t);
    cost_row(&t, &total, spent);
    compose_table(p->c, table);
}

static bool
make_plan(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct plan *it = ledger_new(a, &plan_ledger);
    struct plan_figures f;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !paper_read(&p, &plan_ledger, order->record, it) ||
        !plan_figures_read(a, order->record, (struct date){ 0 }, &f))
        return false;
    *records += (int64_t)(f.indicator_count + f.cost_count);
    c->document->title = it->title;
    paper_letter(c, p.contract, NULL, it->title, false);
    compose_lead(c, "%sの計画である。", wareki_fiscal(a->arena, (int)it->year));
    paper_pairs(&p, &plan_ledger, it, "period submitted_on approved_on");
    compose_section(c, 1, "計画の内容");
    paper_texts(&p, &plan_ledger, it, "policy schedule targets");
    compose_section(c, 1, "指標");
    write_targets(&p, &f, false);
    compose_section(c, 1, "体制");
    paper_texts(&p, &plan_ledger, it, "structure emergency");
    compose_section(c, 1, "経費");
    write_costs(&p, &f, false);
    if (it->remark.text && *it->remark.text)
        paper_texts(&p, &plan_ledger, it, "remark");
    compose_end(c);
    return true;
}

static bool
make_year(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct plan_report *it = ledger_new(a, &plan_report_ledger);
    struct plan_figures f;
    struct contract_paper p;
    int64_t reached = 0;

    if (!paper_open(a, order, c, records, &p) ||
        !paper_read(&p, &plan_report_ledger, order->record, it) ||
        !plan_figures_read(a, it->plan.id, it->period.until, &f))
        return false;
    *records += (int64_t)(f.indicator_count + f.cost_count);
    for (size_t i = 0; i < f.indicator_count; i++)
        reached += f.indicators[i].reached;
    c->document->title = it->title;
    paper_letter(c, p.contract, NULL, it->title, false);
    paper_pairs(&p, &plan_report_ledger, it, "plan period submitted_on approved_on");
    compose_lead(c, "指標は%zu件のうち%lld件が目標に達した。", f.indicator_count,
                 (long long)reached);
    compose_section(c, 1, "実施の状況");
    paper_texts(&p, &plan_report_ledger, it, "performance");
    compose_section(c, 1, "指標の達成");
    write_targets(&p, &f, true);
    write_months(&p, &f);
    paper_texts(&p, &plan_report_ledger, it, "reached");
    compose_section(c, 1, "経費");
    write_costs(&p, &f, true);
    paper_texts(&p, &plan_report_ledger, it, "costs");
    compose_section(c, 1, "課題と改善");
    paper_texts(&p, &plan_report_ledger, it, "issues remark");
    compose_end(c);
    return true;
}

const struct report plan_paper_report = {
    .key = "plan",
    .title = "事業計画書",
    .help = "事業計画、指標、経費の記録から作ります。",
    .of = &plan_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_plan,
};

const struct report plan_year_report = {
    .key = "plan_year",
    .title = "事業報告書",
    .help = "指標の達成と経費の執行を、月ごとの実績から示します。",
    .of = &plan_report_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_year,
};
