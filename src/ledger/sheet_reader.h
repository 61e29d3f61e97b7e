/*
 * The bytes of a sheet as records, in pieces; private to sheet*.c.
 *
 * A piece ends where a record ends, so that the CSV reader below never sees half a one.
 * Encodings in which a byte of a character may look like a quote or a comma (JIS, UTF-16)
 * are read as one piece.
 */
#ifndef LEDGER_SHEET_READER_H
#define LEDGER_SHEET_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "ledger/sheet.h"

struct blob_reader;
struct workbook;

struct sheet_reader {
    struct sheet_source source;
    int file; /* -1 if none */
    struct blob_reader *blob;
    struct act *act;       /* that reads now */
    struct workbook *book; /* NULL: text */
    size_t tab;
    int64_t records; /* of a workbook, so far */
    int64_t at;      /* bytes read */
    enum encoding encoding;
    char separator;
    struct buffer raw; /* read, not yet cut */
    size_t cut;        /* bytes of it that the piece in hand has */
    bool ended;        /* nothing more to read */
    struct arena piece;
    struct csv csv;
    bool open;
    int64_t lines; /* in the pieces before */

    /* What sheet.c keeps between rows. */
    struct arena row;
    struct arena_mark row_start;
    struct buffer *above; /* the last value of each column */
    size_t above_count;
    const char ***headings; /* the heading rows as written, to know repeated ones */
    int64_t count;
    bool parted; /* a separator came before the present row */
};

/* Reads all once for hash, size and encoding. The reader closes with the act's arena. */
bool reader_open(struct act *a, struct sheet *sheet, const struct sheet_source *source);

/* Back to the first record. */
bool reader_start(struct act *a, struct sheet_reader *r);

/* The next record, good until the next call; false at the end or, with a fault and
   `*failed`, when it cannot be read. */
bool reader_next(struct act *a, struct sheet_reader *r, struct csv_row *row, bool *failed);

/* Which columns of a line are merged with the one to their left, and into `*merged` whether
   any are; a file of text does not know. */
void
reader_joined(const struct sheet_reader *r, int64_t line, bool *joined, size_t count, bool *merged);

#endif
