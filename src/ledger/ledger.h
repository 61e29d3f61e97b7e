/*
 * Ledgers: declared once, used everywhere.
 *
 * A ledger is a C struct and a table of its members. From that come the schema,
 * pages, search, JSON API, import and export, history and the tests of rights.
 * Every write takes one road – validate, authorise, number, store, remember,
 * index, clocks, hooks – in one transaction, whoever comes.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pair.h"
#include "base/time.h"
#include "ledger/access.h"
#include "ledger/field.h"
#include "ledger/states.h"

struct act;
struct clock_rule;
struct entry;

/* The head of every record: the first member of every row struct, called `base`. */
struct record {
    int64_t id;
    int64_t contract; /* 0: the installation */
    int64_t organisation;
    int64_t owner; /* person; own records are decided by it */
    int64_t zone;
    const char *state;
    int64_t version; /* 1, 2, …; the ETag */
    struct instant created_at;
    struct instant changed_at;
    struct instant removed_at;
    const char **extra;         /* custom fields in the shape's order, plain text, or NULL */
    const char *contract_title; /* filled in by reading when asked for, or NULL */
    const char *organisation_title;
    const char *owner_title;
};

/* A saved list that the ledger brings along; it has an index of its own. */
struct view {
    const char *name;  /* "open" */
    const char *title; /* 未完了 */
    const char *help;
    const char *filter; /* as in a URL: "state.in=received,working&owner=me" */
    const char *sort;   /* "due" or "-id" */
};

struct ledger {
    const char *name;           /* table, URL of the API */
    const char *title;          /* 問合せ */
    const char *help;           /* what it is for, two sentences */
    const char *path;           /* of its pages: "/desk/inquiries" */
    const char *icon;           /* "talk" */
    size_t row_size;            /* 0: no struct, the shape lays it out */
    const struct field *fields; /* ends with a zero row */
    const char *titled_by;      /* field that names a record; never a personal one */
    const char *listed;         /* fields a list shows by default, space between */
    const struct states *states;
    const struct access *access;     /* ends with a zero row */
    const struct view *views;        /* ends with a zero row; the first is the default */
    const struct clock_rule *clocks; /* ends with a zero row */
    bool installation;               /* records belong to no contract */
    bool talked;                     /* has messages and notes */
    /* Of a talked ledger: the reference to the record that this one became a part of, and the
       time since when; their timelines show what was said in the other. Or both NULL. */
    const char *joined_to;
    const char *joined_at;
    int keep_years; /* after the end of the contract */
    /* Before the transaction: keys, hashes, files. May be NULL, as the next ones. */
    bool (*prepare)(struct act *a, const struct record *before, struct record *record);
    /* Rules over several fields; gathers all faults. `before` is NULL when new. */
    bool (*check)(struct act *a, const struct record *before, struct record *record);
    /* After the record is written, in the same transaction. */
    bool (*after)(struct act *a, const struct record *before, const struct record *record);
    /* Of a talked one: after a message, answer or note was added, in the same transaction; not
       by imports. */
    bool (*said)(struct act *a, const struct record *record, const struct entry *entry);
};

/* All ledgers of the program, core first; set once at start. */
void ledgers_set(const struct ledger *const *ledgers, size_t count);
const struct ledger *const *ledgers_all(size_t *count);
const struct ledger *ledger_find(const char *name); /* NULL if none */

/* An empty row of this ledger in the act's arena, numbers empty, state initial. */
void *ledger_new(struct act *a, const struct ledger *l);

/* The record the user may read, personal fields opened only with `personal` (then
   the reading is recorded). FAULT_MISSING else. `row` has the ledger's row_size. */
bool ledger_read(struct act *a, const struct ledger *l, int64_t id, bool personal, void *row);

/* The same for who looks at a record: personal fields opened when they are his to see. */
bool ledger_show(struct act *a, const struct ledger *l, int64_t id, void *row);

/* The one road. `row` is the whole record; on change and the rest its version must
   be the one in the database (else FAULT_STALE). They fill in id, version, times. */
bool ledger_create(struct act *a, const struct ledger *l, void *row);
bool ledger_change(struct act *a, const struct ledger *l, void *row);
bool ledger_move(struct act *a, const struct ledger *l, const char *action, void *row);
bool ledger_remove(struct act *a, const struct ledger *l, int64_t id, int64_t version);

/* The same road for what follows from an act that was allowed – a step of an approval, an
   answer with its form: no right is asked and the state may stand in the row. Only inside
   act_write. Creates without an id, else changes; `action` is a transition, "remove" or NULL. */
bool ledger_keep(struct act *a, const struct ledger *l, const char *action, void *row);

/* What they do before the transaction: keys and l->prepare. Called by them, and by those
   who call them inside act_write (imports in batches), before it. Such work may run
   twice, and a row then holds what the undone run put in: it begins with a copy. */
bool ledger_prepare(struct act *a, const struct ledger *l, void *row);

/* Sets members from texts as typed; every fault names its field. Unknown names and
   fixed fields are faults. `a->reason` comes from the name "reason". */
bool ledger_fill(struct act *a, const struct ledger *l, void *row, const struct pairs *pairs);

/* After ledger_fill has refused: adds what creating or changing the record would find wrong
   besides, so that the sender hears all at once. Writes nothing; always false. */
bool ledger_refuse(struct act *a, const struct ledger *l, const void *row);

/* Transitions the user may take from the record's state, in their order. */
size_t ledger_moves(struct act *a, const struct ledger *l, const struct record *record,
                    const struct transition **out, size_t most);

const struct state *state_find(const struct ledger *l, const char *name); /* NULL if none */

const char *record_title(struct act *a, const struct ledger *l, const void *row);

#endif
