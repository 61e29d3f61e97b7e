/*
 * Reading ZIP files that nobody trusts.
 *
 * Nothing is written out: parts are inflated in pieces to a callback. An archive with too
 * many parts, one that would become too large or far larger than it is, one with encrypted
 * parts or broken ones is refused with a Japanese sentence.
 */
#ifndef BASE_UNZIP_H
#define BASE_UNZIP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct unzip;

enum {
    UNZIP_PARTS = 5000,
    UNZIP_BYTES = 256 * 1024 * 1024, /* inflated, all parts together */
    UNZIP_TIMES = 200,               /* larger than the archive, beyond the first 4 MiB */
};

/* NULL with a sentence. Closed when the arena ends. */
struct unzip *unzip_open(struct arena *arena, const char *path, const char **why);

size_t unzip_count(const struct unzip *z);

/* The name of a part as it stands in the archive; "" when it is no valid text. */
const char *unzip_name(const struct unzip *z, size_t part);

/* Its place; false when there is none. Large and small letters are the same, as in Office. */
bool unzip_find(const struct unzip *z, const char *name, size_t *part);

/* Hands out the part in pieces. False when it is broken, or when `each` returned false:
   `*why` is then NULL. */
bool
unzip_each(struct unzip *z, size_t part, bool (*each)(void *with, const char *bytes, size_t length),
           void *with, const char **why);

/* A whole part of at most `limit` bytes in the arena, closed by a zero byte. */
bool unzip_get(struct unzip *z, size_t part, size_t limit, char **bytes, size_t *length,
               const char **why);

#endif
