#include <string.h>

#include "base/arena.h"
#include "desk/inquiry.h"
#include "desk/periodic_parts.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { LATE_MOST = 200, HOUR = 60, MOST_FILTERS = 12 };

#define OPEN "received,working,held,vendor"
#define OPEN_SQL "('received', 'working', 'held', 'vendor')"

#define D(m) COLUMN(struct deadline_row, m)

/* An imported one may have ended without anybody knowing when it was answered. */
static const struct query rows_query = {
    .name = "periodic.deadlines",
    .sql = "SELECT COALESCE(priority, '') AS priority, COUNT(*) AS received,"
           " SUM(CASE WHEN answered_at <= due THEN 1 ELSE 0 END) AS in_time,"
           " SUM(CASE WHEN answered_at > due THEN 1 ELSE 0 END) AS late,"
           " SUM(CASE WHEN answered_at IS NULL AND state IN " OPEN_SQL
           " THEN 1 ELSE 0 END) AS unanswered,"
           " SUM(CASE WHEN answered_at IS NULL AND state IN " OPEN_SQL
           " AND due < :now THEN 1 ELSE 0 END) AS overdue,"
           " COUNT(answered_at) AS answered,"
           " CAST(COALESCE(SUM((answered_at - received_at) / 60000000), 0) AS BIGINT) AS minutes"
           " FROM inquiry WHERE contract = :contract AND removed_at IS NULL"
           " AND received_at >= :from AND received_at < :until GROUP BY COALESCE(priority, '')",
    .row_size = sizeof(struct deadline_row),
    .columns = COLUMNS(D(priority), D(received), D(in_time), D(late), D(unanswered), D(overdue),
                       D(answered), D(minutes)),
};

/* The minute in which it is made: what a list can be asked for. */
static struct instant
minute_of(const struct periodic *p)
{
    return (struct instant){ p->a->now.us - p->a->now.us % MINUTE_US };
}

static bool
read_rows(struct periodic *p, struct deadline_rows *out)
{
    return QUERY(p->a, &rows_query, *out, BIND(contract, p->order->contract),
                 BIND(from, stretch_begin(&p->now)), BIND(until, stretch_end(&p->now)),
                 BIND(now, minute_of(p)));
}

/* What was open when the period ended: still is, or has ended since. Each part names two columns
   of an index of its own, the sign takes away that of what came: without it SQLite, which does
   not count rows, walks through all years. */
#define OF_CONTRACT                                                                                \
    "(SELECT COUNT(*) FROM inquiry WHERE contract = :contract AND removed_at IS NULL"              \
    " AND +received_at < :until AND state IN "
#define STILL_OPEN OF_CONTRACT "('received', 'working', 'answered', 'held', 'vendor') AND "
static const struct query left_query = {
    .name = "periodic.left",
    .sql = "SELECT " STILL_OPEN "due IS NULL) + " STILL_OPEN "due >= 0) AS open, " OF_CONTRACT
           "('completed') AND completed_on > :day) + " OF_CONTRACT
           "('merged') AND completed_on > :day) AS later",
    .row_size = sizeof(struct deadline_left),
    .columns = COLUMNS(COLUMN(struct deadline_left, open), COLUMN(struct deadline_left, later)),
};

static bool
read_left(struct periodic *p, struct deadline_left *out)
{
    bool found;

    return query_first(p->a, &left_query, out, &found,
                       BOUND(BIND(contract, p->order->contract), BIND(until, stretch_end(&p->now)),
                             BIND(day, p->now.until)));
}

static void
add_row(struct deadline_row *sum, const struct deadline_row *row)
{
    sum->received += row->received;
    sum->in_time += row->in_time;
    sum->late += row->late;
    sum->unanswered += row->unanswered;
    sum->overdue += row->overdue;
    sum->answered += row->answered;
    sum->minutes += row->minutes;
}

bool
periodic_deadlines_read(struct periodic *p, struct deadlines *out)
{
    *out = (struct deadlines){ 0 };
    if (!read_rows(p, &out->rows) || !read_left(p, &out->left))
        return false;
    for (size_t i = 0; i < out->rows.count; i++)
        add_row(&out->sum, &out->rows.rows[i]);
    return true;
}

/* --- the table ------------------------------------------------------------------------------ */

/* The period's inquiries of a priority ("" none, NULL any), narrowed by more filters. */
static struct figure
narrowed(struct periodic *p, const char *priority, const char *const *more, int64_t number)
{
    const char *filters[MOST_FILTERS + 1] = { "received_at.ge", p->now.first, "received_at.le",
                                              p->now.last };
    size_t count = 4;

    if (priority) {
        filters[count++] = *priority ? "priority" : "priority.empty";
        filters[count++] = *priority ? priority : "true";
    }
    while (*more && count < MOST_FILTERS)
        filters[count++] = *more++;
    return counted_by(&p->counter, &inquiry_ledger, filters, number);
}

static void
line(struct periodic *p, struct table_maker *t, const char *label, const char *priority,
     const struct deadline_row *row)
{
    periodic_label(p, t, label);
    table_cell(t, narrowed(p, priority, FILTERS(NULL), row->received));
    table_cell(t, narrowed(p, priority, FILTERS("answered_at.le", "due"), row->in_time));
    table_cell(t, narrowed(p, priority, FILTERS("answered_at.gt", "due"), row->late));
    table_cell(t, narrowed(p, priority, FILTERS("answered_at.empty", "true", "state.in", OPEN),
                           row->unanswered));
    table_cell(t,
               narrowed(p, priority,
                        FILTERS("answered_at.empty", "true", "state.in", OPEN, "due.lt", p->minute),
                        row->overdue));
    table_cell(t, periodic_mean(row->minutes, row->answered * HOUR));
}

