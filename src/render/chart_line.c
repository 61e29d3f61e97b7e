#include "render/chart_parts.h"

#include <string.h>

#include "base/arena.h"

struct line {
    const struct chart *c;
    struct axis axis;
    double left, right, top, bottom;
    bool below; /* a value above the target breaks the promise */
};

static double
x_of(const struct line *p, size_t label)
{
    double slot = (p->right - p->left) / (double)p->c->count;
    double inset = slot > 45 ? slot / 2 : slot / 4;

    if (p->c->count < 2)
        return (p->left + p->right) / 2;
    return p->left + inset +
           (p->right - p->left - 2 * inset) * (double)label / (double)(p->c->count - 1);
}

static bool
breaks(const struct line *p, int64_t value)
{
    if (!p->c->has_target)
        return false;
    return p->below ? value > p->c->target : value < p->c->target;
}

static void
frame(struct drawing *d, const struct line *p)
{
    const struct chart *c = p->c;

    if (c->has_target) {
        double y = axis_place(&p->axis, c->target, p->bottom, p->top);
        static const struct filling missed = { PATTERN_DOTS, COLOUR_WHITE, COLOUR_GRID,
                                               COLOUR_GRID };

        if (p->below)
            draw_rect(d, p->left, p->top, p->right - p->left, y - p->top, &missed,
                      (struct stroke){ 0 });
        else
            draw_rect(d, p->left, y, p->right - p->left, p->bottom - y, &missed,
                      (struct stroke){ 0 });
    }
    for (int64_t tick = p->axis.least; tick <= p->axis.most; tick += p->axis.step) {
        double y = axis_place(&p->axis, tick, p->bottom, p->top);

        draw_line(d, p->left, y, p->right, y,
                  tick == p->axis.least ? (struct stroke){ COLOUR_MUTED, 0.7, 0 }
                                        : (struct stroke){ COLOUR_GRID, 0.5, 0 });
        draw_text(d, p->left - 4, y + 2.6,
                  (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false },
                  chart_tick(d->arena, tick, c->decimals));
    }
    draw_text(d, p->left - 4, p->top - 7,
              (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false }, c->unit);
}

/* Whether some label is wider than its place; then all stand in two lines. */
static bool
labels_wrap(const struct line *p)
{
    double slot = (p->right - p->left) / (double)p->c->count;

    for (size_t l = 0; slot > 30 && l < p->c->count; l++)
        if (draw_width(chart_label(p->c, l), LETTERS) > slot - 2)
            return true;
    return false;
}

static void
wrapped_labels(struct drawing *d, const struct line *p)
{
    double slot = (p->right - p->left) / (double)p->c->count;

    for (size_t l = 0; l < p->c->count; l++) {
        size_t count;
        const char *const *lines =
            draw_lines(d->arena, chart_label(p->c, l), 6.5, slot - 2, 3, &count);

        for (size_t i = 0; i < count; i++)
            draw_text(d, x_of(p, l), p->bottom + 10 + 8 * (double)i,
                      (struct lettering){ 6.5, COLOUR_TEXT, ANCHOR_MIDDLE, false }, lines[i]);
    }
}

/* Labels that would touch are left out, the last one never. */
static void
labels(struct drawing *d, const struct line *p)
{
    double free_from = -100;
    double last = p->c->count ? x_of(p, p->c->count - 1) -
                                    draw_width(chart_label(p->c, p->c->count - 1), LETTERS) / 2
                              : 0;

    for (size_t l = 0; l < p->c->count; l++) {
        double half = draw_width(chart_label(p->c, l), LETTERS) / 2;
        double x = x_of(p, l);
        bool end = l + 1 == p->c->count;

        if (!end && (x - half < free_from || x + half > last - 3))
            continue;
        draw_text(d, x, p->bottom + 11,
                  (struct lettering){ LETTERS, COLOUR_TEXT, ANCHOR_MIDDLE, false },
                  chart_label(p->c, l));
        free_from = x + half + 3;
    }
}

static void
curve(struct drawing *d, const struct line *p, size_t s, struct stroke pen)
{
    struct point *points = NEW_ARRAY(d->arena, p->c->count, struct point);
    size_t count = 0;
    int64_t value;

    for (size_t l = 0; l <= p->c->count; l++) {
        if (l < p->c->count && chart_value(p->c, s, l, &value)) {
            points[count++] =
                (struct point){ x_of(p, l), axis_place(&p->axis, value, p->bottom, p->top) };
            continue;
        }
        if (count > 1)
            draw_polyline(d, points, count, pen);
        points += count;
        count = 0;
    }
}

/* Numbers stand where the line is not: below what breaks the promise and below a low. */
static bool
stands_below(const struct line *p, size_t s, size_t l, int64_t value, double y)
{
    int64_t before = value + 1, after = value + 1;

    if (y + 11 > p->bottom)
        return false;
    if (l > 0 && !chart_value(p->c, s, l - 1, &before))
        before = value;
    if (l + 1 < p->c->count && !chart_value(p->c, s, l + 1, &after))
        after = value;
    return (breaks(p, value) && !p->below) || (before > value && after > value);
}

