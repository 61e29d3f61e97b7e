/*
 * Word documents (.docx): paragraph by paragraph, with the numbers Word draws before them.
 *
 * A number that Word counts by itself stands nowhere in the document; it is worked out here
 * as Word does: from the levels of numbering.xml, by the paragraph's own numbering or its
 * style's, counted per list, deeper levels beginning anew. 「第1章」「1.2」「(1)」「ア」「一」
 * come out as text. Numbers that somebody typed are part of the text.
 *
 * Text deleted in a tracked change, readings (ruby), field codes, notes and the second
 * version of a drawing's text are left out. Cells of tables are paragraphs that know their
 * table, row and column. Nothing in the file is trusted; memory holds styles, lists and one
 * paragraph.
 */
#ifndef BASE_DOCX_H
#define BASE_DOCX_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct unzip;

enum {
    DOCX_LEVELS = 9,
    DOCX_STYLES = 5000,
    DOCX_LISTS = 5000,
    DOCX_PARAGRAPHS = 500000,
    DOCX_TEXT = 1024 * 1024, /* bytes of a paragraph */
};

struct docx_paragraph {
    const char *text;   /* tabs and line breaks kept, white space around it not */
    const char *style;  /* its name: "heading 1", 「本文」; "" for none */
    int outline;        /* 1..9: a heading of this level; 0: body text */
    const char *number; /* 第1章, "" when it has none; a bullet is ・ */
    int level;          /* 1..9 within its list, 0: in none */
    int table;          /* 1, 2 …: which one it stands in, 0: in none */
    int row;            /* from 1 */
    int column;         /* from 1 */
};

/* Calls `each` for every paragraph in the document's order, empty ones too; what it is given
   is good during the call. False with a sentence, or with `*why` NULL when `each` returned
   false. `z` must be a Word file by office_kind. */
bool
docx_read(struct arena *arena, struct unzip *z,
          bool (*each)(void *with, const struct docx_paragraph *p), void *with, const char **why);

#endif
