/*
 * LDIF: whatever the bytes, reading ends, and what was read is written and read back the same.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "web/ldif.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_all(struct buffer *out, const struct ldif_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ldif_write(out, &changes[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct buffer once = { .arena = &arena }, twice = { .arena = &arena };
    struct ldif_change *changes, *again;
    size_t count, same;
    const char *why = NULL;

    if (ldif_read(&arena, (const char *)data, size, &changes, &count, &why)) {
        write_all(&once, changes, count);
        must(ldif_read(&arena, buffer_string(&once), once.length, &again, &same, &why));
        must(same == count);
        write_all(&twice, again, same);
        must(strcmp(buffer_string(&once), buffer_string(&twice)) == 0);
        for (size_t i = 0; i < count; i++)
            ldif_show(&twice, &changes[i]);
    } else {
        must(why && *why);
    }
    arena_release(&arena);
    return 0;
}
