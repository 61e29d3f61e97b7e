/*
 * CSV: whatever the bytes, reading ends, cells are valid text, lines only go up; what is
 * written from them is read back the same.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/must.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A single empty cell is written as an empty line and read back as one. */
static void
read_back(struct arena *arena, const struct csv_row *row)
{
    struct buffer out = { .arena = arena };
    struct csv again;
    struct csv_row same;
    const char *why;

    csv_start(&out);
    for (size_t i = 0; i < row->count; i++)
        csv_cell(&out, row->cells[i], i == 0);
    csv_end(&out);
    must(csv_open_bytes(arena, out.data, out.length, &again, &why));
    again.separator = ',';
    must(csv_next(&again, &same));
    must(!same.fault && same.count == row->count);
    for (size_t i = 0; i < row->count; i++) {
        const char *cell = same.cells[i];

        if (*cell == '\'' && *row->cells[i] != '\'')
            cell++;
        must(strlen(cell) == strlen(row->cells[i]) || strchr(row->cells[i], '\r'));
    }
    must(!csv_next(&again, &same));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct csv csv;
    struct csv_row row;
    const char *why = NULL;
    int64_t line = 0;

    if (csv_open_bytes(&arena, (const char *)data, size, &csv, &why)) {
        while (csv_next(&csv, &row)) {
            must(row.line > line && row.count >= 1);
            line = row.line;
            for (size_t i = 0; i < row.count; i++)
                must(utf8_valid(row.cells[i], strlen(row.cells[i])));
            if (!row.fault)
                read_back(&arena, &row);
        }
    } else {
        must(why && *why);
    }
    arena_release(&arena);
    return 0;
}
