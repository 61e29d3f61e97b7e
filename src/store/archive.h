/*
 * The file of a backup: a tar stream, encrypted in chunks. Private to backup and restore.
 *
 * Sixteen letters, the backup's id, then chunks sealed under the backup's key, each bound
 * to the id, its number and whether it is the last: nothing can be cut off, moved or
 * taken from another archive. Opened, the stream is plain tar (ustar), so that a
 * successor can read it without this program.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/keyring.h"

struct act;
struct archive_writer;
struct archive_reader;

enum { ARCHIVE_NAME = 100 }; /* with the closing zero */

/* A new file, mode 0600. It is closed and removed when the act's arena ends, unless
   archive_end succeeded. */
bool archive_begin(struct act *a, const char *path, const char *id, struct archive_writer **w);

/* One file of the stream, with its bytes; or its size first and then the bytes. */
bool archive_file(struct act *a, struct archive_writer *w, const char *name, const void *bytes,
                  size_t size);
bool archive_header(struct act *a, struct archive_writer *w, const char *name, int64_t size);
bool archive_put(struct act *a, struct archive_writer *w, const void *bytes, size_t size);

/* Closes the stream and syncs the file. */
bool archive_end(struct act *a, struct archive_writer *w, int64_t *bytes);

/* Opens an archive with its key from the act's keyring; closed with the act's arena. */
bool archive_open(struct act *a, const char *path, struct archive_reader **r);
const char *archive_id(const struct archive_reader *r);

/* The next file; `*more` false at the proper end. What was not read of the file before is
   passed over. */
bool archive_next(struct act *a, struct archive_reader *r, char name[ARCHIVE_NAME], int64_t *size,
                  bool *more);

/* Up to `size` bytes of the present file; `*got` is 0 at its end. */
bool archive_read(struct act *a, struct archive_reader *r, void *bytes, size_t size, size_t *got);

/* What was read so far of the encrypted file, for progress. */
int64_t archive_bytes(const struct archive_reader *r);

#endif
