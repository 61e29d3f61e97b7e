/*
 * Links: two records of any ledgers that have to do with each other (関連).
 *
 * A link has a kind, seen from either end: what is the 証拠 of this record has this record
 * as これが証拠になる記録. Each end keeps a row of its own with the contract of its record,
 * so that erasing one contract leaves nothing of it in another.
 *
 * Both ends must be readable to who sees or makes a link; to make or to remove one, one
 * end must be his to change. The histories of both records tell of it by ledger and id,
 * never by title, since who reads the one may not know the other.
 */
#ifndef LEDGER_LINK_H
#define LEDGER_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct ledger;
struct record;
struct state;
struct table;

extern const struct table link_table;

/* What the other record is to this one. */
struct link_kind {
    const char *name;  /* "cause", of the API */
    const char *title; /* 原因 */
    const char *back;  /* what this record is to the other: "effect" */
};
extern const struct link_kind link_kinds[];               /* ends with a zero row */
const struct link_kind *link_kind_find(const char *name); /* NULL if none */

enum { LINKS_MOST = 200 /* of one record */ };

struct link_end {
    const struct ledger *ledger;
    int64_t id;
};

/* A link as one of its records sees it. */
struct link_row {
    int64_t id; /* the same from both ends */
    const struct link_kind *kind;
    struct link_end to;
    const char *code; /* R8-000123, "" if it has none */
    const char *title;
    const struct state *state; /* or NULL */
    int64_t actor;
    struct instant created_at;
};
struct link_list {
    struct link_row *rows;
    size_t count;
};

/* Those whose other record the user may read, by kind, then oldest first. `record` is one
   that he has read. */
bool link_rows(struct act *a, const struct ledger *l, const struct record *record,
               struct link_list *out);

/* `to` is the `kind` of `from`. FAULT_INVALID on "to" when there is no such record for him,
   or it is the same; FAULT_CLASH when the link is there or there are too many. `id` may be
   NULL. Also inside act_write. */
bool link_add(struct act *a, struct link_end from, struct link_end to, const struct link_kind *kind,
              int64_t *id);

/* FAULT_MISSING when `record` has none of this number that he sees. Also inside act_write. */
bool link_remove(struct act *a, struct link_end record, int64_t id);

/* Whether he may make links from this record to all that he reads. Without, he may still
   link it from one that is his to change. */
bool link_may_add(struct act *a, const struct ledger *l, const struct record *record);

/* The record that a person means by id, code or title; FAULT_INVALID on "to" else. */
bool link_find(struct act *a, const struct ledger *l, const char *text, struct link_end *out);

#endif
