/*
 * UTF-8, the only encoding inside the program.
 *
 * Bytes from outside pass utf8_valid once; after that text is a zero-terminated
 * string of valid UTF-8 and nobody checks again.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Strict: no overlong forms, surrogates, code points above U+10FFFF or zero bytes. */
bool utf8_valid(const char *bytes, size_t length);

/* The length of the longest valid beginning; `length` when all of it is valid. */
size_t utf8_valid_length(const char *bytes, size_t length);

/* Reads one code point of valid text and moves on; 0, without moving, at the end. */
uint32_t utf8_next(const char **at);

/* Writes a code point (not a surrogate, not above U+10FFFF); the number of bytes, no zero. */
size_t utf8_put(char out[4], uint32_t code);

/* Code points in valid text. What a person counts as characters is text_count. */
size_t utf8_count(const char *text);

#endif
