/*
 * Rights: each ledger's access table, and the one function that decides.
 *
 * Denied by default. A row allows a role some deeds within a reach; the same table
 * answers for one record (access_may), for a list as SQL, and for a search as
 * scope tokens. A membership in contract 0 reaches every contract.
 */
#ifndef LEDGER_ACCESS_H
#define LEDGER_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/core/who.h"

struct ledger;
struct record;
struct sql;

enum deed {
    DEED_READ = 1 << 0,
    DEED_CREATE = 1 << 1,
    DEED_CHANGE = 1 << 2,
    DEED_REMOVE = 1 << 3,
    DEED_COMMENT = 1 << 4,  /* write and read messages of the timeline */
    DEED_NOTE = 1 << 5,     /* write and read internal notes */
    DEED_PERSONAL = 1 << 6, /* see personal fields */
    DEED_EXPORT = 1 << 7,
    DEED_IMPORT = 1 << 8,
    DEED_HISTORY = 1 << 9,
};

/* How far: own records, own organisation's, the whole contract's. */
enum reach { REACH_OWN, REACH_ORGANISATION, REACH_CONTRACT };

struct access {
    enum role role;
    unsigned may; /* deeds */
    enum reach reach;
};

/* May this user do all of `deeds` with this record? `record` NULL: with any at all. */
bool access_may(const struct act *a, const struct ledger *l, unsigned deeds,
                const struct record *record);

/* The same as a fault: FAULT_MISSING when he must not know of the record, else
   FAULT_DENIED with the sentence. */
bool
access_require(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record);

/* Adds " AND (…)" for the rows of table `t` that the user may read. */
void
access_sql(struct act *a, const struct ledger *l, unsigned deeds, struct sql *s, const char *t);

/* How far reading reaches: lists choose their way through the indexes by it. */
enum access_width {
    ACCESS_NOTHING,
    ACCESS_WHOLE,  /* everything, or one contract's everything */
    ACCESS_NARROW, /* one person's or one organisation's records */
    ACCESS_MIXED   /* several ways at once */
};
enum access_width access_width(struct act *a, const struct ledger *l);

/* The conditions of words_query.scope: ledger first, then what the rights need;
   ends with NULL. False when nothing at all may be read. */
bool access_scope(struct act *a, const struct ledger *l, const char *const **scope);

/* The scope tokens under which a record is indexed. */
const char *access_tokens(struct act *a, const struct ledger *l, const struct record *record);

/* The id under which a ledger stands in scope tokens (SCOPE_LEDGER). */
int64_t access_ledger_token(const struct ledger *l);

/* One sentence on why this user may or may not. */
const char *
access_explain(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record);

#endif
