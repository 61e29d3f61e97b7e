/*
 * A client of clamd, the virus scanner: one stream, one answer (its INSTREAM command).
 *
 * The address is a socket in the file system (/run/clamav/clamd.ctl) or HOST:PORT. Bytes
 * are sent as they are read, so no file has to be in memory or where clamd could open it.
 * Every wait is bounded. Blocks the calling thread.
 */
#ifndef BASE_CLAMD_H
#define BASE_CLAMD_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct clamd_order {
    const char *address;
    int seconds; /* for each wait, 0: 120 */
    /* Up to `size` bytes, `*got` 0 at the end; false stops the scan. */
    bool (*read)(void *with, void *bytes, size_t size, size_t *got);
    void *with;
};

/* What was found, in clamd's words; NULL: nothing. False with a Japanese sentence when
   clamd is not there, is too slow, or could not look; NULL when `read` returned false. */
bool clamd_scan(struct arena *arena, const struct clamd_order *order, const char **found,
                const char **why);

#endif
