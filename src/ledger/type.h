/*
 * What each field type knows of itself; private to the ledger floor.
 *
 * One row per type, filled in by the files type_*.c and gathered in type.c. Parsers
 * get cleaned, non-empty text and leave the member alone when they refuse. Their
 * sentences never repeat the value of a personal field.
 */
#ifndef LEDGER_TYPE_H
#define LEDGER_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/field.h"
#include "store/query.h"

struct act;
struct buffer;

struct type {
    const char *title; /* of dictionaries */
    size_t size;       /* of the member */
    enum column_type column;
    bool many_lines;
    bool (*parse)(struct act *a, const struct field *f, const char *text, void *at,
                  const char **why);
    const char *(*text)(struct act *a, const struct field *f, const void *at,
                        enum field_style style);
    bool (*empty)(const void *at);
    int (*compare)(const struct field *f, const void *left, const void *right);
    void (*copy)(struct act *a, const void *from, void *to); /* NULL: bytes suffice */
    void (*json)(struct act *a, struct buffer *out, const struct field *f, const void *at);
};

extern const struct type type_text;
extern const struct type type_prose;
extern const struct type type_mail;
extern const struct type type_phone;
extern const struct type type_postcode;
extern const struct type type_url;
extern const struct type type_number;
extern const struct type type_yen;
extern const struct type type_minutes;
extern const struct type type_bool;
extern const struct type type_date;
extern const struct type type_time;
extern const struct type type_period;
extern const struct type type_choice;
extern const struct type type_ref;
extern const struct type type_refs;
extern const struct type type_file;
extern const struct type type_inet;
extern const struct type type_mac;

const struct type *type_of(enum field_type type);

/* Shared by the types that are one pointer to text. */
bool type_pointer_empty(const void *at);
int type_pointer_compare(const struct field *f, const void *left, const void *right);
void type_pointer_copy(struct act *a, const void *from, void *to);
const char *
type_pointer_text(struct act *a, const struct field *f, const void *at, enum field_style style);

/* Plain text in quotes, or null when empty. */
void type_json_text(struct act *a, struct buffer *out, const struct field *f, const void *at);

/* Refuses: sets `*why` to a sentence in the act's arena and returns false. */
__attribute__((format(printf, 3, 4))) bool
type_refuse(struct act *a, const char **why, const char *format, ...);

/* Whether the folded text is one of the words between '|' in `also` (may be NULL). */
bool type_also(struct act *a, const char *also, const char *folded);

/* The row of a choice that the text means by code, label or other words, or NULL. */
const struct choice_item *
type_choose(struct act *a, const struct choice_item *items, const char *text);

/* How a list of references stands in the database, and back; without titles. */
const char *refs_store(struct act *a, const struct refs *refs);
void refs_load(struct act *a, const char *stored, struct refs *out);

/* The record of `to` that a person means by id, code or title, within rights. */
bool ref_find(struct act *a, const struct ledger *to, const char *text, int64_t *id,
              const char **title, const char **why);

#endif
