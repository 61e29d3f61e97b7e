#include "render/canvas.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "render/pdf_font.h"

void
canvas_begin(struct canvas *c, double height)
{
    buffer_clear(&c->ops);
    c->height = height;
    c->font = NULL;
    c->fresh = true;
    c->artifact = c->joined = c->placed = false;
}

void
canvas_artifact(struct canvas *c)
{
    if (c->on && !c->artifact)
        buffer_text(&c->ops, "/Artifact BMC\n");
    c->artifact = true;
}

void
canvas_artifact_end(struct canvas *c)
{
    if (c->on && c->artifact)
        buffer_text(&c->ops, "EMC\n");
    c->artifact = false;
}

void
canvas_mark(struct canvas *c)
{
    if (c->on)
        mark_begin(c->tags, &c->ops);
}

void
canvas_mark_end(struct canvas *c)
{
    if (c->on)
        mark_end(&c->ops);
}

void
canvas_open(struct canvas *c, const char *tag)
{
    if (c->on)
        tag_open(c->tags, tag);
}

void
canvas_close(struct canvas *c)
{
    if (c->on)
        tag_close(c->tags);
}

static void
number(struct canvas *c, double value)
{
    pdf_real(&c->ops, value, 2);
    buffer_char(&c->ops, ' ');
}

static void
point(struct canvas *c, double x, double y, const char *op)
{
    number(c, x);
    number(c, c->height - y);
    buffer_text(&c->ops, op);
    buffer_char(&c->ops, '\n');
}

static void
colour(struct canvas *c, enum colour colour, bool line)
{
    unsigned rgb = (unsigned)colour;
    unsigned r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;

    if (!c->fresh && (line ? c->line : c->fill) == colour)
        return;
    pdf_real(&c->ops, r / 255.0, 3);
    if (r != g || g != b) {
        buffer_char(&c->ops, ' ');
        pdf_real(&c->ops, g / 255.0, 3);
        buffer_char(&c->ops, ' ');
        pdf_real(&c->ops, b / 255.0, 3);
        buffer_text(&c->ops, line ? " RG\n" : " rg\n");
    } else {
        buffer_text(&c->ops, line ? " G\n" : " g\n");
    }
    if (line)
        c->line = colour;
    else
        c->fill = colour;
}

/* Colours, width and dash of a page that has just begun are not known to it. */
static void
settle(struct canvas *c)
{
    if (!c->fresh)
        return;
    c->fresh = false;
    c->fill = c->line = 0;
    c->width = 1;
    c->dash = 0;
}

static void
pen(struct canvas *c, double width, double dash, enum colour line)
{
    settle(c);
    colour(c, line, true);
    if (fabs(c->width - width) > 0.001) {
        number(c, width);
        buffer_text(&c->ops, "w\n");
        c->width = width;
    }
    if (fabs(c->dash - dash) > 0.001) {
        if (dash > 0) {
            buffer_char(&c->ops, '[');
            number(c, dash);
            buffer_text(&c->ops, "]0 d\n");
        } else {
            buffer_text(&c->ops, "[]0 d\n");
        }
        c->dash = dash;
    }
}

static void
byte(struct buffer *b, unsigned char c)
{
    if (c == '(' || c == ')' || c == '\\')
        buffer_char(b, '\\');
    if (c == '\r')
        buffer_text(b, "\\r");
    else
        buffer_char(b, (char)c);
}

static void
glyph(struct canvas *c, const struct glyph *g)
{
    byte(&c->ops, (unsigned char)(g->index >> 8));
    byte(&c->ops, (unsigned char)g->index);
}

static bool
is_wide(const struct letter *l)
{
    return l->glyph.code >= 0x2E80 || l->glyph.code == ' ';
}

/* Slack of a justified line goes between characters of Japanese and to blanks, never into
   words and numbers. */
static bool
takes_slack(const struct letter *l)
{
    return is_wide(&l[0]) || is_wide(&l[1]);
}

/* What lines and letters are widened by, in points. */
struct room {
    double size;
    double spacing; /* behind each letter */
    double gap;     /* where slack goes */
};

