/*
 * Values for the parameters of a statement, and the types of its columns.
 */
#ifndef STORE_BOUND_H
#define STORE_BOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"

/* Bytes as stored: sealed values, hashes. */
struct bytes {
    const void *data;
    size_t size;
};

/* How a column stands in the database and in a row. */
enum column_type {
    COLUMN_INT,    /* int64_t, also ids; NULL is 0 */
    COLUMN_OPEN,   /* int64_t that may be empty: NULL is NO_NUMBER */
    COLUMN_TEXT,   /* const char *, NULL is "" */
    COLUMN_BYTES,  /* struct bytes */
    COLUMN_BOOL,   /* bool; 0 or 1 in the database */
    COLUMN_DATE,   /* struct date; text YYYY-MM-DD, NULL is none */
    COLUMN_INSTANT /* struct instant; integer microseconds, NULL is none */
};

/* A value for a `:name`. */
struct bound {
    const char *name;
    enum column_type type;
    int64_t number;
    const char *text; /* NULL is SQL NULL */
    size_t size;      /* of COLUMN_BYTES */
};

struct bound bind_int(const char *name, int64_t number);
struct bound bind_open(const char *name, struct yen yen);
struct bound bind_text(const char *name, const char *text);
struct bound bind_bytes(const char *name, struct bytes bytes);
struct bound bind_bool(const char *name, bool value);
struct bound bind_date(const char *name, struct date date);          /* none is NULL */
struct bound bind_instant(const char *name, struct instant instant); /* none is NULL */

#define BIND(name, value)                                                                          \
    _Generic((value),                                                                              \
        int64_t: bind_int,                                                                         \
        int: bind_int,                                                                             \
        struct yen: bind_open,                                                                     \
        const char *: bind_text,                                                                   \
        char *: bind_text,                                                                         \
        struct bytes: bind_bytes,                                                                  \
        bool: bind_bool,                                                                           \
        struct date: bind_date,                                                                    \
        struct instant: bind_instant)(#name, value)
#define BOUND(...) ((const struct bound[]){ __VA_ARGS__, { 0 } })
#define UNBOUND ((const struct bound[]){ { 0 } })

#endif
