/*
 * Cells: one value of one record as a list shows it. Texts that stand in the row are
 * pointed to, not copied.
 */
#ifndef WEB_CELL_H
#define WEB_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "web/marks.h"

struct act;
struct field;
struct ledger;
struct list;

enum cell_kind {
    CELL_TEXT,
    CELL_TITLE, /* names the row and leads to it */
    CELL_CODE,  /* leads to the panel beside the list */
    CELL_STATE,
    CELL_CLOCK,
};

struct cell {
    enum cell_kind kind;
    const char *class;         /* of the column: "id", "num", "" */
    const char *label;         /* of the column, for cards on narrow screens */
    const char *text;          /* "―" when empty */
    const struct state *state; /* of CELL_STATE */
    struct clock_look look;    /* of CELL_CLOCK */
};

/* A column of a list; made once for all rows. */
struct column_look {
    const struct field *field;
    enum cell_kind kind;
    const char *class; /* of col and cells */
    const char *label;
};

struct column_look column_look(const struct ledger *l, const struct field *f);

void cell_fill(struct act *a, const struct ledger *l, const struct column_look *column,
               const void *row, bool western, struct cell *out);

const void *list_record(const struct ledger *l, const struct list *list, size_t i);

#endif