static double
room_behind(const struct room *r, const struct letter *l)
{
    return r->spacing + (r->gap > 0 && takes_slack(l) ? r->gap : 0);
}

void
canvas_join(struct canvas *c)
{
    if (c->on && !c->joined)
        buffer_text(&c->ops, "BT\n");
    c->joined = true;
}

void
canvas_join_end(struct canvas *c)
{
    if (c->on && c->joined)
        buffer_text(&c->ops, "ET\n");
    c->joined = c->placed = false;
}

/* Where a text begins, from the text before it when they are joined. */
static void
place(struct canvas *c, double x, double y)
{
    x = round(x * 100) / 100;
    y = round((c->height - y) * 100) / 100;
    number(c, c->placed ? x - c->at_x : x);
    number(c, c->placed ? y - c->at_y : y);
    buffer_text(&c->ops, "Td\n");
    c->placed = c->joined;
    c->at_x = x;
    c->at_y = y;
}

/* Letters of one font and colour. */
static void
chunk(struct canvas *c, const struct letter *l, size_t count, const struct room *r, double x,
      double base)
{
    bool loose = r->spacing > 0 || r->gap > 0;

    colour(c, l->colour, false);
    if (!c->joined)
        buffer_text(&c->ops, "BT\n");
    if (c->font != l->glyph.font || fabs(c->size - r->size) > 0.001) {
        buffer_print(&c->ops, "/F%zu ", l->glyph.font->number);
        number(c, r->size);
        buffer_text(&c->ops, "Tf\n");
        c->font = l->glyph.font;
        c->size = r->size;
    }
    place(c, x, base);
    buffer_text(&c->ops, loose ? "[(" : "(");
    for (size_t i = 0; i < count; i++) {
        int wide =
            loose && i + 1 < count ? (int)lround(-room_behind(r, &l[i]) * 1000 / r->size) : 0;

        glyph(c, &l[i].glyph);
        if (wide)
            buffer_print(&c->ops, ")%d(", wide);
    }
    buffer_text(&c->ops, loose ? ")]TJ\n" : ")Tj\n");
    if (!c->joined)
        buffer_text(&c->ops, "ET\n");
}

/* A letter whose glyph means another elsewhere says what it means here. */
static void
explained(struct canvas *c, const struct letter *l, const struct room *r, double x, double base)
{
    uint32_t code = l->glyph.code;

    buffer_text(&c->ops, "/Span<</ActualText<FEFF");
    if (code > 0xFFFF)
        buffer_print(&c->ops, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10),
                     0xDC00 + ((code - 0x10000) & 0x3FF));
    else
        buffer_print(&c->ops, "%04X", code);
    buffer_text(&c->ops, ">>>BDC\n");
    chunk(c, l, 1, r, x, base);
    buffer_text(&c->ops, "EMC\n");
}

static bool
same_kind(const struct letter *a, const struct letter *b)
{
    return a->glyph.font == b->glyph.font && a->colour == b->colour;
}

static void
letters(struct canvas *c, const struct letter *l, size_t count, const struct room *r, double x,
        double base)
{
    size_t from = 0;
    double at = x; /* of l[from] */

    settle(c);
    for (size_t i = 0; i < count; i++) {
        bool known = pdf_font_use(c->fonts, &l[i].glyph);
        double next =
            x + l[i].glyph.advance * r->size / 1000 + (i + 1 < count ? room_behind(r, &l[i]) : 0);

        if (!known) {
            if (i > from)
                chunk(c, l + from, i - from, r, at, base);
            explained(c, &l[i], r, x, base);
        } else if (i + 1 == count || !same_kind(&l[i], &l[i + 1])) {
            chunk(c, l + from, i + 1 - from, r, at, base);
        }
        x = next;
        if (!known || i + 1 == count || !same_kind(&l[i], &l[i + 1])) {
            from = i + 1;
            at = x;
        }
    }
}

