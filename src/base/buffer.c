#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"

static void
grow(struct buffer *b, size_t least)
{
    size_t room = b->room ? b->room * 2 : 256;
    char *data;

    while (room < least)
        room *= 2;
    if (b->arena) {
        data = arena_get(b->arena, room);
        if (b->length)
            memcpy(data, b->data, b->length);
    } else {
        data = realloc(b->data, room);
        if (!data)
            out_of_memory();
    }
    b->data = data;
    b->room = room;
}

char *
buffer_room(struct buffer *b, size_t more)
{
    must(more < SIZE_MAX / 4 && b->length < SIZE_MAX / 4);
    if (b->room < b->length + more + 1)
        grow(b, b->length + more + 1);
    return b->data + b->length;
}

void
buffer_add(struct buffer *b, const void *bytes, size_t length)
{
    char *end = buffer_room(b, length);

    if (length)
        memcpy(end, bytes, length);
    end[length] = '\0';
    b->length += length;
}

void
buffer_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void
buffer_char(struct buffer *b, char c)
{
    buffer_add(b, &c, 1);
}

void
buffer_int(struct buffer *b, int64_t number)
{
    char digits[24];
    char *at = digits + sizeof(digits);
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    buffer_add(b, at, (size_t)(digits + sizeof(digits) - at));
}

void
buffer_vprint(struct buffer *b, const char *format, va_list list)
{
    va_list again;
    int length;

    va_copy(again, list);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    must(length >= 0);
    vsnprintf(buffer_room(b, (size_t)length), (size_t)length + 1, format, list);
    b->length += (size_t)length;
}

void
buffer_print(struct buffer *b, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    buffer_vprint(b, format, list);
    va_end(list);
}

const char *
buffer_string(const struct buffer *b)
{
    return b->data ? b->data : "";
}

void
buffer_clear(struct buffer *b)
{
    b->length = 0;
    if (b->data)
        b->data[0] = '\0';
}

void
buffer_release(struct buffer *b)
{
    must(!b->arena);
    free(b->data);
    *b = (struct buffer){ 0 };
}
