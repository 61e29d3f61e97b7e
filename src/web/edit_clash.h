/*
 * Two people on one record: what each of them made of a field, side by side.
 */
#ifndef WEB_EDIT_CLASH_H
#define WEB_EDIT_CLASH_H

#include <stdbool.h>

#include "web/edit_page.h"

struct record;

/* Compares what was typed with the record as it is now. Fields the others did not touch
   keep what was typed; of those they changed, both values are offered, theirs chosen
   where the form still had the old one. Uses out->since. */
bool edit_clash_fill(struct act *a, const struct request *q, const struct record *record,
                     struct edit_page *out);

/* The form's fields that differ from the record, as ledger_fill takes them. */
struct pairs edit_pairs(struct act *a, const struct request *q, const struct record *record);

/* Whether the user types this field on the record's form. */
bool
edit_has(struct act *a, const struct ledger *l, const struct field *f, const struct record *record);

#endif
