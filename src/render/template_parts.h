/*
 * What the files that fill forms share.
 */
#ifndef RENDER_TEMPLATE_PARTS_H
#define RENDER_TEMPLATE_PARTS_H

#include "base/buffer.h"
#include "render/document.h"
#include "render/template.h"

struct arena;

enum { TEMPLATE_NAMED = 10, TEMPLATE_MOST_ROWS = 20000, TEMPLATE_MOST_BYTES = 64 * 1024 * 1024 };

struct template_work {
    struct arena *arena;
    const struct template_data *data;
    const char *part;     /* 本文 */
    struct buffer faults; /* names and places */
    size_t fault_count;
    size_t spent; /* bytes written so far */
};

/* The row of a table that is being filled, or none (table NULL). */
struct template_scope {
    const struct document_table *table;
    const char *name;
    size_t row;
};

void template_fault(struct template_work *w, const char *place, const char *name);
/* NULL when there is none of this name. */
const struct figure *
template_find(struct template_work *w, const struct template_scope *scope, const char *name);
/* The table a row with this text is repeated for, or NULL; its name into `*name`. */
const struct document_table *
template_table_of(struct template_work *w, const char *text, const char **name);
/* Of a placeholder at `text`: its name without blanks, and the bytes it takes; NULL when it
   is not closed within a reasonable length. */
const char *template_name(struct template_work *w, const char *text, size_t *length);
/* {{#表1}} and {{/表1}}: nothing stands in their place. */
bool template_is_mark(const struct template_scope *scope, const char *name);

/* Well-formed, valid text, no document type, and written as office programs do: what follows
   may look at bytes. */
bool template_is_sound(struct arena *arena, const char *bytes, size_t length, const char **why);

/* A part of a Word file. */
void template_word(struct template_work *w, const char *xml, struct buffer *out);
/* A sheet; `shared` are the texts of the workbook, escaped as they stand there. */
bool template_sheet(struct template_work *w, const char *xml, const char *const *shared,
                    size_t shared_count, struct buffer *out, const char **why);
/* Those texts; the ones with placeholders are emptied in what is written. */
const char *const *
template_strings(struct template_work *w, const char *xml, size_t *count, struct buffer *out);

#endif
