/*
 * act_write on PostgreSQL: a serializable transaction that is tried again when it met
 * others, and whose end is known even when the answer to COMMIT was lost.
 */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/crypto.h"
#include "base/must.h"

enum {
    MOST_TRIES = 8,
    FREE_TRIES = 3,
    MOST_LOSSES = 2,
    ASK_TRIES = 25,
    ASK_MS = 200,
    LOCK_ALONE = 0x7a5c1,
    LOCK_QUEUE = 0x7a5c2
};

enum outcome {
    OUTCOME_DONE,
    OUTCOME_REFUSED, /* by work, or by the database for good */
    OUTCOME_AGAIN,
    OUTCOME_LOCK, /* again, with a lock more */
    OUTCOME_LOST, /* surely not committed */
    OUTCOME_UNKNOWN,
};

static void
pause_ms(long ms)
{
    struct timespec span = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&span, NULL);
}

/* Doubling, and at random so that two that met do not meet again. */
static void
pause_before(int try)
{
    unsigned char byte;

    random_bytes(&byte, 1);
    pause_ms((1L << (try < 6 ? try : 6)) * (byte % 4 + 1));
}

/* Acts that have met others often enough form a queue, so that each gets through. */
static void
wait_turn(struct postgres_link *link, int tries)
{
    if (tries < FREE_TRIES)
        pause_before(tries);
    if (tries == FREE_TRIES)
        link->lock_wanted = LOCK_QUEUE;
}

/* Locks are taken before BEGIN, each with a Sync of its own, so that the snapshot is made
   after the wait. They outlive ROLLBACK and go after COMMIT. */
static void
say_locks(struct postgres_link *link)
{
    for (int i = 0; i < link->lock_count; i++) {
        char sql[64];

        snprintf(sql, sizeof(sql), "SELECT pg_advisory_lock(%lld)", (long long)link->locks[i]);
        link_say(link, EXPECT_DONE, sql);
        link_sync(link);
    }
}

static void
drop_locks(struct postgres_link *link)
{
    if (!link->lock_count)
        return;
    link_say(link, EXPECT_IGNORED, "SELECT pg_advisory_unlock_all()");
    link_sync(link);
}

/* Ascending, so that no two acts wait for each other. */
static void
add_lock(struct postgres_link *link, int64_t lock)
{
    int at = link->lock_count++;

    must(link->lock_count <= MOST_LOCKS);
    for (; at > 0 && link->locks[at - 1] > lock; at--)
        link->locks[at] = link->locks[at - 1];
    link->locks[at] = lock;
}

static enum outcome
commit(struct act *a, struct postgres_link *link, bool soon)
{
    if (!link->begun)
        return OUTCOME_DONE;
    if (soon)
        link_say(link, EXPECT_DONE, "SET LOCAL synchronous_commit = off");
    link_say(link, EXPECT_COMMIT, "COMMIT");
    link_sync(link);
    if (link_settle(link) && link->committed)
        return OUTCOME_DONE;
    if (link->lost)
        return OUTCOME_UNKNOWN;
    if (link->again)
        return OUTCOME_AGAIN;
    if (link->failed)
        postgres_fail(a, link);
    else
        fail_database(a, "COMMIT", "the transaction had failed before");
    return OUTCOME_REFUSED;
}

static enum outcome
run(struct act *a, struct postgres_link *link, const struct work *work)
{
    bool done;

    link->base.writer = true;
    link->alone = work->alone;
    say_locks(link);
    a->link = &link->base;
    a->writing = true;
    done = work->run(a, work->with);
    a->writing = false;
    a->link = NULL;
    link_unstream(link, false);
    if (link->lost)
        return OUTCOME_LOST;
    if (link->lock_wanted)
        return OUTCOME_LOCK;
    if (link->again)
        return OUTCOME_AGAIN;
    if (done && !link->failed)
        return commit(a, link, work->soon);
    if (done)
        postgres_fail(a, link);
    return OUTCOME_REFUSED;
}

