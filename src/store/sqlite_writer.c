#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/must.h"
#include "store/seat.h"
#include "store/sqlite.h"
#include "store/words.h"

enum {
    QUIET_MS = 500, /* without a write: the writer is idle */
    STEP_MS = 20,   /* between two steps of what is done then */
    STEP_PAGES = 16,
    FEW_SEGMENTS = 4,
};

struct number {
    int64_t number;
};

static const struct query id_get = {
    .name = "counter.id.get",
    .sql = "SELECT number FROM counter WHERE key = 'id'",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

static const struct query counter_step = {
    .name = "counter.next",
    .sql = "INSERT INTO counter (key, number) VALUES (:key, 1)"
           " ON CONFLICT (key) DO UPDATE SET number = number + 1 RETURNING number",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

bool
sqlite_id(struct act *a, int64_t *id)
{
    struct sqlite *s = a->store->state;

    must(a->writing);
    /* Other processes may have gone on between two groups. What a lost group had taken
       is skipped, as its ids may have been seen. */
    if (!s->id_known) {
        struct number row;
        bool found;

        if (!query_first(a, &id_get, &row, &found, UNBOUND))
            return false;
        if (row.number > s->id)
            s->id = row.number;
        s->id_known = true;
    }
    s->id_moved = true;
    *id = ++s->id;
    return true;
}

bool
sqlite_counter(struct act *a, const char *key, bool gapless, int64_t *number)
{
    struct number row;
    bool found;

    (void)gapless; /* with one writer none has gaps */
    if (!query_first(a, &counter_step, &row, &found, BOUND(BIND(key, key))))
        return false;
    *number = row.number;
    return true;
}

/* One small step, with fewer segments left than the groups leave: a search reads each. */
static bool
merge_step(struct act *a, void *with)
{
    struct sqlite *s = with;
    bool more;

    if (!words_merge(a, STEP_PAGES, FEW_SEGMENTS, &more))
        return false;
    s->words_loose = more;
    return true;
}

static void
merge(struct sqlite *s)
{
    struct arena arena = { 0 };
    struct act a;
    const struct work work = { .run = merge_step, .with = s, .alone = true };
    struct waiting w = { .act = &a, .work = &work, .seat = -1 };

    act_begin(&a, s->store, &arena, NULL, ORIGIN_JOB);
    w.place = act_here(&a);
    sem_init(&w.answered, 0, 0);
    group_run(s, &w);
    if (!w.done)
        s->words_loose = false;
    sem_destroy(&w.answered);
    act_end(&a);
    arena_release(&arena);
}

/* Only the server merges: a command ends soon. Returns false when nothing is left to do. */
static bool
idle_step(struct sqlite *s)
{
    if (!s->writer)
        return false;
    if (s->words_loose && seat_listener(s->seat) >= 0) {
        merge(s);
        return true;
    }
    return s->mover.wal_pages > 0 && !checkpoint_whole(s);
}

static struct waiting *
take(struct sqlite *s, bool *stop)
{
    bool more = true; /* to do while idle */
    long pause = QUIET_MS;
    struct waiting *w;

    pthread_mutex_lock(&s->queue_mutex);
    while (!s->first && !s->stop) {
        struct timespec until;

        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += pause * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        if (!more && !s->words_loose) {
            pthread_cond_wait(&s->queue_change, &s->queue_mutex);
        } else if (pthread_cond_timedwait(&s->queue_change, &s->queue_mutex, &until) == ETIMEDOUT) {
            pthread_mutex_unlock(&s->queue_mutex);
            more = idle_step(s);
            pause = STEP_MS;
            pthread_mutex_lock(&s->queue_mutex);
        }
    }
    w = s->first;
    if (w)
        s->first = w->next;
    if (!s->first)
        s->last = NULL;
    *stop = s->stop;
    pthread_mutex_unlock(&s->queue_mutex);
    return w;
}

static void *
write_on(void *with)
{
    struct sqlite *s = with;
    bool stop = false;

    for (;;) {
        struct waiting *w = take(s, &stop);

        if (!w && stop)
            return NULL;
        if (!w)
            continue;
        if (w->seat < 0) {
            group_run(s, w);
            checkpoint(s);
        } else {
            if (!seat_grant(w->seat))
                log_line(LOG_WARN, "seat.late", NULL);
            sem_destroy(&w->answered);
            free(w);
        }
    }
}

void
writer_add(struct sqlite *s, struct waiting *w)
{
    sem_init(&w->answered, 0, 0);
    w->next = NULL;
    pthread_mutex_lock(&s->queue_mutex);
    if (!s->writer_runs) {
        s->writer_runs = true;
        must(!pthread_create(&s->writer_thread, NULL, write_on, s));
    }
    if (s->last)
        s->last->next = w;
    else
        s->first = w;
    s->last = w;
    pthread_cond_signal(&s->queue_change);
    pthread_mutex_unlock(&s->queue_mutex);
}

bool
sqlite_write(struct act *a, const struct work *work)
{
    struct waiting w = { .act = a, .work = work, .place = act_here(a), .seat = -1 };

    writer_add(a->store->state, &w);
    while (sem_wait(&w.answered))
        must(errno == EINTR);
    sem_destroy(&w.answered);
    return w.done;
}

/* What waits is still written. */
void
writer_stop(struct sqlite *s)
{
    pthread_mutex_lock(&s->queue_mutex);
    s->stop = true;
    pthread_cond_signal(&s->queue_change);
    pthread_mutex_unlock(&s->queue_mutex);
    if (s->writer_runs)
        pthread_join(s->writer_thread, NULL);
    s->writer_runs = false;
}
