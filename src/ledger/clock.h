/*
 * Clocks: deadlines that run in business time.
 *
 * A clock belongs to one record and one rule ("answer by the end of the next
 * business day"). It starts with the record, pauses in the states its rule names,
 * ends met or breached; it is never deleted. Due times are instants, computed once
 * and again when the contract's calendar changes. All functions take part in the
 * act's transaction.
 */
#ifndef LEDGER_CLOCK_H
#define LEDGER_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct ledger;
struct record;

enum clock_state { CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_MET, CLOCK_BREACHED };
enum { CLOCK_STATES = CLOCK_BREACHED + 1 };

/* How the limit is counted. */
enum clock_kind {
    CLOCK_BUSINESS_MINUTES, /* span of business time */
    CLOCK_BUSINESS_DAYS,    /* end of the n-th business day after */
    CLOCK_DAYS,             /* end of the n-th day after, rolled to a business day */
};

struct clock_rule {
    const char *name;  /* "answer" */
    const char *label; /* 回答 翌営業日まで */
    enum clock_kind kind;
    int64_t span;
    const char *from;   /* instant or date field it counts from; NULL: created_at */
    const char *due;    /* instant field of the ledger that shows the due time */
    const char *pauses; /* states in which it stands still, space between, or NULL */
    const char *met;    /* states that end it, space between */
};

struct clock {
    int64_t record;
    const struct clock_rule *rule;
    enum clock_state state;
    struct instant started;
    struct instant due;   /* moves when a pause ends; none while paused */
    struct instant ended; /* met or breached at */
    struct minutes used;  /* business minutes until the pause */
};

/* What a reader sees: 残 3時間, △ 残 41分, ▲ 残 8分, 超過 12分, ‖ 停止中, ✓ 達成. */
enum clock_face { FACE_LEFT, FACE_NEAR, FACE_SOON, FACE_OVER, FACE_PAUSED, FACE_MET };
struct clock_look {
    enum clock_face face;
    const char *words; /* 残 3時間 */
    int share;         /* used, 0..100 */
    const char *limit; /* 11月24日（火）17:15まで */
};

/* Starts, pauses, ends the clocks of a record for its state; called by the road. */
bool clocks_follow(struct act *a, const struct ledger *l, const struct record *before,
                   struct record *record);

bool clocks_read(struct act *a, const struct ledger *l, int64_t record, struct clock **out,
                 size_t *count);

/* For lists, from the due field alone. */
struct clock_look
clock_look_due(struct act *a, struct instant due, const char *state, const struct ledger *l);
struct clock_look clock_look(struct act *a, const struct clock *c);

#endif
