#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"

enum {
#ifdef ARENA_STRICT
    BLOCK_SIZE = 0, /* every piece is a block of its own */
#else
    BLOCK_SIZE = 8 * 1024,
#endif
    LARGEST_BLOCK = 256 * 1024,
    ALIGNMENT = 16,
    SHORT_TEXT = 256, /* printed once, not twice */
};

struct arena_block {
    struct arena_block *before;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena_deferred {
    struct arena_deferred *before;
    void (*undo)(void *);
    void *thing;
};

/* Blocks double up to a limit: small acts stay small, imports do not crawl. */
static struct arena_block *
block_add(struct arena *arena, size_t size)
{
    size_t room = BLOCK_SIZE;
    struct arena_block *block;

    if (BLOCK_SIZE > 0 && arena->block)
        room = arena->block->size * 2 < LARGEST_BLOCK ? arena->block->size * 2 : LARGEST_BLOCK;
    if (room < size)
        room = size;
    block = malloc(sizeof(*block) + room);
    if (!block)
        out_of_memory();
    block->before = arena->block;
    block->size = room;
    block->used = 0;
    arena->block = block;
    return block;
}

void *
arena_get(struct arena *arena, size_t size)
{
    size_t aligned = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct arena_block *block = arena->block;
    void *bytes;

    must(aligned >= size);
#ifdef ARENA_STRICT
    aligned = size;
    block = NULL;
#endif
    if (!block || block->size - block->used < aligned)
        block = block_add(arena, aligned);
    bytes = block->bytes + block->used;
    block->used += aligned;
    arena->total += aligned;
    return memset(bytes, 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    must(!__builtin_mul_overflow(count, size, &bytes));
    return arena_get(arena, bytes);
}

char *
arena_slice(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_get(arena, length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *
arena_copy(struct arena *arena, const char *text)
{
    return arena_slice(arena, text, strlen(text));
}

char *
arena_vprint(struct arena *arena, const char *format, va_list list)
{
    char few[SHORT_TEXT];
    va_list again;
    int length;
    char *text;

    va_copy(again, list);
    length = vsnprintf(few, sizeof few, format, again);
    va_end(again);
    must(length >= 0);
    if ((size_t)length < sizeof few)
        return arena_slice(arena, few, (size_t)length);
    text = arena_get(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, list);
    return text;
}

char *
arena_print(struct arena *arena, const char *format, ...)
{
    va_list list;
    char *text;

    va_start(list, format);
    text = arena_vprint(arena, format, list);
    va_end(list);
    return text;
}

void
arena_defer(struct arena *arena, void (*undo)(void *), void *thing)
{
    struct arena_deferred *deferred = NEW(arena, struct arena_deferred);

    *deferred = (struct arena_deferred){ arena->deferred, undo, thing };
    arena->deferred = deferred;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->block,
        .used = arena->block ? arena->block->used : 0,
        .total = arena->total,
        .deferred = arena->deferred,
    };
}

void
arena_reset(struct arena *arena, struct arena_mark mark)
{
    while (arena->deferred != mark.deferred) {
        struct arena_deferred *last = arena->deferred;

        must(last);
        arena->deferred = last->before;
        last->undo(last->thing);
    }
    while (arena->block != mark.block) {
        struct arena_block *last = arena->block;

        must(last);
        arena->block = last->before;
        free(last);
    }
    if (arena->block)
        arena->block->used = mark.used;
    arena->total = mark.total;
}

void
arena_release(struct arena *arena)
{
    arena_reset(arena, (struct arena_mark){ 0 });
}
