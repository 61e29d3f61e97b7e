/*
 * The one road of every write, for the files that are its steps.
 *
 * ledger_create and its fellows (ledger/ledger.h) fill in a `struct writing`, prepare
 * outside the transaction and walk the steps inside it. A step returns false with
 * its faults; nothing has to be undone, since the transaction takes it all back.
 */
#ifndef LEDGER_WRITE_H
#define LEDGER_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/clock.h"
#include "ledger/ledger.h"

struct shape;

struct writing {
    const struct ledger *l;
    const struct shape *shape;
    const char *action;            /* create change remove, or the transition's */
    const struct transition *move; /* NULL unless it is one */
    struct record *before;         /* as stored, personal fields opened; NULL when new */
    struct record *row;            /* as it shall be */
    int64_t version;               /* that the user has seen */
    struct clock_plan clocks;
    bool unchanged; /* nothing differs: nothing is written */
    bool kept;      /* by ledger_keep: no right is asked */
};

/* Fields, head, and the ledger's own rules; gathers all faults (ledger/validate.c). */
bool writing_valid(struct act *a, struct writing *w);

/* Whether the user may do it to the record as it is, and as it will be. */
bool writing_allowed(struct act *a, struct writing *w);

/* Finds the transition of w->action and sets the state (ledger/move.c). */
bool writing_move(struct act *a, struct writing *w);

/* What the transition does before the transaction, for who may take it. */
bool writing_prepare(struct act *a, const struct writing *w);

/* What the transition needs and checks, on the state it leads to. */
bool writing_ready(struct act *a, struct writing *w);

/* Numbers for empty fields with a series. */
bool writing_number(struct act *a, struct writing *w);

/* Whether any field or part of the head differs between two rows. */
bool writing_differs(struct act *a, const struct shape *s, const struct record *left,
                     const struct record *right);

#endif
