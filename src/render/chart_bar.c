#include "render/chart_parts.h"

#include "base/arena.h"

static enum fill
fill_of(const struct chart *c, size_t series)
{
    return (enum fill)((unsigned)c->series[series].fill % FILLS);
}

/* The year before stands at the left of this one. */
static const size_t *
ordered(struct arena *arena, const struct chart *c)
{
    size_t *order = NEW_ARRAY(arena, c->series_count, size_t);
    size_t at = 0;

    for (size_t s = 0; s < c->series_count; s++)
        if (fill_of(c, s) == FILL_LAST)
            order[at++] = s;
    for (size_t s = 0; s < c->series_count; s++)
        if (fill_of(c, s) != FILL_LAST)
            order[at++] = s;
    return order;
}

/* Place of the newest value of this year, which is set in bold; -1 when there is none. */
static int64_t
newest(const struct chart *c)
{
    int64_t found = -1;
    int64_t value;

    for (size_t s = 0; s < c->series_count; s++)
        for (size_t l = 0; l < c->count; l++)
            if (fill_of(c, s) == FILL_OWN && chart_value(c, s, l, &value) && (int64_t)l > found)
                found = (int64_t)l;
    return found;
}

static const char *
value_text(struct drawing *d, const struct chart *c, size_t s, size_t l)
{
    return chart_number(d->arena, c->series[s].values[l], c->decimals);
}

/* Whether every label and every number finds room in columns side by side. */
static bool
columns_fit(struct drawing *d, const struct chart *c, double slot)
{
    double bar = slot * 0.89 / (double)c->series_count;
    int64_t value;

    for (size_t l = 0; l < c->count; l++) {
        if (draw_width(chart_label(c, l), LETTERS) > slot - 2)
            return false;
        for (size_t s = 0; s < c->series_count; s++)
            if (chart_value(c, s, l, &value) &&
                draw_width(value_text(d, c, s, l), LETTERS_SMALL) > bar + 2)
                return false;
    }
    return true;
}

static void
target_across(struct drawing *d, const struct chart *c, double y, double left, double right)
{
    struct lettering l = { LETTERS, COLOUR_WARN, ANCHOR_END, true };

    draw_line(d, left, y, right, y, (struct stroke){ COLOUR_WARN, 1, 3.5 });
    draw_text(d, right, y - 2.5, l, c->target_label);
}

static void
column(struct drawing *d, const struct chart *c, const struct axis *axis, size_t s, size_t l,
       double x, double bar, bool bold)
{
    const struct filling *f = &fillings[fill_of(c, s)];
    bool last = fill_of(c, s) == FILL_LAST;
    struct lettering number = { last ? LETTERS_SMALL : LETTERS, last ? COLOUR_SUB : COLOUR_INK,
                                ANCHOR_MIDDLE, bold };
    double base = axis_place(axis, 0, 170, 24);
    int64_t value;
    double y;

    if (!chart_value(c, s, l, &value))
        return;
    y = axis_place(axis, value, 170, 24);
    draw_rect(d, x, y, bar, base - y, f,
              f->pattern == PATTERN_SOLID ? (struct stroke){ 0 }
                                          : (struct stroke){ f->edge, 0.5, 0 });
    if (draw_width(value_text(d, c, s, l), number.size) > bar + 3)
        number.size = 6.5;
    draw_text(d, x + bar / 2, value < 0 ? y + 8 : y - 3, number, value_text(d, c, s, l));
}

