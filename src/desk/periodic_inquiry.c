#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "desk/inquiry.h"
#include "desk/periodic_parts.h"
#include "store/act.h"
#include "store/query.h"

enum { YEAR = 12 };

/* One kind of inquiry in a stretch of time. */
struct kind_count {
    const char *kind;
    int64_t received;
    int64_t answered; /* of them, by now */
    int64_t in_time;
};
struct kind_counts {
    struct kind_count *rows;
    size_t count;
};

static const struct query kinds_query = {
    .name = "periodic.kinds",
    .sql = "SELECT COALESCE(kind, '') AS kind, COUNT(*) AS received,"
           " SUM(CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) AS answered,"
           " SUM(CASE WHEN answered_at <= due THEN 1 ELSE 0 END) AS in_time"
           " FROM inquiry WHERE contract = :contract AND removed_at IS NULL"
           " AND received_at >= :from AND received_at < :until"
           " GROUP BY COALESCE(kind, '') ORDER BY 2 DESC, 1",
    .row_size = sizeof(struct kind_count),
    .columns = COLUMNS(COLUMN(struct kind_count, kind), COLUMN(struct kind_count, received),
                       COLUMN(struct kind_count, answered), COLUMN(struct kind_count, in_time)),
};

/* A stretch's kinds and their sum. */
struct counts {
    struct stretch when;
    struct kind_counts kinds;
    struct kind_count sum;
};

struct inquiries {
    struct counts now, before, year_ago;
    struct counts months[YEAR]; /* of the period; of a month, those of its fiscal year so far */
    struct counts last[YEAR];   /* the same a year ago; not for a month */
    size_t month_count;
    struct deadlines deadlines;
};

/* --- reading -------------------------------------------------------------------------------- */

static bool
read_counts(struct periodic *p, struct stretch when, struct counts *out)
{
    out->when = when;
    if (!QUERY(p->a, &kinds_query, out->kinds, BIND(contract, p->order->contract),
               BIND(from, stretch_begin(&when)), BIND(until, stretch_end(&when))))
        return false;
    for (size_t i = 0; i < out->kinds.count; i++) {
        out->sum.received += out->kinds.rows[i].received;
        out->sum.answered += out->kinds.rows[i].answered;
        out->sum.in_time += out->kinds.rows[i].in_time;
    }
    return true;
}

static bool
read_month(struct periodic *p, struct date first, struct counts *out)
{
    return read_counts(p, stretch_make(first, date_add(date_add_months(first, 1), -1)), out);
}

/* Those that are still to come are not there; of a period that has not begun, its first. */
static bool
read_months(struct periodic *p, struct inquiries *m)
{
    struct date today = instant_date(p->a->now);
    bool alone = p->words->months == 1;
    struct date first = p->now.from, ignored;

    if (alone)
        report_period(SPAN_YEAR, p->now.from, &first, &ignored);
    for (; m->month_count < YEAR && first.day <= p->now.until.day &&
           (!m->month_count || first.day <= today.day);
         first = date_add_months(first, 1), m->month_count++)
        if (!read_month(p, first, &m->months[m->month_count]) ||
            (!alone && !read_month(p, date_add_months(first, -YEAR), &m->last[m->month_count])))
            return false;
    return true;
}

static bool
read_all(struct periodic *p, struct inquiries *m)
{
    return read_counts(p, p->now, &m->now) && read_counts(p, p->before, &m->before) &&
           read_counts(p, p->year_ago, &m->year_ago) && read_months(p, m) &&
           periodic_deadlines_read(p, &m->deadlines);
}

static const struct kind_count *
kind_of(const struct counts *counts, const char *kind)
{
    static const struct kind_count none;

    if (!kind)
        return &counts->sum;
    for (size_t i = 0; i < counts->kinds.count; i++)
        if (strcmp(counts->kinds.rows[i].kind, kind) == 0)
            return &counts->kinds.rows[i];
    return &none;
}

/* --- what a figure opens -------------------------------------------------------------------- */

