/* 義務の履行状況: chapter by chapter, then what is late and what is due next. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/coverage.h"
#include "contract/event_rights.h"
#include "contract/obligation.h"
#include "contract/paper_head.h"
#include "store/act.h"

static void
coverage_line(struct table_maker *t, const struct coverage_row *row, const char *title)
{
    table_cell(t, figure_text(t->arena, title));
    for (int i = 0; i < COVERAGE_PARTS; i++)
        table_cell(t, figure_count(row->parts[i], NULL));
    table_cell(t, figure_count(row->total, NULL));
    table_cell(t, figure_count(row->exempt, NULL));
    table_cell(t, row->total ? figure_count(coverage_share(row), "％") : figure_none());
}

static void
write_coverage(struct contract_paper *p, const struct coverage *coverage)
{
    struct document_column *columns = NEW_ARRAY(p->a->arena, 8, struct document_column);
    struct table_maker t;
    struct document_table *table;
    size_t n = 0;

    columns[n++] = (struct document_column){ .title = "章" };
    for (int i = 0; i < COVERAGE_PARTS; i++)
        columns[n++] = (struct document_column){ .title = coverage_faces[i].label,
                                                 .align = ALIGN_RIGHT,
                                                 .width = 180 };
    columns[n++] =
        (struct document_column){ .title = "義務の計", .align = ALIGN_RIGHT, .width = 180 };
    columns[n++] =
        (struct document_column){ .title = "該当なし", .align = ALIGN_RIGHT, .width = 180 };
    columns[n++] =
        (struct document_column){ .title = "証明率", .align = ALIGN_RIGHT, .width = 180 };
    table = table_begin(&t, p->a->arena, columns, n);
    table->caption = "章ごとの履行状況";
    table->unit = "件";
    table->note = "注　証明率は、義務の計に対する証明済の割合で、1％未満を切り捨てた。"
                  "該当なしは、どの数にも入らない。";
    for (size_t i = 0; i < coverage->count; i++)
        coverage_line(&t, &coverage->rows[i],
                      *coverage->rows[i].title ? coverage->rows[i].title : "（章なし）");
    table_sum(&t);
    coverage_line(&t, &coverage->whole, "合計");
    compose_table(p->c, table);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct list late, next;
    struct coverage coverage;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !coverage_read(a, order->contract, &coverage) ||
        !paper_rows(&p, &obligation_ledger, FILTERS("view", "late"), &late) ||
        !paper_rows(&p, &obligation_ledger,
                    FILTERS("due.ge", "today", "sort", "due", "limit", "20"), &next))
        return false;
    *records += coverage.whole.total;
    c->document->title = "義務の履行状況";
    paper_letter(c, p.contract, NULL,
                 arena_print(a->arena, "義務の履行状況（%s現在）",
                             wareki_print(a->arena, c->document->date, WAREKI_PLAIN)),
                 false);
    compose_lead(
        c, "契約の義務%lld件のうち、%lld件（%d％）を証明した。期限を過ぎたものは%lld件である。",
        (long long)coverage.whole.total, (long long)coverage.whole.parts[COVERAGE_PROVEN],
        coverage_share(&coverage.whole), (long long)coverage.whole.parts[COVERAGE_LATE]);
    compose_section(c, 1, "章ごとの状況");
    write_coverage(&p, &coverage);
    compose_section(c, 1, "期限を過ぎた義務");
    paper_table(&p, &obligation_ledger, &late, "number:240 title assignee:260 due:200 term:220",
                "期限を過ぎた義務");
    compose_section(c, 1, "次の期限");
    paper_table(&p, &obligation_ledger, &next, "number:240 title assignee:260 due:200 term:220",
                "期限の近い義務（20件まで）");
    compose_end(c);
    return true;
}

const struct report coverage_report = {
    .key = "coverage",
    .title = "義務の履行状況",
    .help = "契約の条項ごとの証明の状況と、期限を過ぎたもの、次の期限を示します。",
    .roles = BY_EITHER,
    .make = make,
};
