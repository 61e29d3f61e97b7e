/*
 * The router: all route rows as one tree, built once at start.
 *
 * Two rows of the same method and path, an unknown right, a route that may not be
 * answered inline: a mistake in a table, which ends the program at start.
 */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/route.h"

struct arena;
struct router;

/* What a path means. */
struct match {
    const struct route *routes[METHODS]; /* NULL: not this method */
    const struct ledger *ledger;
    int64_t id;
    const char *word;
};

/* `tables` ends with NULL; each ends with a zero row. The ledgers must be set. */
struct router *router_make(struct arena *arena, const struct route *const *tables);

/* Splits and decodes a path as sent (without query) and looks for it. False, with a
   sentence, when it cannot be read; `match` without any route when nothing is there.
   `decoded` is the path as text. */
bool router_find(const struct router *r, struct arena *arena, const char *path, size_t length,
                 struct match *match, char **decoded, const char **why);

/* Whether the right that a route names is one that exists. */
bool may_known(const struct route *route);

/* The deed of "inquiry.read" or "read"; 0 when there is none. */
unsigned may_deed(const char *may, const struct ledger **ledger);

#endif