/* Asks the server whether the transaction has been committed. */
static enum outcome
look_up(struct postgres *p, int64_t xid)
{
    enum outcome outcome = OUTCOME_UNKNOWN;

    for (int i = 0; i < ASK_TRIES && outcome == OUTCOME_UNKNOWN && xid; i++) {
        PGconn *conn = postgres_connect(p);
        PGresult *result = NULL;
        char sql[80];

        snprintf(sql, sizeof(sql), "SELECT pg_xact_status('%lld'::xid8)", (long long)xid);
        if (conn)
            result = PQexec(conn, sql);
        if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            switch (*PQgetvalue(result, 0, 0)) {
            case 'c':
                outcome = OUTCOME_DONE;
                break;
            case 'a':
                outcome = OUTCOME_LOST;
                break;
            default: /* in progress: the server has not noticed yet */
                break;
            }
        }
        PQclear(result);
        PQfinish(conn);
        if (outcome == OUTCOME_UNKNOWN)
            pause_ms(ASK_MS);
    }
    return outcome;
}

/* Makes the link ready for the next try: what was begun is undone, locks are kept. */
static bool
start_again(struct act *a, struct postgres_link *link, struct act_place place, bool connect)
{
    int64_t wanted = link->lock_wanted;

    act_again(a, place);
    if (connect) {
        if (!link_connect(link))
            return postgres_fail(a, link);
    } else if (link->begun) {
        link_say(link, EXPECT_IGNORED, "ROLLBACK");
        link_sync(link);
    }
    drop_locks(link);
    link_clear(link);
    if (wanted)
        add_lock(link, wanted);
    return true;
}

static void
finish(struct postgres_link *link, enum outcome outcome)
{
    if (link->begun && !link->lost && outcome != OUTCOME_DONE) {
        link_say(link, EXPECT_IGNORED, "ROLLBACK");
        link_sync(link);
    }
    if (!link->lost)
        drop_locks(link);
    link->lock_count = 0;
    postgres_give_link(link);
}

static bool
fail_unknown(struct act *a)
{
    return fail(a, FAULT_BROKEN, NULL,
                "データベースとのつながりが切れ、書き込めたかどうか分かりません。"
                "一覧で確かめてから、必要ならもう一度お試しください。");
}

bool
postgres_write(struct act *a, const struct work *work)
{
    struct act_place place = act_here(a);
    struct postgres_link *link;
    enum outcome outcome = OUTCOME_AGAIN;
    int tries = 0, losses = 0;
    bool ready = true;

    if (!postgres_take_link(a, &link))
        return false;
    link->lock_count = 0;
    if (work->alone)
        add_lock(link, LOCK_ALONE);
    while (ready) {
        outcome = run(a, link, work);
        if (outcome == OUTCOME_UNKNOWN)
            outcome = look_up(link->postgres, link->xid);
        if (outcome == OUTCOME_AGAIN && tries < MOST_TRIES)
            wait_turn(link, ++tries);
        else if (outcome == OUTCOME_LOST && losses < MOST_LOSSES)
            losses++;
        else if (outcome != OUTCOME_LOCK)
            break;
        a->store->retries += outcome != OUTCOME_LOCK;
        ready = start_again(a, link, place, outcome == OUTCOME_LOST);
    }
    if (outcome == OUTCOME_UNKNOWN) {
        act_again(a, place);
        fail_unknown(a);
    } else if (outcome == OUTCOME_AGAIN && ready && a->fault_count == place.faults) {
        postgres_fail(a, link);
    } else if (outcome == OUTCOME_LOST && ready && a->fault_count == place.faults) {
        postgres_fail(a, link);
    }
    if (outcome == OUTCOME_DONE) {
        a->store->groups++;
        a->store->acts++;
    }
    finish(link, outcome);
    return outcome == OUTCOME_DONE;
}
