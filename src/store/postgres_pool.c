#include "store/postgres.h"

#include <time.h>

#include "base/must.h"

enum { WAIT_SECONDS = 10 };

static bool
fail_unreachable(struct act *a)
{
    return fail(
        a, FAULT_BUSY, NULL,
        "データベースとつながりません。少し待ってからもう一度お試しください。"
        "続くときは、データベースのサーバーが動いているか管理者に確かめてもらってください。");
}

/* Waits for an idle connection or the place for a new one (`*idle` NULL); false when none
   came free in time. */
static bool
take_place(struct postgres *p, struct postgres_link **idle)
{
    struct timespec until;
    int waited = 0;
    bool placed;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&p->mutex);
    while (!p->idle && p->open >= p->most && !waited)
        waited = pthread_cond_timedwait(&p->change, &p->mutex, &until);
    *idle = p->idle;
    placed = *idle || p->open < p->most;
    if (*idle)
        p->idle = (*idle)->next;
    else if (placed)
        p->open++;
    pthread_mutex_unlock(&p->mutex);
    return placed;
}

static void
free_place(struct postgres *p)
{
    pthread_mutex_lock(&p->mutex);
    p->open--;
    pthread_cond_signal(&p->change);
    pthread_mutex_unlock(&p->mutex);
}

bool
postgres_take_link(struct act *a, struct postgres_link **link)
{
    struct postgres *p = a->store->state;

    if (!take_place(p, link))
        return fail(a, FAULT_BUSY, NULL,
                    "いま混み合っています。少し待ってからもう一度お試しください。");
    if (*link) {
        link_clear(*link);
        return true;
    }
    *link = link_new(p);
    if (*link)
        return true;
    free_place(p);
    return fail_unreachable(a);
}

void
postgres_give_link(struct postgres_link *link)
{
    struct postgres *p = link->postgres;

    if (link->lost) {
        link_free(link);
        free_place(p);
        return;
    }
    pthread_mutex_lock(&p->mutex);
    link->next = p->idle;
    p->idle = link;
    pthread_cond_signal(&p->change);
    pthread_mutex_unlock(&p->mutex);
}

bool
postgres_take(struct act *a)
{
    struct postgres_link *link;

    if (!postgres_take_link(a, &link))
        return false;
    link->base.writer = false;
    link->patient = a->patient;
    a->link = &link->base;
    return true;
}

/* The end of a reading transaction is sent and not waited for. */
void
postgres_give(struct act *a)
{
    struct postgres_link *link = (struct postgres_link *)a->link;

    link_unstream(link, false);
    if (link->begun && !link->lost) {
        link_say(link, EXPECT_IGNORED, "COMMIT");
        link_sync(link);
    }
    a->link = NULL;
    postgres_give_link(link);
}

void
postgres_open_transaction(struct postgres_link *link)
{
    if (link->begun || link->lost)
        return;
    link->begun = true;
    if (link->alone)
        link_say(link, EXPECT_DONE, "BEGIN ISOLATION LEVEL READ COMMITTED");
    else if (link->base.writer)
        link_say(link, EXPECT_DONE, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    else
        link_say(link, EXPECT_DONE, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (link->alone || link->patient) {
        link_say(link, EXPECT_DONE, "SET LOCAL statement_timeout = 0");
        link_say(link, EXPECT_DONE, "SET LOCAL idle_in_transaction_session_timeout = 0");
    }
    /* Asked for at once, so that a COMMIT whose answer is lost can be looked up. */
    if (link->base.writer)
        link_say(link, EXPECT_XID, "SELECT pg_current_xact_id()");
}

void
postgres_pool_release(struct postgres *p)
{
    while (p->idle) {
        struct postgres_link *link = p->idle;

        p->idle = link->next;
        link_free(link);
        p->open--;
    }
    must(p->open == 0); /* an act still holds a connection */
}
