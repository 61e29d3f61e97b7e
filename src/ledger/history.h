/*
 * History: every change, and every reading of personal data, as a row that is
 * never updated. Rows are sealed into blocks at short intervals.
 */
#ifndef LEDGER_HISTORY_H
#define LEDGER_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct field;
struct ledger;
struct record;

struct history_row {
    int64_t seq;
    const char *at; /* fixed width with zone */
    int64_t actor;
    int64_t session;
    const char *origin;
    const char *request;
    const char *ledger;
    int64_t record;
    const char *action; /* create change remove read import export sign-in … or a transition */
    const char *reason;
    const char *detail; /* JSON */
};

/* One field of a change, opened for a reader who may see it. */
struct history_change {
    const struct field *field; /* NULL for custom or dropped ones */
    const char *label;
    const char *before;
    const char *after;
};

/* Writes the row of a change: `before` NULL when new, `row` NULL when removed.
   Personal values are sealed with the contract's key, as in the record. */
bool history_write(struct act *a, const struct ledger *l, const struct record *before,
                   const struct record *row, const char *action);

/* Any other event; `detail` is a JSON object without the salt, or NULL. */
bool history_event(struct act *a, const char *ledger, int64_t record, const char *action,
                   const char *detail);

/* Records that personal fields of these records were shown; nothing is added when
   the same session saw the same record within 10 minutes. Uses the writer. */
bool history_reading(struct act *a, const struct ledger *l, const char *fields,
                     const int64_t *records, size_t count);

/* Which rows are looked for; what is zero or NULL does not narrow. */
struct history_search {
    const struct ledger *ledger;
    int64_t record;
    int64_t actor;
    const char *action;
    const char *origin;
    struct date from; /* days, both included */
    struct date until;
    int64_t before; /* seq */
    size_t most;
};

/* Newest first, within rights as history_list. Ends after a few seconds with `*late` set
   and the rows so far, since most of it is served by no index. */
bool history_find(struct act *a, const struct history_search *search, struct history_row **rows,
                  size_t *count, bool *late);

/* One row, for who may see it by its ledger and record or by the whole; FAULT_MISSING. */
bool history_get(struct act *a, int64_t seq, struct history_row *row);

/* Whether the whole chain may be read: who leads, audits or administers the installation. */
bool history_of_all_allowed(const struct act *a);

/* Records that the history was looked through (or, with `always`, cut out) by these
   conditions, a JSON object; the same session doing the same again within 10 minutes adds
   nothing. Uses the writer. */
bool history_searched(struct act *a, const char *conditions, bool always);

/* Newest first, of one record (0: all) below `before` (0: newest), within rights. */
bool history_list(struct act *a, const struct ledger *l, int64_t record, int64_t before,
                  size_t most, struct history_row **rows, size_t *count);

/* The fields of a row as people read them. Personal values are opened for who may see
   them, and that is recorded. */
bool history_changes(struct act *a, const struct ledger *l, const struct history_row *row,
                     struct history_change **changes, size_t *count);

/* The same with personal values left closed: 「（個人情報）」. */
bool history_changes_closed(struct act *a, const struct ledger *l, const struct history_row *row,
                            struct history_change **changes, size_t *count);

/* The user with this login; false with FAULT_INVALID on `who` when there is none. */
bool history_actor_find(struct act *a, const char *login, int64_t *user);

/* Names of actors, "" for unknown: user id → title. */
const char *history_actor(struct act *a, int64_t user);

#endif
