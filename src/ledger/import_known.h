/*
 * What an import remembers of the rows it has seen; private to import*.c.
 */
#ifndef LEDGER_IMPORT_KNOWN_H
#define LEDGER_IMPORT_KNOWN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ledger/value.h"

struct field;

/* What texts of a column were found to mean, kept for the whole import. */
struct known_names {
    struct arena arena;
    struct known_name *names;
    size_t room;
    size_t count;
};
struct known_name {
    const char *text; /* NULL: free */
    struct ref ref;   /* of references (id 0: nobody is called so); the day; the choice's code */
    const char *why;  /* of references that were not found: the sentence */
};

/* Rows by a value that may stand once only. */
struct seen {
    const struct field *field;
    uint64_t *hashes; /* 0: free */
    uint32_t *lines;  /* of the file, as people are told */
    size_t room;
    size_t count;
};

/* The line that has the value already, or 0 and it is kept for this one. */
int64_t seen_before(struct seen *seen, const char *text, int64_t line);
void seen_release(struct seen *seen);

/* What the text was found to mean before, or NULL; and keeps it. */
const struct known_name *known_find(const struct known_names *known, const char *text);
void known_add(struct known_names *known, const char *text, struct ref ref, const char *why);

#endif
