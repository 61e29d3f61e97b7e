/* The schedule: plan outlined above, actual filled below, the inazuma line through where the
   work of each row stands. Its point is planned start + progress × planned length; rows that
   are done, or are not due yet, leave the line on today. */
#include "render/diagram_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/wareki.h"

enum { ROW = 17, HEAD = 29 };

struct gantt {
    struct drawing *d;
    const struct diagram *g;
    int32_t from, until;                    /* days; until belongs to it */
    double number, title, person, progress; /* where the columns of the table begin */
    double left, right, bottom;
};

static double
x_of(const struct gantt *t, int32_t day)
{
    double part = (double)(day - t->from) / (double)(t->until - t->from + 1);

    return t->left + (t->right - t->left) * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static double
y_of(size_t row)
{
    return HEAD + ROW * (double)row;
}

static void
widen(struct gantt *t, struct date a, struct date b)
{
    const int32_t days[] = { a.day, b.day };

    for (size_t i = 0; i < 2; i++)
        if (days[i]) {
            t->from = !t->from || days[i] < t->from ? days[i] : t->from;
            t->until = days[i] > t->until ? days[i] : t->until;
        }
}

/* The span asked for, else that of all rows; whole months, at most 20 years. */
static void
span(struct gantt *t)
{
    struct day first;
    struct date start;

    widen(t, t->g->from, t->g->until);
    for (size_t n = 0; n < t->g->count && !(t->g->from.day && t->g->until.day); n++) {
        widen(t, t->g->nodes[n].planned_from, t->g->nodes[n].planned_until);
        widen(t, t->g->nodes[n].actual_from, t->g->nodes[n].actual_until);
    }
    if (!t->from)
        widen(t, t->g->today, t->g->today);
    if (!t->from)
        t->from = t->until = 730000;
    first = date_take((struct date){ t->from });
    if (date_make(first.year, first.month, 1, &start))
        t->from = start.day;
    if (t->until - t->from > 20 * 366)
        t->until = t->from + 20 * 366;
    t->until = date_month_end((struct date){ t->until }).day;
}

/* The number a title begins with, "1.2", and what follows it. */
static const char *
number_of(struct arena *arena, const char *title, const char **rest)
{
    size_t length = strspn(title, "0123456789.");

    *rest = title;
    if (!length || (strncmp(title + length, "　", 3) && title[length] != ' '))
        return "";
    *rest = title + length + (title[length] == ' ' ? 1 : 3);
    return arena_slice(arena, title, length);
}

static void
months(struct gantt *t)
{
    int32_t shown_until = 0;
    int count = (t->until - t->from) / 30 + 1;
    int each = (int)((double)count * 20 / (t->right - t->left)) + 1;
    int at = 0;
    struct date day = { t->from };

    each = each > 6 ? 12 : each > 3 ? 6 : each > 2 ? 3 : each;
    for (; day.day <= t->until; day = date_add_months(day, 1), at++) {
        struct day it = date_take(day);
        double x = x_of(t, day.day);
        double end = x_of(t, date_add_months(day, each).day);
        bool year = it.month == 1 || at == 0;

        if ((it.month - 1) % each == 0 || at == 0) {
            draw_line(t->d, x, year ? 0.5 : 14, x, t->bottom,
                      (struct stroke){ year ? COLOUR_RULE : COLOUR_GRID, 0.5, 0 });
            draw_text(t->d, (x + end) / 2, 24,
                      (struct lettering){ 7.5, COLOUR_INK, ANCHOR_MIDDLE, false },
                      arena_print(t->d->arena, "%d月", it.month));
        }
        if (year && day.day >= shown_until) {
            const char *era = wareki_print(t->d->arena, day, WAREKI_PLAIN);
            const char *end_of_year = strstr(era, "年");
            const char *text = arena_print(
                t->d->arena, "%s年（%d年）",
                arena_slice(t->d->arena, era, end_of_year ? (size_t)(end_of_year - era) : 0),
                it.year);

            if (x + draw_width(text, 7.5) < t->right)
                draw_text(t->d, x + 3, 11,
                          (struct lettering){ 7.5, COLOUR_INK, ANCHOR_START, false }, text);
            shown_until =
                day.day + (int32_t)((double)(t->until - t->from) * 70 / (t->right - t->left));
        }
    }
}

static void
table_row(struct gantt *t, size_t row)
{
    const struct diagram_node *n = &t->g->nodes[row];
    bool package = n->level == 0 && !n->milestone;
    struct filling tint = draw_solid(COLOUR_TINT);
    struct lettering l = { 7.5, COLOUR_INK, ANCHOR_START, package };
    double y = y_of(row);
    double inset = package ? 0 : 5;
    const char *title;
    const char *number = number_of(t->d->arena, n->title ? n->title : "", &title);

    if (package)
        draw_rect(t->d, 0, y, t->g->width, ROW, &tint, (struct stroke){ 0 });
    draw_text(t->d, t->number + (inset > 0 ? 3 : 0), y + 11.2, l, number);
    draw_text(t->d, t->title + inset, y + 11.2, l,
              draw_cut(t->d->arena, title, 7.5, t->person - t->title - inset - 4));
    l.bold = false;
    if (n->detail_count)
        draw_text(t->d, t->person, y + 11.2, l,
                  draw_cut(t->d->arena, n->detail[0], 7.5, t->progress - t->person - 26));
    l.anchor = ANCHOR_END;
    if (!n->milestone || n->progress)
        draw_text(t->d, t->progress, y + 11.2, l,
                  arena_print(t->d->arena, "%lld", (long long)n->progress));
    draw_line(t->d, 0, y + ROW, t->g->width, y + ROW, (struct stroke){ COLOUR_GRID, 0.5, 0 });
}

static void
package_bar(struct gantt *t, const struct diagram_node *n, double y)
{
    struct filling ink = draw_solid(COLOUR_INK);
    double from = x_of(t, n->planned_from.day);
    double until = x_of(t, n->planned_until.day + 1);

    draw_rect(t->d, from, y + 5.5, until - from, 3, &ink, (struct stroke){ 0 });
    for (int end = 0; end < 2; end++) {
        struct point *p = NEW_ARRAY(t->d->arena, 3, struct point);
        double x = end ? until : from;

        p[0] = (struct point){ x, y + 5.5 };
        p[1] = (struct point){ x + (end ? -4 : 4), y + 8.5 };
        p[2] = (struct point){ x, y + 12 };
        draw_polygon(t->d, p, 3, &ink, (struct stroke){ 0 });
    }
}

static void
late(struct gantt *t, const struct diagram_node *n, double x, double y)
{
    const char *text;

    if (n->late <= 0)
        return;
    text = arena_print(t->d->arena, "＋%lld日", (long long)n->late);
    if (x + 4 + draw_width(text, 7.5) > t->g->width)
        x = t->g->width - 6 - draw_width(text, 7.5);
    draw_text(t->d, x + 4, y + 14, (struct lettering){ 7.5, COLOUR_WARN, ANCHOR_START, true },
              text);
}

static void
bars(struct gantt *t, size_t row)
{
    const struct diagram_node *n = &t->g->nodes[row];
    static const struct filling doing = { PATTERN_HATCH, COLOUR_SKY, COLOUR_WHITE, COLOUR_KEY };
    struct filling done = draw_solid(COLOUR_KEY);
    struct filling white = draw_solid(COLOUR_WHITE);
    bool finished = n->actual_until.day || n->progress >= 100;
    int32_t until = n->actual_until.day ? n->actual_until.day : t->g->today.day;
    double y = y_of(row);

    if (n->planned_from.day && n->planned_until.day >= n->planned_from.day) {
        double from = x_of(t, n->planned_from.day);

        if (n->level == 0) {
            package_bar(t, n, y);
            return;
        }
        draw_rect(t->d, from, y + 2.5, x_of(t, n->planned_until.day + 1) - from, 5.5, &white,
                  (struct stroke){ COLOUR_SUB, 0.7, 0 });
    }
    if (n->actual_from.day && until >= n->actual_from.day) {
        double from = x_of(t, n->actual_from.day);
        double end = x_of(t, until + 1);

        draw_rect(t->d, from, y + 9, end - from, 4.8, finished ? &done : &doing,
                  finished ? (struct stroke){ 0 } : (struct stroke){ COLOUR_KEY, 0.5, 0 });
        late(t, n, end, y);
    } else if (n->planned_until.day) {
        late(t, n, x_of(t, n->planned_until.day + 1), y - 4);
    }
}

static void
milestone(struct gantt *t, size_t row)
{
    const struct diagram_node *n = &t->g->nodes[row];
    struct point *p = NEW_ARRAY(t->d->arena, 4, struct point);
    struct filling f = draw_solid(n->progress >= 100 ? COLOUR_KEY : COLOUR_WHITE);
    struct date day = n->planned_until.day ? n->planned_until : n->planned_from;
    double x = x_of(t, day.day) + (t->right - t->left) / (double)(t->until - t->from + 1) / 2;
    double y = y_of(row) + ROW / 2.0;

    if (!day.day)
        return;
    if (n->strong)
        draw_line(t->d, x, HEAD, x, t->bottom, (struct stroke){ COLOUR_KEY, 0.8, 1.5 });
    p[0] = (struct point){ x, y - 5 };
    p[1] = (struct point){ x + 5, y };
    p[2] = (struct point){ x, y + 5 };
    p[3] = (struct point){ x - 5, y };
    draw_polygon(t->d, p, 4, &f, (struct stroke){ COLOUR_KEY, 1, 0 });
    late(t, n, x + 4, y_of(row) - 3);
}

/* Names of the fixed dates below the chart, each where the one before leaves room. */
static void
fixed_dates(struct gantt *t)
{
    double free_from = t->left;

    for (size_t row = 0; row < t->g->count; row++) {
        const struct diagram_node *n = &t->g->nodes[row];
        struct date day = n->planned_until.day ? n->planned_until : n->planned_from;
        const char *title;
        const char *text;
        struct day it;
        double x, width;

        if (!n->milestone || !n->strong || !day.day)
            continue;
        number_of(t->d->arena, n->title ? n->title : "", &title);
        it = date_take(day);
        text = arena_print(t->d->arena, "%s %d/%d", draw_cut(t->d->arena, title, 7.5, 80), it.month,
                           it.day);
        width = draw_width(text, 7.5);
        x = x_of(t, day.day) - width / 2;
        x = x + width > t->g->width ? t->g->width - width : x;
        x = x < free_from ? free_from : x;
        if (x + width > t->g->width)
            continue;
        draw_text(t->d, x, t->bottom + 9, (struct lettering){ 7.5, COLOUR_KEY, ANCHOR_START, true },
                  text);
        free_from = x + width + 5;
    }
}

static void
depends(struct gantt *t, const struct diagram_edge *e)
{
    const struct diagram_node *a = &t->g->nodes[e->from], *b = &t->g->nodes[e->to];
    struct point *p = NEW_ARRAY(t->d->arena, 4, struct point);
    double y1 = y_of(e->from) + 5, y2 = y_of(e->to) + (b->milestone ? ROW / 2.0 : 2.5);
    double x1, x2;

    if (!a->planned_until.day || !(b->planned_from.day || b->planned_until.day))
        return;
    x1 = x_of(t, a->planned_until.day + 1);
    x2 = x_of(t, b->planned_from.day ? b->planned_from.day : b->planned_until.day);
    p[0] = (struct point){ x1, y1 };
    p[1] = (struct point){ x1 + 3, y1 };
    p[2] = (struct point){ x1 + 3, y2 - (b->milestone || y2 < y1 ? 0 : 3) };
    p[3] = (struct point){ x2 > x1 + 8 && b->milestone ? x2 - 5
                           : x2 > x1 + 3               ? x2 + 2
                                                       : x1 + 3,
                           p[2].y };
    draw_polyline(t->d, p, 4, (struct stroke){ COLOUR_DOT, 0.7, 0 });
}

/* Where a row stands; false when it leaves the line on today. */
static bool
standing(const struct gantt *t, const struct diagram_node *n, double *x)
{
    int32_t length = n->planned_until.day - n->planned_from.day + 1;
    int64_t progress = n->progress < 0 ? 0 : n->progress > 100 ? 100 : n->progress;
    int32_t at;

    if (n->level == 0 || n->milestone || !n->planned_from.day || length <= 0 || progress >= 100)
        return false;
    if (!progress && n->planned_from.day > t->g->today.day)
        return false;
    at = n->planned_from.day + (int32_t)(length * progress / 100);
    *x = x_of(t, at);
    return true;
}

static void
inazuma(struct gantt *t)
{
    struct point *p = NEW_ARRAY(t->d->arena, t->g->count + 3, struct point);
    size_t count = 0;
    struct day it;
    double today, x;

    if (t->g->today.day < t->from || t->g->today.day > t->until)
        return;
    it = date_take(t->g->today);
    today = x_of(t, t->g->today.day + 1);
    p[count++] = (struct point){ today, HEAD - 1 };
    for (size_t row = 0; row < t->g->count; row++)
        if (t->g->nodes[row].level > 0)
            p[count++] = (struct point){ standing(t, &t->g->nodes[row], &x) ? x : today,
                                         y_of(row) + ROW / 2.0 };
    p[count++] = (struct point){ today, t->bottom };
    draw_polyline(t->d, p, count, (struct stroke){ COLOUR_WARN, 1.2, 0 });
    draw_text(t->d, today, 11, (struct lettering){ 7.5, COLOUR_WARN, ANCHOR_MIDDLE, true },
              arena_print(t->d->arena, "現在 %d月%d日", it.month, it.day));
}

static void
legend(struct gantt *t, double y)
{
    static const struct filling doing = { PATTERN_HATCH, COLOUR_SKY, COLOUR_WHITE, COLOUR_KEY };
    static const struct point bolt[] = { { 0, -4 }, { 8, -1 }, { 4, 1 }, { 12, 4 } };
    struct filling done = draw_solid(COLOUR_KEY);
    struct filling white = draw_solid(COLOUR_WHITE);
    struct lettering l = { 7.5, COLOUR_TEXT, ANCHOR_START, false };
    struct point *p = NEW_ARRAY(t->d->arena, 8, struct point);

    draw_rect(t->d, 4, y - 5, 16, 5.5, &white, (struct stroke){ COLOUR_SUB, 0.7, 0 });
    draw_text(t->d, 24, y, l, "予定");
    draw_rect(t->d, 52, y - 5, 16, 5.5, &done, (struct stroke){ 0 });
    draw_text(t->d, 72, y, l, "実績（完了）");
    draw_rect(t->d, 129, y - 5, 16, 5.5, &doing, (struct stroke){ COLOUR_KEY, 0.5, 0 });
    draw_text(t->d, 149, y, l, "実績（実施中）");
    for (size_t i = 0; i < 4; i++)
        p[i] = (struct point){ 218 + bolt[i].x, y - 2.5 + bolt[i].y };
    draw_polyline(t->d, p, 4, (struct stroke){ COLOUR_WARN, 1.2, 0 });
    draw_text(t->d, 234, y, l, "稲妻線（左に折れる作業は遅れ）");
    p[4] = (struct point){ 364, y - 8 };
    p[5] = (struct point){ 369, y - 3 };
    p[6] = (struct point){ 364, y + 2 };
    p[7] = (struct point){ 359, y - 3 };
    draw_polygon(t->d, p + 4, 4, &white, (struct stroke){ COLOUR_KEY, 1, 0 });
    draw_text(t->d, 375, y, l, "期日");
    if (!t->g->edge_count)
        return;
    draw_line(t->d, 404, y - 3, 420, y - 3, (struct stroke){ COLOUR_DOT, 0.7, 0 });
    draw_text(t->d, 424, y, l, "前後関係");
}

static void
head(struct gantt *t)
{
    struct lettering l = { 7.5, COLOUR_INK, ANCHOR_START, true };

    draw_text(t->d, t->number, 24, l, "番号");
    draw_text(t->d, t->title, 24, l, "作業");
    draw_text(t->d, t->person, 24, l, "担当");
    l.anchor = ANCHOR_END;
    draw_text(t->d, t->progress, 24, l, "進捗%");
    draw_line(t->d, 0, 0.5, t->g->width, 0.5, (struct stroke){ COLOUR_INK, 0.9, 0 });
    draw_line(t->d, 0, HEAD, t->g->width, HEAD, (struct stroke){ COLOUR_RULE, 0.9, 0 });
    draw_line(t->d, 0, t->bottom, t->g->width, t->bottom, (struct stroke){ COLOUR_INK, 0.9, 0 });
}

void
diagram_gantt(struct drawing *d, const struct diagram *g)
{
    struct gantt t = { .d = d, .g = g };
    double table = g->width * 0.28;

    table = table > 250 ? 250 : table < 130 ? 130 : table;
    t.number = 4;
    t.title = 4 + (table > 200 ? 23 : 18);
    t.progress = table - 10;
    t.person = table - (table > 200 ? 73 : 55);
    t.left = table;
    t.right = g->width - 2;
    t.bottom = HEAD + ROW * (double)g->count;
    span(&t);
    draw_begin(d, d->arena, g->width, t.bottom + 34);
    for (size_t row = 0; row < g->count; row++)
        table_row(&t, row);
    months(&t);
    for (size_t e = 0; e < g->edge_count; e++)
        depends(&t, &g->edges[e]);
    for (size_t row = 0; row < g->count; row++) {
        if (g->nodes[row].milestone)
            milestone(&t, row);
        else
            bars(&t, row);
    }
    inazuma(&t);
    fixed_dates(&t);
    head(&t);
    legend(&t, t.bottom + 25);
}