/* The inquiries received in a stretch, of a kind ("" for none, NULL for all). */
static struct figure
received(struct periodic *p, const struct counts *counts, const char *kind)
{
    const char *first = counts->when.first, *last = counts->when.last;
    int64_t number = kind_of(counts, kind)->received;

    if (!kind)
        return counted_by(&p->counter, &inquiry_ledger,
                          FILTERS("received_at.ge", first, "received_at.le", last), number);
    return counted_by(&p->counter, &inquiry_ledger,
                      FILTERS(*kind ? "kind" : "kind.empty", *kind ? kind : "true",
                              "received_at.ge", first, "received_at.le", last),
                      number);
}

/* The share of those answered that were in time; it opens these. */
static struct figure
in_time(struct periodic *p, const struct counts *counts, const char *kind)
{
    const struct kind_count *it = kind_of(counts, kind);
    struct figure share = figure_share(it->in_time, it->answered);
    struct figure rows = received(p, counts, kind);

    share.unit = NULL;
    if (share.kind != FIGURE_NONE)
        share.rows = arena_print(p->a->arena, "%s&answered_at.le=due", rows.rows);
    return share;
}

/* --- the summary ---------------------------------------------------------------------------- */

/* 前月より93件（17.3％）多い; with `before` 0 there is nothing to compare with. */
static const char *
compared(struct arena *arena, const char *than, int64_t now, int64_t before)
{
    int64_t difference = now > before ? now - before : before - now;
    struct figure share = figure_share(difference, before);

    if (difference * 100 <= before)
        return arena_print(arena, "%s（%lld件）とほぼ同じである", than, (long long)before);
    return arena_print(arena, "%sより%lld件（%s）%s", than, (long long)difference,
                       figure_print(arena, &share), now > before ? "多い" : "少ない");
}

static void
lead_received(struct periodic *p, const struct inquiries *m)
{
    int64_t now = m->now.sum.received, before = m->before.sum.received;
    int64_t year_ago = m->year_ago.sum.received;

    if (before)
        compose_lead(p->c, "受付は%lld件で、%s。", (long long)now,
                     compared(p->a->arena, p->words->before, now, before));
    else
        compose_lead(p->c, "受付は%lld件である。%sの記録がないため、比較は示さない。",
                     (long long)now, p->words->before);
    if (year_ago && p->words->year_ago)
        compose_lead(p->c, "%s。", compared(p->a->arena, p->words->year_ago, now, year_ago));
}

static const char *
last_year(struct periodic *p, const struct inquiries *m)
{
    const char *words = p->words->year_ago ? p->words->year_ago : p->words->before;

    return m->year_ago.sum.received
               ? arena_print(p->a->arena, "%s %lld件", words, (long long)m->year_ago.sum.received)
               : arena_print(p->a->arena, "%sの記録なし", words);
}

static void
write_summary(struct periodic *p, const struct inquiries *m)
{
    struct keyfigure *keys = NEW_ARRAY(p->a->arena, 4, struct keyfigure);
    const struct kind_count *sum = &m->now.sum;
    const struct deadlines *clock = &m->deadlines;
    int64_t late = clock->sum.late + clock->sum.overdue;

    compose_section(p->c, 1, "要旨");
    lead_received(p, m);
    if (late)
        compose_lead(p->c, "回答の期限を超えたものは%lld件である。別表に示す。", (long long)late);
    else
        compose_lead(p->c, "回答の期限は、全て守った。");
    keys[0] = (struct keyfigure){ "受付件数", received(p, &m->now, NULL), last_year(p, m) };
    keys[1] = (struct keyfigure){ "期限内の回答", in_time(p, &m->now, NULL),
                                  arena_print(p->a->arena, "%lld／%lld件", (long long)sum->in_time,
                                              (long long)sum->answered) };
    keys[2] = (struct keyfigure){
        "期限を超えたもの",
        figure_count(late, "件"),
        arena_print(p->a->arena, "期限後の回答 %lld件　未回答 %lld件", (long long)clock->sum.late,
                    (long long)clock->sum.overdue),
    };
    keys[3] = (struct keyfigure){ arena_print(p->a->arena, "%sに未完了", p->words->end),
                                  figure_count(clock->left.open + clock->left.later, "件"), NULL };
    keys[0].value.unit = "件";
    keys[1].value.unit = keys[1].value.kind == FIGURE_NONE ? NULL : "％";
    compose_keyfigures(p->c, keys, 4);
}

