/*
 * ZIP archives of stored files, written in one pass and read strictly.
 *
 * Nothing is compressed: what the archive takes on the disk is what comes out of it, and
 * files that are compressed already go through at the speed of their sum. Each file has
 * one form only – no times, no comments, names of plain letters – so that reading compares
 * every byte that is not content with what writing would have put there, and CRC and hash
 * of the content do the rest. Over 4 GiB and over 65,535 files as ZIP64; every program that
 * opens ZIP opens these. Archives of others are read by base/unzip.h.
 */
#ifndef BASE_STORED_ZIP_H
#define BASE_STORED_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/crypto.h"

struct arena;

enum { ZIP_NAME = 200, ZIP_MOST_FILES = 4000000 };

/* A file of an archive, as its places in the directory say. */
struct stored_zip_file {
    char name[ZIP_NAME]; /* letters, digits and ._-/, no folder above */
    int64_t at;          /* of its header */
    int64_t size;
    uint32_t crc;
};

/* An archive while it is written, to a descriptor that can be written anywhere. */
struct stored_zip {
    int fd;
    int64_t bytes;       /* so far */
    struct buffer files; /* struct stored_zip_file */
    struct buffer pending;
    struct sha256_run digest;
    bool open;       /* a file is begun */
    const char *why; /* why it failed first; nothing is written any more */
};

void stored_zip_start(struct stored_zip *z, int fd);

/* A file: its name, its bytes in any pieces, its end, with the SHA-256 of what it holds. */
void stored_zip_begin(struct stored_zip *z, const char *name);
void stored_zip_put(struct stored_zip *z, const void *bytes, size_t length);
void stored_zip_close(struct stored_zip *z, uint8_t hash[SHA256_BYTES], int64_t *size);

/* Writes the directory and syncs. False with a sentence when anything failed. */
bool stored_zip_end(struct stored_zip *z, const char **why);

/* Gives back what it holds; after stored_zip_end, or instead of it. */
void stored_zip_release(struct stored_zip *z);

/* Whether a name can stand in an archive. */
bool stored_zip_name_is_good(const char *name);

/* An archive as it is read. */
struct stored_zip_reader {
    int fd;
    const char *path;
    struct stored_zip_file *files; /* by name */
    size_t count;
};

/* Opens it and looks at every header; closed when the arena ends. False with a sentence that
   names the file of the archive it is about. */
bool stored_zip_open(struct arena *arena, const char *path, struct stored_zip_reader *out,
                     const char **why);

const struct stored_zip_file *
stored_zip_find(const struct stored_zip_reader *z, const char *name); /* NULL if none */

/* Up to `size` bytes of a file from `at`; false when they cannot be read. */
bool stored_zip_read(const struct stored_zip_reader *z, const struct stored_zip_file *file,
                     int64_t at, void *bytes, size_t size, size_t *got);

/* The bytes before a file's content, and its row of the directory: how both look. */
enum { ZIP_HEAD = 50 };
void stored_zip_head(const struct stored_zip_file *file, struct buffer *out);
void stored_zip_row(const struct stored_zip_file *file, struct buffer *out);
void stored_zip_tail(int64_t count, int64_t at, int64_t size, struct buffer *out);

#endif
