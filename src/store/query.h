/*
 * Statements: named constants with named parameters and typed rows.
 *
 * A statement is written once, under a name, with `:name` parameters; its columns
 * are members of a C struct and take their type from it. The rest of the program
 * calls the typed function under the statement. No value ever becomes SQL text.
 *
 * What differs on PostgreSQL stands beside as `.postgres`. Prepared statements
 * are kept per connection. Text and bytes of rows live in the act's arena.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"
#include "store/bound.h"

struct act;

struct column {
    const char *name;
    size_t offset;
    enum column_type type;
};

#define COLUMN_TYPE(x)                                                                             \
    _Generic((x),                                                                                  \
        int64_t: COLUMN_INT,                                                                       \
        const char *: COLUMN_TEXT,                                                                 \
        struct bytes: COLUMN_BYTES,                                                                \
        bool: COLUMN_BOOL,                                                                         \
        struct yen: COLUMN_OPEN,                                                                   \
        struct date: COLUMN_DATE,                                                                  \
        struct instant: COLUMN_INSTANT)
#define COLUMN(row, m)                                                                             \
    {                                                                                              \
#        m, offsetof(row, m), COLUMN_TYPE(((row *)0)->m)                                           \
    }
#define COLUMNS(...) ((const struct column[]){ __VA_ARGS__, { 0 } })

struct query {
    const char *name; /* "inquiry.late" */
    const char *sql;
    const char *postgres; /* NULL: the same */
    size_t row_size;      /* 0: returns no rows */
    const struct column *columns;
};

/* All rows, in the act's arena. False with a fault when the database failed. */
bool query_rows(struct act *a, const struct query *q, void *rows, size_t *count, size_t row_size,
                const struct bound *bounds);
#define QUERY(a, q, list, ...)                                                                     \
    query_rows(a, q, &(list).rows, &(list).count, sizeof *(list).rows, BOUND(__VA_ARGS__))

/* The first row into `row`; `*found` tells whether there was one. */
bool query_first(struct act *a, const struct query *q, void *row, bool *found,
                 const struct bound *bounds);

/* Row by row with flat memory; `each` returns false to stop (which is no fault).
   What a row points to is gone after the call. */
bool query_each(struct act *a, const struct query *q, bool (*each)(void *with, const void *row),
                void *with, const struct bound *bounds);

/* Runs a statement that changes; `*changed` (may be NULL) is the number of rows.
   Only inside act_write. A broken unique rule is FAULT_CLASH with the field that
   the index names (index `<table>_<field>_unique`). */
bool query_run(struct act *a, const struct query *q, int64_t *changed, const struct bound *bounds);

/* Like query_run without a count, and possibly later: SQLite runs it at once,
   PostgreSQL sends it with the next statement that needs an answer, or the commit,
   and reports its fault there. */
bool query_later(struct act *a, const struct query *q, const struct bound *bounds);

/*
 * SQL built by the ledger engine from declarations. Its text cannot be made from
 * a `const char *` outside store/: only from literals, declared names and bound
 * values.
 */
struct sql;

struct sql *sql_new(struct act *a, const char *name);
#define SQL(s, literal) sql_literal((s), "" literal)
void sql_literal(struct sql *s, const char *literal);

/* A declared identifier ([a-z][a-z0-9_]*, checked by must), quoted. */
void sql_name(struct sql *s, const char *identifier);

/* `t.column`, both declared. */
void sql_column(struct sql *s, const char *table, const char *column);

/* A parameter with this value; the bound's own name is not used. */
void sql_value(struct sql *s, struct bound value);

/* The text differs between the databases. */
bool sql_postgres(const struct sql *s);

bool sql_rows(struct act *a, struct sql *s, const struct column *columns, size_t row_size,
              void *rows, size_t *count);
bool sql_first(struct act *a, struct sql *s, const struct column *columns, void *row, bool *found);
bool sql_each(struct act *a, struct sql *s, const struct column *columns, size_t row_size,
              bool (*each)(void *with, const void *row), void *with);
bool sql_run(struct act *a, struct sql *s, int64_t *changed);

/* Whether a statement of one whole-number column gives a row of what is committed. On
   PostgreSQL it is asked apart from the transaction, so that looking does not make
   those who write nearby start again. Only inside act_write. */
bool sql_apart(struct act *a, struct sql *s, bool *found);
bool sql_later(struct act *a, struct sql *s);

/* The statement ends at this tick (clock_ticks) with `*late` set and the rows so far; 0: it
   takes its time. A tick for a whole request lets its statements share one limit. */
void sql_until(struct sql *s, int64_t until, bool *late);

#endif
