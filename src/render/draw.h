/*
 * Drawings: a size in points and shapes, painted in the order in which they were added.
 *
 * A chart is drawn once into a drawing; svg.h, paint.h and the PDF writer bring it to
 * paper, so that all show the same picture. The origin is the upper left corner, y goes
 * down, texts stand on their baseline. Texts are kept, not copied. Numbers that are no
 * numbers never reach a drawing: draw_* leave such a shape out.
 */
#ifndef RENDER_DRAW_H
#define RENDER_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/chart.h"
#include "render/colour.h"

struct arena;

enum pattern { PATTERN_SOLID, PATTERN_HATCH, PATTERN_LINES, PATTERN_DOTS };
enum { PATTERNS = PATTERN_DOTS + 1 };
enum { PATTERN_SIZE = 6 }; /* points of a tile */

/* What an area is filled with: a ground and, but for solid ones, marks on it. */
struct filling {
    enum pattern pattern;
    enum colour ground;
    enum colour mark;
    enum colour edge; /* of legends and bars; drawn only where a stroke is asked for */
};

struct stroke {
    enum colour colour;
    double width; /* 0: none */
    double dash;  /* length of a dash and of the gap behind it; 0: a full line */
};

enum shape_kind { SHAPE_RECT, SHAPE_CIRCLE, SHAPE_POLYGON, SHAPE_POLYLINE, SHAPE_TEXT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct point {
    double x, y;
};

struct shape {
    enum shape_kind kind;
    struct shape *next;
    const struct point *points; /* rect, circle, text: one; the upper left, centre, base */
    size_t count;
    double width, height; /* of a rect */
    double radius;        /* of a circle, of the corners of a rect */
    bool filled;
    struct filling filling;
    struct stroke stroke;
    const char *text;
    double size; /* of letters */
    enum anchor anchor;
    bool bold;
};

struct drawing {
    struct arena *arena;
    double width, height;
    const char *title;       /* for who cannot see it */
    const char *alternative; /* the numbers in words */
    struct shape *first, *last;
};

/* The chart, or diagram, with places. False when its kind or its numbers make no picture
   (a count without labels or series): the drawing then says 「データがありません。」. */
bool chart_draw(struct arena *arena, const struct chart *chart, struct drawing *out);
bool diagram_draw(struct arena *arena, const struct diagram *diagram, struct drawing *out);

/* How an area of a series is filled, in charts and their legends. */
extern const struct filling fillings[FILLS];

void draw_begin(struct drawing *d, struct arena *arena, double width, double height);
void draw_line(struct drawing *d, double x1, double y1, double x2, double y2, struct stroke s);
/* `f` or the stroke may be left out (NULL, width 0). A returned shape may still be changed. */
struct shape *draw_rect(struct drawing *d, double x, double y, double width, double height,
                        const struct filling *f, struct stroke s);
void draw_circle(struct drawing *d, double x, double y, double radius, const struct filling *f,
                 struct stroke s);
/* `points` are kept. */
void draw_polygon(struct drawing *d, const struct point *points, size_t count,
                  const struct filling *f, struct stroke s);
void draw_polyline(struct drawing *d, const struct point *points, size_t count, struct stroke s);
void draw_diamond(struct drawing *d, double x, double y, double radius, enum colour colour);
/* An arrow head whose point is at x2, y2. */
void draw_arrow(struct drawing *d, double x1, double y1, double x2, double y2, struct stroke s);

struct lettering {
    double size;
    enum colour colour;
    enum anchor anchor;
    bool bold;
};
/* NULL and empty texts leave nothing. */
void draw_text(struct drawing *d, double x, double y, struct lettering l, const char *text);

/* Width of a text in points as a rule of thumb: places in a chart must not depend on the
   fonts of a machine. */
double draw_width(const char *text, double size);
/* The text, cut with … to a width; in lines of that width, at most `most` (the last one is
   cut), count into `*count`. */
const char *draw_cut(struct arena *arena, const char *text, double size, double width);
const char *const *draw_lines(struct arena *arena, const char *text, double size, double width,
                              size_t most, size_t *count);

/* A plain filling of one colour. */
struct filling draw_solid(enum colour colour);

#endif
