#include "base/arena.h"
#include "desk/application.h"
#include "desk/duty.h"
#include "desk/periodic_parts.h"
#include "desk/supply.h"
#include "store/act.h"
#include "store/query.h"

enum { DAY = 24 * 60, MISSED_MOST = 50 };

/* --- applications --------------------------------------------------------------------------- */

struct kind_row {
    int64_t kind;
    const char *title;
    int64_t sent;
    int64_t done;
    int64_t ended; /* withdrawn or cancelled */
    int64_t minutes;
};
struct kind_rows {
    struct kind_row *rows;
    size_t count;
};

#define K(m) COLUMN(struct kind_row, m)

static const struct query kinds_query = {
    .name = "periodic.applications",
    .sql = "SELECT s.kind AS kind, COALESCE(k.title, '') AS title, COUNT(*) AS sent,"
           " SUM(CASE WHEN s.state = 'done' THEN 1 ELSE 0 END) AS done,"
           " SUM(CASE WHEN s.state IN ('withdrawn', 'cancelled') THEN 1 ELSE 0 END) AS ended,"
           " CAST(COALESCE(SUM(CASE WHEN s.state = 'done'"
           " THEN (s.ended_at - s.sent_at) / 60000000 ELSE 0 END), 0) AS BIGINT) AS minutes"
           " FROM application s LEFT JOIN application_kind k ON k.id = s.kind"
           " WHERE s.contract = :contract AND s.removed_at IS NULL"
           " AND s.sent_at >= :from AND s.sent_at < :until"
           " GROUP BY s.kind, k.title ORDER BY 3 DESC, 1",
    .row_size = sizeof(struct kind_row),
    .columns = COLUMNS(K(kind), K(title), K(sent), K(done), K(ended), K(minutes)),
};

static struct figure
applied(struct periodic *p, const char *kind, const char *states, int64_t number)
{
    const char *filters[] = { "sent_at.ge",
                              p->now.first,
                              "sent_at.le",
                              p->now.last,
                              states ? "state.in" : "kind",
                              states ? states : kind,
                              states && kind ? "kind" : NULL,
                              kind,
                              NULL };

    if (!states && !kind)
        filters[4] = NULL;
    return counted_by(&p->counter, &application_ledger, filters, number);
}

static void
application_line(struct periodic *p, struct table_maker *t, const struct kind_row *row,
                 const char *kind)
{
    periodic_label(p, t, row->title);
    table_cell(t, applied(p, kind, NULL, row->sent));
    table_cell(t, applied(p, kind, "done", row->done));
    table_cell(t, applied(p, kind, "draft,requested,returned,working,checking",
                          row->sent - row->done - row->ended));
    table_cell(t, applied(p, kind, "withdrawn,cancelled", row->ended));
    table_cell(t, periodic_mean(row->minutes, row->done * DAY));
}

