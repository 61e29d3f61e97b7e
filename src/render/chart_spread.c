#include "render/chart_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static int
by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

struct spread {
    int64_t *values; /* rising */
    size_t count;
    int64_t own;
    bool has_own;
};

static struct spread
spread_of(struct arena *arena, const struct chart *c, size_t s)
{
    struct spread it = { .values = NEW_ARRAY(arena, c->count, int64_t) };
    int64_t value;

    for (size_t l = 0; l < c->count; l++)
        if (chart_value(c, s, l, &value)) {
            it.values[it.count++] = value;
            if ((int64_t)l == c->own) {
                it.own = value;
                it.has_own = true;
            }
        }
    qsort(it.values, it.count, sizeof *it.values, by_value);
    return it;
}

/* The middle one, or the mean of both in the middle cut towards zero. */
static int64_t
median_of(const struct spread *it)
{
    if (it->count % 2)
        return it->values[it->count / 2];
    return (it->values[it->count / 2 - 1] + it->values[it->count / 2]) / 2;
}

/* Rank 1 is the smallest; ties share a rank. */
static size_t
rank_of(const struct spread *it)
{
    size_t rank = 1;

    for (size_t i = 0; i < it->count; i++)
        rank += it->values[i] < it->own;
    return rank;
}

/* Dots side by side lie on levels around the middle so that all are seen; the own body is
   left out once. */
static void
dots(struct drawing *d, const struct spread *it, const struct axis *axis, double left, double right,
     double y, double radius, enum colour colour)
{
    static const double levels[] = { 0, 3.6, -3.6, 1.8, -1.8 };
    struct filling grey = draw_solid(colour);
    bool skipped = !it->has_own;
    double before = -100;
    size_t level = 0;

    for (size_t i = 0; i < it->count; i++) {
        double x = axis_place(axis, it->values[i], left, right);

        if (!skipped && it->values[i] == it->own) {
            skipped = true;
            continue;
        }
        level = x - before < radius * 2 ? (level + 1) % 5 : 0;
        before = x;
        draw_circle(d, x, y + levels[level], radius, &grey, (struct stroke){ 0 });
    }
}

static double
legend(struct drawing *d, const struct chart *c, double x)
{
    struct filling grey = draw_solid(COLOUR_DOT);
    struct filling pale = draw_solid(COLOUR_PALE);
    struct lettering plain = { LETTERS, COLOUR_TEXT, ANCHOR_START, false };

    if (c->own >= 0 && (size_t)c->own < c->count) {
        const char *own = draw_cut(d->arena, chart_label(c, (size_t)c->own), LETTERS, 120);

        draw_diamond(d, x + 5, 7, 4, COLOUR_WARN);
        draw_text(d, x + 13, 10, (struct lettering){ LETTERS, COLOUR_WARN, ANCHOR_START, true },
                  own);
        x += draw_width(own, LETTERS) + 25;
    }
    draw_circle(d, x + 2, 7.5, 1.5, &grey, (struct stroke){ 0 });
    draw_text(d, x + 7, 10, plain, "ほかの団体");
    x += 58;
    draw_rect(d, x, 3, 16, 9, &pale, (struct stroke){ COLOUR_BLUE, 0.5, 0 });
    draw_line(d, x + 8, 3, x + 8, 12, (struct stroke){ COLOUR_KEY, 1.6, 0 });
    draw_text(d, x + 20, 10, plain, "四分位範囲と中央値");
    return x;
}

