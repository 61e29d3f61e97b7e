/*
 * Blobs: attachments and other large bytes, outside the database.
 *
 * A blob's name is HMAC-SHA-256 of its content under a key of its contract, in hex: the
 * same content is kept once within a contract, and a name tells nothing to others. The
 * file DIR/blobs/ab/<name> is encrypted in chunks under the contract's blob key, whose id it
 * carries. A file
 * is synced and renamed before its name is handed out, so a row never names a blob that
 * is not there; a blob without a row is litter that blob_each finds later.
 *
 * Files are slow: nothing here may stand inside act_write.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct blob_writer;
struct blob_reader;

enum { BLOB_NAME = 65 };

/* Stores the bytes under the contract's key. */
bool
blob_write(struct act *a, int64_t contract, const void *bytes, size_t size, char name[BLOB_NAME]);

/* The same in pieces. More than `limit` bytes is FAULT_LARGE. An unfinished writer leaves
   nothing behind once the act's arena ends. */
bool blob_begin(struct act *a, int64_t contract, int64_t limit, struct blob_writer **writer);
bool blob_add(struct act *a, struct blob_writer *writer, const void *bytes, size_t size);
bool blob_end(struct act *a, struct blob_writer *writer, char name[BLOB_NAME], int64_t *size);

/* Opens for reading; closed when the act's arena ends. FAULT_MISSING when there is none. */
bool blob_open(struct act *a, int64_t contract, const char *name, struct blob_reader **reader);
int64_t blob_size(const struct blob_reader *reader);

/* Up to `size` bytes from the present place; `*got` is 0 at the end. */
bool blob_read(struct act *a, struct blob_reader *reader, void *bytes, size_t size, size_t *got);

/* The next read begins at byte `at` (0..size). */
void blob_seek(struct blob_reader *reader, int64_t at);

/* All of it in the act's arena, followed by a zero byte. FAULT_LARGE above the limit. */
bool blob_get(struct act *a, int64_t contract, const char *name, int64_t limit, char **bytes,
              size_t *size);

bool blob_exists(struct act *a, const char *name);

/* Encrypts a blob anew that stands under an older key of this contract, under the same
   name; `*changed` says whether it did. Those of other contracts are left alone. */
bool blob_again(struct act *a, int64_t contract, const char *name, bool *changed);

/* Removes the file for good; one that is not there is no fault. */
bool blob_remove(struct act *a, const char *name);

/* Every blob there is, by name; unfinished files of more than a day are removed on the way.
   `each` returns false to stop. Litter is what no row names and `changed` (also moved
   when the same content comes again) is more than a day ago. */
struct blob_file {
    const char *name;
    const char *path;
    int64_t bytes; /* of the encrypted file */
    struct instant changed;
};
bool blob_each(struct act *a, bool (*each)(void *with, const struct blob_file *file), void *with);

#endif
