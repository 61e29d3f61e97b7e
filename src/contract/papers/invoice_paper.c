/* 請求書: the sum first, then its lines, the working and where to pay. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/invoice_figures.h"
#include "contract/paper_head.h"
#include "ledger/access.h"
#include "ledger/core/core.h"
#include "store/act.h"

static void
write_sum(struct contract_paper *p, const struct invoice *it, const struct invoice_figures *f)
{
    struct keyfigure *keys = NEW_ARRAY(p->a->arena, 2, struct keyfigure);
    struct pair_row *rows = NEW_ARRAY(p->a->arena, 4, struct pair_row);
    struct arena *arena = p->a->arena;
    size_t n = 0;

    keys[0] = (struct keyfigure){ "請求金額（消費税等を含む）", figure_yen(it->total),
                                  arena_print(arena, "うち消費税及び地方消費税 %s円",
                                              yen_digits(arena, it->tax)) };
    keys[1] = (struct keyfigure){ "支払期限",
                                  it->pay_by.day ? figure_date(it->pay_by, DAY_DEADLINE)
                                                 : figure_text(arena, "受理の後に決定"),
                                  f->limit };
    compose_keyfigures(p->c, keys, 2);
    rows[n++] =
        (struct pair_row){ "件名",
                           figure_text(arena, arena_print(arena, "%s（契約番号 %s）",
                                                          f->contract_title, f->contract_number)) };
    rows[n++] = (struct pair_row){ "対象の期間", figure_text(arena, f->period) };
    rows[n++] = (struct pair_row){
        "検査",
        f->inspected
            ? figure_text(
                  arena,
                  arena_print(arena, "%s　合格（%s%s）",
                              wareki_print(arena, f->inspection.inspected_on, WAREKI_PLAIN),
                              f->inspection.number ? f->inspection.number : "",
                              f->inspection.inspector && *f->inspection.inspector
                                  ? arena_print(arena, "、検査員　%s", f->inspection.inspector)
                                  : ""))
        : f->accepted_on.day ? figure_date(f->accepted_on, DAY_LONG)
                             : figure_unknown()
    };
    if (f->plan.registration && *f->plan.registration)
        rows[n++] = (struct pair_row){ "登録番号", figure_text(arena, f->plan.registration) };
    compose_pairs(p->c, rows, n);
}

static void
sum_row(struct table_maker *t, const char *label, struct yen yen, bool strong)
{
    if (strong)
        table_sum(t);
    table_cell(t, figure_text(t->arena, label));
    for (int i = 0; i < 3; i++)
        table_cell(t, figure_empty());
    table_cell(t, figure_yen(yen));
}

static void
write_lines(struct contract_paper *p, const struct invoice_figures *f)
{
    static const struct document_column columns[] = {
        { .title = "項目" },
        { .title = "数量", .align = ALIGN_RIGHT, .width = 160 },
        { .title = "単位", .align = ALIGN_CENTRE, .width = 160 },
        { .title = "単価", .align = ALIGN_RIGHT, .width = 280 },
        { .title = "金額", .align = ALIGN_RIGHT, .width = 300 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, 5);

    table->caption = "請求の内訳";
    for (size_t i = 0; i < f->line_count; i++) {
        const struct invoice_line *it = &f->lines[i];

        table_cell(&t, figure_text(arena, arena_print(arena, "(%zu)　%s", i + 1, it->title)));
        table_cell(&t, figure_count(it->quantity, NULL));
        table_cell(&t, figure_text(arena, it->unit));
        table_cell(&t, figure_yen(it->price));
        table_cell(&t, figure_yen(it->amount));
    }
    sum_row(
        &t,
        arena_print(arena, "小計（税抜き、税率%s％対象）", rate_text(arena, f->tax_rate, false)),
        f->subtotal, false);
    sum_row(&t, "消費税及び地方消費税", f->tax, false);
    sum_row(&t, "合計", f->total, true);
    compose_table(p->c, table);
}

static void
write_working(struct contract_paper *p, const struct invoice_figures *f)
{
    struct calculation_step *steps =
        NEW_ARRAY(p->a->arena, f->line_count + f->working.count + 1, struct calculation_step);
    size_t n = 0;

    for (size_t i = 0; i < f->line_count; i++)
        steps[n++] = (struct calculation_step){
            .label = arena_print(p->a->arena, "(%zu)", i + 1),
            .words = f->lines[i].working,
            .result = f->lines[i].amount,
        };
    for (size_t i = 0; i < f->working.count; i++)
        steps[n++] = (struct calculation_step){
            .label = f->working.steps[i].label,
            .words = step_text(p->a->arena, &f->working.steps[i]),
            .result = f->working.steps[i].result,
        };
    compose_calculation(p->c, "計算の根拠", steps, n);
}

static void
write_tallies(struct contract_paper *p, const struct invoice_figures *f)
{
    static const struct document_column columns[] = {
        { .title = "項目" },
        { .title = "契約の上限", .align = ALIGN_RIGHT, .width = 260 },
        { .title = "前月まで", .align = ALIGN_RIGHT, .width = 240 },
        { .title = "今月", .align = ALIGN_RIGHT, .width = 240 },
        { .title = "累計", .align = ALIGN_RIGHT, .width = 260 },
        { .title = "残り", .align = ALIGN_RIGHT, .width = 260 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table;

    if (!f->tally_count)
        return;
    table = table_begin(&t, arena, columns, 6);
    table->caption = "単価契約の累計（税抜き）";
    for (size_t i = 0; i < f->tally_count; i++) {
        const struct invoice_tally *it = &f->tallies[i];

        table_cell(&t, figure_text(arena, arena_print(arena, "%s（%s）", it->title, it->unit)));
        table_cell(&t, it->limit == NO_NUMBER ? figure_none() : figure_count(it->limit, NULL));
        table_cell(&t, figure_count(it->before, NULL));
        table_cell(&t, figure_count(it->now, NULL));
        table_cell(&t, figure_count(it->total, NULL));
        table_cell(&t, it->left == NO_NUMBER ? figure_none() : figure_count(it->left, NULL));
    }
    compose_table(p->c, table);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct invoice *it = ledger_new(a, &invoice_ledger);
    struct invoice_figures f;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !invoice_figures(a, order->record, it, &f))
        return false;
    *records += 1 + (int64_t)f.line_count;
    c->document->title = arena_print(a->arena, "請求書（%s）", f.period);
    if (it->issued_on.day)
        c->document->date = it->issued_on;
    paper_letter(c, p.contract, it->number, "請求書", false);
    compose_paragraph(c, "次のとおり請求します。");
    write_sum(&p, it, &f);
    write_lines(&p, &f);
    write_working(&p, &f);
    write_tallies(&p, &f);
    if (f.plan.account.text && *f.plan.account.text) {
        compose_section(c, 2, "振込先");
        paper_prose(&p, f.plan.account.text);
    }
    compose_end(c);
    return true;
}

const struct report invoice_report = {
    .key = "invoice",
    .title = "請求書",
    .help = "支払予定、実績の回数、検査の結果から、金額を計算の根拠とともに示します。",
    .of = &invoice_ledger,
    .roles = 1 << ROLE_LEAD,
    .make = make,
};
