/*
 * Memory that lives as long as one act.
 *
 * An arena hands out zeroed memory and takes all of it back at once: nobody
 * frees single things. What is not memory (files, statements) is handed over
 * with arena_defer and is closed, in reverse order, when the arena ends. Out of
 * memory ends the process here, so no caller tests for it.
 *
 * An arena belongs to one thread at a time. With ARENA_STRICT each piece is its
 * own malloc, so that the address sanitizer sees every overrun.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;
struct arena_deferred;

/* All zero is an empty arena, ready for use. */
struct arena {
    struct arena_block *block;
    struct arena_deferred *deferred;
    size_t total; /* bytes handed out since the start, for limits and tests */
};

/* A place to which an arena can be taken back. */
struct arena_mark {
    struct arena_block *block;
    size_t used;
    size_t total;
    struct arena_deferred *deferred;
};

/* `size` zeroed bytes, aligned for any type; never NULL, also for 0 bytes. */
void *arena_get(struct arena *arena, size_t size);

/* `count` zeroed things of `size` bytes; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

#define NEW(arena, type) ((type *)arena_get((arena), sizeof(type)))
#define NEW_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* Copies with a closing zero byte. */
char *arena_copy(struct arena *arena, const char *text);
char *arena_slice(struct arena *arena, const char *text, size_t length);

/* printf into the arena. */
__attribute__((format(printf, 2, 3))) char *
arena_print(struct arena *arena, const char *format, ...);
__attribute__((format(printf, 2, 0))) char *
arena_vprint(struct arena *arena, const char *format, va_list list);

/* Calls `undo(thing)` when the arena is released or reset to before this call. */
void arena_defer(struct arena *arena, void (*undo)(void *), void *thing);

/* Remembers the present end; arena_reset gives back all that came after, undoing
   what was deferred since. Marks must be used last first. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_reset(struct arena *arena, struct arena_mark mark);

/* Undoes what was deferred, frees everything; the arena may be used again. */
void arena_release(struct arena *arena);

#endif
