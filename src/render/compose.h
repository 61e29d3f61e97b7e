/*
 * Composing: how a report is written down, node after node, in reading order.
 *
 * Numbers of sections (第1 → 1 → (1) → ア), tables and figures are counted here, through
 * the whole document. What is handed in is kept, not copied, so it has to live in the same
 * arena; formatted sentences are made in it. The composer goes with the report:
 *
 *     compose_begin(&c, a->arena, d);
 *     compose_section(&c, 1, "要旨");
 *     compose_lead(&c, "受付は%s件で、…", …);
 *     compose_end(&c);
 */
#ifndef RENDER_COMPOSE_H
#define RENDER_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "render/document.h"

enum { SECTION_LEVELS = 4, MOST_COLUMNS = 3 };

struct composition {
    struct arena *arena;
    struct document *document;
    struct nodes *to; /* the list that grows: the document's, or a column's */
    struct nodes *columns;
    size_t column, column_count;
    int64_t sections[SECTION_LEVELS];
    int64_t tables;
    int64_t figures;
};

void compose_begin(struct composition *c, struct arena *arena, struct document *d);

void compose_letterhead(struct composition *c, const struct letterhead *letterhead);
/* `before` is the contract's name, or NULL. */
void compose_title(struct composition *c, const char *before, const char *title);
void compose_approvals(struct composition *c, const struct stamp *stamps, size_t count);

/* Levels 1 to 4. An annex carries its own number in its title: 「別表1　…」. */
void compose_section(struct composition *c, int level, const char *title);
void compose_annex(struct composition *c, const char *title);

/* One character in at the first line, as body text is. */
__attribute__((format(printf, 2, 3))) void
compose_paragraph(struct composition *c, const char *format, ...);
/* 記 in the middle, 以上 at the right and the like. */
void compose_line(struct composition *c, enum align align, const char *text);
void compose_text(struct composition *c, const struct text *text);
/* A paragraph of the summary; several in a row are one block. */
__attribute__((format(printf, 2, 3))) void
compose_lead(struct composition *c, const char *format, ...);
/* An item of a list; items of one style in a row are one list. */
__attribute__((format(printf, 3, 4))) void
compose_item(struct composition *c, enum list_style style, const char *format, ...);

void compose_keyfigures(struct composition *c, const struct keyfigure *keyfigures, size_t count);
void compose_table(struct composition *c, const struct document_table *table);
void compose_pairs(struct composition *c, const struct pair_row *pairs, size_t count);
void compose_chart(struct composition *c, const struct chart *chart);
void compose_diagram(struct composition *c, const struct diagram *diagram);
void
compose_form(struct composition *c, const char *title, const struct blank *blanks, size_t count);
void compose_calculation(struct composition *c, const char *title,
                         const struct calculation_step *steps, size_t count);
void compose_pagebreak(struct composition *c, enum paper page);

/* What is composed until compose_columns_end stands side by side; compose_next goes on to
   the next column. At most MOST_COLUMNS. */
void compose_columns(struct composition *c, size_t count);
void compose_next(struct composition *c);
void compose_columns_end(struct composition *c);

/* 以上. */
void compose_end(struct composition *c);

/* A table made row by row: columns once, then its cells from left to right; a row is full
   when its last cell is there. The table is kept by the arena. */
struct table_maker {
    struct arena *arena;
    struct document_table *table;
    struct document_line *rows;
    size_t room;
    struct figure *cells; /* of the row that is begun, or NULL */
    size_t filled;
    bool is_sum;
};

struct document_table *table_begin(struct table_maker *m, struct arena *arena,
                                   const struct document_column *columns, size_t count);
void table_cell(struct table_maker *m, struct figure figure);
/* The row that is begun with the next cell is a sum. */
void table_sum(struct table_maker *m);

#endif
