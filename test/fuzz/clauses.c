/* The text of a specification, a paragraph a line: no crash, every number its own, and no
   character of what has a number is lost. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/utf8.h"
#include "contract/clauses.h"

enum { MOST = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    char *rest = arena_slice(&arena, (const char *)data, size);
    struct clause_paragraph paragraphs[MOST];
    struct buffer table = { .arena = &arena };
    struct clauses clauses;
    size_t count = 0;

    if (!utf8_valid(rest, strlen(rest))) {
        arena_release(&arena);
        return 0;
    }
    for (; rest && count < MOST; count++)
        paragraphs[count] =
            (struct clause_paragraph){ strsep(&rest, "\n"), NULL, (int)(count % 7) - 3 };
    clauses = clauses_from_paragraphs(&arena, paragraphs, count);
    for (size_t i = 0; i < clauses.count; i++)
        for (size_t k = 0; k < i; k++)
            must(strcmp(clauses.rows[i].number, clauses.rows[k].number) != 0);
    must(clauses.count + clauses.left_out <= count);
    clauses_table(&table, &clauses);
    arena_release(&arena);
    return 0;
}
