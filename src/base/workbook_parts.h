/*
 * A workbook and the sheet that is being read; private to workbook*.c.
 */
#ifndef BASE_WORKBOOK_PARTS_H
#define BASE_WORKBOOK_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/part_scan.h"
#include "base/unzip.h"
#include "base/workbook.h"
#include "base/workbook_value.h"

struct sheet_place {
    const char *relation; /* "rId1" */
    size_t part;          /* SIZE_MAX: none */
};

/* A cell of the row in hand: shared text, or a place in the row's own. */
struct row_cell {
    const char *shared;
    size_t start;
    size_t length;
};

/* What covers a column downwards: the value of a merged cell. */
struct covering {
    int64_t since; /* lines */
    int64_t until;
    const char *shared; /* or a text of its own */
    struct buffer text;
};

/* What is known while a sheet is inflated and parsed piece by piece. */
struct sheet_flow {
    struct arena arena;
    struct unzip_stream *stream;
    struct scan scan;
    bool ended;
    int64_t line;
    int64_t rows;
    int64_t cells;
    int64_t bytes; /* of texts handed out */
    /* the row */
    bool in_data;
    bool in_row;
    struct row_cell *row;
    size_t width;
    size_t next; /* column after the last cell */
    struct buffer text;
    const char *fault;
    /* merged cells */
    struct covering *covering; /* of each column */
    size_t covered;            /* columns that may be */
    int64_t covered_until;
    size_t merged_at; /* ranges that have begun */
    /* the cell */
    bool in_cell;
    bool takes;  /* text between the tags is its value */
    int reading; /* within so many furigana */
    size_t column;
    long style;
    char type; /* n s b e t (text) d */
    struct buffer value;
    const char **given; /* the cells of the row that was handed out */
};

struct workbook {
    struct arena *arena;
    struct unzip *zip;
    bool since_1904;
    struct workbook_sheet *sheets;
    struct sheet_place *places;
    size_t count;
    struct number_form *forms; /* of each cell style */
    size_t form_count;
    struct buffer strings; /* one after the other, each closed by a zero byte */
    size_t *starts;
    size_t string_count;
    size_t string_room;
    struct buffer merged; /* struct workbook_range, of one sheet */
    size_t merged_of;     /* this one; SIZE_MAX: none yet */
    struct sheet_flow flow;
};

/* Parses a whole part with these callbacks; false with a sentence. */
struct xml_reader;
bool workbook_read(struct workbook *w, size_t part, const struct xml_reader *reader, void *with,
                   const char **why);

/* The styles' formats and the shared texts; a workbook may have neither. */
bool workbook_styles(struct workbook *w, size_t part, const char **why);
bool workbook_strings(struct workbook *w, size_t part, const char **why);

/* "AB12" is column 27 of line 12, told where it ends; false when it is no place. */
bool workbook_place(const char **text, size_t *column, int64_t *line);

/* Looks for the merged cells of a sheet, which stand behind its rows; once. */
bool workbook_merge(struct workbook *w, size_t sheet, const char **why);

/* Puts what covers the row in hand into it; false when it has nothing of its own. */
bool workbook_cover(struct workbook *w);

/* Undoes _x000D_ as it is written for what XML cannot hold; control characters go. */
void workbook_unescape(struct buffer *text, size_t from);

#endif
