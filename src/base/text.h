/*
 * Text as people type and read it.
 *
 * What is typed is kept as typed: text_clean takes away only what cannot be seen,
 * since even NFC replaces characters of names (U+FA19 becomes U+795E). Searching
 * goes through fold.h, numbers and dates through text_narrow. All text is valid
 * UTF-8, results belong to the arena.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* What a person typed, ready to be stored: line ends become \n; zero-width space,
   byte order mark, characters that turn the direction of writing and control
   characters except \n and \t are dropped; white space (also U+3000) is taken off
   both ends. Everything else stays, variation selectors too. */
char *text_clean(struct arena *arena, const char *text);

/* For numbers, dates and codes: full-width ASCII and U+3000 become half-width,
   half-width kana full-width (with its voicing marks), wave dashes '~'. Dashes and
   minus look-alikes become '-'; so does the long vowel mark unless it follows kana.
   Never for text that is kept. */
char *text_narrow(struct arena *arena, const char *text);

/* Columns on a Japanese screen or print: 2 for full-width characters, and for those
   of ambiguous width that Windows-31J writes with two bytes (①, ○, Greek …). */
int text_width(const char *text);

/* The same for one code point: 0, 1 or 2. */
int text_code_width(uint32_t code);

/* The text if it fits into `width` columns, else its beginning and …, together at
   most `width` wide; never cuts inside what is read as one character. */
char *text_cut(struct arena *arena, const char *text, int width);

/* Characters as a person counts them: a kanji with its variation selector is one. */
size_t text_count(const char *text);

/* Whether text_count lies in `least` to `most`; it is counted, into `*count`, only where the
   number of bytes does not say it already. */
bool text_within(const char *text, int64_t least, int64_t most, int64_t *count);

/* Whether text_clean would drop something inside: control characters (not \n, \t,
   nor the \r of a line end) and what turns the direction of writing. */
bool text_has_control(const char *text);

/* Whether a private-use character (外字, U+E000–F8FF) is in it, which looks different,
   or like nothing, on every other machine. */
bool text_has_private(const char *text);

/* Order by code point, as both databases sort: negative, 0 or positive. */
int text_compare(const char *a, const char *b);

#endif