/* --- kinds ---------------------------------------------------------------------------------- */

static const struct chart *
spark_of(struct periodic *p, const struct inquiries *m, const char *kind)
{
    struct chart *chart = NEW(p->a->arena, struct chart);
    struct series *series = NEW(p->a->arena, struct series);
    const char **labels = NEW_ARRAY(p->a->arena, m->month_count, const char *);
    int64_t *values = NEW_ARRAY(p->a->arena, m->month_count, int64_t);
    struct buffer words = { .arena = p->a->arena };

    for (size_t i = 0; i < m->month_count; i++) {
        values[i] = kind_of(&m->months[i], kind)->received;
        labels[i] = arena_print(p->a->arena, "%d月", date_take(m->months[i].when.from).month);
        buffer_print(&words, "%s%lld", i ? "、" : "", (long long)values[i]);
    }
    *series = (struct series){ kind ? kind : "合計", values, FILL_OWN };
    *chart = (struct chart){ .kind = CHART_SPARK,
                             .title = arena_print(p->a->arena, "%sの件数の推移", series->title),
                             .alternative = buffer_string(&words),
                             .labels = labels,
                             .count = m->month_count,
                             .series = series,
                             .series_count = 1,
                             .own = -1 };
    return chart;
}

/* A stretch without any record is no base: nothing was counted then. */
static void
compared_cells(struct periodic *p, struct table_maker *t, int64_t now, const struct counts *base,
               const char *kind)
{
    int64_t number = kind_of(base, kind)->received;

    table_cell(t, base->sum.received ? received(p, base, kind) : figure_none());
    table_cell(t, base->sum.received ? figure_change(now - number, 0, NULL) : figure_none());
}

static void
kind_line(struct periodic *p, struct table_maker *t, const struct inquiries *m, const char *kind)
{
    int64_t now = kind_of(&m->now, kind)->received;
    struct figure share = figure_share(now, m->now.sum.received);

    share.unit = NULL;
    periodic_label(p, t, kind ? *kind ? kind : "（区分なし）" : "合計");
    table_cell(t, received(p, &m->now, kind));
    table_cell(t, share);
    compared_cells(p, t, now, &m->before, kind);
    if (p->words->year_ago)
        compared_cells(p, t, now, &m->year_ago, kind);
    table_cell(t, in_time(p, &m->now, kind));
    table_cell(t, figure_spark(spark_of(p, m, kind)));
}

/* Without the columns of the year before where that is the period before. */
static struct document_table *
begin_kinds(struct periodic *p, struct table_maker *t)
{
    const struct document_column all[] = {
        { .title = "区分", .width = 360 },
        { .title = "件数", .group = p->words->now, .align = ALIGN_RIGHT },
        { .title = "割合％", .group = p->words->now, .align = ALIGN_RIGHT },
        { .title = "件数", .group = p->words->before, .align = ALIGN_RIGHT },
        { .title = "増減", .group = p->words->before, .align = ALIGN_RIGHT },
        { .title = "件数", .group = p->words->year_ago, .align = ALIGN_RIGHT, .width = 140 },
        { .title = "増減", .group = p->words->year_ago, .align = ALIGN_RIGHT, .width = 140 },
        { .title = "期限内％", .align = ALIGN_RIGHT },
        { .title = "推移", .width = 220 },
    };
    enum { COLUMNS_ALL = sizeof all / sizeof *all, YEAR_AGO = 5 };
    struct document_column *columns = NEW_ARRAY(p->a->arena, COLUMNS_ALL, struct document_column);
    size_t count = 0;

    for (size_t i = 0; i < COLUMNS_ALL; i++)
        if (p->words->year_ago || (i != YEAR_AGO && i != YEAR_AGO + 1))
            columns[count++] = all[i];
    return table_begin(t, p->a->arena, columns, count);
}

