#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What was read is text, and reading twice gives the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    struct pairs one, two;
    const char *why;

    if (form_parse(&arena, (const char *)bytes, length, &one, &why)) {
        if (!form_parse(&arena, (const char *)bytes, length, &two, &why) || two.count != one.count)
            abort();
        for (size_t i = 0; i < one.count; i++)
            if (!utf8_valid(one.items[i].name, strlen(one.items[i].name)) ||
                !utf8_valid(one.items[i].value, strlen(one.items[i].value)))
                abort();
    }
    arena_release(&arena);
    return 0;
}
