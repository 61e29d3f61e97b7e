/*
 * The timeline of a record: messages, internal notes and changes in one order.
 */
#ifndef LEDGER_TIMELINE_H
#define LEDGER_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "ledger/history.h"

struct act;
struct ledger;
struct record;
struct table;

/* The table `entry`, for schema_apply beside the ledgers' own. */
extern const struct table entry_table;

enum entry_kind {
    ENTRY_MESSAGE, /* from the requester */
    ENTRY_ANSWER,  /* to the requester */
    ENTRY_NOTE,    /* internal, never shown to the requester */
    ENTRY_CHANGE,  /* from the history */
};

struct entry {
    enum entry_kind kind;
    int64_t id;
    struct instant at;
    int64_t actor;
    const char *who;  /* title of the actor, or the name an import brought */
    const char *text; /* of messages, answers, notes */
    const struct history_change *changes;
    size_t change_count;
    const char *action; /* of changes */
    const char *source; /* code of the joined record it was written in, or NULL */
};

enum { ENTRY_MOST_TEXT = 20000 };

/* Adds a message, answer or note; needs DEED_COMMENT (to answer, DEED_CHANGE too) or
   DEED_NOTE. Its words join
   the index under the record's scope (notes with the note right only). `at` none:
   now. `author` NULL: the actor; else the name an import brought. `id` may be NULL. */
bool
entry_add(struct act *a, const struct ledger *l, const struct record *record, enum entry_kind kind,
          const char *text, struct instant at, const char *author, int64_t *id);

/* What the user may see of it, oldest first, with the words of joined records that he may read
   (ledger.h) and, in such a one, the answers given since in the one it became a part of. Who may not read the history is told the
   steps of the record, without fields. Personal values of changes stay closed. */
bool timeline_read(struct act *a, const struct ledger *l, const struct record *record,
                   struct entry **entries, size_t *count);

#endif
