/*
 * Workbooks (.xlsx): the cells of one sheet as rows of text, as a person sees them.
 *
 * Rows come out one by one while the part is inflated, so memory holds the texts that the
 * sheets share and one row, however long the sheet is. Days become 2026-04-01, days with a
 * time 2026-04-01 09:30, times 9:30 (spans 26:30), whatever their format draws; both
 * calendars (from 1900 and from 1904) are known. Percentages keep their sign, numbers have
 * no separators and no more than the 15 digits a spreadsheet holds, codes written as 0000
 * keep their zeros. A cell merged downwards has its value in every row that it covers, in its
 * first column; what stands hidden under merged cells is not read, and a row with nothing but
 * what covers it is empty. Readings
 * (furigana) are no part of a text, and a formula is its last result.
 *
 * Nothing in the file is trusted: sizes and their ratio are looked at before anything is
 * inflated, parts are found by name within the archive only, and the work of reading a
 * sheet is bounded however often it names the same long text. No arithmetic is floating.
 */
#ifndef BASE_WORKBOOK_H
#define BASE_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct unzip_source;
struct workbook;

enum {
    WORKBOOK_BYTES = 1024 * 1024 * 1024, /* inflated, all parts together */
    WORKBOOK_SHEETS = 1000,
    WORKBOOK_STRINGS = 5000000,          /* shared texts */
    WORKBOOK_TEXT = 4 * 32767,           /* bytes of a cell */
    WORKBOOK_MERGED = 200000,            /* merged ranges of a sheet; more are refused */
    WORKBOOK_ROWS = 1048576,             /* what a spreadsheet has */
    WORKBOOK_COLUMNS = 512,              /* with something in them */
    WORKBOOK_ROW_TEXT = 8 * 1024 * 1024, /* bytes of a row */
};

struct workbook_sheet {
    const char *name;
    bool hidden;
};

/* Merged cells; lines from 1, columns from 0, both ends included. */
struct workbook_range {
    int64_t first_line;
    int64_t last_line;
    size_t first_column;
    size_t last_column;
};

struct workbook_row {
    const char **cells; /* valid UTF-8 */
    size_t count;       /* up to the last that is not empty; at least 1 */
    int64_t line;       /* as the sheet numbers its rows, from 1 */
    const char *fault;  /* NULL, or a sentence when the row cannot be used */
};

/* NULL with a sentence. All lives in the arena and is closed with it. */
struct workbook *
workbook_open(struct arena *arena, const struct unzip_source *source, const char **why);

/* In the order of their tabs. */
const struct workbook_sheet *workbook_sheets(const struct workbook *w, size_t *count);

/* Goes before the first row of a sheet; also back to it. */
bool workbook_start(struct workbook *w, size_t sheet, const char **why);

/* The merged cells of the sheet that was started last, by their first line. */
const struct workbook_range *workbook_merged(const struct workbook *w, size_t *count);

/* The next row that is not empty, good until the next call. False at the end (`*why` is
   NULL) or with a sentence. */
bool workbook_next(struct workbook *w, struct workbook_row *row, const char **why);

#endif
