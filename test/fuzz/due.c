/* Due rules as typed: no crash, and what is shown reads back as what is shown. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/utf8.h"
#include "contract/due.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)data, size);
    struct due_basis basis = { .calendar = &calendar_office };
    struct due rule, again;
    struct due_term term;
    const char *why = NULL, *shown;

    if (!utf8_valid(text, strlen(text))) {
        arena_release(&arena);
        return 0;
    }
    date_make(2026, 3, 20, &basis.award);
    date_make(2026, 4, 1, &basis.period.from);
    date_make(2027, 3, 31, &basis.period.until);
    if (due_parse(&arena, text, &rule, &why)) {
        shown = due_show(&arena, &rule);
        must(due_parse(&arena, shown, &again, &why) &&
             strcmp(due_show(&arena, &again), shown) == 0);
        due_next(&arena, &rule, &basis, (struct date){ 0 }, &term);
        due_of(&rule, &calendar_office, basis.award);
    } else {
        must(why && *why);
    }
    arena_release(&arena);
    return 0;
}
