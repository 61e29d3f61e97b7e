/*
 * The model told to a machine: each struct as a table of its members, from which freezing
 * writes and reads. Private to freeze.c and freeze_shape.c.
 *
 * A member that is empty (NULL, 0, false) is not written. A list has the length its count
 * says; both are checked when read.
 */
#ifndef RENDER_FREEZE_SHAPE_H
#define RENDER_FREEZE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct arena;
struct buffer;

enum part_kind {
    PART_TEXT,
    PART_INT,
    PART_ENUM, /* an int below `most` */
    PART_LONG, /* int64_t */
    PART_SIZE, /* the length of lists */
    PART_FLAG,
    PART_DATE,
    PART_TIME,
    PART_WITHIN, /* a struct in place */
    PART_ONE,    /* a pointer to one */
    PART_MANY,   /* a pointer to `count` */
    PART_TEXTS,
    PART_LONGS,
    PART_NODES, /* struct nodes */
};

struct part {
    const char *name;
    enum part_kind kind;
    size_t offset;
    size_t count; /* where the length of a list stands; OUTER: in the struct around */
    size_t inner; /* the length that OUTER lists of the parts have, 0: none */
    int most;
    const struct freeze_shape *shape;
};

struct freeze_shape {
    size_t size;
    const struct part *parts; /* ends with a zero row */
};

#define OUTER SIZE_MAX

extern const struct freeze_shape document_shape;
extern const struct freeze_shape node_shape;

void freeze_write(struct buffer *out, const struct freeze_shape *shape, const void *from);

struct freeze_reader {
    struct arena *arena;
    const char *at; /* the member that was wrong */
};

bool freeze_read(struct freeze_reader *r, const struct freeze_shape *shape, const json_t *value,
                 void *to);

#endif
