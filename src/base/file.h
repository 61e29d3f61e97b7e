/*
 * Whole files and folders.
 *
 * Reasons are short static sentences in Japanese without the path; the caller puts it
 * before them: "DIR/tasuki.ini: 読む権限がありません。".
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;

/* Reads a regular file of at most `limit` bytes; the bytes are followed by a zero byte
   that `length` does not count. Pipes, devices and folders are refused. */
bool file_read(struct arena *arena, const char *path, size_t limit, char **out, size_t *length,
               const char **why);

/* Replaces the file at once or not at all: a new file in the same folder is written,
   synced, renamed, and the folder is synced. Mode as for open, the umask does not apply. */
bool file_write(const char *path, const void *bytes, size_t length, mode_t mode, const char **why);

/* Makes the folder and what is missing above it (0755 there); one that exists is fine and
   keeps its mode. */
bool folder_make(const char *path, mode_t mode, const char **why);

/* Removes what is in the folder, or the folder with it; links are not followed. One that is
   not there is fine. */
bool folder_clear(const char *path, const char **why);
bool folder_remove(const char *path, const char **why);

/* True when something stands at the path. */
bool file_exists(const char *path);

/* Syncs a folder, so that names made or removed in it are kept. */
bool folder_sync(const char *path, const char **why);

/* All bytes to a descriptor, over interruptions and short writes. */
bool file_write_all(int fd, const void *bytes, size_t length, const char **why);

/* What an errno means to the person at the desk. Never NULL. */
const char *system_reason(int error);

#endif
