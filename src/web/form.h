/*
 * Percent-encoded text: paths, query strings and urlencoded forms, read strictly.
 *
 * Refused, with a short Japanese sentence: a % without two hex digits, bytes that are no
 * UTF-8, zero bytes and other control characters (forms may have line ends and tabs),
 * too many names. Nothing is guessed or dropped.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pair.h"

struct arena;

enum { FORM_MOST = 5000 };

/* name=value&name=value; `+` is a space. Empty pieces between & are skipped. */
bool form_parse(struct arena *arena, const char *text, size_t length, struct pairs *out,
                const char **why);

/* One part of a path; `+` is itself, '/' and control characters are refused. */
bool path_part(struct arena *arena, const char *text, size_t length, char **out, const char **why);

/* Whether text from a form may go on: valid UTF-8, no control characters but \t \r \n. */
bool form_text(const char *text, size_t length, const char **why);

#endif
