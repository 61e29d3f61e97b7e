/*
 * Statements as the engines get them, made from a `struct query` or a `struct sql`.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/query.h"

/* A statement ready to run; `sql` is this database's text with `:name` parameters. */
struct statement {
    const char *name;
    const char *sql;
    const struct query *query;    /* key of the prepared statement; NULL: the text is */
    const struct column *columns; /* ends with a NULL name; NULL: no rows */
    const struct bound *bounds;   /* ends with a NULL name */
    int64_t until;                /* clock_ticks at which it ends as late; 0: never */
};

/* What query_… and sql_… do, on the act's link; a reading one is taken when there is none.
   `*late` (may be NULL) is set when the time was up. */
bool statement_rows(struct act *a, const struct statement *s, size_t row_size, void *rows,
                    size_t *count, bool *late);
bool statement_first(struct act *a, const struct statement *s, size_t row_size, void *row,
                     bool *found, bool *late);
bool statement_each(struct act *a, const struct statement *s, size_t row_size,
                    bool (*each)(void *with, const void *row), void *with, bool *late);
bool statement_run(struct act *a, const struct statement *s, int64_t *changed);
bool statement_later(struct act *a, const struct statement *s);

#endif
