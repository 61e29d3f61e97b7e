/*
 * A growing string of bytes.
 *
 * The bytes are always closed by a zero byte that `length` does not count. With
 * an arena the memory is the arena's; without one (`arena` NULL) it is the
 * buffer's own and ends with buffer_release. All zero is an empty buffer.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct buffer {
    char *data; /* NULL while nothing was added: read through buffer_string */
    size_t length;
    size_t room;
    struct arena *arena;
};

void buffer_add(struct buffer *b, const void *bytes, size_t length);
void buffer_text(struct buffer *b, const char *text);
void buffer_char(struct buffer *b, char c);

/* Decimal digits, with a minus sign where needed. */
void buffer_int(struct buffer *b, int64_t number);

__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *b, const char *format, ...);
__attribute__((format(printf, 2, 0))) void
buffer_vprint(struct buffer *b, const char *format, va_list list);

/* The text so far, never NULL; valid until the next change. */
const char *buffer_string(const struct buffer *b);

/* Makes room for `more` bytes and returns where they go; the caller then adds
   what he wrote to `length` and keeps the closing zero. */
char *buffer_room(struct buffer *b, size_t more);

/* Empties the buffer and keeps its memory. */
void buffer_clear(struct buffer *b);

/* Frees what a buffer without arena holds. */
void buffer_release(struct buffer *b);

#endif
