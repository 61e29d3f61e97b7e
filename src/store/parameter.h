/*
 * Parameters of statements: `:name` in the text, values in a list of bounds.
 */
#ifndef STORE_PARAMETER_H
#define STORE_PARAMETER_H

#include "store/query.h"

struct arena;

/* :name to $n for PostgreSQL, names in the order of their numbers; skips quotes,
   comments and ::casts. */
struct placeholders {
    const char *sql;
    const char **names;
    int count;
};
struct placeholders sql_numbered(struct arena *arena, const char *sql);

/* The value of the parameter in `bounds`; a parameter without one is a bug. */
const struct bound *bound_find(const struct bound *bounds, const char *name);

#endif
