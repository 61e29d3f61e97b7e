/*
 * JSON: read whole through jansson, written by appending to a buffer.
 *
 * Reading is strict: UTF-8, an object or array at the top, no doubled keys, nothing
 * behind the end, no NUL in strings, bounded depth. What was read lives as long as the
 * arena; use jansson's json_… getters and borrow only.
 *
 * Writing knows no tree: the caller writes '{', ',' and so on with buffer_char, keys with
 * json_key, numbers with buffer_int. The result is safe inside an HTML script element.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct arena;
struct buffer;

enum { JSON_MOST_DEPTH = 64 };

/* False: `why` says in Japanese what is wrong, with line and column; in the arena. The
   length is the caller's to bound before he reads. */
bool
json_read(struct arena *arena, const char *bytes, size_t length, json_t **out, const char **why);

/* A string in quotes; NULL writes null. Control characters, quotes, backslash, <, > and &
   and U+2028, U+2029 are escaped; bytes that are no UTF-8 become U+FFFD. */
void json_text(struct buffer *b, const char *text);
void json_slice(struct buffer *b, const char *text, size_t length);

/* `"key":`, with a comma before it unless it is the first. The key is escaped too. */
void json_key(struct buffer *b, const char *key, bool first);

/* true or false. */
void json_flag(struct buffer *b, bool flag);

#endif