static void
dot(struct drawing *d, const struct line *p, size_t s, size_t l, bool last, double room)
{
    int64_t value;
    double x = x_of(p, l);
    double y;
    struct filling white = draw_solid(COLOUR_WHITE);
    struct filling solid = draw_solid(COLOUR_KEY);
    struct lettering number = { LETTERS, COLOUR_INK, ANCHOR_MIDDLE, last };
    const char *text;

    if (!chart_value(p->c, s, l, &value))
        return;
    y = axis_place(&p->axis, value, p->bottom, p->top);
    text = chart_number(d->arena, p->c->series[s].values[l], p->c->decimals);
    if (breaks(p, value))
        draw_diamond(d, x, y, 3.6, COLOUR_WARN);
    else
        draw_circle(d, x, y, 2.4, last ? &solid : &white, (struct stroke){ COLOUR_KEY, 1.2, 0 });
    if (draw_width(text, LETTERS) > room && !last && !breaks(p, value) && l % 2)
        return;
    if (breaks(p, value)) {
        number.colour = COLOUR_WARN;
        number.bold = true;
    }
    draw_text(d, x, stands_below(p, s, l, value, y) ? y + 11 : y - 5.5, number, text);
}

static void
other_curve(struct drawing *d, const struct line *p, size_t s)
{
    struct stroke pen = { COLOUR_DOT, 1.1, 3 };
    int64_t value;

    if (p->c->series[s].fill == FILL_TARGET)
        pen.colour = COLOUR_WARN;
    else if (p->c->series[s].fill != FILL_LAST)
        pen = (struct stroke){ COLOUR_BLUE, 1.1, 1.5 };
    curve(d, p, s, pen);
    for (size_t l = p->c->count; l-- > 0;)
        if (chart_value(p->c, s, l, &value)) {
            draw_text(d, p->right + 4, axis_place(&p->axis, value, p->bottom, p->top) + 2.6,
                      (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_START, false },
                      p->c->series[s].title);
            return;
        }
}

static struct axis
line_axis(const struct chart *c)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    int64_t value;

    for (size_t s = 0; s < c->series_count; s++)
        for (size_t l = 0; l < c->count; l++)
            if (chart_value(c, s, l, &value)) {
                least = value < least ? value : least;
                most = value > most ? value : most;
            }
    if (c->has_target) {
        most = c->target > most ? c->target : most;
        least = c->target < least ? c->target : least;
    }
    least = least < c->least ? least : c->least;
    return axis_make(least, most, 5);
}

void
chart_line(struct drawing *d, const struct chart *c)
{
    struct line p = { .c = c, .axis = line_axis(c), .top = 16, .bottom = 130 };
    const char *word = c->target_label ? c->target_label : "";
    double side = c->has_target ? draw_width(word, LETTERS) + 10 : 8;
    size_t last = 0;
    int64_t value;

    p.below = strstr(word, "以下") || strstr(word, "以内") || strstr(word, "未満");
    for (size_t s = 1; s < c->series_count; s++) {
        double width = draw_width(c->series[s].title, LETTERS_SMALL) + 10;

        side = width > side ? width : side;
    }
    side = side > c->width / 3.0 ? c->width / 3.0 : side;
    p.left = draw_width(chart_tick(d->arena, p.axis.most, c->decimals), LETTERS_SMALL) + 10;
    p.left = p.left < 30 ? 30 : p.left;
    p.right = c->width - side;
    draw_begin(d, d->arena, c->width, 150);
    frame(d, &p);
    if (c->has_target) {
        double y = axis_place(&p.axis, c->target, p.bottom, p.top);

        draw_line(d, p.left, y, p.right, y, (struct stroke){ COLOUR_WARN, 1, 4 });
        draw_text(d, p.right + 4, y + 2.8,
                  (struct lettering){ LETTERS, COLOUR_WARN, ANCHOR_START, true },
                  draw_cut(d->arena, word, LETTERS, side - 4));
    }
    if (labels_wrap(&p)) {
        d->height += 16;
        wrapped_labels(d, &p);
    } else {
        labels(d, &p);
    }
    for (size_t s = 1; s < c->series_count; s++)
        other_curve(d, &p, s);
    curve(d, &p, 0, (struct stroke){ COLOUR_KEY, 1.6, 0 });
    for (size_t l = 0; l < c->count; l++)
        if (chart_value(c, 0, l, &value))
            last = l;
    for (size_t l = 0; l < c->count; l++)
        dot(d, &p, 0, l, l == last, (p.right - p.left) / (double)c->count - 2);
}

void
chart_spark(struct drawing *d, const struct chart *c)
{
    struct line p = { .c = c, .left = 3, .right = 62, .top = 3, .bottom = 12 };
    int64_t least = INT64_MAX, most = INT64_MIN;
    struct point *points = NEW_ARRAY(d->arena, c->count, struct point);
    struct filling solid = draw_solid(COLOUR_KEY);
    size_t count = 0;
    int64_t value;

    draw_begin(d, d->arena, 66, 15);
    for (size_t l = 0; l < c->count; l++)
        if (chart_value(c, 0, l, &value)) {
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
    if (c->has_target) {
        most = c->target > most ? c->target : most;
        least = c->target < least ? c->target : least;
    }
    p.axis = (struct axis){ least, most > least ? most : least + 1, 1 };
    if (c->has_target) {
        double y = axis_place(&p.axis, c->target, p.bottom, p.top);

        draw_line(d, p.left, y, p.right, y, (struct stroke){ COLOUR_WARN, 0.7, 1.5 });
    }
    for (size_t l = 0; l < c->count; l++)
        if (chart_value(c, 0, l, &value))
            points[count++] =
                (struct point){ c->count > 1 ? 3 + 59 * (double)l / (double)(c->count - 1) : 32.5,
                                axis_place(&p.axis, value, p.bottom, p.top) };
    if (!count)
        return;
    draw_polyline(d, points, count, (struct stroke){ COLOUR_KEY, 1.1, 0 });
    draw_circle(d, points[count - 1].x, points[count - 1].y, 1.7, &solid, (struct stroke){ 0 });
}