static void
strip(struct drawing *d, const struct chart *c, const struct axis *axis, size_t s, double y,
      double left, double right)
{
    struct spread it = spread_of(d->arena, c, s);
    struct filling pale = draw_solid(COLOUR_PALE);
    double from, until, middle;

    chart_row_label(d, c, c->series[s].title ? c->series[s].title : "", left - 6, y, false);
    if (!it.count)
        return;
    from = axis_place(axis, it.values[it.count / 4], left, right);
    until = axis_place(axis, it.values[it.count * 3 / 4 < it.count ? it.count * 3 / 4 : 0], left,
                       right);
    middle = axis_place(axis, median_of(&it), left, right);
    draw_rect(d, from, y - 7, until - from, 14, &pale, (struct stroke){ COLOUR_BLUE, 0.5, 0 });
    draw_line(d, middle, y - 7, middle, y + 7, (struct stroke){ COLOUR_KEY, 1.6, 0 });
    dots(d, &it, axis, left, right, y, 1.45, COLOUR_DOT);
    if (!it.has_own)
        return;
    draw_diamond(d, axis_place(axis, it.own, left, right), y, 5, COLOUR_WARN);
    draw_text(d, right + 8, y - 1, (struct lettering){ 8, COLOUR_WARN, ANCHOR_START, true },
              chart_number(d->arena, it.own, c->decimals));
    draw_text(d, right + 8, y + 8,
              (struct lettering){ LETTERS_SMALL, COLOUR_TEXT, ANCHOR_START, false },
              arena_print(d->arena, "%zu位／%zu", rank_of(&it), it.count));
}

void
chart_strip(struct drawing *d, const struct chart *c)
{
    struct axis axis = axis_of(c, 4);
    double left = 40;
    double right = c->width - 64;
    double bottom = 22 + 23 * (double)c->series_count;

    for (size_t s = 0; s < c->series_count; s++) {
        double width = draw_width(c->series[s].title, LETTERS) + 10;

        left = width > left ? width : left;
    }
    left = left > c->width * 0.36 ? c->width * 0.36 : left;
    draw_begin(d, d->arena, c->width, bottom + 14);
    legend(d, c, left);
    chart_scale(d, c, &axis, left, right, 18, bottom);
    for (size_t s = 0; s < c->series_count; s++)
        strip(d, c, &axis, s, 31 + 23 * (double)s, left, right);
}

/* Grades behind the dots; the one the own value lies in is blue. */
static void
bands(struct drawing *d, const struct chart *c, const struct axis *axis, const struct spread *it)
{
    int64_t from = axis->least;
    size_t below = 0;

    for (size_t b = 0; b < c->band_count; b++) {
        bool end = b + 1 == c->band_count;
        int64_t until = end || c->bands[b].until > axis->most ? axis->most : c->bands[b].until;
        size_t upto = below;
        double x = axis_place(axis, from, 4, c->width - 4);
        double end_x = axis_place(axis, until, 4, c->width - 4);
        bool own = it->has_own && it->own >= from && (end || it->own < until);
        struct filling f = draw_solid(own ? COLOUR_PALE : b % 2 ? COLOUR_GRID : COLOUR_TINT);

        while (upto < it->count && (end || it->values[upto] < until))
            upto++;
        draw_rect(d, x, 24, end_x - x - 0.8, 44, &f, (struct stroke){ 0 });
        draw_text(d, (x + end_x) / 2, 9,
                  (struct lettering){ 6.5, COLOUR_SUB, ANCHOR_MIDDLE, false },
                  arena_print(d->arena, "%zu団体", upto - below));
        draw_text(d, (x + end_x) / 2, 19,
                  (struct lettering){ 9, own ? COLOUR_WARN : COLOUR_INK, ANCHOR_MIDDLE, true },
                  c->bands[b].title);
        from = until;
        below = upto;
    }
    if (c->band_count)
        return;
    draw_rect(d, 4, 24, c->width - 8, 44, &(struct filling){ .ground = COLOUR_TINT },
              (struct stroke){ 0 });
}

