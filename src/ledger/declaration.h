/*
 * Checks that declarations hold together, so that a mistake in a table is a red test
 * in a second and not a page that fails in use.
 *
 * Names are well-formed and unique, labels are there, references lead to registered
 * ledgers, states and transitions name each other, views can be read, choices are
 * filled, somebody may do something, and no two headings of a file mean two fields.
 */
#ifndef LEDGER_DECLARATION_H
#define LEDGER_DECLARATION_H

#include <stdbool.h>
#include <stddef.h>

struct act;
struct arena;
struct buffer;
struct ledger;

/* Adds one line per mistake; how many there were. `a` needs no store: nothing is
   asked of a database. The ledgers must have been handed to ledgers_set. */
size_t declarations_check(struct act *a, struct buffer *out);

/* A name of ledgers, fields, states: [a-z][a-z0-9_]*, at most 40 long. */
bool declaration_name(const char *name);

#endif
