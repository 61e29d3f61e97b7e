/*
 * CSV: reading what other programs wrote, writing what Excel opens.
 *
 * Reading follows RFC 4180 and is lenient where files of old systems differ: separator
 * comma, tab or semicolon; CRLF, LF or CR; a missing last line end; quotes inside an
 * unquoted cell are plain characters. A broken record comes out with its `fault` and
 * reading goes on with the next line.
 *
 * The whole file is decoded once (limit 512 MB) and cut in place: cell strings live as
 * long as the arena given to csv_open, the array `cells` until the next csv_next. A row
 * costs no memory, so an importer may use a scratch arena per batch for its own things.
 * To read a file a second time, open it again.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/encoding.h"

struct arena;
struct buffer;

enum {
    CSV_LARGEST = 512 * 1024 * 1024, /* bytes of a file */
    CSV_CELLS = 4096,                /* cells of a record */
};

struct csv {
    enum encoding encoding; /* as guessed; for the preview */
    char separator;         /* as guessed */
    struct arena *arena;
    char *at; /* the rest is the reader's own */
    char *end;
    const char **cells;
    size_t room;
    int64_t line;
    int64_t row;
};

struct csv_row {
    const char **cells; /* valid UTF-8 as written; lines inside a cell end with \n */
    size_t count;       /* at least 1; an empty line is one empty cell */
    int64_t line;       /* physical line, from 1, where the record starts */
    int64_t row;        /* record, from 1, empty and broken ones included */
    const char *fault;  /* NULL, or a Japanese sentence when the record is broken */
};

/* Reads a file; false with a sentence in `*why` when it cannot be read, is too large,
   holds a zero byte or something that is no text in its encoding. */
bool csv_open(struct arena *arena, const char *path, struct csv *csv, const char **why);

/* The same from memory; the bytes are copied. */
bool csv_open_bytes(struct arena *arena, const char *bytes, size_t length, struct csv *csv,
                    const char **why);

/* The next record; false at the end. */
bool csv_next(struct csv *csv, struct csv_row *row);

/* Adds one cell, with a comma before it unless it is the `first` of its row, quoted where
   needed. A text that a spreadsheet would run as a formula (= + - @, tab or CR first)
   gets ' in front; plain numbers such as -12 and -1,234.5 do not. */
void csv_cell(struct buffer *out, const char *text, bool first);

/* Ends the row: CRLF. For Excel begin the file with csv_start or encode it as CP932. */
void csv_end(struct buffer *out);

/* The byte order mark by which Excel knows UTF-8. */
void csv_start(struct buffer *out);

#endif
