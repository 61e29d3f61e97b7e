/*
 * Text as it stands in mail: charsets as they are and not as they are called, encoded words,
 * HTML.
 *
 * Nothing here fails. What is declared is tried first, then what the bytes look like; a byte
 * that is no character in any of them becomes 〓, as print shops mark a missing type. Mail of
 * Japanese offices says ISO-2022-JP and means Windows characters (①, ㈱, half-width kana),
 * cuts encoded words inside a character, or leaves headers in plain Shift_JIS: all of it is
 * read. Results are valid UTF-8 without zero bytes, in the arena.
 */
#ifndef WEB_MAIL_TEXT_H
#define WEB_MAIL_TEXT_H

#include <stddef.h>

struct arena;

/* `charset` is what the mail says of the bytes, or NULL. */
const char *mail_decode(struct arena *arena, const char *charset, const char *bytes, size_t length);

/* A header's value as it came over the wire: unfolded, encoded words (RFC 2047) read. */
const char *mail_header(struct arena *arena, const char *raw);

/* What a reader sees of HTML: no tags, no scripts, a line for each block. */
const char *mail_from_html(struct arena *arena, const char *html);

#endif
