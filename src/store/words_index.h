/*
 * The word index as each database keeps it; words.c chooses.
 *
 * A query is checked and has at least one scope condition.
 */
#ifndef STORE_WORDS_INDEX_H
#define STORE_WORDS_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/words.h"

struct arena;

struct words_index {
    bool (*schema)(struct act *a);
    bool (*put)(struct act *a, int64_t id, struct words before, struct words after);
    bool (*find)(struct act *a, const struct words_query *query, int64_t *ids, size_t *count);
    bool (*clear)(struct act *a);
    bool (*merge)(struct act *a, int pages, int segments, bool *more);
};

const struct words_index *words_sqlite(void);
const struct words_index *words_postgres(void);

/* The tokens of one scope condition or of a document's scope: pieces between spaces. */
size_t words_tokens(struct arena *arena, const char *scope, const char ***tokens);

#endif
