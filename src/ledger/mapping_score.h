/*
 * How well a column fits a field; private to mapping*.c.
 */
#ifndef LEDGER_MAPPING_SCORE_H
#define LEDGER_MAPPING_SCORE_H

#include <stdbool.h>

#include "ledger/mapping.h"
#include "ledger/sheet.h"

enum {
    SCORE_SURE = 88,  /* from here nobody needs to look */
    SCORE_LEAST = 45, /* below it nothing is proposed */
};

/* What a column's values are, in percent of its samples. */
struct column_values {
    int days;
    int times;    /* of day */
    int instants; /* day and time */
};
struct column_values values_of(struct act *a, const struct sheet_column *c);

struct score {
    int points;
    bool fits; /* the values are of the field's type, as far as can be told */
    const char *reason;
};
struct score score_of(struct act *a, const struct ledger *l, const struct field *f,
                      const struct sheet_column *c, const struct column_values *values);

/* The fold without spaces, for comparing headings. */
const char *heading_fold(struct act *a, const char *text);

/* The head's `state` as a field to be imported, NULL in ledgers without states. */
const struct field *mapping_state(const struct ledger *l);

/* Whether people give this field: not fixed, secret or a file. */
bool mapping_takes(const struct field *f);

/* The field of the ledger (declared or custom) or its state, by name or label. */
const struct field *mapping_field(struct act *a, const struct ledger *l, const char *word);

#endif
