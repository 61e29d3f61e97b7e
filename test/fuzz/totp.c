/* Codes and base32 as people type them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/totp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What is read as base32 is printed and read again as the same bytes; a code is found only
   when it is six digits, and then within one step. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const struct instant now = { 1800000000000000 };
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);
    uint8_t *one, *two;
    size_t size, again;
    int64_t step;

    if (base32_parse(&arena, text, &one, &size))
        if (!base32_parse(&arena, base32_print(&arena, one, size), &two, &again) || again != size ||
            memcmp(one, two, size) != 0)
            abort();
    if (!base32_parse(&arena, base32_print(&arena, bytes, length), &two, &again) ||
        again != length || memcmp(bytes, two, length) != 0)
        abort();
    step = totp_find("12345678901234567890", TOTP_SECRET_BYTES, text, now, 0);
    if (step != -1 && (strlen(text) != TOTP_DIGITS || strspn(text, "0123456789") != TOTP_DIGITS ||
                       llabs(step - totp_step(now)) > 1))
        abort();
    arena_release(&arena);
    return 0;
}
