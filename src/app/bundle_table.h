/*
 * What of a table goes into a bundle, and a row of it as a line of JSON.
 *
 * A line is an object with the columns that are not empty, under their names: numbers and
 * instants (microseconds since 1970) as numbers, texts and days as texts, bytes in hex.
 * Personal values stand in clear, since whoever takes over has other keys; keyed hashes and
 * secrets stay out. In the place of a blob's name stands the file of the bundle.
 */
#ifndef APP_BUNDLE_TABLE_H
#define APP_BUNDLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/query.h"
#include "store/schema.h"

struct act;
struct buffer;
struct field_place;
struct shape;

enum bundle_part {
    BUNDLE_PLAIN,
    BUNDLE_PERSONAL, /* sealed here, in clear there */
    BUNDLE_BLOB,     /* the name of a blob here, of a file there */
    BUNDLE_LEFT,     /* stays out: keyed hashes, secrets, what is made anew */
};

struct bundle_column {
    const char *name;
    enum column_type type;
    enum bundle_part part;
    const struct field_place *place; /* of a personal one */
    bool refers;                     /* holds the id of a record, or a list of them */
};

struct bundle_table {
    const struct table *table;
    const struct shape *shape; /* NULL: no ledger */
    struct bundle_column *columns;
    size_t count;
    size_t contract;  /* its column; `count` when there is none */
    size_t id;        /* the column "id"; `count` */
    size_t blob;      /* the first blob's; `count` */
    size_t blob_name; /* the column with the file's own name; `count` */
};

/* A value of a row; an empty one is `none`. */
struct bundle_cell {
    int64_t number;
    const char *text;
    struct bytes bytes;
    bool none;
};

/* Whether it goes into bundles: sessions, jobs and what waits to be sent do not. */
bool bundle_takes(const struct table *t);

void bundle_table_read(struct act *a, const struct table *t, struct bundle_table *out);

/* Where a column stands; `count` when there is none of this name. */
size_t bundle_column(const struct bundle_table *t, const char *name);

/* All rows of the act's snapshot in the order of the primary key, the history in that of its
   blocks. `each` returns false to stop, with a fault,
   and may ask the act nothing. */
bool bundle_rows(struct act *a, const struct bundle_table *t,
                 bool (*each)(void *with, const struct bundle_cell *cells), void *with);

/* The contract whose key a row's personal values have. */
int64_t bundle_contract(const struct bundle_table *t, const struct bundle_cell *cells);

/* The number in a column, 0 where there is none. */
int64_t bundle_number(const struct bundle_table *t, const struct bundle_cell *cells, size_t column);

/* Appends the line; `blob` says what stands for a blob, NULL for nothing. */
bool bundle_line(struct act *a, const struct bundle_table *t, const struct bundle_cell *cells,
                 const char *(*blob)(void *with, const struct bundle_cell *cells, size_t column),
                 void *with, struct buffer *out);

#endif