static double
slack(const struct set_text *t, const struct set_line *line, double room)
{
    size_t gaps = 0;
    double gap;

    if (!t->manner.justified || line->ends || line->count < 2)
        return 0;
    for (size_t i = 0; i + 1 < line->count; i++)
        gaps += takes_slack(&t->letters[line->first + i]);
    if (!gaps)
        return 0;
    gap = (room - line->width) / (double)gaps;
    return gap > 0 && gap < t->manner.size / 2 ? gap : 0;
}

void
canvas_text(struct canvas *c, const struct set_text *text, size_t first, size_t count, double x,
            double y, enum anchor anchor)
{
    const struct manner *m = &text->manner;
    double base = y + set_base(m);

    for (size_t i = first; c->on && i < first + count && i < text->count; i++, base += m->leading) {
        const struct set_line *line = &text->lines[i];
        double inset = i ? m->hanging : m->indent;
        double room = m->width - inset;
        double at = x + inset;

        if (anchor == ANCHOR_END)
            at = x + m->width - line->width;
        else if (anchor == ANCHOR_MIDDLE)
            at = x + (m->width - line->width) / 2;
        if (line->count)
            letters(c, text->letters + line->first, line->count,
                    &(struct room){ m->size, m->spacing, slack(text, line, room) }, at, base);
    }
}

void
canvas_words(struct canvas *c, struct fonts *fonts, const char *text, struct manner manner,
             double x, double base, enum anchor anchor)
{
    struct arena arena = { 0 };
    struct set_text set;

    if (!c->on || !text || !*text)
        return;
    manner.width = 1e6;
    set = set_words(&arena, fonts, text, manner);
    if (anchor != ANCHOR_START)
        x -= set.lines[0].width / (anchor == ANCHOR_MIDDLE ? 2 : 1);
    if (set.lines[0].count)
        letters(c, set.letters, set.lines[0].count,
                &(struct room){ manner.size, manner.spacing, 0 }, x, base);
    arena_release(&arena);
}

void
canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
            enum colour line)
{
    if (!c->on)
        return;
    pen(c, width, 0, line);
    point(c, x1, y1, "m");
    point(c, x2, y2, "l S");
}

static void
rectangle(struct canvas *c, double x, double y, double width, double height)
{
    number(c, x);
    number(c, c->height - y - height);
    number(c, width);
    number(c, height);
    buffer_text(&c->ops, "re\n");
}

void
canvas_area(struct canvas *c, double x, double y, double width, double height, enum colour fill)
{
    if (!c->on)
        return;
    settle(c);
    colour(c, fill, false);
    rectangle(c, x, y, width, height);
    buffer_text(&c->ops, "f\n");
}

/* A quarter of a circle needs handles of 0.5523 of its radius. */
static void
circle(struct canvas *c, double x, double y, double r)
{
    double h = r * 0.5523;
    const double p[][2] = { { x + r, y + h }, { x + h, y + r }, { x, y + r },     { x - h, y + r },
                            { x - r, y + h }, { x - r, y },     { x - r, y - h }, { x - h, y - r },
                            { x, y - r },     { x + h, y - r }, { x + r, y - h }, { x + r, y } };

    point(c, x + r, y, "m");
    for (size_t i = 0; i < 12; i++)
        point(c, p[i][0], p[i][1], i % 3 == 2 ? "c" : "");
}

void
canvas_frame(struct canvas *c, double x, double y, double width, double height, double line,
             enum colour colour)
{
    if (!c->on)
        return;
    pen(c, line, 0, colour);
    rectangle(c, x, y, width, height);
    buffer_text(&c->ops, "S\n");
}

void
canvas_ring(struct canvas *c, double x, double y, double radius, double line, enum colour colour)
{
    if (!c->on)
        return;
    pen(c, line, 0, colour);
    circle(c, x, y, radius);
    buffer_text(&c->ops, "s\n");
}

static void
outline(struct canvas *c, const struct shape *s, double x, double y, double k)
{
    if (s->kind == SHAPE_CIRCLE) {
        circle(c, x + s->points->x * k, y + s->points->y * k, s->radius * k);
    } else if (s->kind == SHAPE_RECT) {
        rectangle(c, x + s->points->x * k, y + s->points->y * k, s->width * k, s->height * k);
    } else {
        for (size_t i = 0; i < s->count; i++)
            point(c, x + s->points[i].x * k, y + s->points[i].y * k, i ? "l" : "m");
        if (s->kind == SHAPE_POLYGON)
            buffer_text(&c->ops, "h\n");
    }
}

