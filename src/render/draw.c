#include "render/draw.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "base/utf8.h"

const struct filling fillings[FILLS] = {
    [FILL_OWN] = { PATTERN_SOLID, COLOUR_KEY, COLOUR_KEY, COLOUR_KEY },
    [FILL_LAST] = { PATTERN_HATCH, COLOUR_GRID, COLOUR_MUTED, COLOUR_DOT },
    [FILL_TARGET] = { PATTERN_HATCH, COLOUR_PEACH, COLOUR_WARN, COLOUR_WARN },
    [FILL_SECOND] = { PATTERN_LINES, COLOUR_SKY, COLOUR_PALE, COLOUR_BLUE },
    [FILL_THIRD] = { PATTERN_DOTS, COLOUR_PALE, COLOUR_BLUE, COLOUR_BLUE },
    [FILL_FOURTH] = { PATTERN_HATCH, COLOUR_PEACH, COLOUR_WARN, COLOUR_WARN },
    [FILL_URGENT] = { PATTERN_SOLID, COLOUR_URGENT, COLOUR_URGENT, COLOUR_URGENT },
    [FILL_HIGH] = { PATTERN_HATCH, COLOUR_WARN, COLOUR_PEACH, COLOUR_WARN },
    [FILL_MIDDLE] = { PATTERN_DOTS, COLOUR_YELLOW, COLOUR_OLIVE, COLOUR_OLIVE },
    [FILL_LOW] = { PATTERN_LINES, COLOUR_LIGHT, COLOUR_WHITE, COLOUR_BLUE },
    [FILL_INFORMATION] = { PATTERN_SOLID, COLOUR_GRID, COLOUR_GRID, COLOUR_MUTED },
};

struct filling
draw_solid(enum colour colour)
{
    return (struct filling){ PATTERN_SOLID, colour, colour, colour };
}

void
draw_begin(struct drawing *d, struct arena *arena, double width, double height)
{
    const char *title = d->title, *alternative = d->alternative;

    *d = (struct drawing){
        .arena = arena,
        .width = width,
        .height = height,
        .title = title,
        .alternative = alternative,
    };
}

/* A shape that is kept although it is handed in where nothing may be drawn. */
static struct shape *
add(struct drawing *d, enum shape_kind kind, const struct point *points, size_t count)
{
    struct shape *s = NEW(d->arena, struct shape);
    bool good = true;

    for (size_t i = 0; i < count; i++)
        good = good && isfinite(points[i].x) && isfinite(points[i].y);
    s->kind = kind;
    s->points = points;
    s->count = count;
    if (!good || !count)
        return s;
    if (d->last)
        d->last->next = s;
    else
        d->first = s;
    d->last = s;
    return s;
}

static const struct point *
one(struct drawing *d, double x, double y)
{
    struct point *p = NEW(d->arena, struct point);

    *p = (struct point){ x, y };
    return p;
}

static void
dress(struct shape *shape, const struct filling *f, struct stroke s)
{
    shape->filled = f != NULL;
    if (f)
        shape->filling = *f;
    shape->stroke = s;
}

void
draw_line(struct drawing *d, double x1, double y1, double x2, double y2, struct stroke s)
{
    struct point *p = NEW_ARRAY(d->arena, 2, struct point);

    p[0] = (struct point){ x1, y1 };
    p[1] = (struct point){ x2, y2 };
    draw_polyline(d, p, 2, s);
}

struct shape *
draw_rect(struct drawing *d, double x, double y, double width, double height,
          const struct filling *f, struct stroke s)
{
    struct shape *shape;

    if (width < 0) {
        x += width;
        width = -width;
    }
    if (height < 0) {
        y += height;
        height = -height;
    }
    shape = add(d, SHAPE_RECT, one(d, x, y), 1);
    shape->width = isfinite(width) ? width : 0;
    shape->height = isfinite(height) ? height : 0;
    dress(shape, f, s);
    return shape;
}

void
draw_circle(struct drawing *d, double x, double y, double radius, const struct filling *f,
            struct stroke s)
{
    struct shape *shape = add(d, SHAPE_CIRCLE, one(d, x, y), 1);

    shape->radius = radius;
    dress(shape, f, s);
}

void
draw_polygon(struct drawing *d, const struct point *points, size_t count, const struct filling *f,
             struct stroke s)
{
    dress(add(d, SHAPE_POLYGON, points, count), f, s);
}

