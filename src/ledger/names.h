/*
 * Lists of names inside declarations: "received working", a space between.
 */
#ifndef LEDGER_NAMES_H
#define LEDGER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the name stands in the list; `list` may be NULL. */
bool names_have(const char *list, const char *name);

/* The next name and its length, moving on; NULL at the end. Start with `*at` = list. */
const char *names_next(const char **at, size_t *length);

#endif
