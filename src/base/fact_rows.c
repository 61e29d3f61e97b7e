#include "base/fact_rows.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/facts.h"
#include "base/must.h"

enum { MOST_ROWS = 1000 };

void
fact_rows_read(struct arena *arena, const char *name, size_t columns, struct fact_rows *out)
{
    const struct fact *fact = facts;
    struct csv csv;
    struct csv_row row;
    const char *why;
    bool headed = false;

    while (fact->path && strcmp(fact->name, name) != 0)
        fact++;
    must(fact->path != NULL);
    must(csv_open_bytes(arena, (const char *)fact->bytes, fact->length, &csv, &why));
    *out = (struct fact_rows){ NEW_ARRAY(arena, MOST_ROWS, struct fact_row), 0 };
    while (csv_next(&csv, &row)) {
        struct fact_row *to = &out->rows[out->count];

        if (row.cells[0][0] == '#')
            continue;
        must(row.count == columns);
        if (headed) {
            must(out->count + 1 < MOST_ROWS);
            to->cells = NEW_ARRAY(arena, columns, const char *);
            for (size_t i = 0; i < columns; i++)
                to->cells[i] = arena_copy(arena, row.cells[i]);
            out->count++;
        }
        headed = true;
    }
}
