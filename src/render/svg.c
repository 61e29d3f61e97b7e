#include "render/svg.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "base/utf8.h"
#include "render/draw.h"

/* Text between tags or in an attribute; what XML 1.0 forbids is left out. */
static void
escape(struct buffer *out, const char *text)
{
    char bytes[4];
    uint32_t code;

    while ((code = utf8_next(&text))) {
        if (code == '&')
            buffer_text(out, "&amp;");
        else if (code == '<')
            buffer_text(out, "&lt;");
        else if (code == '>')
            buffer_text(out, "&gt;");
        else if (code == '"')
            buffer_text(out, "&quot;");
        else if (code >= 0x20 && code != 0x7F && (code < 0xFFFE || code > 0xFFFF))
            buffer_add(out, bytes, utf8_put(bytes, code));
        else if (code == '\n' || code == '\t')
            buffer_char(out, ' ');
    }
}

/* At most two decimals and no more than it needs. */
static void
number(struct buffer *out, double value)
{
    char text[64];
    size_t length = (size_t)snprintf(text, sizeof text, "%.2f", value);

    while (length && text[length - 1] == '0')
        length--;
    if (length && text[length - 1] == '.')
        length--;
    if (!length || (length == 2 && text[0] == '-' && text[1] == '0')) {
        buffer_char(out, '0');
        return;
    }
    buffer_add(out, text, length);
}

static void
attribute(struct buffer *out, const char *name, double value)
{
    buffer_print(out, " %s=\"", name);
    number(out, value);
    buffer_char(out, '"');
}

static const char *const pattern_names[PATTERNS] = { "solid", "hatch", "lines", "dots" };

static void
fill(struct buffer *out, const char *prefix, const struct shape *s)
{
    const struct filling *f = &s->filling;

    if (!s->filled)
        buffer_text(out, " fill=\"none\"");
    else if (f->pattern == PATTERN_SOLID)
        buffer_print(out, " fill=\"#%06x\"", (unsigned)f->ground);
    else
        buffer_print(out, " fill=\"url(#%s-%s-%06x)\"", prefix, pattern_names[f->pattern],
                     (unsigned)f->ground);
}

static void
stroke(struct buffer *out, const struct shape *s)
{
    if (s->stroke.width <= 0)
        return;
    buffer_print(out, " stroke=\"#%06x\"", (unsigned)s->stroke.colour);
    attribute(out, "stroke-width", s->stroke.width);
    if (s->stroke.dash > 0) {
        attribute(out, "stroke-dasharray", s->stroke.dash);
    }
    if (s->count > 2)
        buffer_text(out, " stroke-linejoin=\"round\"");
}

static void
tile(struct buffer *out, const char *prefix, const struct filling *f)
{
    buffer_print(out,
                 "<pattern id=\"%s-%s-%06x\" width=\"6\" height=\"6\""
                 " patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\""
                 " fill=\"#%06x\"/>",
                 prefix, pattern_names[f->pattern], (unsigned)f->ground, (unsigned)f->ground);
    if (f->pattern == PATTERN_DOTS)
        buffer_print(out,
                     "<circle cx=\"1.5\" cy=\"1.5\" r=\".75\" fill=\"#%06x\"/>"
                     "<circle cx=\"4.5\" cy=\"4.5\" r=\".75\" fill=\"#%06x\"/>",
                     (unsigned)f->mark, (unsigned)f->mark);
    else
        buffer_print(out, "<path d=\"%s\" stroke=\"#%06x\" stroke-width=\".8\" fill=\"none\"/>",
                     f->pattern == PATTERN_HATCH ? "M-1 1L1 -1M0 6L6 0M5 7L7 5"
                                                 : "M0 1.5H6M0 4.5H6",
                     (unsigned)f->mark);
    buffer_text(out, "</pattern>");
}

static bool
same(const struct shape *a, const struct shape *b)
{
    return b->filled && a->filling.pattern == b->filling.pattern &&
           a->filling.ground == b->filling.ground;
}

static void
patterns(struct buffer *out, const struct drawing *d, const char *prefix)
{
    bool begun = false;

    for (const struct shape *s = d->first; s; s = s->next) {
        const struct shape *earlier = d->first;

        if (!s->filled || s->filling.pattern == PATTERN_SOLID)
            continue;
        while (!same(s, earlier))
            earlier = earlier->next;
        if (earlier != s)
            continue;
        if (!begun)
            buffer_text(out, "<defs>");
        begun = true;
        tile(out, prefix, &s->filling);
    }
    if (begun)
        buffer_text(out, "</defs>\n");
}

static void
points(struct buffer *out, const struct shape *s)
{
    buffer_text(out, s->kind == SHAPE_POLYGON ? "<polygon points=\"" : "<polyline points=\"");
    for (size_t i = 0; i < s->count; i++) {
        if (i)
            buffer_char(out, ' ');
        number(out, s->points[i].x);
        buffer_char(out, ',');
        number(out, s->points[i].y);
    }
    buffer_char(out, '"');
}

static void
letters(struct buffer *out, const struct shape *s)
{
    buffer_text(out, "<text");
    attribute(out, "x", s->points->x);
    attribute(out, "y", s->points->y);
    attribute(out, "font-size", s->size);
    if (s->anchor != ANCHOR_START)
        buffer_print(out, " text-anchor=\"%s\"", s->anchor == ANCHOR_END ? "end" : "middle");
    if (s->bold)
        buffer_text(out, " font-weight=\"700\"");
    buffer_print(out, " fill=\"#%06x\">", (unsigned)s->filling.ground);
    escape(out, s->text);
    buffer_text(out, "</text>\n");
}

static void
shape(struct buffer *out, const char *prefix, const struct shape *s)
{
    switch (s->kind) {
    case SHAPE_RECT:
        buffer_text(out, "<rect");
        attribute(out, "x", s->points->x);
        attribute(out, "y", s->points->y);
        attribute(out, "width", s->width);
        attribute(out, "height", s->height);
        if (s->radius > 0)
            attribute(out, "rx", s->radius);
        break;
    case SHAPE_CIRCLE:
        buffer_text(out, "<circle");
        attribute(out, "cx", s->points->x);
        attribute(out, "cy", s->points->y);
        attribute(out, "r", s->radius);
        break;
    case SHAPE_POLYGON:
    case SHAPE_POLYLINE:
        points(out, s);
        break;
    case SHAPE_TEXT:
        letters(out, s);
        return;
    }
    fill(out, prefix, s);
    stroke(out, s);
    buffer_text(out, "/>\n");
}

void
drawing_svg(const struct drawing *d, const char *prefix, struct buffer *out)
{
    buffer_text(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    number(out, d->width);
    buffer_char(out, ' ');
    number(out, d->height);
    buffer_char(out, '"');
    attribute(out, "width", d->width);
    attribute(out, "height", d->height);
    buffer_print(out,
                 " role=\"img\" aria-labelledby=\"%s-t %s-d\""
                 " font-family='\"Noto Sans CJK JP\",\"IPAexGothic\",sans-serif' lang=\"ja\">\n"
                 "<title id=\"%s-t\">",
                 prefix, prefix, prefix);
    escape(out, d->title ? d->title : "");
    buffer_print(out, "</title>\n<desc id=\"%s-d\">", prefix);
    escape(out, d->alternative ? d->alternative : "");
    buffer_text(out, "</desc>\n");
    patterns(out, d, prefix);
    for (const struct shape *s = d->first; s; s = s->next)
        shape(out, prefix, s);
    buffer_text(out, "</svg>\n");
}
