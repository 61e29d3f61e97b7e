#include "store/postgres.h"

#include <stdlib.h>
#include <time.h>

#include "base/must.h"

static bool
sleep_second(struct postgres *p)
{
    struct timespec until;
    bool goes_on;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&p->watch_mutex);
    while (!p->watch_ends && !pthread_cond_timedwait(&p->watch_change, &p->watch_mutex, &until))
        ;
    goes_on = !p->watch_ends;
    pthread_mutex_unlock(&p->watch_mutex);
    return goes_on;
}

static bool
number(PGconn *conn, const char *sql, int64_t *out)
{
    PGresult *result = PQexec(conn, sql);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK;

    if (done)
        *out = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return done;
}

static void *
watch_run(void *with)
{
    struct postgres *p = with;
    PGconn *conn = NULL;
    int64_t known = -1;
    int64_t cleaned;

    while (sleep_second(p)) {
        int64_t newest;

        if (!conn)
            conn = postgres_connect(p);
        if (!conn)
            continue;
        if (!number(conn, "SELECT coalesce(max(seq), 0) FROM history", &newest)) {
            PQfinish(conn);
            conn = NULL;
            continue;
        }
        if (newest != known && known >= 0)
            store_tell(p->store, newest);
        /* Searching reads the whole pending list, and the writer that overfills it would
           empty it. */
        if (newest != known)
            number(conn, "SELECT gin_clean_pending_list('word_tokens')", &cleaned);
        known = newest;
    }
    PQfinish(conn);
    return NULL;
}

bool
postgres_watch_start(struct postgres *p)
{
    if (p->watching)
        return true;
    p->watch_ends = false;
    p->watching = !pthread_create(&p->watch, NULL, watch_run, p);
    return p->watching;
}

void
postgres_watch_stop(struct postgres *p)
{
    if (!p->watching)
        return;
    pthread_mutex_lock(&p->watch_mutex);
    p->watch_ends = true;
    pthread_cond_signal(&p->watch_change);
    pthread_mutex_unlock(&p->watch_mutex);
    pthread_join(p->watch, NULL);
    p->watching = false;
}
