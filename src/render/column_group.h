/*
 * Headings that stand above several columns of a table.
 */
#ifndef RENDER_COLUMN_GROUP_H
#define RENDER_COLUMN_GROUP_H

#include <stdbool.h>
#include <stddef.h>

struct document_table;

/* Whether the head has two rows. */
bool column_groups_any(const struct document_table *table);

/* How many columns from this one on stand under its heading; 1 for one without. */
size_t column_group_span(const struct document_table *table, size_t column);

#endif
