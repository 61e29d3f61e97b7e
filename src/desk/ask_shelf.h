/*
 * The indexes of automatic answers in memory, one a contract, shared by all threads.
 */
#ifndef DESK_ASK_SHELF_H
#define DESK_ASK_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/time.h"
#include "desk/ask_index.h"

struct act;

/* What the index does not need to know of an article. */
struct shelf_mark {
    int64_t article;
    const char *code;
    int64_t edition;
    struct instant published_at;
};

/* How far something has changed: equal stamps are the same content. */
struct shelf_stamp {
    int64_t count;
    int64_t sum;
};

/* Articles and their index; they outlive a change of the lessons. */
struct book {
    struct arena arena;
    struct shelf_stamp publications, editions, synonyms;
    struct ask_source *sources;
    struct shelf_mark *marks;
    size_t count;
    struct thesaurus *thesaurus;
    struct ask_index *index;
    int users; /* shelves; under the table's lock */
};

struct shelf {
    int64_t contract;
    struct arena arena;
    const char *store; /* UUID of the installation, as tests have several */
    struct book *book;
    struct shelf_stamp outcomes;
    struct ask_lessons lessons;
    int users; /* threads, and the table itself; under its lock */
};

/* The shelf of a contract as it is now, for this thread to read until it gives it back. */
bool shelf_take(struct act *a, int64_t contract, struct shelf **out);
void shelf_give(struct shelf *shelf);

#endif
