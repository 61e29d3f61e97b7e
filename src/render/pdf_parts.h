/*
 * What the parts of the PDF writer share: the page that is filled, and how nodes get onto
 * it. For pdf_*.c only.
 *
 * A document is laid out twice by the same code: once with a canvas that is off, to learn
 * how many pages there are and on which each section stands, then in earnest. Nodes that
 * may not be divided are blocks: a block is measured, then painted at a place. Paragraphs,
 * lists and tables flow from page to page. The room between two nodes is the larger of
 * what the one wants after and the other before it.
 */
#ifndef RENDER_PDF_PARTS_H
#define RENDER_PDF_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/canvas.h"
#include "render/document.h"
#include "render/pdf_file.h"

#define MM (72 / 25.4)

struct arena;

/* A section as contents and outline show it. */
struct flow_section {
    const struct node *node;
    uint32_t page; /* counted from 1 */
    double y;      /* from the bottom of that page */
};

struct flow {
    struct arena *arena;
    const struct document *d;
    struct fonts *fonts;
    struct canvas canvas;
    struct pdf_file *file;
    struct pdf_tags tags;
    enum paper paper;
    double page_width, page_height;
    double left, right, top, bottom; /* edges of the text */
    double y;                        /* where the next node begins */
    double after;                    /* room the last node wants below; -1 at the top */
    uint32_t page, pages;            /* this one; all, once known */
    uint32_t page_object, content_object;
    struct buffer page_list; /* objects of all pages */
    struct buffer links;     /* annotations of this page */
    uint32_t parent, resources;
    struct flow_section *sections;
    size_t section_count, section_at;
    bool bare;  /* the cover has no header */
    bool sheet; /* of labels: neither header nor footer */
};

/* A place on a page for a block. */
struct frame {
    double x, y, width;
};

/* Pages. */
void flow_begin_page(struct flow *f);
void flow_end_page(struct flow *f);
void flow_break(struct flow *f);
void flow_paper(struct flow *f, enum paper paper);
double flow_width(const struct flow *f);
/* Room for `height` points after a gap, on this page or on a new one; moves `y` behind the
   gap. Higher things than a page begin at its top. */
void flow_need(struct flow *f, double before, double height);

/* Manners of the document's face. */
struct manner manner_body(const struct flow *f, double width);
struct manner manner_of(double size, double leading, double width, enum colour colour);

/* Nodes. */
void flow_nodes(struct flow *f, const struct nodes *nodes);
/* What a node that may be divided needs at least on a page, so that a heading stays with it. */
double node_least(struct flow *f, const struct node *node);
/* Room it wants before and after. */
double node_before(const struct node *node);
double node_after(const struct node *node);
/* The whole node in a frame; returns its height. Painted when the canvas is on. */
double block_draw(struct flow *f, const struct node *node, struct frame at);
double nodes_draw(struct flow *f, const struct nodes *nodes, struct frame at);
double block_height(struct flow *f, const struct node *node);
/* A block that is higher than a page, in parts. */
void flow_tall(struct flow *f, const struct node *node);

void flow_text(struct flow *f, const struct node *node);
double text_draw(struct flow *f, const struct node *node, struct frame at);
double text_least(struct flow *f, const struct node *node);
double section_draw(struct flow *f, const struct node *node, struct frame at);
double title_draw(struct flow *f, const struct node *node, struct frame at);
/* A title with the approvals that follow it. */
double title_beside(struct flow *f, const struct node *node, struct frame at);

void flow_table(struct flow *f, const struct node *node);
double table_draw(struct flow *f, const struct node *node, struct frame at);
double table_least(struct flow *f, const struct node *node);

double letterhead_draw(struct flow *f, const struct letterhead *head, struct frame at);
double approvals_draw(struct flow *f, const struct node *node, struct frame at);
void cover_draw(struct flow *f);
void contents_draw(struct flow *f);

double keyfigures_draw(struct flow *f, const struct node *node, struct frame at);
double pairs_draw(struct flow *f, const struct node *node, struct frame at);
double figure_draw(struct flow *f, const struct node *node, struct frame at);
double form_draw(struct flow *f, const struct node *node, struct frame at);
double columns_draw(struct flow *f, const struct node *node, struct frame at);
double calculation_draw(struct flow *f, const struct node *node, struct frame at);
double verification_draw(struct flow *f, const struct verification *v, struct frame at);

/* Paints the pages by `run` and writes what frames them. */
bool pdf_paint(struct flow *f, void (*run)(struct flow *), const char **why);

/* A cell's contents as runs; marks and sparks are painted by cell_draw. */
struct cell {
    const struct figure *figure;
    struct set_text text;
    double height;
};
struct cell cell_set(struct flow *f, const struct figure *figure, struct manner manner);
/* `tagged`: as content of the tag opened last. */
void cell_draw(struct flow *f, const struct cell *cell, struct frame at, enum anchor anchor,
               bool tagged);

#endif
