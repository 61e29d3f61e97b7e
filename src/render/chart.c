#include "render/chart_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

static const int64_t LIMIT = 1000000000000000; /* 10^15: sums of thousands fit 64 bits */

static void (*const drawers[CHART_KINDS])(struct drawing *, const struct chart *) = {
    [CHART_BAR] = chart_bar,           [CHART_STACKED] = chart_stacked,
    [CHART_LINE] = chart_line,         [CHART_SHARE] = chart_shares,
    [CHART_RADAR] = chart_radar,       [CHART_STRIP] = chart_strip,
    [CHART_POSITION] = chart_position, [CHART_DISTRIBUTION] = chart_distribution,
    [CHART_HEAT] = chart_heat,         [CHART_DUMBBELL] = chart_dumbbell,
    [CHART_SPARK] = chart_spark,
};

static int64_t
limited(int64_t value)
{
    return value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value;
}

static bool
has_values(const struct chart *c)
{
    int64_t value;

    for (size_t s = 0; s < c->series_count; s++)
        for (size_t l = 0; l < c->count; l++)
            if (chart_value(c, s, l, &value))
                return true;
    return false;
}

bool
chart_draw(struct arena *arena, const struct chart *chart, struct drawing *out)
{
    struct chart c = *chart;
    bool known = (unsigned)c.kind < CHART_KINDS;

    *out = (struct drawing){ .title = c.title, .alternative = c.alternative };
    if (c.width < 60 || c.width > 2000)
        c.width = 468;
    if (c.decimals < 0 || c.decimals > 6)
        c.decimals = 0;
    c.target = limited(c.target);
    c.least = limited(c.least);
    if (known && has_values(&c)) {
        out->arena = arena;
        drawers[c.kind](out, &c);
        return true;
    }
    draw_begin(out, arena, c.width, c.kind == CHART_SPARK ? 15 : 40);
    if (c.kind != CHART_SPARK)
        draw_text(out, c.width / 2.0, 24, (struct lettering){ 8, COLOUR_SUB, ANCHOR_MIDDLE, false },
                  "データがありません。");
    return false;
}

bool
chart_value(const struct chart *c, size_t series, size_t label, int64_t *value)
{
    const int64_t *values = c->series[series].values;

    if (!values || values[label] == CHART_GAP)
        return false;
    *value = limited(values[label]);
    return true;
}

int64_t
chart_share(const struct chart *c, size_t series, size_t label)
{
    int64_t value;

    return chart_value(c, series, label, &value) && value > 0 ? value : 0;
}

