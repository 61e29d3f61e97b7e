/*
 * Addresses of lists: a path and the query as it was typed, with one thing changed.
 *
 * A saved list is an address, so links are made from what stands in the address bar.
 * Empty values are left out; changing anything but `open` begins at the first page again
 * and closes the side panel.
 */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pair.h"

struct act;
struct buffer;
struct request;

/* `name` NULL changes nothing; `value` NULL leaves the name out. */
const char *address_with(struct act *a, const char *path, const struct pairs *pairs,
                         const char *name, const char *value);

/* The query alone, without the question mark, "" when empty. */
const char *address_query(struct act *a, const struct pairs *pairs);

/* The number between two texts; without printf, since lists make a hundred of them. */
const char *address_number(struct act *a, const char *before, int64_t number, const char *after);

/* https://host as it was asked for, for what leaves the site: a feed, a label. NULL when the
   request names none. */
const char *address_site(struct act *a, const struct request *q);

/* path/id */
const char *address_record(struct act *a, const char *path, int64_t id);

/* Adds a text percent-encoded, as one part or value. */
void address_part(struct buffer *b, const char *text);

/* The pairs without empty values and without the names in `drop` (space between, may be
   NULL). `*had_empty` (may be NULL): whether a value was empty. */
struct pairs
pairs_without(struct act *a, const struct pairs *pairs, const char *drop, bool *had_empty);

#endif