static void
position_ticks(struct drawing *d, const struct chart *c, const struct axis *axis)
{
    for (size_t b = 0; c->band_count && b + 1 < c->band_count; b++) {
        double x = axis_place(axis, c->bands[b].until, 4, c->width - 4);

        draw_text(d, x, 78, (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_MIDDLE, false },
                  chart_tick(d->arena, c->bands[b].until, c->decimals));
    }
    for (int64_t tick = axis->least; !c->band_count && tick < axis->most; tick += axis->step)
        if (tick > axis->least)
            draw_text(d, axis_place(axis, tick, 4, c->width - 4), 78,
                      (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_MIDDLE, false },
                      chart_tick(d->arena, tick, c->decimals));
    draw_text(d, 4, 78, (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_START, false },
              chart_tick(d->arena, axis->least, c->decimals));
    draw_text(d, c->width - 4, 78,
              (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false },
              chart_tick(d->arena, axis->most, c->decimals));
    draw_text(d, c->width - 4, 90,
              (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false }, c->unit);
}

/* Median and own value in words, each on the side where there is room. */
static void
position_words(struct drawing *d, const struct chart *c, const struct axis *axis,
               const struct spread *it)
{
    double middle = axis_place(axis, median_of(it), 4, c->width - 4);
    const char *median =
        arena_print(d->arena, "中央値 %s", chart_number(d->arena, median_of(it), c->decimals));
    double own = it->has_own ? axis_place(axis, it->own, 4, c->width - 4) : middle;
    const char *word;
    bool left;

    draw_line(d, middle, 24, middle, 82, (struct stroke){ COLOUR_KEY, 1.4, 0 });
    left = (own >= middle && middle - draw_width(median, LETTERS) > 4) ||
           middle + draw_width(median, LETTERS) > c->width - 4;
    draw_text(d, left ? middle - 3 : middle + 3, 90,
              (struct lettering){ LETTERS, COLOUR_KEY, left ? ANCHOR_END : ANCHOR_START, true },
              median);
    if (!it->has_own)
        return;
    draw_line(d, own, 46, own, 92, (struct stroke){ COLOUR_WARN, 1, 0 });
    draw_diamond(d, own, 46, 6, COLOUR_WARN);
    word = arena_print(d->arena, "%s %s（%zu団体中%zu位）", chart_label(c, (size_t)c->own),
                       chart_number(d->arena, it->own, c->decimals), it->count, rank_of(it));
    word = draw_cut(d->arena, word, LETTERS, c->width - 8);
    left = own + draw_width(word, LETTERS) > c->width - 4;
    draw_text(d,
              left && own - draw_width(word, LETTERS) < 4 ? 4 + draw_width(word, LETTERS)
              : left                                      ? own - 3
                                                          : own + 3,
              100,
              (struct lettering){ LETTERS, COLOUR_WARN, left ? ANCHOR_END : ANCHOR_START, true },
              word);
}

void
chart_position(struct drawing *d, const struct chart *c)
{
    struct axis axis = axis_of(c, 6);
    struct spread it = spread_of(d->arena, c, 0);

    draw_begin(d, d->arena, c->width, 105);
    if (!it.count)
        return;
    bands(d, c, &axis, &it);
    dots(d, &it, &axis, 4, c->width - 4, 46, 1.8, COLOUR_TEXT);
    position_ticks(d, c, &axis);
    position_words(d, c, &axis, &it);
}

/* The series of the year before, and the one it is compared with. */
static void
pair(const struct chart *c, size_t *last, size_t *now)
{
    *last = 0;
    *now = c->series_count > 1 ? 1 : 0;
    if (c->series_count > 1 && c->series[1].fill == FILL_LAST) {
        *last = 1;
        *now = 0;
    }
}

static void
rate(struct drawing *d, const struct chart *c, double y, int64_t last, int64_t now)
{
    int64_t tenths;
    struct lettering l = { LETTERS, COLOUR_TEXT, ANCHOR_END, false };

    if (last <= 0)
        return;
    tenths = (int64_t)((double)(now - last) * 1000 / (double)last + (now < last ? -0.5 : 0.5));
    if (now > last) {
        l.colour = COLOUR_WARN;
        l.bold = true;
    }
    draw_text(d, c->width - 2, y, l,
              tenths ? arena_print(d->arena, "%s%s%%", tenths > 0 ? "＋" : "",
                                   chart_number(d->arena, tenths, 1))
                     : "±0.0%");
}

