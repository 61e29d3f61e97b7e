#include "desk/monthly_service.h"

#include <string.h>

#include "base/arena.h"
#include "desk/satisfaction.h"
#include "ledger/shape.h"
#include "render/compose.h"
#include "store/act.h"
#include "store/query.h"

/* An answer was in time until the end of its day in Japan, which is 15 hours after that day began
   in UTC. */
static const struct query vendors_query = {
    .name = "monthly.vendors",
    .sql = "SELECT COALESCE(o.title, v.vendor_name, '') AS vendor, COUNT(*) AS handed,"
           " COUNT(v.answered_at) AS answered,"
           " SUM(CASE WHEN v.answered_at IS NOT NULL AND v.due_on IS NULL THEN 1"
           " WHEN v.answered_at < CAST(strftime('%s', v.due_on) AS INTEGER) * 1000000"
           " + 54000000000 THEN 1 ELSE 0 END) AS in_time,"
           " CAST(COALESCE(SUM((v.answered_at - v.handed_at) / 60000000), 0) AS INTEGER)"
           " AS minutes"
           " FROM vendor_case v LEFT JOIN organisation o ON o.id = v.vendor"
           " WHERE v.contract = :contract AND v.removed_at IS NULL"
           " AND v.handed_at >= :from AND v.handed_at < :until"
           " GROUP BY COALESCE(o.title, v.vendor_name, '') ORDER BY 2 DESC, 1",
    .postgres = "SELECT COALESCE(o.title, v.vendor_name, '') AS vendor, COUNT(*) AS handed,"
                " COUNT(v.answered_at) AS answered,"
                " CAST(SUM(CASE WHEN v.answered_at IS NOT NULL AND v.due_on IS NULL THEN 1"
                " WHEN v.answered_at < CAST(EXTRACT(EPOCH FROM CAST(v.due_on AS timestamp))"
                " AS BIGINT) * 1000000 + 54000000000 THEN 1 ELSE 0 END) AS BIGINT) AS in_time,"
                " CAST(COALESCE(SUM((v.answered_at - v.handed_at) / 60000000), 0) AS BIGINT)"
                " AS minutes"
                " FROM vendor_case v LEFT JOIN organisation o ON o.id = v.vendor"
                " WHERE v.contract = :contract AND v.removed_at IS NULL"
                " AND v.handed_at >= :from AND v.handed_at < :until"
                " GROUP BY COALESCE(o.title, v.vendor_name, '') ORDER BY 2 DESC, 1",
    .row_size = sizeof(struct vendor_count),
    .columns = COLUMNS(COLUMN(struct vendor_count, vendor), COLUMN(struct vendor_count, handed),
                       COLUMN(struct vendor_count, answered), COLUMN(struct vendor_count, in_time),
                       COLUMN(struct vendor_count, minutes)),
};

static const struct query scores_query = {
    .name = "monthly.scores",
    .sql = "SELECT score, COUNT(*) AS number FROM satisfaction WHERE contract = :contract"
           " AND removed_at IS NULL AND answered_at >= :from AND answered_at < :until"
           " GROUP BY score",
    .row_size = sizeof(struct score_count),
    .columns = COLUMNS(COLUMN(struct score_count, score), COLUMN(struct score_count, number)),
};

bool
monthly_service_read(struct act *a, int64_t contract, struct date from, struct date until,
                     struct monthly_service *out)
{
    struct instant begin = instant_make(from, 0), end = instant_make(date_add(until, 1), 0);

    return QUERY(a, &vendors_query, out->vendors, BIND(contract, contract), BIND(from, begin),
                 BIND(until, end)) &&
           QUERY(a, &scores_query, out->scores, BIND(contract, contract), BIND(from, begin),
                 BIND(until, end));
}

static void
write_vendors(struct composition *c, const struct vendor_counts *vendors)
{
    static const struct document_column columns[] = {
        { .title = "業者" },
        { .title = "引継ぎ", .align = ALIGN_RIGHT },
        { .title = "回答あり", .align = ALIGN_RIGHT },
        { .title = "期限内", .align = ALIGN_RIGHT },
        { .title = "平均の日数", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, c->arena, columns, 5);

    compose_section(c, 1, "業者への引継ぎ");
    table->caption = "業者ごとの引継ぎと回答";
    table->note = "注　今月引き継いだもの。平均の日数は、引継ぎから回答までの暦の日数である。";
    for (size_t i = 0; i < vendors->count; i++) {
        const struct vendor_count *row = &vendors->rows[i];
        int64_t tenths = row->answered ? row->minutes * 10 / row->answered / DAY_MINUTES : 0;

        table_cell(&t, figure_text(c->arena, row->vendor));
        table_cell(&t, figure_count(row->handed, NULL));
        table_cell(&t, figure_count(row->answered, NULL));
        table_cell(&t, figure_count(row->in_time, NULL));
        table_cell(&t, row->answered ? figure_text(c->arena, arena_print(c->arena, "%lld.%lld",
                                                                         (long long)(tenths / 10),
                                                                         (long long)(tenths % 10)))
                                     : figure_none());
    }
    compose_table(c, table);
}

static void
write_scores(struct composition *c, const struct score_counts *scores)
{
    static const struct document_column columns[] = {
        { .title = "満足度" },
        { .title = "回答", .align = ALIGN_RIGHT },
        { .title = "割合％", .align = ALIGN_RIGHT },
    };
    const struct choice_item *items = shape_field(shape_of(&satisfaction_ledger), "score")->choices;
    struct table_maker t;
    struct document_table *table = table_begin(&t, c->arena, columns, 3);
    int64_t all = 0;

    compose_section(c, 1, "満足度");
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
        table_cell(&t, figure_text(c->arena, item->label));
        table_cell(&t, figure_count(number, NULL));
        table_cell(&t, share);
    }
    compose_table(c, table);
}

void
monthly_service_write(struct composition *c, const struct monthly_service *m)
{
    if (m->vendors.count)
        write_vendors(c, &m->vendors);
    if (m->scores.count)
        write_scores(c, &m->scores);
}
