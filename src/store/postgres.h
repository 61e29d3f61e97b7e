/*
 * The PostgreSQL engine's insides: the pool of connections, numbers handed out in blocks,
 * and the functions that fill `struct engine`.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include <pthread.h>

#include "store/postgres_link.h"

enum { MOST_LINKS = 24 };

/* Numbers handed out in blocks. */
struct postgres_counter {
    struct postgres_counter *next;
    const char *key;
    int64_t number; /* the last that was given */
    int64_t until;
};

struct postgres {
    struct store *store;
    const char *url;
    int most;

    pthread_mutex_t mutex;
    pthread_cond_t change;
    struct postgres_link *idle;
    int open;

    pthread_mutex_t number_mutex;
    struct postgres_link *side; /* for blocks of numbers, outside all transactions */
    struct postgres_counter *counters;
    struct arena number_arena;

    pthread_mutex_t watch_mutex;
    pthread_cond_t watch_change;
    pthread_t watch;
    bool watching;
    bool watch_ends;
};

/* postgres_pool.c */
bool postgres_take_link(struct act *a, struct postgres_link **link);
void postgres_give_link(struct postgres_link *link);
bool postgres_take(struct act *a);
void postgres_give(struct act *a);
void postgres_pool_release(struct postgres *p);

/* Puts BEGIN in line before the first statement of a transaction. */
void postgres_open_transaction(struct postgres_link *link);

/* postgres_cursor.c */
bool postgres_begin(struct act *a, const struct statement *s, struct cursor *c);
bool postgres_next(struct act *a, struct cursor *c, struct arena *arena, void *row, bool *more);
void postgres_end(struct act *a, struct cursor *c);
bool postgres_later(struct act *a, const struct statement *s);
bool postgres_script(struct act *a, const char *sql);

/* What went wrong on the link, as a fault of the act. Returns false. */
bool postgres_fail(struct act *a, const struct postgres_link *link);

/* postgres_write.c */
bool postgres_write(struct act *a, const struct work *work);

/* postgres_number.c */
bool postgres_id(struct act *a, int64_t *id);
bool postgres_counter(struct act *a, const char *key, bool gapless, int64_t *number);
bool postgres_apart(struct act *a, const struct statement *s, bool *found);

/* postgres_watch.c: tells the listener of new history once a second, and puts the words
   that wait in GIN's pending list in their place. */
bool postgres_watch_start(struct postgres *p);
void postgres_watch_stop(struct postgres *p);

#endif
