/*
 * Figures that are the number of rows of a list, and open it.
 *
 * The list itself counts, within the contract and with the rights of who makes the report, so
 * that what a figure says and what it opens are the same rows. Where a query has counted many
 * of them at once, counted_by takes its number, and the filters have to say what it counted.
 */
#ifndef DESK_COUNTED_H
#define DESK_COUNTED_H

#include <stdbool.h>
#include <stdint.h>

#include "render/figure.h"

struct act;
struct ledger;

/* `failed` stays once a count could not be made; the act says why. */
struct counter {
    struct act *a;
    int64_t contract;
    bool failed;
};

/* `filters` as in paper_rows: name and value in turn, ended by NULL (FILTERS(…)). A ledger
   that the user may not read has no figure. */
struct figure counted(struct counter *c, const struct ledger *l, const char *const *filters);

struct figure
counted_by(struct counter *c, const struct ledger *l, const char *const *filters, int64_t number);

#endif
