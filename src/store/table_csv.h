/*
 * Rows of a table as CSV, the same bytes on both databases. Private to backup and restore.
 *
 * Rows stand in the order of the primary key, one line each, ended by \n. Texts and days
 * are always in quotes, bytes in hex with a leading x, numbers and instants (microseconds)
 * plain; what is empty is NULL.
 */
#ifndef STORE_TABLE_CSV_H
#define STORE_TABLE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/schema.h"

struct act;
struct buffer;

/* The names and the line that begins each part. */
void table_csv_heading(const struct table *t, struct buffer *out);

/* Reads all rows of the act's snapshot and hands them on in parts of whole rows, each about
   a mebibyte, none when there are no rows. False when `part` or the database failed. */
bool table_csv_write(struct act *a, const struct table *t,
                     bool (*part)(struct act *a, void *with, const struct buffer *rows), void *with,
                     int64_t *count);

/* Inserts the rows of a part, heading included; only inside act_write. Every column of the
   heading must be one of the table's. A line that cannot be read is FAULT_BROKEN. */
bool table_csv_insert(struct act *a, const struct table *t, const char *bytes, size_t length,
                      int64_t *rows);

/* How many lines there are, line ends inside quotes apart. */
int64_t table_csv_count(const char *bytes, size_t length);

#endif
