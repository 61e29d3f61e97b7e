#include "desk/periodic_service.h"

#include <string.h>

#include "base/arena.h"
#include "desk/periodic_parts.h"
#include "desk/satisfaction.h"
#include "desk/vendor_case.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_FILTERS = 10 };

/* An answer was in time until the end of its day in Japan, which is 15 hours after that day began
   in UTC. */
static const struct query vendors_query = {
    .name = "periodic.vendors",
    .sql = "SELECT COALESCE(v.vendor, 0) AS organisation,"
           " COALESCE(o.title, v.vendor_name, '') AS vendor, COUNT(*) AS handed,"
           " COUNT(v.answered_at) AS answered,"
           " SUM(CASE WHEN v.answered_at IS NOT NULL AND v.due_on IS NULL THEN 1"
           " WHEN v.answered_at < CAST(strftime('%s', v.due_on) AS INTEGER) * 1000000"
           " + 54000000000 THEN 1 ELSE 0 END) AS in_time,"
           " CAST(COALESCE(SUM((v.answered_at - v.handed_at) / 60000000), 0) AS INTEGER)"
           " AS minutes"
           " FROM vendor_case v LEFT JOIN organisation o ON o.id = v.vendor"
           " WHERE v.contract = :contract AND v.removed_at IS NULL"
           " AND v.handed_at >= :from AND v.handed_at < :until"
           " GROUP BY COALESCE(v.vendor, 0), COALESCE(o.title, v.vendor_name, '')"
           " ORDER BY 3 DESC, 2",
    .postgres = "SELECT COALESCE(v.vendor, 0) AS organisation,"
                " COALESCE(o.title, v.vendor_name, '') AS vendor, COUNT(*) AS handed,"
                " COUNT(v.answered_at) AS answered,"
                " CAST(SUM(CASE WHEN v.answered_at IS NOT NULL AND v.due_on IS NULL THEN 1"
                " WHEN v.answered_at < CAST(EXTRACT(EPOCH FROM CAST(v.due_on AS timestamp))"
                " AS BIGINT) * 1000000 + 54000000000 THEN 1 ELSE 0 END) AS BIGINT) AS in_time,"
                " CAST(COALESCE(SUM((v.answered_at - v.handed_at) / 60000000), 0) AS BIGINT)"
                " AS minutes"
                " FROM vendor_case v LEFT JOIN organisation o ON o.id = v.vendor"
                " WHERE v.contract = :contract AND v.removed_at IS NULL"
                " AND v.handed_at >= :from AND v.handed_at < :until"
                " GROUP BY COALESCE(v.vendor, 0), COALESCE(o.title, v.vendor_name, '')"
                " ORDER BY 3 DESC, 2",
    .row_size = sizeof(struct vendor_count),
    .columns =
        COLUMNS(COLUMN(struct vendor_count, organisation), COLUMN(struct vendor_count, vendor),
                COLUMN(struct vendor_count, handed), COLUMN(struct vendor_count, answered),
                COLUMN(struct vendor_count, in_time), COLUMN(struct vendor_count, minutes)),
};

static const struct query scores_query = {
    .name = "periodic.scores",
    .sql = "SELECT score, COUNT(*) AS number FROM satisfaction WHERE contract = :contract"
           " AND removed_at IS NULL AND answered_at >= :from AND answered_at < :until"
           " GROUP BY score",
    .row_size = sizeof(struct score_count),
    .columns = COLUMNS(COLUMN(struct score_count, score), COLUMN(struct score_count, number)),
};

bool
periodic_service_read(struct act *a, int64_t contract, struct date from, struct date until,
                      struct periodic_service *out)
{
    struct instant begin = instant_make(from, 0), end = instant_make(date_add(until, 1), 0);

    return QUERY(a, &vendors_query, out->vendors, BIND(contract, contract), BIND(from, begin),
                 BIND(until, end)) &&
           QUERY(a, &scores_query, out->scores, BIND(contract, contract), BIND(from, begin),
                 BIND(until, end));
}

/* The hand-overs of the period to one vendor, who may be known by name alone. */
static struct figure
handed_to(struct periodic *p, const struct vendor_count *row, const char *const *more,
          int64_t number)
{
    const char *filters[MOST_FILTERS + 1] = { "handed_at.ge", p->now.first, "handed_at.le",
                                              p->now.last };
    size_t count = 4;

    filters[count++] = "vendor_name";
    filters[count++] = row->vendor;
    if (row->organisation) {
        filters[count - 2] = "vendor";
        filters[count - 1] = arena_print(p->a->arena, "%lld", (long long)row->organisation);
    }
    while (*more && count < MOST_FILTERS)
        filters[count++] = *more++;
    return counted_by(&p->counter, &vendor_case_ledger, filters, number);
}

static void
write_vendors(struct periodic *p, const struct vendor_counts *vendors)
{
    static const struct document_column columns[] = {
        { .title = "業者" },
        { .title = "引継ぎ", .align = ALIGN_RIGHT },
        { .title = "回答あり", .align = ALIGN_RIGHT },
        { .title = "期限内", .align = ALIGN_RIGHT },
        { .title = "平均の日数", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 5);

    table->caption = "業者ごとの引継ぎと回答";
    table->note = "注　期間に引き継いだもの。平均の日数は、引継ぎから回答までの暦の日数である。";
    for (size_t i = 0; i < vendors->count; i++) {
        const struct vendor_count *row = &vendors->rows[i];

        periodic_label(p, &t, row->vendor);
        table_cell(&t, handed_to(p, row, FILTERS(NULL), row->handed));
        table_cell(&t, handed_to(p, row, FILTERS("answered_at.empty", "false"), row->answered));
        table_cell(&t, figure_count(row->in_time, NULL));
        table_cell(&t, periodic_mean(row->minutes, row->answered * DAY_MINUTES));
    }
    compose_table(p->c, table);
}

static void
write_scores(struct periodic *p, const struct score_counts *scores)
{
    static const struct document_column columns[] = {
        { .title = "満足度" },
        { .title = "回答", .align = ALIGN_RIGHT },
        { .title = "割合％", .align = ALIGN_RIGHT },
    };
    const struct choice_item *items = shape_field(shape_of(&satisfaction_ledger), "score")->choices;
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 3);
    int64_t all = 0;

    table->caption = "依頼者の満足度";
    for (size_t i = 0; i < scores->count; i++)
        all += scores->rows[i].number;
    for (const struct choice_item *item = items; item->code; item++) {
        struct figure share;
        int64_t number = 0;

        for (size_t i = 0; i < scores->count; i++)
            if (strcmp(scores->rows[i].score, item->code) == 0)
                number = scores->rows[i].number;
        share = figure_share(number, all);
        share.unit = NULL;
        periodic_label(p, &t, item->label);
        table_cell(&t, counted_by(&p->counter, &satisfaction_ledger,
                                  FILTERS("score", item->code, "answered_at.ge", p->now.first,
                                          "answered_at.le", p->now.last),
                                  number));
        table_cell(&t, share);
    }
    compose_table(p->c, table);
}

void
periodic_service_write(struct periodic *p, const struct periodic_service *m)
{
    compose_section(p->c, 1, "業者への引継ぎ");
    if (m->vendors.count)
        write_vendors(p, &m->vendors);
    else
        compose_paragraph(p->c, "業者へ引き継いだものは0件である。");
    compose_section(p->c, 1, "満足度");
    if (m->scores.count)
        write_scores(p, &m->scores);
    else
        compose_paragraph(p->c, "満足度の回答は0件である。");
}
