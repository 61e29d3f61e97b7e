/*
 * Rows into an Excel file, one after the other, with bounded memory however many there are.
 *
 * A head in bold that is frozen and repeats in print, a filter over all rows. Texts are
 * texts, also those that begin with "="; what the caller calls a number or a day is one. A
 * sheet holds 1,048,576 rows; what goes beyond is refused, not left out.
 */
#ifndef RENDER_SHEET_FILE_H
#define RENDER_SHEET_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct sheet_file;

enum { SHEET_FILE_ROWS = 1048576, SHEET_FILE_COLUMNS = 512 };

/* What a column holds. A cell whose text is no such value is written as text. */
enum sheet_column {
    SHEET_TEXT,
    SHEET_NUMBER, /* 1234, -5, 17.3 */
    SHEET_DATE,   /* 2026-04-01 */
    SHEET_TIME,   /* 2026-04-01 09:30 */
};

/* To a descriptor that can be written anywhere, an empty file, which stays the caller's; texts
   are UTF-8. What it holds besides ends with the arena. NULL with a Japanese sentence. */
struct sheet_file *
sheet_file_begin(struct arena *arena, int fd, const char *title, const enum sheet_column *kinds,
                 const char *const *headings, size_t count, const char **why);

/* As many cells as there are columns; NULL is empty. */
bool sheet_file_row(struct sheet_file *s, const char *const *cells, const char **why);

/* Writes the file. The last call. */
bool sheet_file_end(struct sheet_file *s, const char **why);

#endif
