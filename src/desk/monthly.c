#include "desk/monthly.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/paper_head.h"
#include "desk/inquiry.h"
#include "desk/monthly_service.h"
#include "ledger/core/core.h"
#include "render/compose.h"
#include "render/report.h"
#include "store/act.h"
#include "store/query.h"

enum { MONTHS = 12, LATE_MOST = 200 };

/* One kind of inquiry in a month. */
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
    .name = "monthly.kinds",
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

struct late_row {
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
    .name = "monthly.late",
    .sql = "SELECT number, title, due, answered_at FROM inquiry"
           " WHERE contract = :contract AND removed_at IS NULL"
           " AND received_at >= :from AND received_at < :until"
           " AND (answered_at > due OR (answered_at IS NULL AND due < :now AND state <> 'merged'))"
           " ORDER BY due, id LIMIT :most",
    .row_size = sizeof(struct late_row),
    .columns = COLUMNS(COLUMN(struct late_row, number), COLUMN(struct late_row, title),
                       COLUMN(struct late_row, due), COLUMN(struct late_row, answered_at)),
};

struct number_row {
    int64_t number;
};

static const struct query open_query = {
    .name = "monthly.open",
    /* Those that came, without those that ended: each is counted in an index alone. */
    .sql = "SELECT (SELECT COUNT(*) FROM inquiry WHERE contract = :contract"
           " AND removed_at IS NULL AND received_at < :until)"
           " - (SELECT COUNT(*) FROM inquiry WHERE contract = :contract"
           " AND removed_at IS NULL AND state IN ('completed') AND completed_on < :day)"
           " - (SELECT COUNT(*) FROM inquiry WHERE contract = :contract"
           " AND removed_at IS NULL AND state = 'merged' AND completed_on < :day) AS number",
    .row_size = sizeof(struct number_row),
    .columns = COLUMNS(COLUMN(struct number_row, number)),
};

/* A month's kinds and their sum. */
struct month {
    struct date from, until;
    struct kind_counts kinds;
    struct kind_count sum;
};

struct monthly {
    struct arena *arena;
    struct month now, before, year_ago;
    struct month months[MONTHS]; /* of the fiscal year, up to this one */
    size_t month_count;
    struct late_rows late;
    struct monthly_service service;
    int64_t open;
    const struct contract *contract;
};

static bool
read_month(struct act *a, int64_t contract, struct date from, struct month *out)
{
    report_period(SPAN_MONTH, from, &out->from, &out->until);
    if (!QUERY(a, &kinds_query, out->kinds, BIND(contract, contract),
               BIND(from, instant_make(out->from, 0)),
               BIND(until, instant_make(date_add(out->until, 1), 0))))
        return false;
    for (size_t i = 0; i < out->kinds.count; i++) {
        out->sum.received += out->kinds.rows[i].received;
        out->sum.answered += out->kinds.rows[i].answered;
        out->sum.in_time += out->kinds.rows[i].in_time;
    }
    return true;
}

static bool
read_months(struct act *a, int64_t contract, struct date from, struct monthly *m)
{
    struct date first, last;

    report_period(SPAN_YEAR, from, &first, &last);
    for (m->month_count = 0; m->month_count < MONTHS && first.day <= from.day;
         first = date_add_months(first, 1))
        if (!read_month(a, contract, first, &m->months[m->month_count++]))
            return false;
    return read_month(a, contract, from, &m->now) &&
           read_month(a, contract, date_add_months(from, -1), &m->before) &&
           read_month(a, contract, date_add_months(from, -MONTHS), &m->year_ago);
}

static bool
read_all(struct act *a, const struct report_order *order, struct monthly *m)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    struct number_row open;
    bool found;

    m->contract = contract;
    if (!ledger_read(a, &contract_ledger, order->contract, false, contract) ||
        !read_months(a, order->contract, order->from, m) ||
        !monthly_service_read(a, order->contract, order->from, order->until, &m->service) ||
        !QUERY(a, &late_query, m->late, BIND(contract, order->contract),
               BIND(from, instant_make(order->from, 0)),
               BIND(until, instant_make(date_add(order->until, 1), 0)), BIND(now, a->now),
               BIND(most, (int64_t)LATE_MOST)) ||
        !query_first(a, &open_query, &open, &found,
                     BOUND(BIND(contract, order->contract),
                           BIND(until, instant_make(date_add(order->until, 1), 0)),
                           BIND(day, date_add(order->until, 1)))))
        return false;
    m->open = open.number;
    return true;
}

