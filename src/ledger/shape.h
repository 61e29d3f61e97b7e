/*
 * Shapes: a ledger compiled for the running installation – its table, its columns,
 * its indexes, and the statements that every record needs.
 *
 * A shape is made of the declaration plus the installation's custom fields and never
 * changes: when custom fields change a new one takes its place and the old one stays
 * alive, so a pointer is good for the whole act. All functions may be called from any
 * thread.
 *
 * Fields stand in the table by type. Empty is NULL everywhere, except in the head and
 * in booleans; so empty values are never equal to each other in a unique index.
 *
 *   period     <f>_from, <f>_until      file      <f>, <f>_name, <f>_size
 *   inet       text that sorts          refs      text ",12,15,"
 *   personal   sealed bytes <f>; and <f>_key, a keyed hash, when the field is unique,
 *              a code or searched: the only way to find it by its value
 *   custom     x_<id>, typed as declared; in rows it stands as plain text in base.extra
 */
#ifndef LEDGER_SHAPE_H
#define LEDGER_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/ledger.h"
#include "store/query.h"
#include "store/schema.h"

enum { SHAPE_COLUMNS_A_FIELD = 4 };

/* Where one field stands. */
struct field_place {
    const struct field *field;
    struct column columns[SHAPE_COLUMNS_A_FIELD]; /* for reading, without key and title */
    size_t count;
    const char *key; /* name of the key column, or NULL */
    size_t slot;     /* of what is read raw and then decoded into the member */
    bool decoded;    /* sealed, inet, refs or custom: read into the slot first */
    bool custom;     /* stands in base.extra, at `extra` */
    size_t extra;
    const char *title_alias; /* of a reference, the title's name in results: `<f>__title` */
};

struct shape {
    const struct ledger *ledger;
    const struct field *fields; /* declared, then custom; ends with a zero row */
    size_t field_count;
    size_t declared;                  /* how many are declared; the rest stand in base.extra */
    const struct field_place *places; /* one for each field */
    const struct field *head;  /* id state owner organisation contract created_at changed_at */
    size_t row_size;           /* of the ledger's struct, or as laid out here */
    size_t read_size;          /* the row and the slots behind it */
    const struct table *table; /* for schema_apply */
    struct query read;         /* the whole row with titles, by :id; row_size is read_size */
    struct query insert;       /* every column by its own name */
    struct query update;       /* the same, WHERE id = :id AND version = :before */
    size_t column_count;       /* of the table */
};

const struct shape *shape_of(const struct ledger *l);

/* The custom fields of a ledger from now on; texts and choices are copied. Fields of
   references, files and personal fields cannot be custom. */
void shape_custom_set(const struct ledger *l, const struct field *fields, size_t count);

/* The tables of all ledgers, for schema_apply and schema_is_current. */
const struct table *const *shape_tables(struct arena *arena, size_t *count);

/* A declared or custom field by name, or NULL. Of the head too: list_field. */
const struct field *shape_field(const struct shape *s, const char *name);
const struct field_place *shape_place(const struct shape *s, const struct field *f);

/*
 * The member of any field – declared, custom or of the head – in a row, typed as
 * field_text and its fellows want it. Custom values and the head's references are
 * made in the act's arena: read them, do not write through them.
 */
const void *
record_at(struct act *a, const struct ledger *l, const struct field *f, const void *row);

/* field_parse into the row, wherever the field stands. */
bool record_put(struct act *a, const struct ledger *l, const struct field *f, const char *text,
                void *row, const char **why);

/* What a personal member points to when it was not opened: an empty text known by its
   address. Who writes a row back keeps the stored value of such a member. */
extern const char field_sealed[];

/*
 * One bound per column under the column's own name, for `insert`; with `before`
 * not 0 also :before, for `update`. The id must be known: personal values are sealed
 * for it. False with a fault when there is no key.
 */
bool shape_bind(struct act *a, const struct shape *s, const void *row, int64_t before,
                const struct bound **out);

/* One record whatever the rights, also a removed one; personal members opened only
   with `personal`, else they point to field_sealed. */
bool
shape_read(struct act *a, const struct shape *s, int64_t id, bool personal, void *row, bool *found);

/* The records whose ids a statement finds, in its order and whatever the rights, personal
   members closed; the statement ends with FOUND_IDS. `rows` points to a pointer, set to the
   first of `*count` rows of the ledger. */
struct found_id {
    int64_t id;
};
#define FOUND_IDS                                                                                  \
    .row_size = sizeof(struct found_id), .columns = COLUMNS(COLUMN(struct found_id, id))
bool shape_rows(struct act *a, const struct shape *s, const struct query *ids,
                const struct bound *bounds, void *rows, size_t *count);

/* The keyed hash under which a personal value is found; `text` folded here. */
bool shape_key(struct act *a, const struct shape *s, const struct field *f, const char *text,
               int64_t contract, struct bytes *out);

#endif
