/*
 * The parts of a record on its page: records of other ledgers, or of its own, that lead to
 * it by a reference declared as `.part` (ledger/field.h). No page declares such a list; it
 * stands there for whoever may read the other ledger.
 */
#ifndef WEB_PART_PAGE_H
#define WEB_PART_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/cell.h"
#include "web/route.h"

struct record;

struct part_row {
    const char *href;
    const char *title; /* what the link says: the leading cell, or what it is when that is empty */
    struct cell *cells;
};

struct part_list {
    const char *id; /* of the heading */
    const char *title;
    const char *count;  /* 12件 */
    const char *all;    /* the list of all of them */
    const char *create; /* the form with the reference filled in, or NULL */
    struct column_look *heads;
    size_t head_count;
    size_t lead;           /* the column that leads to the record */
    struct part_row *rows; /* the first ten */
    size_t row_count;
    bool has_more;
};

/* In the order of the ledgers. What holds none and may not be added to is left out. */
bool parts_fill(struct act *a, const struct request *q, const struct record *record,
                struct part_list **parts, size_t *count);

#endif
