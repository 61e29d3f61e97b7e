/*
 * Rights: each ledger's access table, and the one function that decides.
 *
 * Denied by default. A row allows a role some deeds within a reach, on all fields or on
 * those it names. The same rows answer for one record (access_may), for a transition
 * (access_move), for a field (access_sees, access_sets), for a list as SQL, for a search
 * as scope tokens and for the sentence that explains (access_explain.h); no page and no
 * channel decides by itself. A membership in contract 0 reaches every contract, and one
 * that has not begun or is over on the act's day reaches nothing.
 */
#ifndef LEDGER_ACCESS_H
#define LEDGER_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/core/who.h"

struct field;
struct ledger;
struct record;
struct sql;
struct transition;

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
enum { DEEDS = 10 };

/* What the deeds are called; the bit of the n-th is 1 << n. */
struct deed_face {
    const char *name;  /* "read", of the API and the command line */
    const char *title; /* 登録 */
    const char *verb;  /* 登録する */
};
extern const struct deed_face deed_faces[DEEDS];

/* How far: own records, own organisation's, own zone's, the whole contract's. */
enum reach { REACH_OWN, REACH_ORGANISATION, REACH_ZONE, REACH_CONTRACT };
enum { REACHES = REACH_CONTRACT + 1 };
const char *reach_title(enum reach reach); /* 自分の組織の記録 */

struct access {
    enum role role;
    unsigned may; /* deeds */
    enum reach reach;
    /* Of restricted roles: the fields that reading shows, and those that creating and
       changing may fill, space between. NULL: all that are declared, but personal ones
       only together with DEED_PERSONAL. Custom fields are never restricted. */
    const char *sees;
    const char *sets;
};

/* May this user do all of `deeds` with this record? `record` NULL: with any at all. */
bool access_may(const struct act *a, const struct ledger *l, unsigned deeds,
                const struct record *record);

/* The same as a fault: FAULT_MISSING when he must not know of the record, else
   FAULT_DENIED with the sentence. */
bool
access_require(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record);

/* What is said of a record that is not there, and of one that must not be known. */
bool access_missing(struct act *a, const struct ledger *l, int64_t id);

/* Whether one of his roles is among the transition's and reads the record by itself, and the
   record is his where the transition asks that. */
bool access_move(const struct act *a, const struct ledger *l, const struct transition *t,
                 const struct record *record);

/* Whether the value of a field may be shown to him, and whether he may fill it by `deed`,
   DEED_CREATE or DEED_CHANGE. `record` NULL: of any record at all. */
bool access_sees(const struct act *a, const struct ledger *l, const struct field *f,
                 const struct record *record);
bool access_sets(const struct act *a, const struct ledger *l, const struct field *f, enum deed deed,
                 const struct record *record);

/* Whether every row by which he reads shows the field, so that lists may be narrowed and
   sorted by it without telling what they hide. */
bool access_sees_always(const struct act *a, const struct ledger *l, const struct field *f);

/* Whether some membership of his sees or fills less than all fields. */
bool access_is_partial(const struct act *a, const struct ledger *l);

/* Empties the declared members of a row that he may not see; personal ones are left to who
   opens them. */
void access_hide(const struct act *a, const struct ledger *l, void *row);

/* Whether his deeds reach every record of every contract. */
bool access_everywhere(struct act *a, const struct ledger *l, unsigned deeds);

/* Whether he may follow what happens in the whole installation, without contents. */
bool access_installation(const struct act *a);
/* Whether he looks after the installation itself: administrators, and its auditors. */
bool access_oversees(const struct act *a);
/* Whether he manages users and settings. */
bool access_administers(const struct act *a);

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

#endif
