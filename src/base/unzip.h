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
#include <stdint.h>

struct arena;
struct unzip;
struct unzip_stream;

enum {
    UNZIP_PARTS = 5000,
    UNZIP_BYTES = 256 * 1024 * 1024, /* inflated, all parts together */
    UNZIP_TIMES = 200,               /* larger than the archive, beyond the first 4 MiB */
};

/* NULL with a sentence. Closed when the arena ends. */
struct unzip *unzip_open(struct arena *arena, const char *path, const char **why);

/* Where an archive lies when it is no file: in memory, or sealed in a blob. */
struct unzip_source {
    void *with;
    int64_t size;
    /* Up to `size` bytes from `at`; false when they cannot be read. */
    bool (*read)(void *with, int64_t at, void *bytes, size_t size, size_t *got);
};

/* The same from such a place, with a limit of its own instead of UNZIP_BYTES. */
struct unzip *unzip_open_from(struct arena *arena, const struct unzip_source *source,
                              int64_t most_bytes, const char **why);

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

/* The same, asked for: what is read next, `*got` 0 at the end. Closed by unzip_end or when the
   arena ends. NULL, and false, with a sentence. */
struct unzip_stream *unzip_begin(struct unzip *z, size_t part, const char **why);
bool unzip_more(struct unzip_stream *s, char *bytes, size_t size, size_t *got, const char **why);
void unzip_end(struct unzip_stream *s);

/* A whole part of at most `limit` bytes in the arena, closed by a zero byte. */
bool unzip_get(struct unzip *z, size_t part, size_t limit, char **bytes, size_t *length,
               const char **why);

#endif
