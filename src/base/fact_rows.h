/*
 * Rows of a CSV file of facts/, as it was built into the program.
 *
 * Lines that begin with # and the heading are left out. The files are the program's own, so
 * one that is not there or has other columns is a bug and stops it.
 */
#ifndef BASE_FACT_ROWS_H
#define BASE_FACT_ROWS_H

#include <stddef.h>

struct arena;

struct fact_row {
    const char **cells; /* as many as columns were asked for */
};
struct fact_rows {
    struct fact_row *rows;
    size_t count;
};

/* `name` as in facts/, with its ending. The rows live in the arena. */
void fact_rows_read(struct arena *arena, const char *name, size_t columns, struct fact_rows *out);

#endif
