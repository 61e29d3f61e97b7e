/*
 * Raising: an inquiry that a rule opens by itself, because something needs somebody.
 *
 * It is linked with the record it is about, so that either page leads to the other, and has
 * the rights of the installation: who took the last cable need not be one who opens inquiries.
 */
#ifndef DESK_RAISE_H
#define DESK_RAISE_H

#include <stdbool.h>

struct act;
struct ledger;
struct record;

struct raised {
    const char *kind; /* of inquiry_ledger: 機器 */
    const char *title;
    const char *body;
};

/* Inside act_write, in the .after of a ledger: the record is stored already. */
bool inquiry_raise(struct act *a, const struct ledger *l, const struct record *about,
                   const struct raised *what);

#endif