static int64_t
received_of(const struct month *month, const char *kind)
{
    for (size_t i = 0; i < month->kinds.count; i++)
        if (strcmp(month->kinds.rows[i].kind, kind) == 0)
            return month->kinds.rows[i].received;
    return 0;
}

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
write_received(struct composition *c, const struct monthly *m)
{
    int64_t now = m->now.sum.received, before = m->before.sum.received;
    int64_t year_ago = m->year_ago.sum.received;

    if (before)
        compose_lead(c, "受付は%lld件で、%s。", (long long)now,
                     compared(c->arena, "前月", now, before));
    else
        compose_lead(c, "受付は%lld件である。前月の記録がないため、比較は示さない。",
                     (long long)now);
    if (year_ago)
        compose_lead(c, "%s。", compared(c->arena, "前年同月", now, year_ago));
}

static void
write_summary(struct composition *c, const struct monthly *m)
{
    const struct kind_count *sum = &m->now.sum;
    struct figure share = figure_share(sum->in_time, sum->answered);
    struct keyfigure *keys = NEW_ARRAY(c->arena, 4, struct keyfigure);
    int64_t late = (int64_t)m->late.count;

    compose_section(c, 1, "要旨");
    write_received(c, m);
    if (late)
        compose_lead(c, "回答の期限を超えたものは%lld件である。理由と処置は、別表に示す。",
                     (long long)late);
    else
        compose_lead(c, "回答の期限は、全て守った。");
    keys[0] = (struct keyfigure){ "受付件数", figure_count(sum->received, "件"),
                                  m->year_ago.sum.received
                                      ? arena_print(c->arena, "前年同月 %lld件",
                                                    (long long)m->year_ago.sum.received)
                                      : "前年同月の記録なし" };
    keys[1] = (struct keyfigure){ "期限内の回答", share,
                                  arena_print(c->arena, "%lld／%lld件", (long long)sum->in_time,
                                              (long long)sum->answered) };
    keys[2] = (struct keyfigure){ "期限を超えたもの", figure_count(late, "件"), NULL };
    keys[3] = (struct keyfigure){ "月末に未完了", figure_count(m->open, "件"), NULL };
    compose_keyfigures(c, keys, 4);
}

static const struct chart *
spark_of(struct composition *c, const struct monthly *m, const char *kind)
{
    struct chart *chart = NEW(c->arena, struct chart);
    struct series *series = NEW(c->arena, struct series);
    const char **labels = NEW_ARRAY(c->arena, m->month_count, const char *);
    int64_t *values = NEW_ARRAY(c->arena, m->month_count, int64_t);
    struct buffer words = { .arena = c->arena };

    for (size_t i = 0; i < m->month_count; i++) {
        values[i] = kind ? received_of(&m->months[i], kind) : m->months[i].sum.received;
        labels[i] = arena_print(c->arena, "%d月", date_take(m->months[i].from).month);
        buffer_print(&words, "%s%lld", i ? "、" : "", (long long)values[i]);
    }
    *series = (struct series){ kind ? kind : "合計", values, FILL_OWN };
    *chart = (struct chart){ .kind = CHART_SPARK,
                             .title = arena_print(c->arena, "%sの件数の推移", series->title),
                             .alternative = buffer_string(&words),
                             .labels = labels,
                             .count = m->month_count,
                             .series = series,
                             .series_count = 1,
                             .own = -1 };
    return chart;
}

/* A month without any record is no base: nothing was counted then. */
static void
compared_cells(struct table_maker *t, int64_t now, int64_t base, int64_t base_sum)
{
    table_cell(t, base_sum ? figure_count(base, NULL) : figure_none());
    table_cell(t, base_sum ? figure_change(now - base, 0, NULL) : figure_none());
}

static void
kind_line(struct composition *c, struct table_maker *t, const struct monthly *m, const char *kind,
          const struct kind_count *now)
{
    int64_t before = kind ? received_of(&m->before, kind) : m->before.sum.received;
    int64_t year_ago = kind ? received_of(&m->year_ago, kind) : m->year_ago.sum.received;
    struct figure share = figure_share(now->received, m->now.sum.received);
    struct figure in_time = figure_share(now->in_time, now->answered);

    share.unit = in_time.unit = NULL;
    table_cell(t, figure_text(c->arena, kind ? *kind ? kind : "（区分なし）" : "合計"));
    table_cell(t, figure_count(now->received, NULL));
    table_cell(t, share);
    compared_cells(t, now->received, before, m->before.sum.received);
    compared_cells(t, now->received, year_ago, m->year_ago.sum.received);
    table_cell(t, in_time);
    table_cell(t, figure_spark(spark_of(c, m, kind)));
}

