/*
 * Folding: whatever the bytes, the fold is valid, folding it again changes nothing, and
 * its tokens lie inside it and are what a query for it asks for.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/must.h"
#include "base/text.h"
#include "base/tokens.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_inside(void *with, const struct token *token)
{
    const struct buffer *folded = with;

    must(token->bytes >= folded->data && token->length > 0);
    must(token->bytes + token->length <= folded->data + folded->length);
    must(utf8_valid(token->bytes, token->length));
    return true;
}

static void
check_text(struct arena *arena, const char *text)
{
    char *clean = text_clean(arena, text);

    must(!text_has_control(clean));
    must(text_compare(clean, text_clean(arena, clean)) == 0);
    must(text_width(text_cut(arena, clean, 20)) <= 20);
    text_narrow(arena, text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct buffer once = { .arena = &arena };
    struct buffer twice = { .arena = &arena };
    struct buffer query = { .arena = &arena };

    fold(&once, (const char *)data, size);
    must(!once.length || utf8_valid(once.data, once.length) || memchr(data, 0, size));
    fold(&twice, buffer_string(&once), once.length);
    must(once.length == twice.length &&
         memcmp(buffer_string(&once), buffer_string(&twice), once.length) == 0);
    if (once.length)
        tokens_each(once.data, once.length, is_inside, &once);
    tokens_query(&query, buffer_string(&once));
    must(!once.length == !query.length);
    if (utf8_valid((const char *)data, size)) {
        char *text = arena_slice(&arena, (const char *)data, size);
        size_t from;
        size_t until;

        must(!once.length || fold_find(text, 0, once.data, &from, &until));
        check_text(&arena, text);
    }
    arena_release(&arena);
    return 0;
}
