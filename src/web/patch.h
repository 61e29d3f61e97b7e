/*
 * JSON objects as they come in, turned into what ledger_fill takes.
 *
 * Members are typed: numbers and references are integers, days `2026-04-01`, instants
 * RFC 3339, choices their codes, references ids and nothing else; null empties. Whatever
 * does not fit is a fault that names the member, and all of them are found at once. A body
 * that is no JSON object is FAULT_MALFORMED with line and column.
 */
#ifndef WEB_PATCH_H
#define WEB_PATCH_H

#include <stdbool.h>

#include <jansson.h>

#include "base/pair.h"

struct act;
struct ledger;
struct request;

/* The object in the body; `type` is the only media type it may have. An empty body, where
   `may_be_empty`, is an empty object. */
bool patch_read(struct act *a, const struct request *q, const char *type, bool may_be_empty,
                json_t **object);

/* The members as text, in their order. `also` names members that are not the ledger's and
   are left out (space between, may be NULL). */
bool patch_pairs(struct act *a, const struct ledger *l, json_t *object, const char *also,
                 struct pairs *out);

/* patch_pairs, then ledger_fill; references must be the very ids that were sent. */
bool patch_fill(struct act *a, const struct ledger *l, json_t *object, const char *also, void *row);

#endif
