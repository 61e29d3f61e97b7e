/*
 * The steps in which a shape is made, and how rows come back; private to shape*.c and
 * list*.c.
 */
#ifndef LEDGER_SHAPE_BUILD_H
#define LEDGER_SHAPE_BUILD_H

#include "ledger/shape.h"

struct arena;
struct buffer;

/* The head as columns, in decision order; ends with a zero row. */
extern const struct column shape_head[];
enum { SHAPE_HEAD = 10 };

/* The references of the head, whose titles stand beside them. */
struct head_ref {
    const char *name;
    size_t offset;
    size_t title;      /* offset of the title */
    const char *alias; /* of the title in results */
    const struct ledger *to;
};
extern const struct head_ref shape_head_refs[];
enum { SHAPE_HEAD_REFS = 3 };

/* Columns, indexes, comments. */
const struct table *shape_make_table(struct arena *arena, const struct shape *s);

/* The texts of read, insert and update. */
void shape_make_queries(struct arena *arena, struct shape *s);

/* Turns what was read into the slots into members. `places`: which ones were read. */
bool shape_decode(struct act *a, const struct shape *s, const struct field_place *const *places,
                  size_t count, bool personal, void *row);

/* Fills in the titles of lists of references in `count` rows, one statement a field. */
bool
shape_refs_titles(struct act *a, const struct field *f, void *rows, size_t count, size_t row_size);

/* The column that titles records of a ledger, or NULL. */
const char *shape_title_column(const struct ledger *l);

/* A condition on a choice (also the state) as it stands in partial indexes, so that
   both databases recognise it: `"state" IN ('a', 'b')`, codes in the order of the
   declaration, `t` before the name unless NULL. False when a value is no declared code
   of plain letters. */
bool shape_choice_condition(struct buffer *out, const char *t, const struct field *f,
                            const char *const *codes, size_t count);

bool shape_is_custom(const struct field *f);

#endif
