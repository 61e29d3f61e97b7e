#include "store/words.h"

#include <string.h>

#include "base/buffer.h"
#include "base/must.h"
#include "store/engine.h"
#include "store/words_engine.h"
#include "store/words_index.h"

enum { LONGEST_QUERY = 1024 };

static const struct words_index *
index_of(const struct act *a)
{
    return a->store->kind == STORE_POSTGRES ? words_postgres() : words_sqlite();
}

/* U+E000 and following are three bytes each in UTF-8. */
void
words_scope(struct buffer *out, enum scope_letter letter, int64_t id)
{
    char bytes[3] = {
        (char)(0xE0 | (letter >> 12)),
        (char)(0x80 | (letter >> 6 & 0x3F)),
        (char)(0x80 | (letter & 0x3F)),
    };

    buffer_add(out, bytes, sizeof(bytes));
    buffer_int(out, id);
    buffer_char(out, ' ');
}

size_t
words_tokens(struct arena *arena, const char *scope, const char ***tokens)
{
    size_t count = 0;

    *tokens = NEW_ARRAY(arena, strlen(scope) / 2 + 1, const char *);
    for (const char *at = scope + strspn(scope, " "); *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        (*tokens)[count++] = arena_slice(arena, at, length);
        at += length;
    }
    return count;
}

bool
words_schema(struct act *a)
{
    return index_of(a)->schema(a);
}

bool
words_put(struct act *a, int64_t id, struct words before, struct words after)
{
    must(a->writing);
    must(before.text && before.scope && after.text && after.scope);
    if (!strcmp(before.text, after.text) && !strcmp(before.scope, after.scope))
        return true;
    return index_of(a)->put(a, id, before, after);
}

static bool
is_reasonable(struct act *a, const struct words_query *query)
{
    must(query->scope && query->scope[0]); /* at least the ledger */
    must(!query->until == !query->late);
    if (strlen(query->text) <= LONGEST_QUERY)
        return true;
    return fail(a, FAULT_INVALID, "q", "探す言葉が長すぎます。%d文字くらいまでに縮めてください。",
                LONGEST_QUERY / 3);
}

bool
words_find(struct act *a, const struct words_query *query, int64_t *ids, size_t *count)
{
    *count = 0;
    if (query->late)
        *query->late = false;
    if (!is_reasonable(a, query))
        return false;
    if (query->until && clock_ticks() >= query->until) {
        *query->late = true;
        return true;
    }
    return query->most == 0 || index_of(a)->find(a, query, ids, count);
}

bool
words_clear(struct act *a)
{
    must(a->writing);
    return index_of(a)->clear(a);
}

bool
words_merge(struct act *a, int pages, int segments, bool *more)
{
    must(a->writing);
    *more = false;
    return index_of(a)->merge(a, pages, segments, more);
}