static void
write_kinds(struct periodic *p, const struct inquiries *m)
{
    struct table_maker t;
    struct document_table *table = begin_kinds(p, &t);

    compose_section(p->c, 1, "受付と対応の状況");
    compose_section(p->c, 2, "受付件数");
    if (!m->now.kinds.count) {
        compose_paragraph(p->c, "%sの受付は0件である。", p->words->now);
        return;
    }
    table->caption = "区分別の受付件数";
    table->unit = "件";
    table->note =
        "注　受付日時が対象の期間に入る記録を数えた。期限内は、回答したもののうち期限までに回答した割合。";
    for (size_t i = 0; i < m->now.kinds.count; i++)
        kind_line(p, &t, m, m->now.kinds.rows[i].kind);
    table_sum(&t);
    kind_line(p, &t, m, NULL);
    compose_table(p->c, table);
}

/* --- months --------------------------------------------------------------------------------- */

static size_t
busiest(const struct inquiries *m)
{
    size_t most = 0;

    for (size_t i = 1; i < m->month_count; i++)
        if (m->months[i].sum.received > m->months[most].sum.received)
            most = i;
    return most;
}

static const struct series *
two_years(struct periodic *p, const struct inquiries *m, const struct series *now)
{
    struct series *both = NEW_ARRAY(p->a->arena, 2, struct series);
    int64_t *last = NEW_ARRAY(p->a->arena, m->month_count, int64_t);

    for (size_t i = 0; i < m->month_count; i++)
        last[i] = m->last[i].sum.received;
    both[0] = *now;
    both[0].title = p->words->now;
    both[1] = (struct series){ p->words->year_ago ? p->words->year_ago : p->words->before, last,
                               FILL_LAST };
    return both;
}

static void
write_chart(struct periodic *p, const struct inquiries *m)
{
    struct chart *chart = NEW(p->a->arena, struct chart);
    bool alone = p->words->months == 1;
    size_t told = alone ? m->month_count - 1 : busiest(m);
    struct figure number = figure_count(m->months[told].sum.received, "件");

    *chart = *spark_of(p, m, NULL);
    chart->kind = CHART_BAR;
    chart->title = chart->caption = "月別の受付件数";
    chart->say = arena_print(p->a->arena, alone ? "%sの受付は%s。" : "最も多いのは%sの%s。",
                             chart->labels[told], figure_print(p->a->arena, &number));
    chart->unit = "件";
    chart->own = (int64_t)told;
    chart->width = 468;
    if (!alone && m->year_ago.sum.received) {
        chart->series = two_years(p, m, chart->series);
        chart->series_count = 2;
        chart->own = -1;
    }
    compose_chart(p->c, chart);
}

static void
write_months(struct periodic *p, const struct inquiries *m)
{
    static const struct document_column columns[] = {
        { .title = "月" },
        { .title = "受付", .align = ALIGN_RIGHT },
        { .title = "前年の受付", .align = ALIGN_RIGHT },
        { .title = "増減", .align = ALIGN_RIGHT },
        { .title = "期限内％", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 5);

    table->caption = "月別の受付と期限内の回答";
    table->unit = "件";
    for (size_t i = 0; i <= m->month_count; i++) {
        const struct counts *now = i < m->month_count ? &m->months[i] : &m->now;
        const struct counts *last = i < m->month_count ? &m->last[i] : &m->year_ago;

        if (i == m->month_count)
            table_sum(&t);
        periodic_label(p, &t,
                       i < m->month_count
                           ? arena_print(p->a->arena, "%d月", date_take(now->when.from).month)
                           : "合計");
        table_cell(&t, received(p, now, NULL));
        compared_cells(p, &t, now->sum.received, last, NULL);
        table_cell(&t, in_time(p, now, NULL));
    }
    compose_table(p->c, table);
}

bool
periodic_inquiries(struct periodic *p, int64_t *records)
{
    struct inquiries *m = NEW(p->a->arena, struct inquiries);

    if (!read_all(p, m))
        return false;
    *records += m->now.sum.received;
    write_summary(p, m);
    write_kinds(p, m);
    if (m->now.sum.received || m->month_count > 1)
        write_chart(p, m);
    if (p->words->months > 1)
        write_months(p, m);
    periodic_deadlines(p, &m->deadlines);
    return !p->counter.failed;
}
