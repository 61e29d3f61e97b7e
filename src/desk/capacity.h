/*
 * Capacity: so many of a kind, promised for spans of time – things lent, licences used.
 *
 * A promise takes one of them from its beginning less the time to prepare to its end and the
 * time to check, that end not included. At no minute more are promised than there are.
 * Promises of different length need no fixed place: only how many overlap counts, so that
 * which thing it will be is decided when it is handed over.
 *
 * Asked inside act_write by the .check of a ledger, with promises read in the same
 * transaction, two who want the last one at once cannot both have it: on SQLite one writes
 * after the other, on PostgreSQL one of them is tried again and then sees the other's.
 */
#ifndef DESK_CAPACITY_H
#define DESK_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "store/query.h"

struct act;
struct arena;
struct calendar;
struct record;

/* With what comes before and after; `until` is not included. */
struct promise {
    struct instant from;
    struct instant until;
};
struct promises {
    struct promise *rows;
    size_t count;
};

struct capacity {
    int64_t units;
    struct minutes before; /* to prepare */
    struct minutes after;  /* to check */
    const struct calendar *calendar;
    const struct instant *starts; /* of the promises, in order */
    const struct instant *ends;   /* in order, too */
    size_t count;
};

/* The promises in any order; they are copied. */
void capacity_make(struct arena *arena, struct capacity *c, struct promises promises);

/* The same with the promises of a kind, `kind` being the record with this capacity: all but
   those of the record `but` (0 for none) that end after `from`. `units`, `before` and `after`
   are set already. */
bool capacity_read(struct act *a, const struct query *promises, const struct record *kind,
                   int64_t but, struct instant from, struct capacity *c);

/* For capacity_read: the rows of `table` whose column `of` is the kind. What is in one of the
   states `away` (quoted, with commas) stays away until it is there again, however late. */
#define PROMISES_QUERY(table, of, away)                                                            \
    {                                                                                              \
        .name = table ".promises",                                                                 \
        .sql = "SELECT busy_from AS \"from\", CASE WHEN state IN (" away ") AND busy_until < :out" \
               " THEN :out ELSE busy_until END AS until"                                           \
               " FROM " table " WHERE " of " = :kind AND id <> :but AND removed_at IS NULL"        \
               " AND (state IN (" away ") OR (state IN ('requested', 'approved')"                  \
               " AND busy_until > :from))",                                                        \
        .row_size = sizeof(struct promise),                                                        \
        .columns = COLUMNS(COLUMN(struct promise, from), COLUMN(struct promise, until))            \
    }

/* Whether what was asked for still takes one: requested, approved, or in the state `away`. No
   record takes none. */
bool promise_stands(const struct record *record, const char *away);

/* Whether `was` already held all the time that is wanted now. */
bool promise_covers(struct promise was, struct promise wanted);

/* The most that are promised at once from `from` to `until`, which is not included. */
int64_t capacity_peak(const struct capacity *c, struct instant from, struct instant until);

/* Whether one is left from `from` to `until`. If not, `*next` is the earliest later beginning
   of the same length, in office hours, or none when there are no units. */
bool capacity_free(const struct capacity *c, struct instant from, struct instant until,
                   struct instant *next);

/* The same as a fault of `field` that says how many there are and what is free next. `what`
   is the title of the kind, `of` what one does with it: 貸出 or 予約. */
bool capacity_require(struct act *a, const struct capacity *c, struct promise wanted,
                      const char *field, const char *what, const char *of);

/* An empty time to prepare or to check is none. */
void capacity_times(struct minutes *before, struct minutes *after);

/* For people: R8.4.6 9:00 */
const char *moment_text(struct arena *arena, struct instant at);

#endif
