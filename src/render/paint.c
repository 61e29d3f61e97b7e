#include "render/paint.h"

#include <cairo.h>
#include <hb.h>
#include <math.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "render/draw.h"
#include "render/font.h"

static const double most_pixels = 40e6;

static void
ink(cairo_t *cr, enum colour colour)
{
    unsigned rgb = (unsigned)colour;

    cairo_set_source_rgb(cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                         (rgb & 255) / 255.0);
}

static void
path(cairo_t *cr, const struct shape *s)
{
    const struct point *p = s->points;

    cairo_new_path(cr);
    if (s->kind == SHAPE_CIRCLE) {
        cairo_arc(cr, p->x, p->y, s->radius, 0, 2 * M_PI);
    } else if (s->kind == SHAPE_RECT) {
        cairo_rectangle(cr, p->x, p->y, s->width, s->height);
    } else {
        for (size_t i = 0; i < s->count; i++)
            cairo_line_to(cr, p[i].x, p[i].y);
        if (s->kind == SHAPE_POLYGON)
            cairo_close_path(cr);
    }
}

/* Marks on tiles of PATTERN_SIZE points, aligned to the drawing as in SVG. */
static void
marks(cairo_t *cr, const struct filling *f)
{
    double x1, y1, x2, y2;
    double x, y;

    cairo_clip_extents(cr, &x1, &y1, &x2, &y2);
    cairo_set_line_width(cr, 0.8);
    ink(cr, f->mark);
    cairo_new_path(cr);
    if (f->pattern == PATTERN_HATCH)
        for (x = floor((x1 - (y2 - y1)) / 6) * 6 - 6 + fmod(y2, 6); x < x2; x += 6) {
            cairo_move_to(cr, x, y2);
            cairo_line_to(cr, x + (y2 - y1), y1);
        }
    if (f->pattern == PATTERN_LINES)
        for (y = floor(y1 / 3) * 3 + 1.5; y < y2; y += 3) {
            cairo_move_to(cr, x1, y);
            cairo_line_to(cr, x2, y);
        }
    cairo_stroke(cr);
    if (f->pattern == PATTERN_DOTS)
        for (y = floor(y1 / 3) * 3 + 1.5; y < y2 + 1; y += 3)
            for (x = floor(x1 / 6) * 6 + 1.5 + (fmod(y, 6) > 3 ? 3 : 0); x < x2 + 1; x += 6) {
                cairo_arc(cr, x, y, 0.75, 0, 2 * M_PI);
                cairo_fill(cr);
            }
}

static void
area(cairo_t *cr, const struct shape *s)
{
    path(cr, s);
    if (s->filled) {
        ink(cr, s->filling.ground);
        cairo_fill_preserve(cr);
        if (s->filling.pattern != PATTERN_SOLID) {
            cairo_save(cr);
            cairo_clip(cr);
            marks(cr, &s->filling);
            cairo_restore(cr);
            path(cr, s);
        }
    }
    if (s->stroke.width > 0) {
        ink(cr, s->stroke.colour);
        cairo_set_line_width(cr, s->stroke.width);
        cairo_set_dash(cr, &s->stroke.dash, s->stroke.dash > 0, 0);
        cairo_stroke(cr);
        cairo_set_dash(cr, NULL, 0, 0);
    }
}

struct brush {
    cairo_t *cr;
    struct fonts *fonts;
    hb_draw_funcs_t *pens;
};

/* Outlines of letters become paths, so that any font file will do. */
static void
move_to(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *s, float x, float y, void *u)
{
    (void)f, (void)s, (void)u;
    cairo_move_to(cr, x, y);
}

static void
line_to(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *s, float x, float y, void *u)
{
    (void)f, (void)s, (void)u;
    cairo_line_to(cr, x, y);
}

static void
curve_to(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *s, float x1, float y1, float x2, float y2,
         float x, float y, void *u)
{
    (void)f, (void)s, (void)u;
    cairo_curve_to(cr, x1, y1, x2, y2, x, y);
}

static void
close_path(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *s, void *u)
{
    (void)f, (void)s, (void)u;
    cairo_close_path(cr);
}

static hb_draw_funcs_t *
pens(void)
{
    hb_draw_funcs_t *f = hb_draw_funcs_create();

    hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f, curve_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
    return f;
}

/* Where the text ends; painted from x on unless `measure`. */
static double
letters(struct brush *b, const struct shape *s, double x, bool measure)
{
    const char *at = s->text;
    uint32_t code;

    while ((code = utf8_next(&at))) {
        struct glyph glyph =
            fonts_glyph(b->fonts, s->bold ? FONT_GOTHIC_BOLD : FONT_GOTHIC, code, 0);

        if (!measure) {
            cairo_save(b->cr);
            cairo_translate(b->cr, x, s->points->y);
            cairo_scale(b->cr, s->size / 1000, -s->size / 1000);
            cairo_new_path(b->cr);
            hb_font_get_glyph_shape(glyph.font->face, glyph.index, b->pens, b->cr);
            cairo_fill(b->cr);
            cairo_restore(b->cr);
        }
        x += glyph.advance * s->size / 1000;
    }
    return x;
}

static void
text(struct brush *b, const struct shape *s)
{
    double width = s->anchor == ANCHOR_START ? 0 : letters(b, s, 0, true);

    ink(b->cr, s->filling.ground);
    letters(b, s, s->points->x - (s->anchor == ANCHOR_END ? width : width / 2), false);
}

static cairo_status_t
take(void *out, const unsigned char *bytes, unsigned length)
{
    buffer_add(out, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static bool
paint(struct brush *b, const struct drawing *d, double scale, struct buffer *out)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(d->width * scale - 1e-6),
                                   (int)ceil(d->height * scale - 1e-6));
    bool good;

    b->pens = pens();
    b->cr = cairo_create(surface);
    cairo_set_source_rgb(b->cr, 1, 1, 1);
    cairo_paint(b->cr);
    cairo_scale(b->cr, scale, scale);
    for (const struct shape *s = d->first; s; s = s->next) {
        if (s->kind == SHAPE_TEXT)
            text(b, s);
        else
            area(b->cr, s);
    }
    good = cairo_status(b->cr) == CAIRO_STATUS_SUCCESS &&
           cairo_surface_write_to_png_stream(surface, take, out) == CAIRO_STATUS_SUCCESS;
    hb_draw_funcs_destroy(b->pens);
    cairo_destroy(b->cr);
    cairo_surface_destroy(surface);
    return good;
}

bool
drawing_png(const struct drawing *d, int dpi, struct buffer *out, const char **why)
{
    struct arena arena = { 0 };
    struct brush brush = { 0 };
    bool good = false;

    if (d->width <= 0 || d->height <= 0 ||
        d->width * d->height * dpi * dpi / (72.0 * 72.0) > most_pixels)
        *why = "図が大きすぎるため、画像にできません。";
    else if (fonts_open(&arena, &brush.fonts, why)) {
        good = paint(&brush, d, dpi / 72.0, out);
        if (!good)
            *why = "図を画像にできませんでした。";
    }
    arena_release(&arena);
    return good;
}
