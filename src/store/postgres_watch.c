#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/must.h"

enum { HELD_SECONDS = 10 };

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

/* What history_seal waits for: a transaction that is older than one that has ended. Seen by
   its number alone, since pg_stat_activity hides what other users do. */
static const char oldest_open[] =
    "SELECT CASE WHEN pg_snapshot_xmin(s) < pg_snapshot_xmax(s)"
    " THEN CAST(CAST(pg_snapshot_xmin(s) AS text) AS bigint) ELSE 0 END"
    " FROM pg_current_snapshot() AS s";

struct held {
    int64_t xid; /* 0: none */
    int64_t since;
    bool said;
};

static void
look_at_oldest(struct postgres *p, PGconn *conn, struct held *held)
{
    char seconds[24];
    int64_t xid = 0;

    if (!number(conn, oldest_open, &xid) || xid != held->xid || !xid) {
        if (held->said)
            log_line(LOG_INFO, "transaction.ended", NULL);
        *held = (struct held){ .xid = xid, .since = clock_ticks() };
    }
    p->store->held_seconds = xid ? (clock_ticks() - held->since) / 1000000 : 0;
    if (held->said || p->store->held_seconds <= HELD_SECONDS)
        return;
    held->said = true;
    snprintf(seconds, sizeof(seconds), "%lld", (long long)p->store->held_seconds);
    log_line(LOG_ERROR, "transaction.open", "seconds", seconds, "said",
             "history after it is not sealed; see pg_stat_activity and pg_prepared_xacts", NULL);
}

static void *
watch_run(void *with)
{
    struct postgres *p = with;
    PGconn *conn = NULL;
    struct held held = { 0 };
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
        look_at_oldest(p, conn, &held);
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