static void
dumbbell(struct drawing *d, const struct chart *c, const struct axis *axis, size_t l, double y,
         double left, double right)
{
    struct filling white = draw_solid(COLOUR_WHITE);
    struct filling solid = draw_solid(COLOUR_KEY);
    size_t s_last, s_now;
    int64_t last, now;
    double x_last, x_now;
    bool rose;

    pair(c, &s_last, &s_now);
    if (!chart_value(c, s_now, l, &now))
        return;
    if (!chart_value(c, s_last, l, &last))
        last = now;
    rose = now > last;
    x_last = axis_place(axis, last, left, right);
    x_now = axis_place(axis, now, left, right);
    draw_line(d, x_last, y, x_now, y, (struct stroke){ rose ? COLOUR_WARN : COLOUR_KEY, 2.2, 0 });
    draw_circle(d, x_last, y, 3, &white, (struct stroke){ COLOUR_SUB, 1.2, 0 });
    if (rose)
        draw_diamond(d, x_now, y, 4, COLOUR_WARN);
    else
        draw_circle(d, x_now, y, 3, &solid, (struct stroke){ 0 });
    draw_text(d, rose ? x_now + 6 : x_now - 6, y + 2.7,
              (struct lettering){ 8, rose ? COLOUR_WARN : COLOUR_INK,
                                  rose ? ANCHOR_START : ANCHOR_END, true },
              chart_number(d->arena, now, c->decimals));
    if (last != now)
        draw_text(
            d, rose ? x_last - 6 : x_last + 6, y + 2.7,
            (struct lettering){ LETTERS, COLOUR_SUB, rose ? ANCHOR_END : ANCHOR_START, false },
            chart_number(d->arena, last, c->decimals));
    rate(d, c, y + 2.7, last, now);
}

static void
dumbbell_legend(struct drawing *d, const struct chart *c, double x)
{
    struct filling white = draw_solid(COLOUR_WHITE);
    struct filling solid = draw_solid(COLOUR_KEY);
    struct lettering plain = { LETTERS, COLOUR_TEXT, ANCHOR_START, false };
    size_t s_last, s_now;
    const char *last, *now;

    pair(c, &s_last, &s_now);
    last = c->series[s_last].title ? c->series[s_last].title : "";
    now = c->series[s_now].title ? c->series[s_now].title : "";
    draw_circle(d, x + 3, 7.5, 3, &white, (struct stroke){ COLOUR_SUB, 1.2, 0 });
    draw_text(d, x + 10, 10, plain, last);
    x += draw_width(last, LETTERS) + 24;
    draw_circle(d, x + 3, 7.5, 3, &solid, (struct stroke){ 0 });
    now = arena_print(d->arena, "%s（減少）", now);
    draw_text(d, x + 10, 10, plain, now);
    x += draw_width(now, LETTERS) + 24;
    draw_diamond(d, x + 3, 7.5, 4, COLOUR_WARN);
    draw_text(
        d, x + 10, 10, plain,
        arena_print(d->arena, "%s（増加）", c->series[s_now].title ? c->series[s_now].title : ""));
    draw_text(d, c->width - 2, 10, (struct lettering){ LETTERS, COLOUR_SUB, ANCHOR_END, false },
              "増減率");
}

void
chart_dumbbell(struct drawing *d, const struct chart *c)
{
    struct axis axis = axis_of(c, 4);
    double left = chart_margin(c);
    double right = c->width - 68;
    double bottom = 22 + 21 * (double)c->count;

    draw_begin(d, d->arena, c->width, bottom + 14);
    dumbbell_legend(d, c, left);
    chart_scale(d, c, &axis, left, right, 18, bottom);
    for (size_t l = 0; l < c->count; l++) {
        double y = 30 + 21 * (double)l;

        chart_row_label(d, c, chart_label(c, l), left - 6, y, (int64_t)l == c->own);
        dumbbell(d, c, &axis, l, y, left, right);
    }
}