void
draw_polyline(struct drawing *d, const struct point *points, size_t count, struct stroke s)
{
    dress(add(d, SHAPE_POLYLINE, points, count), NULL, s);
}

void
draw_diamond(struct drawing *d, double x, double y, double radius, enum colour colour)
{
    struct point *p = NEW_ARRAY(d->arena, 4, struct point);
    struct filling f = draw_solid(colour);

    p[0] = (struct point){ x, y - radius };
    p[1] = (struct point){ x + radius, y };
    p[2] = (struct point){ x, y + radius };
    p[3] = (struct point){ x - radius, y };
    draw_polygon(d, p, 4, &f, (struct stroke){ COLOUR_WHITE, 0.8, 0 });
}

void
draw_arrow(struct drawing *d, double x1, double y1, double x2, double y2, struct stroke s)
{
    double length = hypot(x2 - x1, y2 - y1);
    double ux, uy;
    struct point *p = NEW_ARRAY(d->arena, 3, struct point);
    struct filling f = draw_solid(s.colour);

    if (length < 0.01)
        return;
    ux = (x2 - x1) / length;
    uy = (y2 - y1) / length;
    draw_line(d, x1, y1, x2 - ux * 5, y2 - uy * 5, s);
    p[0] = (struct point){ x2, y2 };
    p[1] = (struct point){ x2 - ux * 6.5 - uy * 2.8, y2 - uy * 6.5 + ux * 2.8 };
    p[2] = (struct point){ x2 - ux * 6.5 + uy * 2.8, y2 - uy * 6.5 - ux * 2.8 };
    draw_polygon(d, p, 3, &f, (struct stroke){ 0 });
}

void
draw_text(struct drawing *d, double x, double y, struct lettering l, const char *text)
{
    struct shape *s;

    if (!text || !*text)
        return;
    s = add(d, SHAPE_TEXT, one(d, x, y), 1);
    s->text = text;
    s->size = l.size;
    s->anchor = l.anchor;
    s->bold = l.bold;
    s->filled = true;
    s->filling = draw_solid(l.colour);
}

/* Half-width letters of the fonts in use are 0.2 to 0.8 of an em wide, digits 0.55. */
static double
code_width(uint32_t code)
{
    if (code < 0x80 && strchr(" .,:;'!|il()[]-", (int)code))
        return 0.32;
    if (code < 0x80 && strchr("mwMW%@", (int)code))
        return 0.86;
    if (code == '%')
        return 0.9;
    return text_code_width(code) * 0.5 + (text_code_width(code) == 1 ? 0.07 : 0);
}

double
draw_width(const char *text, double size)
{
    double total = 0;
    uint32_t code;

    while (text && (code = utf8_next(&text)))
        total += code_width(code);
    return total * size;
}

/* How many bytes fit into a width, at least one character. */
static size_t
fitting(const char *text, double size, double width)
{
    const char *at = text;
    const char *before = text;
    double total = 0;
    uint32_t code;

    while ((code = utf8_next(&at))) {
        total += code_width(code) * size;
        if (total > width && before != text)
            return (size_t)(before - text);
        before = at;
    }
    return (size_t)(before - text);
}

const char *
draw_cut(struct arena *arena, const char *text, double size, double width)
{
    if (!text)
        return "";
    if (draw_width(text, size) <= width)
        return text;
    return arena_print(arena, "%s…", arena_slice(arena, text, fitting(text, size, width - size)));
}

const char *const *
draw_lines(struct arena *arena, const char *text, double size, double width, size_t most,
           size_t *count)
{
    const char **lines = NEW_ARRAY(arena, most ? most : 1, const char *);
    double total = draw_width(text, size);
    double wanted = ceil(total / width);

    *count = 0;
    /* Lines of about equal width, where that many are enough. */
    if (wanted <= (double)most && total / wanted + size < width)
        width = total / wanted + size;
    while (text && *text && *count < most) {
        size_t length = fitting(text, size, width);
        uint32_t next;
        const char *at = text + length;

        /* What may not begin a line goes up with the one before it. */
        while (*at && (next = utf8_next(&at)) &&
               (next == 0x3001 || next == 0x3002 || next == 0xFF09 || next == 0x30FC ||
                next == 0x300D || next == 0x30FB))
            length = (size_t)(at - text);
        if (*count + 1 == most && text[length])
            lines[*count] = draw_cut(arena, text, size, width);
        else
            lines[*count] = arena_slice(arena, text, length);
        *count += 1;
        text += length;
    }
    return lines;
}