static const char *
priority_label(const char *code)
{
    const struct choice_item *item = shape_field(shape_of(&inquiry_ledger), "priority")->choices;

    for (; item->code; item++)
        if (strcmp(item->code, code) == 0)
            return item->label;
    return *code ? code : "（優先度なし）";
}

static void
write_rows(struct periodic *p, const struct deadlines *it)
{
    static const char *const order[] = { "high", "middle", "low", "" };
    static const struct document_column columns[] = {
        { .title = "優先度" },
        { .title = "受付", .align = ALIGN_RIGHT },
        { .title = "期限内に回答", .align = ALIGN_RIGHT },
        { .title = "期限後に回答", .align = ALIGN_RIGHT },
        { .title = "未回答", .align = ALIGN_RIGHT },
        { .title = "うち期限を過ぎた", .align = ALIGN_RIGHT },
        { .title = "回答までの平均（時間）", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 7);

    table->caption = "優先度別の回答の状況";
    table->note = "注　期限は契約の営業時間で数え、保留と業者の回答を待つ間は止めた。"
                  "平均は、受付から回答までの暦の時間である。";
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < it->rows.count; i++) {
            const struct deadline_row *row = &it->rows.rows[i];

            if (strcmp(row->priority, order[o]) == 0)
                line(p, &t, priority_label(row->priority), row->priority, row);
        }
    table_sum(&t);
    line(p, &t, "合計", NULL, &it->sum);
    compose_table(p->c, table);
}

static void
write_left(struct periodic *p, const struct deadline_left *left)
{
    struct table_maker t;
    struct document_table *table =
        periodic_pairs(p, &t, arena_print(p->a->arena, "%sに未完了の問合せ", p->words->end), "件");

    periodic_label(p, &t, "今も完了していない");
    table_cell(&t, counted_by(&p->counter, &inquiry_ledger,
                              FILTERS("state.in", "received,working,answered,held,vendor",
                                      "received_at.le", p->now.last),
                              left->open));
    periodic_label(p, &t, "その後に完了した");
    table_cell(&t, counted_by(&p->counter, &inquiry_ledger,
                              FILTERS("state.in", "completed,merged", "received_at.le", p->now.last,
                                      "completed_on.gt", p->now.last),
                              left->later));
    compose_table(p->c, table);
}

void
periodic_deadlines(struct periodic *p, const struct deadlines *it)
{
    compose_section(p->c, 2, "回答の期限");
    if (it->rows.count)
        write_rows(p, it);
    else
        compose_paragraph(p->c, "期限を数える問合せは0件である。");
    write_left(p, &it->left);
}

/* --- the annex ------------------------------------------------------------------------------ */

struct late_row {
    int64_t id;
    const char *number;
    const char *title;
    struct instant due;
    struct instant answered_at;
};
struct late_rows {
    struct late_row *rows;
    size_t count;
};

static const struct query late_query = {
    .name = "periodic.late",
    .sql = "SELECT id, number, title, due, answered_at FROM inquiry"
           " WHERE contract = :contract AND removed_at IS NULL"
           " AND received_at >= :from AND received_at < :until"
           " AND (answered_at > due OR (answered_at IS NULL AND due < :now AND state IN " OPEN_SQL
           ")) ORDER BY due, id LIMIT :most",
    .row_size = sizeof(struct late_row),
    .columns = COLUMNS(COLUMN(struct late_row, id), COLUMN(struct late_row, number),
                       COLUMN(struct late_row, title), COLUMN(struct late_row, due),
                       COLUMN(struct late_row, answered_at)),
};

static void
write_late(struct periodic *p, const struct late_rows *late)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 260 },
        { .title = "件名" },
        { .title = "期限", .width = 300 },
        { .title = "回答", .width = 300 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 4);

    table->caption = "期限を超えた問合せ";
    if (late->count == LATE_MOST)
        table->note = "注　期限の早い順に200件まで示した。";
    for (size_t i = 0; i < late->count; i++) {
        const struct late_row *row = &late->rows[i];
        struct figure number = figure_text(p->a->arena, row->number);

        number.rows = arena_print(p->a->arena, "%s/%lld", inquiry_ledger.path, (long long)row->id);
        table_cell(&t, number);
        table_cell(&t, figure_text(p->a->arena, row->title));
        table_cell(&t, figure_time(row->due, DAY_MONTH));
        table_cell(&t, row->answered_at.us ? figure_time(row->answered_at, DAY_MONTH)
                                           : figure_text(p->a->arena, "未回答"));
    }
    compose_table(p->c, table);
}

bool
periodic_late(struct periodic *p)
{
    struct late_rows late;

    if (!QUERY(p->a, &late_query, late, BIND(contract, p->order->contract),
               BIND(from, stretch_begin(&p->now)), BIND(until, stretch_end(&p->now)),
               BIND(now, minute_of(p)), BIND(most, (int64_t)LATE_MOST)))
        return false;
    compose_annex(p->c, "別表　期限を超えたもの");
    if (late.count)
        write_late(p, &late);
    else
        compose_paragraph(p->c, "期限を超えたものは0件である。");
    return true;
}
