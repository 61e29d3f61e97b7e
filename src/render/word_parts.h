/*
 * What the files of the Word writer share. Lengths are twentieths of a point.
 */
#ifndef RENDER_WORD_PARTS_H
#define RENDER_WORD_PARTS_H

#include "base/buffer.h"
#include "render/document.h"
#include "render/package.h"

struct arena;

struct word_writer {
    struct arena *arena;
    const struct document *document;
    struct package package;
    struct buffer *out;      /* word/document.xml */
    struct buffer relations; /* of its pictures */
    enum paper paper;        /* of the section that is being written */
    int pictures;
    int ids; /* of drawings, bookmarks and controls */
};

/* Width between the margins. */
int word_width(enum paper paper);

void word_run(struct word_writer *w, const struct run *run);
void word_runs(struct word_writer *w, const struct text *text);
/* A whole paragraph of one text in a style. */
void word_paragraph(struct word_writer *w, const char *style, const char *text);
void word_paragraph_begin(struct word_writer *w, const char *style);
void word_paragraph_end(struct word_writer *w);

void word_table(struct word_writer *w, const struct node *node);
void word_pairs(struct word_writer *w, const struct node *node);
void word_keyfigures(struct word_writer *w, const struct node *node);
void word_approvals(struct word_writer *w, const struct node *node);
void word_form(struct word_writer *w, const struct node *node);
/* The caption, sentence and note around it too. */
bool word_chart(struct word_writer *w, const struct node *node, const char **why);
/* Inside a paragraph. */
bool word_picture(struct word_writer *w, const struct chart *chart, const struct diagram *diagram,
                  const char **why);

#endif