static void
bounds(const struct shape *s, double box[4])
{
    box[0] = box[1] = 1e9;
    box[2] = box[3] = -1e9;
    for (size_t i = 0; i < s->count; i++) {
        double reach = s->kind == SHAPE_CIRCLE ? s->radius : 0;

        box[0] = fmin(box[0], s->points[i].x - reach);
        box[1] = fmin(box[1], s->points[i].y - reach);
        box[2] = fmax(box[2], s->points[i].x + (s->kind == SHAPE_RECT ? s->width : reach));
        box[3] = fmax(box[3], s->points[i].y + (s->kind == SHAPE_RECT ? s->height : reach));
    }
}

/* Marks of a pattern over the shape's box, cut off at its outline. */
static void
marks(struct canvas *c, const struct shape *s, double x, double y, double k)
{
    enum pattern pattern = s->filling.pattern;
    double b[4];

    bounds(s, b);
    if (b[2] - b[0] > 3000 || b[3] - b[1] > 3000)
        return;
    buffer_text(&c->ops, "q\n");
    outline(c, s, x, y, k);
    buffer_text(&c->ops, "W n\n");
    if (pattern == PATTERN_DOTS)
        colour(c, s->filling.mark, false);
    else
        pen(c, 0.8 * k, 0, s->filling.mark);
    if (pattern == PATTERN_HATCH)
        for (double at = floor((b[0] + b[1]) / 6) * 6; at < b[2] + b[3]; at += 6) {
            point(c, x + (at - b[1]) * k, y + b[1] * k, "m");
            point(c, x + (at - b[3]) * k, y + b[3] * k, "l");
        }
    if (pattern == PATTERN_LINES)
        for (double at = floor(b[1] / 3) * 3 + 1.5; at < b[3]; at += 3) {
            point(c, x + b[0] * k, y + at * k, "m");
            point(c, x + b[2] * k, y + at * k, "l");
        }
    if (pattern == PATTERN_DOTS)
        for (double v = floor(b[1] / 3) * 3 + 1.5; v < b[3] + 1; v += 3)
            for (double h = floor(b[0] / 6) * 6 + (fmod(fabs(v), 6) > 3 ? 4.5 : 1.5); h < b[2] + 1;
                 h += 6)
                circle(c, x + h * k, y + v * k, 0.75 * k);
    buffer_text(&c->ops, pattern == PATTERN_DOTS ? "f\nQ\n" : "S\nQ\n");
    /* What was set between q and Q is forgotten. */
    c->font = NULL;
    c->fill = c->line = (enum colour)0x1000000;
    c->width = c->dash = -1;
}

static void
drawn(struct canvas *c, const struct shape *s, double x, double y, double k)
{
    if (s->filled) {
        settle(c);
        colour(c, s->filling.ground, false);
        outline(c, s, x, y, k);
        buffer_text(&c->ops, "f\n");
        if (s->filling.pattern != PATTERN_SOLID)
            marks(c, s, x, y, k);
    }
    if (s->stroke.width > 0) {
        pen(c, s->stroke.width * k, s->stroke.dash * k, s->stroke.colour);
        outline(c, s, x, y, k);
        buffer_text(&c->ops, "S\n");
    }
}

void
canvas_drawing(struct canvas *c, struct fonts *fonts, const struct drawing *d, double x, double y,
               double scale)
{
    if (!c->on)
        return;
    for (const struct shape *s = d->first; s; s = s->next) {
        if (s->kind == SHAPE_TEXT)
            canvas_words(c, fonts, s->text,
                         (struct manner){ .size = s->size * scale,
                                          .bold = s->bold,
                                          .colour = s->filling.ground },
                         x + s->points->x * scale, y + s->points->y * scale, s->anchor);
        else
            drawn(c, s, x, y, scale);
    }
}
