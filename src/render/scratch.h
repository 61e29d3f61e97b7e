/*
 * Where writers of files keep what does not fit their memory.
 *
 * Files there have no name: whatever ends the process, nothing of them stays.
 */
#ifndef RENDER_SCRATCH_H
#define RENDER_SCRATCH_H

#include <stdbool.h>

struct arena;
struct buffer;

/* The folder, kept, not copied; set once at start where /tmp is closed to the process. */
void scratch_set(const char *folder);
/* That folder, else TMPDIR, else /tmp. */
const char *scratch_folder(void);

struct scratch {
    int fd;
    const char *path; /* opens the same file from within this process */
};

/* Closed when the arena ends. False with a Japanese sentence. */
bool scratch_open(struct arena *arena, struct scratch *out, const char **why);
/* The whole file, appended to `out`. */
bool scratch_take(const struct scratch *s, struct buffer *out, const char **why);

#endif
