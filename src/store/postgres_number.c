#include "store/postgres.h"

#include <stdlib.h>
#include <string.h>

/*
 * Numbers stand in the table `counter`, the last one that was used under each key; so a
 * backup carries them, from either database to the other.
 */

enum { ID_BLOCK = 64, NUMBER_BLOCK = 20 };

struct number {
    int64_t number;
};

static const struct query block_query = {
    .name = "counter.block",
    .sql = "INSERT INTO counter (key, number) VALUES (:key, :step)"
           " ON CONFLICT (key) DO UPDATE SET number = counter.number + :step RETURNING number",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

/* The connection that hands out blocks, each committed by itself. It need not wait for
   the disk: an act that uses a number is committed later, and so is the block before it. */
static bool
side_open(struct postgres *p)
{
    if (p->side && !p->side->lost) {
        link_clear(p->side);
        return true;
    }
    link_free(p->side);
    p->side = link_new(p);
    if (p->side)
        link_say(p->side, EXPECT_DONE, "SET synchronous_commit = off");
    return p->side;
}

/* Asks the side connection; `*first` is the number in the first row. */
static bool
side_ask(struct postgres *p, const struct statement *s, bool *found, int64_t *first)
{
    struct postgres_cursor c = { 0 };
    bool done;

    if (!side_open(p))
        return false;
    link_send(p->side, EXPECT_ROWS, s);
    link_sync(p->side);
    p->side->asked = &c;
    done = link_settle(p->side) && c.count <= 1;
    *found = done && c.count == 1 && PQntuples(c.results[0]) > 0;
    if (*found)
        *first = strtoll(PQgetvalue(c.results[0], 0, 0), NULL, 10);
    p->side->asked = NULL;
    while (c.count)
        PQclear(c.results[--c.count]);
    free(c.results);
    return done;
}

/* The side connection is tried a second time, since it may have died with the server. */
bool
postgres_apart(struct act *a, const struct statement *s, bool *found)
{
    struct postgres *p = a->store->state;
    int64_t ignored;
    bool done;

    pthread_mutex_lock(&p->number_mutex);
    done = side_ask(p, s, found, &ignored) || side_ask(p, s, found, &ignored);
    pthread_mutex_unlock(&p->number_mutex);
    return done || fail_unwritten(a);
}

static bool
take_block(struct postgres *p, const char *key, int64_t step, int64_t *last)
{
    struct statement s = {
        .name = block_query.name,
        .sql = block_query.sql,
        .columns = block_query.columns,
        .bounds = BOUND(BIND(key, key), BIND(step, step)),
    };
    bool found;

    return side_ask(p, &s, &found, last) && found;
}

static struct postgres_counter *
counter_of(struct postgres *p, const char *key)
{
    struct postgres_counter *c = p->counters;

    while (c && strcmp(c->key, key) != 0)
        c = c->next;
    if (c)
        return c;
    c = NEW(&p->number_arena, struct postgres_counter);
    c->key = arena_copy(&p->number_arena, key);
    c->next = p->counters;
    p->counters = c;
    return c;
}

/* From the block of this process; a block more when it is used up. The side connection
   is tried a second time, since it may have died with the server. */
static bool
from_block(struct act *a, const char *key, int64_t step, int64_t *number)
{
    struct postgres *p = a->store->state;
    struct postgres_counter *c;
    bool done = true;

    pthread_mutex_lock(&p->number_mutex);
    c = counter_of(p, key);
    if (c->number == c->until) {
        done = take_block(p, key, step, &c->until) || take_block(p, key, step, &c->until);
        c->number = done ? c->until - step : c->until;
    }
    if (done)
        *number = ++c->number;
    pthread_mutex_unlock(&p->number_mutex);
    return done || fail_unwritten(a);
}

bool
postgres_id(struct act *a, int64_t *id)
{
    return from_block(a, "id", ID_BLOCK, id);
}

static int64_t
lock_of(const char *key)
{
    uint64_t hash = 14695981039346656037u;

    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211u;
    return (int64_t)(hash >> 1 | 1);
}

static bool
is_locked(const struct postgres_link *link, int64_t lock)
{
    for (int i = 0; i < link->lock_count; i++)
        if (link->locks[i] == lock)
            return true;
    return false;
}

/* A number without gaps belongs to the transaction, so those who want one stand in a
   queue. The lock must be held before the snapshot is made: the act is run again with
   it, once for each such key. */
static bool
gapless_next(struct act *a, const char *key, int64_t *number)
{
    struct postgres_link *link = (struct postgres_link *)a->link;
    struct number row;
    bool found;

    if (!is_locked(link, lock_of(key))) {
        link->lock_wanted = lock_of(key);
        return false;
    }
    if (!query_first(a, &block_query, &row, &found, BOUND(BIND(key, key), BIND(step, 1))))
        return false;
    *number = row.number;
    return true;
}

bool
postgres_counter(struct act *a, const char *key, bool gapless, int64_t *number)
{
    return gapless ? gapless_next(a, key, number) : from_block(a, key, NUMBER_BLOCK, number);
}
