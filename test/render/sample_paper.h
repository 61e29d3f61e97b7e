/*
 * Documents as they are printed, built by hand, for the PDF writer.
 */
#ifndef TEST_RENDER_SAMPLE_PAPER_H
#define TEST_RENDER_SAMPLE_PAPER_H

#include "render/document.h"

struct arena;

struct sample_paper {
    const char *name;
    void (*make)(struct arena *arena, struct document *d);
    unsigned pages;
};

/* Ends with a zero row. */
extern const struct sample_paper sample_papers[];

/* One table of so many rows of six cells. */
void sample_list(struct arena *arena, struct document *d, size_t rows);

#endif
