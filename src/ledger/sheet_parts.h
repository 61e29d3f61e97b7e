/*
 * How a sheet is understood; private to sheet*.c.
 */
#ifndef LEDGER_SHEET_PARTS_H
#define LEDGER_SHEET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/sheet.h"

struct arena;

enum { HEAD_RECORDS = 60, HEAD_ROWS = 2 };

/* A record at the beginning of the file, cleaned. */
struct head_record {
    const char **cells;
    size_t count; /* without empty ones at the end */
    int64_t line;
    int64_t number; /* of the record, from 1 */
    bool merged;    /* cells of it are merged, and it is known which */
    bool *joined;   /* of each column: merged with the one to its left */
};

/* Where the headings are: the first of `rows` records. */
struct head {
    size_t first;
    int rows; /* 0: none found */
    size_t width;
};
struct head head_find(struct arena *arena, const struct head_record *records, size_t count);

/* Digits, dates, times, amounts and addresses: what stands under headings, never in them. */
bool cell_is_value(struct arena *arena, const char *text);

/* "as above": 〃, 同上 … */
bool cell_is_ditto(const char *text);

/* A cell as people meant it: cleaned, without the ' that keeps formulas from running. The
   text itself when there is nothing to clean. */
const char *cell_clean(struct arena *arena, const char *text);

/* Whether a record of the table is no data, and what it is. The value above tells a lone
   cell that looks like its neighbours. */
struct line_look {
    const char **cells;
    size_t count;
    const char *above; /* the last value of the first column, or "" */
};
bool line_is_skipped(struct arena *arena, const struct line_look *look, enum sheet_skip *kind);

/* Letters of a column as a spreadsheet has them: 0 is A. */
const char *column_letter(struct arena *arena, size_t column);

#endif
