/*
 * The text that makes tables, columns and indexes; for store/schema.c.
 *
 * Each function appends whole statements. Labels become comments: inside the text of the
 * table on SQLite, COMMENT ON on PostgreSQL.
 */
#ifndef STORE_SCHEMA_SQL_H
#define STORE_SCHEMA_SQL_H

#include <stdbool.h>

#include "store/schema.h"

struct arena;
struct buffer;

void schema_sql_table(struct buffer *out, const struct table *t, bool postgres);
void schema_sql_column(struct buffer *out, const struct table *t, const struct table_column *c,
                       bool postgres);

/* CREATE INDEX without the closing semicolon: the same text as found later. Columns that may
   be empty sort as in SQLite on both databases: NULL is smallest. */
const char *schema_sql_index(struct arena *arena, const struct table *t,
                             const struct table_index *i, bool postgres);
void schema_sql_make_index(struct buffer *out, const struct table_index *i, const char *text,
                           bool postgres);

#endif
