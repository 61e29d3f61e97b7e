/*
 * What the two files of the HTML writer share.
 */
#ifndef RENDER_HTML_PARTS_H
#define RENDER_HTML_PARTS_H

#include "render/document.h"

struct arena;
struct buffer;

struct html_writer {
    struct arena *arena;
    struct buffer *out;
    const struct document *document;
    bool inside; /* a part of a page of the installation, whose paths can be opened */
    int charts;  /* so far: ids in them are prefixed with it */
};

void html_runs(struct html_writer *w, const struct text *text);
void html_figure(struct html_writer *w, const struct figure *figure);
void html_table(struct html_writer *w, const struct node *node);
void html_pairs(struct html_writer *w, const struct node *node);
void html_keyfigures(struct html_writer *w, const struct node *node);
void html_chart(struct html_writer *w, const struct node *node);
void html_form(struct html_writer *w, const struct node *node);

#endif
