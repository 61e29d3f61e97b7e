/*
 * The history as files: rows cut out for whoever asked for them, and the proof of one row.
 */
#ifndef WEB_HISTORY_FILE_H
#define WEB_HISTORY_FILE_H

#include <stdbool.h>

#include "ledger/history.h"
#include "web/route.h"

struct act;

/* The rows the conditions find, newest first, as CSV; its first lines name the head. That
   they were cut out is a row of the history itself. */
bool history_excerpt(struct act *a, const struct request *q, struct reply *r);

/* The proof of row {id}, as `tasuki verify --proof` reads it. */
bool history_proof(struct act *a, const struct request *q, struct reply *r);

/* Whether the contents of a row may be shown to who sees the whole chain: an administrator
   without a role of its ledger sees who did what, and no contents. */
bool history_contents_allowed(struct act *a, const struct ledger *l);

#endif