static void
columns(struct drawing *d, const struct chart *c, const struct axis *axis, double left,
        double right)
{
    const size_t *order = ordered(d->arena, c);
    double slot = (right - left) / (double)c->count;
    double bar = slot * 0.89 / (double)c->series_count;
    int64_t bold = newest(c);

    bar = bar > 34 ? 34 : bar;
    for (size_t l = 0; l < c->count; l++) {
        double x = left + slot * (double)l + (slot - bar * (double)c->series_count) / 2;
        bool now = (int64_t)l == bold || (int64_t)l == c->own;

        for (size_t i = 0; i < c->series_count; i++)
            column(d, c, axis, order[i], l, x + bar * (double)i + 0.5, bar - 1,
                   now && fill_of(c, order[i]) != FILL_LAST);
        draw_text(d, left + slot * ((double)l + 0.5), 181,
                  (struct lettering){ LETTERS, now ? COLOUR_INK : COLOUR_TEXT, ANCHOR_MIDDLE, now },
                  chart_label(c, l));
    }
}

/* Rows one below the other: room for long labels and large numbers. */
static void
rows(struct drawing *d, const struct chart *c)
{
    double margin = chart_margin(c);
    double height = (double)c->series_count * 9 + 6;
    double top = 20;
    double bottom = top + height * (double)c->count + 4;
    struct axis axis = axis_of(c, 4);
    double widest = 12;
    double right;
    int64_t value;

    for (size_t l = 0; l < c->count; l++)
        for (size_t s = 0; s < c->series_count; s++)
            if (chart_value(c, s, l, &value)) {
                double width = draw_width(value_text(d, c, s, l), LETTERS) + 8;

                widest = width > widest ? width : widest;
            }
    draw_begin(d, d->arena, c->width, bottom + 14);
    right = c->width - widest > margin + 30 ? c->width - widest : margin + 30;
    chart_scale(d, c, &axis, margin, right, top - 2, bottom);
    chart_legend(d, c, margin, 10);
    for (size_t l = 0; l < c->count; l++) {
        double y = top + height * (double)l + 3;

        chart_row_label(d, c, chart_label(c, l), margin - 5, y + (height - 6) / 2,
                        (int64_t)l == c->own);
        for (size_t s = 0; s < c->series_count; s++, y += 9) {
            const struct filling *f = &fillings[fill_of(c, s)];
            double zero = axis_place(&axis, 0, margin, right);
            double x;

            if (!chart_value(c, s, l, &value))
                continue;
            x = axis_place(&axis, value, margin, right);
            draw_rect(d, zero, y, x - zero, 8, f,
                      f->pattern == PATTERN_SOLID ? (struct stroke){ 0 }
                                                  : (struct stroke){ f->edge, 0.5, 0 });
            draw_text(
                d, (x > zero ? x : zero) + 4, y + 6.6,
                (struct lettering){ LETTERS, COLOUR_INK, ANCHOR_START, fill_of(c, s) == FILL_OWN },
                value_text(d, c, s, l));
        }
    }
}

void
chart_bar(struct drawing *d, const struct chart *c)
{
    struct axis axis = axis_of(c, 4);
    double left = 20;
    double right = c->width - 4;

    draw_begin(d, d->arena, c->width, 190);
    for (int64_t tick = axis.least; tick <= axis.most; tick += axis.step) {
        double width = draw_width(chart_tick(d->arena, tick, c->decimals), LETTERS_SMALL) + 8;

        left = width > left ? width : left;
    }
    if (!columns_fit(d, c, (right - left) / (double)c->count)) {
        rows(d, c);
        return;
    }
    for (int64_t tick = axis.least; tick <= axis.most; tick += axis.step) {
        double y = axis_place(&axis, tick, 170, 24);

        draw_line(d, left, y, right, y,
                  tick ? (struct stroke){ COLOUR_GRID, 0.5, 0 }
                       : (struct stroke){ COLOUR_INK, 0.7, 0 });
        draw_text(d, left - 4, y + 2.6,
                  (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false },
                  chart_tick(d->arena, tick, c->decimals));
    }
    draw_text(d, left - 4, 12, (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false },
              c->unit);
    columns(d, c, &axis, left, right);
    chart_legend(d, c, left + 6, 11);
    if (c->has_target)
        target_across(d, c, axis_place(&axis, c->target, 170, 24), left, right);
}
