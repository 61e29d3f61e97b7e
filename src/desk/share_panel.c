#include "desk/share_panel.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/money.h"
#include "desk/share.h"
#include "desk/views.h"
#include "ledger/access.h"
#include "render/draw.h"
#include "render/svg.h"
#include "store/act.h"
#include "store/query.h"
#include "web/panel.h"
#include "web/route.h"

enum { MONTHS = 24, WIDTH = 468, GB = 1024 };

struct month {
    struct date month;
    int64_t used;
};
struct months {
    struct month *rows;
    size_t count;
};

static const struct query months_query = {
    .name = "share_usage.months",
    .sql = "SELECT month, used FROM share_usage WHERE share = :share AND removed_at IS NULL"
           " ORDER BY month DESC LIMIT :most",
    .row_size = sizeof(struct month),
    .columns = COLUMNS(COLUMN(struct month, month), COLUMN(struct month, used)),
};

/* When the last months go on like this: the month in which the quota is reached. */
static const char *
outlook(struct arena *arena, const struct share *it, const struct months *list)
{
    const struct month *last = &list->rows[0], *first = &list->rows[list->count - 1];
    struct day from = date_take(first->month), until = date_take(last->month);
    int64_t months = (until.year - from.year) * 12 + until.month - from.month;
    int64_t grown = last->used - first->used, left;

    if (it->quota == NO_NUMBER || months < 1 || grown <= 0)
        return "";
    if (last->used >= it->quota)
        return "上限に達しています。";
    left = ((it->quota - last->used) * months + grown - 1) / grown;
    if (left > 36)
        return "この増え方なら、3年は上限に達しません。";
    return arena_print(arena, "この増え方なら、約%lldか月で上限に達します。", (long long)left);
}

static void
draw(struct arena *arena, const struct share *it, const struct months *list, struct buffer *out)
{
    const char **labels = NEW_ARRAY(arena, list->count, const char *);
    int64_t *values = NEW_ARRAY(arena, list->count, int64_t);
    struct series series = { "使用量", values, FILL_OWN };
    struct chart chart = { .kind = CHART_LINE,
                           .title = "月ごとの使用量",
                           .labels = labels,
                           .count = list->count,
                           .series = &series,
                           .series_count = 1,
                           .decimals = 1,
                           .unit = "GB",
                           .own = -1,
                           .width = WIDTH };
    struct buffer words = { .arena = arena };
    struct drawing drawing;

    for (size_t i = 0; i < list->count; i++) {
        const struct month *m = &list->rows[list->count - 1 - i];
        struct day day = date_take(m->month);

        labels[i] = arena_print(arena, "%d月", day.month);
        values[i] = m->used * 10 / GB;
        buffer_print(&words, "%s%d年%d月 %lld.%lldGB", i ? "、" : "", day.year, day.month,
                     (long long)(values[i] / 10), (long long)(values[i] % 10));
    }
    chart.alternative = buffer_string(&words);
    if (it->quota != NO_NUMBER) {
        chart.has_target = true;
        chart.target = it->quota * 10 / GB;
        chart.target_label = "上限";
    }
    chart_draw(arena, &chart, &drawing);
    drawing_svg(&drawing, "usage", out);
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    const struct share *it = (const struct share *)record;
    struct share_panel page = { 0 };
    struct months list;
    struct out o, drawn;

    if (q->ledger != &share_ledger || !access_may(a, &share_usage_ledger, DEED_READ, NULL))
        return true;
    if (!QUERY(a, &months_query, list, BIND(share, record->id), bind_int("most", MONTHS)))
        return false;
    if (list.count < 2) {
        page.hint = "2か月分の使用量を記録すると、推移が図になります。";
    } else {
        page.say = outlook(a->arena, it, &list);
        drawn = panel_out(a, q);
        draw(a->arena, it, &list, &drawn.text);
        page.drawing = html_take(&drawn);
    }
    o = panel_out(a, q);
    share_panel_view(&o, &page);
    out->top = html_take(&o);
    return true;
}

const struct panel share_panel = { "share", fill };
