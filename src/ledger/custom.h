/*
 * Custom fields: what a site adds to a ledger at run time.
 *
 * Each is a record of ledger `field` with history, and a real column x_<id> in its
 * ledger's table. A new one is `asked` until its column is there, then `ready`.
 * Labels, hints and choices are data; ledger and type never change; removing hides.
 * A generation in the settings tells every process to look again.
 */
#ifndef LEDGER_CUSTOM_H
#define LEDGER_CUSTOM_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/ledger.h"

struct custom_row {
    struct record base;
    const char *ledger; /* name of the ledger it belongs to */
    const char *title;
    struct choice type;   /* text prose number yen date time choice bool mail phone postcode url */
    struct prose choices; /* a line each */
    const char *help;
    bool required;
    bool searched;
    int64_t rank; /* order among the custom fields */
};

extern const struct ledger custom_ledger;

/* Gives the ready fields to the shapes; at start, after schema_apply. */
bool custom_load(struct act *a);

/* The same when the generation has changed since; one small query. Called by serve once a
   second and after each ledger_create or ledger_change of a custom field. Makes the
   columns of asked fields first; not inside act_write. */
bool custom_refresh(struct act *a);

#endif