static void
write_kinds(struct composition *c, const struct monthly *m)
{
    static const struct document_column columns[] = {
        { .title = "区分", .width = 360 },
        { .title = "件数", .group = "今月", .align = ALIGN_RIGHT },
        { .title = "割合％", .group = "今月", .align = ALIGN_RIGHT },
        { .title = "件数", .group = "前月", .align = ALIGN_RIGHT },
        { .title = "増減", .group = "前月", .align = ALIGN_RIGHT },
        { .title = "件数", .group = "前年同月", .align = ALIGN_RIGHT, .width = 140 },
        { .title = "増減", .group = "前年同月", .align = ALIGN_RIGHT, .width = 140 },
        { .title = "期限内％", .align = ALIGN_RIGHT },
        { .title = "推移", .width = 220 },
    };
    struct table_maker t;
    struct document_table *table =
        table_begin(&t, c->arena, columns, sizeof columns / sizeof *columns);

    table->caption = "区分別の受付件数";
    table->unit = "件";
    table->note =
        "注　受付日時が対象の期間に入る記録を数えた。期限内は、回答したもののうち期限までに回答した割合。";
    for (size_t i = 0; i < m->now.kinds.count; i++)
        kind_line(c, &t, m, m->now.kinds.rows[i].kind, &m->now.kinds.rows[i]);
    table_sum(&t);
    kind_line(c, &t, m, NULL, &m->now.sum);
    compose_section(c, 1, "受付と対応の状況");
    compose_section(c, 2, "受付件数");
    compose_table(c, table);
}

static void
write_months(struct composition *c, const struct monthly *m)
{
    struct chart *chart = NEW(c->arena, struct chart);
    const struct chart *spark = spark_of(c, m, NULL);
    struct figure now = figure_count(m->now.sum.received, "件");

    *chart = *spark;
    chart->kind = CHART_BAR;
    chart->title = "月別の受付件数";
    chart->say = arena_print(c->arena, "%sの受付は%s。", spark->labels[m->month_count - 1],
                             figure_print(c->arena, &now));
    chart->caption = "月別の受付件数";
    chart->unit = "件";
    chart->own = (int64_t)m->month_count - 1;
    chart->width = 468;
    compose_chart(c, chart);
}

static void
write_late(struct composition *c, const struct monthly *m)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 260 },
        { .title = "件名" },
        { .title = "期限", .width = 300 },
        { .title = "回答", .width = 300 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, c->arena, columns, 4);

    compose_annex(c, "別表　期限を超えたもの");
    if (!m->late.count) {
        compose_paragraph(c, "期限を超えたものは0件である。");
        return;
    }
    table->caption = "期限を超えた問合せ";
    if (m->late.count == LATE_MOST)
        table->note = "注　期限の早い順に200件まで示した。";
    for (size_t i = 0; i < m->late.count; i++) {
        const struct late_row *row = &m->late.rows[i];

        table_cell(&t, figure_text(c->arena, row->number));
        table_cell(&t, figure_text(c->arena, row->title));
        table_cell(&t, figure_time(row->due, DAY_MONTH));
        table_cell(&t, row->answered_at.us ? figure_time(row->answered_at, DAY_MONTH)
                                           : figure_text(c->arena, "未回答"));
    }
    compose_table(c, table);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct monthly *m = NEW(a->arena, struct monthly);
    const char *period = report_period_title(a->arena, SPAN_MONTH, order->from);

    if (!read_all(a, order, m))
        return false;
    *records = m->now.sum.received;
    c->document->title = arena_print(a->arena, "%s　月次報告書", period);
    c->document->author = m->contract->contractor.title;
    c->document->class_mark = "【機密性2】";
    paper_letter(c, m->contract, NULL, arena_print(a->arena, "月次報告書（%s）", period), false);
    compose_paragraph(c, "%sの業務の実施状況を、次のとおり報告します。", period);
    write_summary(c, m);
    write_kinds(c, m);
    write_months(c, m);
    monthly_service_write(c, &m->service);
    if (order->comment && *order->comment) {
        compose_section(c, 1, "課題と対策");
        compose_paragraph(c, "%s", order->comment);
    }
    write_late(c, m);
    compose_end(c);
    return true;
}

const struct report monthly_report = {
    .key = "monthly",
    .title = "月次報告書",
    .help = "問合せの件数、期限、未完了を、区分と月で比べます。",
    .span = SPAN_MONTH,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make,
};
