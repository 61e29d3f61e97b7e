/*
 * The decision in its smallest step; private to access*.c.
 */
#ifndef LEDGER_ACCESS_PARTS_H
#define LEDGER_ACCESS_PARTS_H

#include "ledger/access.h"

/* What keeps a membership from reaching a record by a row of the table. */
enum access_bar {
    BAR_NONE,
    BAR_ROLE, /* the row is for another role */
    BAR_DAY,  /* not begun, or over */
    BAR_CONTRACT,
    BAR_OWNER,
    BAR_ORGANISATION,
    BAR_ZONE
};

/* The one decision: everything else asks it for each membership and row. */
enum access_bar
access_bar(const struct who *who, const struct ledger *l, const struct membership *m,
           const struct access *row, const struct record *record, struct date today);

/* Whether a row's list of fields, sees or sets, has this one. */
bool access_lists(const char *fields, const struct field *f);

#endif
