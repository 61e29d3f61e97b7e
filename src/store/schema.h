/*
 * Tables as data, and how a database comes to have them.
 *
 * The ledger floor turns its declarations into `struct table`; schema_apply makes
 * what is missing: tables, columns, indexes, comments. It only ever adds. What
 * cannot be done by adding is a numbered step (struct migration), frozen once
 * released. Labels go into the schema as comments, readable with any tool.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/query.h"

struct act;
struct store;

struct table_column {
    const char *name;
    enum column_type type;
    bool required;       /* NOT NULL with the type's zero as default */
    const char *comment; /* the Japanese label */
};

struct table_index {
    const char *name;
    const char *columns; /* "contract, state, due DESC", declared names only */
    const char *where;   /* of a partial index, or NULL */
    bool unique;
    bool postgres; /* not on SQLite */
};

struct table {
    const char *name;
    const char *comment;
    const struct table_column *columns; /* ends with a zero row; the first is the primary key */
    const struct table_index *indexes;  /* ends with a zero row, or NULL */
    bool serial;                        /* the database numbers the rows, from 1 */
};

/* One frozen step: plain SQL for each database, or C that calls nothing alive. */
struct migration {
    int number;
    const char *title;
    const char *sql;
    const char *postgres; /* NULL: the same */
};

/* Tables the store needs itself: setting, counter, history, block, idempotency, jobs,
   outbox. Ends with NULL. schema_apply and schema_is_current include them. */
const struct table *const *store_tables(void);

/* Adds what is missing. Runs outside act_write with the writer to itself. */
bool schema_apply(struct store *store, struct act *a, const struct table *const *tables,
                  size_t count, const struct migration *steps);

/* The number the program expects; a database with a higher one is refused at open. */
int schema_version(void);

/* False with a fault when tables or columns are missing: "run tasuki migrate". */
bool
schema_is_current(struct act *a, const struct table *const *tables, size_t count, bool *current);

#endif
