/*
 * A document as a PowerPoint file (16:9).
 *
 * The first slide is made of letterhead and title; each section of the first level begins a
 * slide, and what does not fit goes on to further slides of the same title. The summary
 * stands as headline, key figures as tiles, charts as pictures of 300 dpi with alternative
 * text, the verification on the last slide. Nothing is left out but: a table of more than
 * SLIDES_TABLE_ROWS rows or SLIDES_TABLE_COLUMNS columns, in whose place a line names it and
 * says that the other formats carry it. Approvals are a line of words. Columns follow each
 * other. The same document gives the same bytes.
 */
#ifndef RENDER_SLIDES_H
#define RENDER_SLIDES_H

#include <stdbool.h>

struct arena;
struct buffer;
struct document;

enum { SLIDES_TABLE_ROWS = 10, SLIDES_TABLE_COLUMNS = 10, SLIDES_MOST = 800 };

/* Appended to `out`. False with a Japanese sentence, also beyond SLIDES_MOST slides. */
bool document_slides(struct arena *arena, const struct document *d, struct buffer *out,
                     const char **why);

#endif
