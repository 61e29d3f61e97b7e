/*
 * Checking a file against the columns of the national standard data sets
 * (自治体標準オープンデータセット; the list is facts/open_data_columns.csv, which names its source).
 *
 * Everything that is wrong is told at once: the line as an editor counts it, the column, the
 * value as written, and why. A column the standard does not know is told as a remark, since a
 * municipality may add some. Kinds of values:
 *
 *     text ascii kana digits id          as they say; an id stands once in a file
 *     municipality corporate             six and thirteen digits with their check digit
 *     latitude longitude                 degrees with a decimal point, within Japan
 *     time phone mail url postcode       9:00 is 09:00 there
 *     weekdays yesno one                 月火水木金土日; 有 or 無; 1 or nothing
 *
 * Pure: nothing is read from the database; texts belong to the arena.
 */
#ifndef DESK_OPEN_DATA_CHECK_H
#define DESK_OPEN_DATA_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct csv;

enum { OPEN_DATA_SHOWN = 2000 };

struct open_data_fault {
    int64_t line;
    const char *column; /* "" of a whole line */
    const char *value;
    const char *reason;
    bool remark; /* no fault */
};

struct open_data_result {
    struct open_data_fault *faults; /* in the order of the file */
    size_t count;                   /* of those told, OPEN_DATA_SHOWN at most */
    int64_t found;                  /* faults in all, without remarks */
    int64_t rows;
};

/* `dataset` is a code of the list (facility aed toilet shelter). The file was opened by
   csv_open. False when the list does not know the data set. */
bool open_data_check(struct arena *arena, const char *dataset, struct csv *csv,
                     struct open_data_result *out);

#endif
