/*
 * Digests under the installation's key: what has to be known again and must not be found
 * out, or made, by who has a copy of the database alone.
 */
#ifndef WEB_KEYED_H
#define WEB_KEYED_H

#include <stdbool.h>

#include "store/bound.h"

struct act;

/* HMAC-SHA-256 of the text; `use` keeps the digests of one purpose apart from others'. */
bool keyed_digest(struct act *a, const char *use, const char *text, struct bytes *out);

#endif
