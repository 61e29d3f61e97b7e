/*
 * What the files of the PowerPoint writer share. Lengths are points of a slide of 960 × 540.
 */
#ifndef RENDER_SLIDES_PARTS_H
#define RENDER_SLIDES_PARTS_H

#include "base/buffer.h"
#include "render/document.h"
#include "render/package.h"

struct arena;

enum {
    SLIDE_LEFT = 48,
    SLIDE_WIDTH = 864,
    SLIDE_TOP = 92,
    SLIDE_BOTTOM = 496,
    SLIDE_EMU = 12700, /* of a point */
};

struct slide_writer {
    struct arena *arena;
    const struct document *document;
    struct package package;
    struct buffer *out;      /* the slide that is written, or NULL */
    struct buffer relations; /* of that slide */
    struct buffer list;      /* of all slides, in presentation.xml */
    struct buffer known;     /* their relations */
    struct buffer types;     /* their content types */
    struct buffer frame;     /* paragraphs of the text box that is being filled */
    double frame_top;        /* where it begins */
    double y;                /* where the next thing goes */
    const char *title;       /* of the section */
    size_t slides, pictures;
    int ids;       /* of shapes on the slide */
    bool has_body; /* the slide's text placeholder is used */
    bool overfull; /* more slides than there may be */
    const struct verification *verification;
};

struct slide_look {
    double size; /* 0: 14 */
    int ink;     /* colour, 0: text */
    enum align align;
    bool bold;
};

struct slide_cell {
    const char *text;
    int fill, ink; /* 0: none, text */
    size_t span;   /* 0 and 1: none; cells it covers follow and are not looked at */
    enum align align;
    bool bold;
};

struct slide_grid {
    const struct slide_cell *cells;
    const double *widths; /* any unit; they share the slide */
    size_t rows, columns, heads;
};

void slide_begin(struct slide_writer *w, const char *title);
void slide_end(struct slide_writer *w);
/* A further slide of the same title. */
void slide_next(struct slide_writer *w);
/* Whether nothing stands on the slide yet. */
bool slide_is_fresh(const struct slide_writer *w);

/* A paragraph of the text box, on as many slides as it needs. */
void slide_text(struct slide_writer *w, const char *text, struct slide_look look);
/* Closes the text box, so that something else can follow. */
void slide_flush(struct slide_writer *w);
/* <a:p>…</a:p>; line ends become breaks. */
void slide_paragraph(struct slide_writer *w, struct buffer *out, const char *text,
                     struct slide_look look);

void slide_grid(struct slide_writer *w, const struct slide_grid *grid);
void slide_table(struct slide_writer *w, const struct node *node);
void slide_pairs(struct slide_writer *w, const struct node *node);
void slide_form(struct slide_writer *w, const struct node *node);
void slide_tiles(struct slide_writer *w, const struct node *node);
bool slide_picture(struct slide_writer *w, const struct node *node, const char **why);

#endif
