#include "render/chart_parts.h"

#include <math.h>

#include "base/arena.h"

/* Labels left and right need this much beside the wheel. */
static const double side = 68;

struct wheel {
    const struct chart *c;
    struct axis axis;
    double x, y, radius;
};

static struct point
spoke(const struct wheel *w, size_t label, double part)
{
    double angle = 2 * 3.14159265358979 * (double)label / (double)w->c->count;

    return (struct point){ w->x + w->radius * part * sin(angle),
                           w->y - w->radius * part * cos(angle) };
}

static double
part_of(const struct wheel *w, int64_t value)
{
    return axis_place(&w->axis, value > 0 ? value : 0, 0, 1);
}

static void
web(struct drawing *d, const struct wheel *w)
{
    for (int64_t tick = w->axis.step; tick <= w->axis.most; tick += w->axis.step) {
        struct point *p = NEW_ARRAY(d->arena, w->c->count, struct point);
        double part = part_of(w, tick);

        for (size_t l = 0; l < w->c->count; l++)
            p[l] = spoke(w, l, part);
        draw_polygon(d, p, w->c->count, NULL,
                     (struct stroke){ tick == w->axis.most ? COLOUR_RULE : COLOUR_GRID, 0.6, 0 });
    }
    for (size_t l = 0; l < w->c->count; l++) {
        struct point end = spoke(w, l, 1);

        draw_line(d, w->x, w->y, end.x, end.y, (struct stroke){ COLOUR_GRID, 0.5, 0 });
    }
}

static void
ring_numbers(struct drawing *d, const struct wheel *w)
{
    for (int64_t tick = w->axis.step; tick < w->axis.most; tick += w->axis.step)
        draw_text(d, w->x - 2, w->y - w->radius * part_of(w, tick) + 2.4,
                  (struct lettering){ 6.5, COLOUR_SUB, ANCHOR_END, false },
                  chart_tick(d->arena, tick, w->c->decimals));
}

static void
outline(struct drawing *d, const struct wheel *w, size_t s, bool own)
{
    struct point *p = NEW_ARRAY(d->arena, w->c->count, struct point);
    struct filling pale = draw_solid(COLOUR_PALE);
    int64_t value;

    for (size_t l = 0; l < w->c->count; l++)
        p[l] = spoke(w, l, chart_value(w->c, s, l, &value) ? part_of(w, value) : 0);
    draw_polygon(d, p, w->c->count, own ? &pale : NULL,
                 own ? (struct stroke){ COLOUR_KEY, 1.6, 0 }
                     : (struct stroke){ COLOUR_SUB, 1.1, 3 });
}

static bool
above(const struct wheel *w, size_t l)
{
    int64_t own, median;

    return w->c->series_count > 1 && chart_value(w->c, 0, l, &own) &&
           chart_value(w->c, 1, l, &median) && own > median;
}

static const char *
value_text(struct drawing *d, const struct chart *c, size_t s, size_t l)
{
    int64_t value;

    return chart_value(c, s, l, &value) ? chart_number(d->arena, value, c->decimals) : "－";
}

static void
label(struct drawing *d, const struct wheel *w, size_t l)
{
    struct point end = spoke(w, l, 1);
    double dx = end.x - w->x;
    enum anchor anchor = fabs(dx) < 3 ? ANCHOR_MIDDLE : dx > 0 ? ANCHOR_START : ANCHOR_END;
    double x = end.x + (anchor == ANCHOR_MIDDLE ? 0 : dx > 0 ? 6 : -6);
    double room = anchor == ANCHOR_START ? w->c->width - x : anchor == ANCHOR_END ? x : 140;
    double y = end.y + (anchor == ANCHOR_MIDDLE ? (end.y < w->y ? -14 : 12) : 0);
    bool more = above(w, l);
    const char *numbers = value_text(d, w->c, 0, l);
    const char *const *lines;
    size_t count;

    if (w->c->series_count > 1)
        numbers = arena_print(d->arena, "%s（%s）", numbers, value_text(d, w->c, 1, l));
    lines = draw_lines(d->arena, chart_label(w->c, l), LETTERS, room - 2, 2, &count);
    if (count > 1 && end.y < w->y)
        y -= 8.5;
    for (size_t i = 0; i < count; i++, y += 8.5)
        draw_text(d, x, y,
                  (struct lettering){ LETTERS, more ? COLOUR_WARN : COLOUR_TEXT, anchor, more },
                  lines[i]);
    draw_text(d, x, y, (struct lettering){ LETTERS_SMALL, COLOUR_SUB, anchor, false }, numbers);
}

static void
legend(struct drawing *d, const struct chart *c)
{
    struct filling white = draw_solid(COLOUR_WHITE);
    struct lettering plain = { LETTERS, COLOUR_TEXT, ANCHOR_START, false };
    double x = 2;

    draw_line(d, x, 7, x + 16, 7, (struct stroke){ COLOUR_KEY, 1.6, 0 });
    draw_circle(d, x + 8, 7, 2.4, &white, (struct stroke){ COLOUR_KEY, 1.2, 0 });
    draw_text(d, x + 19, 9.6, plain, c->series[0].title);
    x += 28 + draw_width(c->series[0].title, LETTERS);
    if (c->series_count < 2)
        return;
    draw_line(d, x, 7, x + 16, 7, (struct stroke){ COLOUR_SUB, 1.1, 3 });
    draw_text(d, x + 19, 9.6, plain, c->series[1].title);
    x += 28 + draw_width(c->series[1].title, LETTERS);
    draw_diamond(d, x + 4, 7, 3.4, COLOUR_WARN);
    draw_text(d, x + 11, 9.6, plain, "中央値を超える");
}

void
chart_radar(struct drawing *d, const struct chart *c)
{
    struct wheel w = { .c = c };
    struct filling white = draw_solid(COLOUR_WHITE);
    int64_t value;

    w.axis = axis_of(c, 4);
    w.axis.least = 0;
    w.radius = (c->width - 2 * side) / 2;
    w.radius = w.radius > 90 ? 90 : w.radius < 45 ? 45 : w.radius;
    w.x = c->width / 2.0;
    w.y = 40 + w.radius;
    draw_begin(d, d->arena, c->width, w.y + w.radius + 26);
    if (c->count < 3 || w.axis.most <= 0) {
        chart_bar(d, c);
        return;
    }
    legend(d, c);
    web(d, &w);
    outline(d, &w, 0, true);
    ring_numbers(d, &w);
    if (c->series_count > 1)
        outline(d, &w, 1, false);
    for (size_t l = 0; l < c->count; l++) {
        struct point p;

        if (chart_value(c, 0, l, &value)) {
            p = spoke(&w, l, part_of(&w, value));
            if (above(&w, l))
                draw_diamond(d, p.x, p.y, 3.8, COLOUR_WARN);
            else
                draw_circle(d, p.x, p.y, 2.6, &white, (struct stroke){ COLOUR_KEY, 1.2, 0 });
        }
        label(d, &w, l);
    }
}