const char *
chart_number(struct arena *arena, int64_t value, int decimals)
{
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char text[48];
    size_t at = sizeof text - 1;
    int digits = 0;

    text[at] = '\0';
    for (; digits < decimals; digits++, rest /= 10)
        text[--at] = (char)('0' + rest % 10);
    if (decimals)
        text[--at] = '.';
    digits = 0;
    do {
        if (digits && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
        digits++;
    } while (rest);
    return arena_print(arena, "%s%s", value < 0 ? "−" : "", text + at);
}

const char *
chart_tick(struct arena *arena, int64_t value, int decimals)
{
    for (; decimals && value % 10 == 0; decimals--)
        value /= 10;
    return chart_number(arena, value, decimals);
}

const char *
chart_label(const struct chart *c, size_t label)
{
    return c->labels && c->labels[label] ? c->labels[label] : "";
}

/* 1, 2, 2.5 or 5 times a power of ten. */
static int64_t
round_step(int64_t rough)
{
    int64_t power = 1;

    while (power <= rough / 10)
        power *= 10;
    if (rough <= power)
        return power;
    if (rough <= 2 * power)
        return 2 * power;
    if (power >= 10 && rough <= 5 * power / 2)
        return 5 * power / 2;
    return rough <= 5 * power ? 5 * power : 10 * power;
}

struct axis
axis_make(int64_t least, int64_t most, int ticks)
{
    struct axis axis;
    int64_t span;

    if (most <= least)
        most = least + 1;
    span = most - least;
    axis.step = round_step((span + ticks - 1) / ticks);
    axis.least = least / axis.step * axis.step;
    if (axis.least > least)
        axis.least -= axis.step;
    axis.most = axis.least;
    while (axis.most < most)
        axis.most += axis.step;
    return axis;
}

double
axis_place(const struct axis *axis, int64_t value, double from, double to)
{
    double part = (double)(value - axis->least) / (double)(axis->most - axis->least);

    return from + (to - from) * (part < -0.02 ? -0.02 : part > 1.02 ? 1.02 : part);
}

struct axis
axis_of(const struct chart *c, int ticks)
{
    int64_t least = 0, most = 0;
    int64_t value;

    for (size_t s = 0; s < c->series_count; s++)
        for (size_t l = 0; l < c->count; l++)
            if (chart_value(c, s, l, &value)) {
                least = value < least ? value : least;
                most = value > most ? value : most;
            }
    if (c->has_target && c->target > most)
        most = c->target;
    return axis_make(least, most, ticks);
}

double
chart_legend(struct drawing *d, const struct chart *c, double x, double y)
{
    double at = x;

    for (size_t s = 0; s < c->series_count; s++) {
        const char *title = c->series[s].title;
        const struct filling *f = &fillings[(unsigned)c->series[s].fill % FILLS];
        double width;

        if (!title || !*title)
            continue;
        width = draw_width(title, LETTERS) + 24;
        if (at > x && at + width > c->width) {
            at = x;
            y += 11;
        }
        draw_rect(d, at, y - 6.5, 9, 7, f, (struct stroke){ f->edge, 0.5, 0 });
        draw_text(d, at + 12, y, (struct lettering){ LETTERS, COLOUR_TEXT, ANCHOR_START, false },
                  draw_cut(d->arena, title, LETTERS, c->width - at - 12));
        at += width;
    }
    return y;
}

void
chart_scale(struct drawing *d, const struct chart *c, const struct axis *axis, double left,
            double right, double top, double bottom)
{
    double unit = draw_width(c->unit, LETTERS_SMALL);

    for (int64_t tick = axis->least; tick <= axis->most; tick += axis->step) {
        double x = axis_place(axis, tick, left, right);
        const char *text = chart_tick(d->arena, tick, c->decimals);

        draw_line(d, x, top, x, bottom,
                  tick ? (struct stroke){ COLOUR_GRID, 0.5, 0 }
                       : (struct stroke){ COLOUR_INK, 0.7, 0 });
        if (x + draw_width(text, LETTERS_SMALL) / 2 < c->width - unit - 4)
            draw_text(d, x, bottom + 9,
                      (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_MIDDLE, false }, text);
    }
    draw_text(d, c->width - 2, bottom + 9,
              (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false }, c->unit);
}

double
chart_margin(const struct chart *c)
{
    double widest = 40;
    double limit = c->width * 0.36;

    for (size_t l = 0; l < c->count; l++) {
        double width = draw_width(chart_label(c, l), LETTERS) + 8;

        widest = width > widest ? width : widest;
    }
    return widest < limit ? widest : limit;
}

void
chart_row_label(struct drawing *d, const struct chart *c, const char *text, double x, double y,
                bool own)
{
    struct lettering l = { LETTERS, own ? COLOUR_WARN : COLOUR_TEXT, ANCHOR_END, own };
    size_t count;
    const char *const *lines;

    (void)c;
    if (draw_width(text, l.size) > x - 2)
        l.size = 6.5;
    lines = draw_lines(d->arena, text, l.size, x - 2, 2, &count);
    for (size_t i = 0; i < count; i++)
        draw_text(d, x, y + 2.7 + ((double)i - (double)(count - 1) / 2) * 7.4, l, lines[i]);
}
