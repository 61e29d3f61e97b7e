/*
 * Moves the WAL into the database file. The bulk is moved by a thread and connection of
 * its own while the writer goes on; what was written meanwhile is little, and the writer
 * moves it between two groups, so that the WAL can begin again.
 */
#include "store/sqlite_checkpoint.h"

#include <errno.h>

#include "base/log.h"
#include "base/must.h"
#include "store/sqlite.h"

enum {
    CHECKPOINT_PAGES = 4000, /* 16 MB of WAL */
    RESTART_PAGES = 16000,   /* readers have kept the WAL from starting again for long */
    PATIENCE_PAGES = 1000,   /* after a checkpoint that readers kept from its end */
    REST_PAGES = 1000,       /* what the writer itself moves */
    RESTART_MS = 50,
    BUSY_MS = 5000,
};

/* One pass of the thread; the writer begins it, and looks at it when it is done. */
enum pass { PASS_NONE, PASS_RUNS, PASS_DONE };

static void *
move_on(void *with)
{
    struct sqlite *s = with;
    struct mover *m = &s->mover;

    for (;;) {
        int error;

        while (sem_wait(&m->wanted))
            must(errno == EINTR);
        if (m->stop)
            return NULL;
        m->pages = m->moved = 0;
        error = sqlite3_wal_checkpoint_v2(m->link->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &m->pages,
                                          &m->moved);
        if (error != SQLITE_OK && error != SQLITE_BUSY)
            log_line(LOG_WARN, "checkpoint", "said", sqlite3_errstr(error), (char *)NULL);
        m->pass = PASS_DONE;
    }
}

static bool
mover_start(struct sqlite *s)
{
    struct mover *m = &s->mover;
    int error;

    if (m->runs)
        return true;
    if (!m->link)
        m->link = link_open(s, true, &error);
    if (!m->link)
        return false;
    must(!sem_init(&m->wanted, 0, 0));
    m->runs = !pthread_create(&m->thread, NULL, move_on, s);
    return m->runs;
}

void
checkpoint_stop(struct sqlite *s)
{
    struct mover *m = &s->mover;

    if (m->runs) {
        m->stop = true;
        sem_post(&m->wanted);
        pthread_join(m->thread, NULL);
        sem_destroy(&m->wanted);
    }
    m->runs = false;
    link_close(m->link);
    m->link = NULL;
}

static void
move_here(struct sqlite *s)
{
    int mode = SQLITE_CHECKPOINT_PASSIVE;
    int pages = 0;
    int moved = 0;

    if (s->mover.wal_pages >= RESTART_PAGES) {
        mode = SQLITE_CHECKPOINT_RESTART;
        sqlite3_busy_timeout(s->writer->db, RESTART_MS);
    }
    sqlite3_wal_checkpoint_v2(s->writer->db, NULL, mode, &pages, &moved);
    if (mode == SQLITE_CHECKPOINT_RESTART)
        sqlite3_busy_timeout(s->writer->db, BUSY_MS);
    s->mover.again_at = pages == moved ? 0 : s->mover.wal_pages + PATIENCE_PAGES;
    s->mover.moved = moved;
}

void
checkpoint(struct sqlite *s)
{
    struct mover *m = &s->mover;

    if (!s->writer || m->pass == PASS_RUNS)
        return;
    if (m->pass == PASS_DONE && m->moved < m->pages)
        s->mover.again_at = s->mover.wal_pages + PATIENCE_PAGES;
    m->pass = PASS_NONE;
    if (s->mover.wal_pages < m->moved)
        m->moved = 0; /* it has begun again */
    if (s->mover.wal_pages < CHECKPOINT_PAGES || s->mover.wal_pages < s->mover.again_at)
        return;
    if (s->mover.wal_pages < RESTART_PAGES && s->mover.wal_pages - m->moved > REST_PAGES &&
        mover_start(s)) {
        m->pass = PASS_RUNS;
        sem_post(&m->wanted);
    } else {
        move_here(s);
    }
}

bool
checkpoint_whole(struct sqlite *s)
{
    int error;

    sqlite3_busy_timeout(s->writer->db, 0);
    error = sqlite3_wal_checkpoint_v2(s->writer->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(s->writer->db, BUSY_MS);
    if (error == SQLITE_OK) {
        s->mover.wal_pages = 0;
        s->mover.again_at = 0;
    }
    return error == SQLITE_OK;
}
