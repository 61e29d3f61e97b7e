/*
 * Joined records: whose words a timeline shows besides those of its own record.
 *
 * Where a ledger says that one record may become a part of another (joined_to), the other's
 * timeline shows all that is said in the parts its reader may read, and a part's timeline
 * the answers given in the other since.
 */
#ifndef LEDGER_TIMELINE_JOINED_H
#define LEDGER_TIMELINE_JOINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct ledger;
struct record;

enum { JOINED_MOST = 50 /* parts whose words are shown, newest first */ };

struct joined {
    int64_t record;
    const char *code;
    bool answers_only;
    bool notes; /* to be shown as well */
    struct instant since;
};

/* FAULT of the database only; a reader who may not ask finds none. */
bool timeline_joined(struct act *a, const struct ledger *l, const struct record *record,
                     struct joined **out, size_t *count);

#endif
