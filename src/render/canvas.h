/*
 * Painting on a page of a PDF: text, lines, areas, drawings.
 *
 * Places are points from the upper left corner of the page, y downwards, texts on their
 * base. Without `on` nothing is painted, so that the same code measures. Whoever paints
 * opens a tag (pdf_tags.h) first, or says that it is an artifact.
 */
#ifndef RENDER_CANVAS_H
#define RENDER_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "render/draw.h"
#include "render/font.h"
#include "render/pdf_tags.h"
#include "render/setting.h"

struct pdf_fonts;

struct canvas {
    bool on;
    struct buffer ops;
    double height; /* of the page */
    struct pdf_fonts *fonts;
    struct pdf_tags *tags;
    const struct font *font; /* what the page's state holds */
    double size;
    enum colour fill, line;
    double width, dash;
    bool fresh; /* nothing of it is set yet */
    bool artifact;
    bool joined; /* a text object is open over several calls */
    bool placed; /* and its first text is written */
    double at_x, at_y;
};

void canvas_begin(struct canvas *c, double height);

/* Decoration, until _end. */
void canvas_artifact(struct canvas *c);
void canvas_artifact_end(struct canvas *c);
/* Content of the tag opened last. */
void canvas_mark(struct canvas *c);
void canvas_mark_end(struct canvas *c);
void canvas_open(struct canvas *c, const char *tag);
void canvas_close(struct canvas *c);

/* Between these two only texts and tags: each is placed from where the one before began,
   which takes half the room in the file. */
void canvas_join(struct canvas *c);
void canvas_join_end(struct canvas *c);

/* Lines from `first` on, `count` of them; x is the left edge of the setting, y the top of
   the first line. */
void canvas_text(struct canvas *c, const struct set_text *text, size_t first, size_t count,
                 double x, double y, enum anchor anchor);
/* One line that stands on a base. */
void canvas_words(struct canvas *c, struct fonts *fonts, const char *text, struct manner manner,
                  double x, double base, enum anchor anchor);
void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
                 enum colour colour);
void
canvas_area(struct canvas *c, double x, double y, double width, double height, enum colour colour);
void canvas_frame(struct canvas *c, double x, double y, double width, double height, double line,
                  enum colour colour);
void
canvas_ring(struct canvas *c, double x, double y, double radius, double line, enum colour colour);
/* Its upper left corner at x, y; `scale` 1 is its own size. */
void canvas_drawing(struct canvas *c, struct fonts *fonts, const struct drawing *d, double x,
                    double y, double scale);

#endif
