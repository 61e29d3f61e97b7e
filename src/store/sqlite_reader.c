#include <errno.h>
#include <semaphore.h>
#include <time.h>

#include "base/log.h"
#include "base/must.h"
#include "store/sqlite.h"

enum { READERS = 8, WAIT_SECONDS = 10, LIMIT_SECONDS = 10 };

bool
readers_init(struct sqlite *s, int most)
{
    int error;
    struct sqlite_link *first = link_open(s, false, &error);

    if (!first)
        return false;
    s->reader_most = most > 0 ? most : READERS;
    if (s->reader_most > MOST_READERS)
        s->reader_most = MOST_READERS;
    s->reader_limit = LIMIT_SECONDS * INT64_C(1000000);
    s->readers[0] = first;
    s->reader_count = 1;
    s->idle = first;
    return true;
}

void
readers_release(struct sqlite *s)
{
    for (int i = 0; i < MOST_READERS; i++) {
        must(!s->readers[i] || !s->readers[i]->reading); /* else an act was not ended */
        link_close(s->readers[i]);
        s->readers[i] = NULL;
    }
    s->reader_count = 0;
    s->idle = NULL;
}

/* The place of a connection to be opened is taken under the mutex, the opening itself is
   outside of it. */
static struct sqlite_link *
open_another(struct sqlite *s, int *error)
{
    struct sqlite_link *link;
    int place = 0;

    s->reader_count++;
    pthread_mutex_unlock(&s->pool_mutex);
    link = link_open(s, false, error);
    pthread_mutex_lock(&s->pool_mutex);
    while (s->readers[place])
        place++;
    if (link)
        s->readers[place] = link;
    else
        s->reader_count--;
    return link;
}

/* One act that waits for a reading connection; it is handed over, so that nobody who comes
   later can take it first. */
struct reader_waiting {
    sem_t given;
    struct sqlite_link *link;
    struct reader_waiting *next;
};

static void
leave_queue(struct sqlite *s, const struct reader_waiting *w)
{
    struct reader_waiting *before = NULL;
    struct reader_waiting *at = s->first_waiting;

    for (; at && at != w; at = at->next)
        before = at;
    if (!at)
        return;
    if (before)
        before->next = at->next;
    else
        s->first_waiting = at->next;
    if (s->last_waiting == at)
        s->last_waiting = before;
}

/* Called and left with the mutex held. */
static struct sqlite_link *
wait_in_queue(struct sqlite *s)
{
    struct reader_waiting w = { 0 };
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    must(sem_init(&w.given, 0, 0) == 0);
    if (s->last_waiting)
        s->last_waiting->next = &w;
    else
        s->first_waiting = &w;
    s->last_waiting = &w;
    pthread_mutex_unlock(&s->pool_mutex);
    while (sem_clockwait(&w.given, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR)
        ;
    pthread_mutex_lock(&s->pool_mutex);
    leave_queue(s, &w);
    sem_destroy(&w.given);
    return w.link;
}

static struct sqlite_link *
wait_for_link(struct sqlite *s, int *error)
{
    struct sqlite_link *link = NULL;

    *error = SQLITE_OK;
    pthread_mutex_lock(&s->pool_mutex);
    if (s->idle) {
        link = s->idle;
        s->idle = link->next;
    } else if (s->reader_count < s->reader_most) {
        link = open_another(s, error);
    } else {
        link = wait_in_queue(s);
    }
    pthread_mutex_unlock(&s->pool_mutex);
    return link;
}

static void
put_idle(struct sqlite *s, struct sqlite_link *link)
{
    struct reader_waiting *w;

    pthread_mutex_lock(&s->pool_mutex);
    w = s->first_waiting;
    if (w) {
        leave_queue(s, w);
        w->link = link;
        sem_post(&w->given);
    } else {
        link->next = s->idle;
        s->idle = link;
    }
    pthread_mutex_unlock(&s->pool_mutex);
}

bool
sqlite_take(struct act *a)
{
    struct sqlite *s = a->store->state;
    int error;
    struct sqlite_link *link = wait_for_link(s, &error);

    if (!link && error != SQLITE_OK)
        return fail_database(a, "open", sqlite3_errstr(error));
    if (!link)
        return fail(a, FAULT_BUSY, NULL,
                    "いま混み合っています。少し待ってからもう一度お試しください。");
    pthread_mutex_lock(&link->mutex);
    error = link_do(link->begin);
    link->reading = error == SQLITE_OK;
    link->cut = false;
    link->patient = a->patient;
    link->begun = clock_ticks();
    pthread_mutex_unlock(&link->mutex);
    if (error == SQLITE_OK) {
        a->link = &link->base;
        return true;
    }
    sqlite_fail(a, link, "begin", error);
    put_idle(s, link);
    return false;
}

void
sqlite_give(struct act *a)
{
    struct sqlite *s = a->store->state;
    struct sqlite_link *link = (struct sqlite_link *)a->link;

    pthread_mutex_lock(&link->mutex);
    if (!sqlite3_get_autocommit(link->db))
        link_do(link->commit);
    link->reading = false;
    link->cut = false;
    pthread_mutex_unlock(&link->mutex);
    a->link = NULL;
    put_idle(s, link);
}

void
link_cut(struct sqlite_link *link)
{
    sqlite3_stmt *stmt = NULL;

    while ((stmt = sqlite3_next_stmt(link->db, stmt)))
        sqlite3_reset(stmt);
    if (!sqlite3_get_autocommit(link->db))
        link_do(link->rollback);
    link->cut = true;
    link->base.store->readers_cut++;
    log_line(LOG_WARN, "reader.cut", NULL);
}

static bool
is_over(const struct sqlite_link *link, int64_t limit)
{
    return link->reading && !link->patient && clock_ticks() - link->begun > limit;
}

/* A statement that runs is interrupted and ends the snapshot itself; one that waits
   between two rows is ended here. Without this the WAL could only grow. */
static void
look_at(struct sqlite_link *link, int64_t limit)
{
    if (pthread_mutex_trylock(&link->mutex)) {
        if (is_over(link, limit))
            sqlite3_interrupt(link->db);
        return;
    }
    if (is_over(link, limit) && !link->cut)
        link_cut(link);
    pthread_mutex_unlock(&link->mutex);
}

void
readers_cut(struct sqlite *s)
{
    struct sqlite_link *links[MOST_READERS];
    int count = 0;

    pthread_mutex_lock(&s->pool_mutex);
    for (int i = 0; i < MOST_READERS; i++)
        if (s->readers[i])
            links[count++] = s->readers[i];
    pthread_mutex_unlock(&s->pool_mutex);
    for (int i = 0; i < count; i++)
        look_at(links[i], s->reader_limit);
}