static void
write_applications(struct periodic *p, const struct kind_rows *list)
{
    static const struct document_column columns[] = {
        { .title = "種類", .width = 480 },
        { .title = "申請", .align = ALIGN_RIGHT },
        { .title = "完了", .align = ALIGN_RIGHT },
        { .title = "進行中", .align = ALIGN_RIGHT },
        { .title = "取下げ・中止", .align = ALIGN_RIGHT },
        { .title = "完了までの平均（日）", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 6);
    struct kind_row sum = { .title = "合計" };

    table->caption = "種類別の申請";
    table->unit = "件";
    table->note =
        "注　期間に申請されたものの、今の状態である。平均は、申請から完了までの暦の日数。";
    for (size_t i = 0; i < list->count; i++) {
        const struct kind_row *row = &list->rows[i];

        application_line(p, &t, row, arena_print(p->a->arena, "%lld", (long long)row->kind));
        sum.sent += row->sent;
        sum.done += row->done;
        sum.ended += row->ended;
        sum.minutes += row->minutes;
    }
    table_sum(&t);
    application_line(p, &t, &sum, NULL);
    compose_table(p->c, table);
}

bool
periodic_applications(struct periodic *p)
{
    struct kind_rows list;

    if (!QUERY(p->a, &kinds_query, list, BIND(contract, p->order->contract),
               BIND(from, stretch_begin(&p->now)), BIND(until, stretch_end(&p->now))))
        return false;
    compose_section(p->c, 1, "申請");
    if (list.count)
        write_applications(p, &list);
    else
        compose_paragraph(p->c, "期間の申請は0件である。");
    return true;
}

/* --- duties --------------------------------------------------------------------------------- */

static struct figure
runs(struct periodic *p, const char *name, const char *value)
{
    return counted(&p->counter, &duty_run_ledger,
                   FILTERS("day.ge", p->now.first, "day.le", p->now.last, name, value));
}

static bool
write_missed(struct periodic *p)
{
    struct list missed;

    if (!paper_rows(&p->paper, &duty_run_ledger,
                    FILTERS("day.ge", p->now.first, "day.le", p->now.last, "state", "missed",
                            "sort", "planned_at"),
                    &missed))
        return false;
    if (missed.count > MISSED_MOST)
        missed.count = MISSED_MOST;
    if (missed.count)
        paper_table(&p->paper, &duty_run_ledger, &missed, "day:240 title inquiry:600",
                    "記録のなかった作業");
    return true;
}

bool
periodic_duties(struct periodic *p)
{
    static const struct {
        const char *label, *name, *value;
    } lines[] = {
        { "予定した作業", NULL, NULL },       { "実施した", "state", "done" },
        { "うち異常あり", "result", "bad" },  { "期限までに記録がない", "state", "missed" },
        { "不要とした", "state", "skipped" }, { "これから行う", "state", "planned" },
    };
    struct figure all = runs(p, NULL, NULL);
    struct document_table *table;
    struct table_maker t;

    compose_section(p->c, 1, "定例作業");
    if (!all.number) {
        compose_paragraph(p->c, "期間に予定した定例作業は0件である。");
        return !p->counter.failed;
    }
    table = periodic_pairs(p, &t, "定例作業の実施", "件");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        periodic_label(p, &t, lines[i].label);
        table_cell(&t, i ? runs(p, lines[i].name, lines[i].value) : all);
    }
    compose_table(p->c, table);
    return !p->counter.failed && write_missed(p);
}

/* --- stock ---------------------------------------------------------------------------------- */

bool
periodic_stock(struct periodic *p)
{
    static const struct document_column columns[] = {
        { .title = "品名" },
        { .title = "在庫", .align = ALIGN_RIGHT, .width = 180 },
        { .title = "発注点", .align = ALIGN_RIGHT, .width = 180 },
        { .title = "いつもの購入先", .width = 420 },
    };
    struct document_table *table;
    struct table_maker t;
    struct list list;

    compose_section(p->c, 1, "消耗品");
    if (!paper_rows(&p->paper, &supply_ledger, FILTERS("view", "short"), &list))
        return false;
    if (!list.count) {
        compose_paragraph(p->c, "在庫が発注点以下の消耗品は0件である。");
        return true;
    }
    table = table_begin(&t, p->a->arena, columns, 4);
    table->caption = "発注点以下の消耗品";
    table->note = "注　報告書を作った日の在庫である。";
    for (size_t i = 0; i < list.count; i++) {
        const struct supply *it = (const struct supply *)list.rows + i;
        struct figure title = figure_text(p->a->arena, it->title);

        title.rows =
            arena_print(p->a->arena, "%s/%lld", supply_ledger.path, (long long)it->base.id);
        table_cell(&t, title);
        table_cell(&t, figure_count(it->balance, it->unit));
        table_cell(&t, figure_count(it->order_point, it->unit));
        table_cell(&t, figure_text(p->a->arena, it->supplier));
    }
    compose_table(p->c, table);
    return true;
}
