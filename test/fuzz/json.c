/*
 * Any bytes can be written as a string that is read back; what is read as a document can be
 * written by jansson and read again as the same.
 */
#include "base/json.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_writing(struct arena *arena, const char *bytes, size_t length)
{
    struct buffer b = { .arena = arena };
    const char *why;
    json_t *tree;

    buffer_char(&b, '[');
    json_slice(&b, bytes, length);
    buffer_char(&b, ']');
    /* A NUL can be written for machines that take it, but is not read. */
    must(memchr(bytes, 0, length) || json_read(arena, b.data, b.length, &tree, &why));
    must(!strpbrk(b.data, "<>&"));
}

static void
check_reading(struct arena *arena, const char *bytes, size_t length)
{
    const char *why = NULL;
    json_t *tree, *again;
    char *text;

    if (!json_read(arena, bytes, length, &tree, &why)) {
        must(why);
        return;
    }
    text = json_dumps(tree, JSON_REAL_PRECISION(17));
    must(text && json_read(arena, text, strlen(text), &again, &why) && json_equal(tree, again));
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);

    check_writing(&arena, text, length);
    check_reading(&arena, text, length);
    arena_release(&arena);
    return 0;
}
