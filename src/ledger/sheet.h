/*
 * Sheets: reading a table out of a file that people keep.
 *
 * Such files are not just rows: a title above, one or two heading rows (merged: the upper
 * heading reaches as far as its cell, or to the next one where a file does not say), lines that part the table (≪第1綴≫, 4月), totals,
 * repeated headings, 〃 for "as above", cells merged downwards. All of this is found by
 * looking over the whole file once, and is a proposal: what was taken for what stands in
 * the sheet, so that a person can see it.
 *
 * A workbook (.xlsx) is read by base/workbook.h; from there on it is a table as any other:
 * one sheet of it, the one that is named or the first that is not hidden and has data.
 *
 * A sheet reads in pieces, so its memory does not grow with the file. Reasons (`why`) are
 * Japanese sentences.
 */
#ifndef LEDGER_SHEET_H
#define LEDGER_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/encoding.h"

struct act;
struct arena;

/* Where the bytes come from: a file's path, bytes in memory, or a blob of a contract. */
struct sheet_source {
    const char *name; /* the file's name, for people; NULL: taken from the path */
    const char *path;
    const char *bytes; /* when there is no path; must outlive the sheet */
    size_t length;
    const char *blob; /* a blob's name (store/blob.h) */
    int64_t contract; /* of the blob */
    const char *tab;  /* of a workbook the sheet's name; NULL or "": the first with data */
};

enum {
    SHEET_COLUMNS = 512,
    SHEET_SAMPLES = 40, /* different values kept of a column */
    SHEET_SKIPPED = 200 /* lines that are no data, kept to be shown */
};

struct sheet_column {
    const char *letter;  /* A, B … AA, as a spreadsheet calls it */
    const char *upper;   /* the upper heading that reaches here, "" if there is one row only */
    const char *lower;   /* "" when the upper one is merged downwards, or with one row only */
    const char *heading; /* 受付／受付日, or the one there is; "" if none */
    const char *samples[SHEET_SAMPLES]; /* different values, in the order of the file */
    size_t sample_count;
    int64_t filled; /* rows with a value of their own */
    bool down;      /* an empty cell means the value above it */
    bool ditto;     /* 〃 stands in it */
};

enum sheet_skip {
    SKIP_TITLE,     /* above the headings */
    SKIP_HEADING,   /* headings repeated further down */
    SKIP_SEPARATOR, /* parts the table */
    SKIP_TOTAL,
    SKIP_NOTE, /* ※ … */
};

struct sheet_skipped {
    enum sheet_skip kind;
    int64_t line;
    const char *text;
};

struct sheet_reader;

struct sheet {
    const char *name;
    enum encoding encoding;
    char separator;
    const char *tab;   /* of a workbook the sheet that is read; NULL: a text file */
    const char **tabs; /* … and all that are not hidden */
    size_t tab_count;
    const char *hash; /* SHA-256 of the bytes, hex */
    int64_t bytes;
    int64_t heading_line; /* physical line of the first heading row */
    int heading_rows;     /* 1 or 2 */
    struct sheet_column *columns;
    size_t count;
    int64_t rows; /* data rows, broken ones included */
    struct sheet_skipped *skipped;
    size_t skipped_count; /* at most SHEET_SKIPPED of them are kept */
    struct sheet_reader *reader;
};

struct sheet_row {
    const char **cells; /* one per column, cleaned, 〃 and merged cells filled in */
    int64_t line;       /* physical line where the record starts */
    int64_t row;        /* data row, from 1 */
    const char *fault;  /* NULL, or why the record is broken; the cells are then empty */
};

/* Looks over the whole file. The sheet lives in the act's arena and closes its file when
   that ends. FAULT_INVALID with line when it is no table; not inside act_write. */
bool sheet_open(struct act *a, const struct sheet_source *source, struct sheet *out);

/* Goes to the first data row. */
bool sheet_start(struct act *a, struct sheet *sheet);

/* The next data row, good until the call after; false at the end, or with a fault when
   the file cannot be read any more (`*failed`). */
bool sheet_next(struct act *a, struct sheet *sheet, struct sheet_row *row, bool *failed);

const char *sheet_skip_title(enum sheet_skip kind); /* 合計行 */

#endif
