/*
 * Between the word index and the engines; nobody outside store/ includes it.
 *
 * On SQLite words_put only hands its change to words_wait; the engine writes those of
 * all acts of a group at once, after the last savepoint. On PostgreSQL words_put writes
 * within the act.
 */
#ifndef STORE_WORDS_ENGINE_H
#define STORE_WORDS_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/words.h"

struct act;

/* Words of one document, kept until the group's acts are through (SQLite). It and
   its texts live in the act's arena. */
struct words_change {
    int64_t id;
    struct words before;
    struct words after;
    struct words_change *next;
};

/* Adds a document's change to the act that is running; SQLite only. */
void words_wait(struct act *a, struct words_change change);

/* Provided by the word index. words_schema makes the index's own tables where missing, inside
   schema_apply. words_flush writes the changes of a group, in order, on a->link; the
   SQLite engine calls it after the last savepoint and before the commit. */
bool words_schema(struct act *a);
bool words_flush(struct act *a, const struct words_change *changes);

#endif
