/*
 * Addresses: whatever the text, reading ends; what was read is printed and kept so that it is
 * read back the same, and a network contains its ends.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/inet.h"
#include "base/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)data, size), *why = NULL;
    struct inet it, back, first, last;

    if (size < 200 && inet_parse(&arena, text, &it, &why)) {
        must(inet_parse(&arena, inet_print(&arena, &it), &back, &why));
        must(inet_compare(&it, &back) == 0);
        must(inet_unkey(inet_key(&arena, &it), &back) && inet_compare(&it, &back) == 0);
        first = inet_first(&it);
        last = inet_last(&it);
        must(inet_contains(&it, &first) && inet_contains(&it, &last));
        must(inet_compare(&first, &last) <= 0 && inet_count(&first, &last) > 0);
    }
    inet_unkey(text, &back);
    arena_release(&arena);
    return 0;
}
