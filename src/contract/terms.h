/*
 * Terms: what a contract agrees beyond its name, parties and period.
 *
 * The contract itself is a record of the engine (ledger/core/core.h), since calendars and
 * rights hang on it; its terms are one record within it, of which a contract has at most one.
 * Deadlines, money, inspections and incidents ask here what was agreed, so a figure that a
 * specification states is a field and no constant in a program.
 *
 * Amounts include the consumption tax. The tax contained is computed, never typed: a fraction
 * of a yen is cut off, and the rate is that of the first day of the contract's period (else of
 * the day of award), by the table of rates since 1989.
 */
#ifndef CONTRACT_TERMS_H
#define CONTRACT_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "contract/due.h"
#include "ledger/ledger.h"

struct terms {
    struct record base;
    const char *title;  /* the same for all: one a contract */
    struct choice kind; /* commission assignment unit_price */
    struct ref section; /* in charge at the client's */
    struct yen amount;
    struct yen tax;
    int64_t tax_rate;      /* per cent */
    struct choice payment; /* once monthly quarterly unit_price other */
    struct prose places;
    struct choice confidentiality; /* class3 class2 class1 */
    struct date awarded_on;
    int64_t inspection_days;
    bool deemed;                 /* no answer within them means passed */
    struct choice payment_limit; /* days30 next_month */
    int64_t minutes_days;        /* business days for minutes of meetings */
    struct choice delay;         /* interest daily none: what a late contractor owes */
    const char *rate;            /* interest, per cent a year: "3.0" */
    struct choice termination;   /* tenth tenth_cut none */
    struct choice rigging;       /* tenth two_tenths three_tenths none */
    struct minutes incident_within;
    struct minutes trouble_within; /* first response to a trouble of the systems */
    int64_t keep_years;
    int64_t in_time;     /* targets of the desk: answered in time, per cent */
    int64_t same_day;    /* solved on the day, per cent */
    int64_t most_faults; /* failures a fiscal year, at most */
    bool vendor_pauses;  /* the clock of an inquiry stands still while a vendor is asked */
    struct prose note;
};

extern const struct ledger terms_ledger;

/* The contract of a number, for commands; without one (NULL) the only one there is. A fault of
   `contract` when none is meant. */
bool contract_named(struct act *a, const char *number, int64_t *out);

/* The terms of a contract, whoever asks. */
bool terms_of(struct act *a, int64_t contract, struct terms *out, bool *found);

/* What due rules of this contract count from: award, period, calendar. */
bool contract_basis(struct act *a, int64_t contract, struct due_basis *out);

/* The rule that stands in a record's field `due_rule`, which is put in order, and what it counts
   from; DUE_NONE for an empty one. What cannot be read is a fault at that field. */
bool contract_rule(struct act *a, int64_t contract, const char **text, struct due *rule,
                   struct due_basis *basis);

#endif
