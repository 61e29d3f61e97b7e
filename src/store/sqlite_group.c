#include <string.h>

#include "base/log.h"
#include "base/must.h"
#include "store/seat.h"
#include "store/sqlite.h"
#include "store/words_engine.h"

enum {
    GROUP_ACTS = 64,
    GROUP_US = 30 * 1000,
    SEAT_WAIT_MS = 15 * 1000,
    TEXT_A_PAGE = 768, /* bytes of words; about twice what merging has to keep up with */
    LEAST_PAGES = 16,
    MOST_PAGES = 10000,
    MANY_SEGMENTS = 16,
};

struct group {
    struct sqlite *sqlite;
    struct waiting *first;
    struct waiting *last;
    int count;
    int64_t started;
    struct words_change *words;
    struct words_change *last_words;
};

void
words_wait(struct act *a, struct words_change change)
{
    struct words_change *kept = NEW(a->arena, struct words_change);

    must(a->writing);
    *kept = change;
    kept->next = NULL;
    if (a->link->last_words)
        a->link->last_words->next = kept;
    else
        a->link->words = kept;
    a->link->last_words = kept;
}

static void
add(struct group *g, struct waiting *w)
{
    w->next = NULL;
    *(g->last ? &g->last->next : &g->first) = w;
    g->last = w;
    g->count++;
}

/* The next act of the queue that may join; everything when `all`. A seat, an act that wants
   to be alone, and one that wants the disk in a group that does not wait for it, wait for
   the next group. */
static struct waiting *
next_act(struct group *g, bool all)
{
    struct sqlite *s = g->sqlite;
    struct waiting *w;

    if (!all &&
        (g->last->work->alone || g->count >= GROUP_ACTS || clock_ticks() - g->started > GROUP_US))
        return NULL;
    pthread_mutex_lock(&s->queue_mutex);
    w = s->first;
    if (w && (w->seat >= 0 || (!all && (w->work->alone || (s->soon && !w->work->soon)))))
        w = NULL;
    if (w) {
        s->first = w->next;
        if (!s->first)
            s->last = NULL;
    }
    pthread_mutex_unlock(&s->queue_mutex);
    return w;
}

/* In WAL mode the order of commits holds either way: a later one that waits for the disk
   brings those before it along. */
static int
set_waiting(struct sqlite *s, bool soon)
{
    int error;

    if (s->soon == soon)
        return SQLITE_OK;
    error =
        sqlite3_exec(s->writer->db, soon ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL",
                     NULL, NULL, NULL);
    if (error == SQLITE_OK)
        s->soon = soon;
    return error;
}

static bool
begin(struct sqlite *s, bool soon)
{
    int error = SQLITE_OK;

    s->group_arena = (struct arena){ 0 };
    act_begin(&s->group, s->store, &s->group_arena, NULL, ORIGIN_JOB);
    s->id_known = false;
    s->id_moved = false;
    if (!seat_take(s->seat, SEAT_WAIT_MS)) {
        log_line(LOG_WARN, "seat.refused", NULL);
        return false;
    }
    if (!s->writer) {
        s->writer = link_open(s, true, &error);
        s->soon = false;
    }
    if (s->writer)
        error = set_waiting(s, soon);
    if (s->writer && error == SQLITE_OK)
        error = link_do(s->writer->begin);
    if (error == SQLITE_OK) {
        s->writer->hopeless = false;
        return true;
    }
    log_line(LOG_ERROR, "group.begin", "said", sqlite3_errstr(error), NULL);
    seat_give(s->seat);
    return false;
}

static bool
is_hopeless(const struct sqlite_link *link)
{
    /* SQLite may have rolled everything back by itself (disk full, no memory). */
    return link->hopeless || sqlite3_get_autocommit(link->db);
}

/* False when the group as a whole is lost; an act that only refuses leaves the others. */
static bool
run_act(struct group *g, struct waiting *w)
{
    struct sqlite_link *link = g->sqlite->writer;
    struct act *a = w->act;

    link->base.words = NULL;
    link->base.last_words = NULL;
    if (link_do(link->savepoint) != SQLITE_OK)
        return false;
    a->link = &link->base;
    a->writing = true;
    w->done = w->work->run(a, w->work->with);
    a->writing = false;
    a->link = NULL;
    if (is_hopeless(link))
        return false;
    if (w->done && link->base.words) {
        *(g->last_words ? &g->last_words->next : &g->words) = link->base.words;
        g->last_words = link->base.last_words;
    }
    if (!w->done && link_do(link->undo) != SQLITE_OK)
        return false;
    return link_do(link->release) == SQLITE_OK;
}

static bool
write_id(struct sqlite *s)
{
    static const struct query put = {
        .name = "counter.id",
        .sql = "INSERT INTO counter (key, number) VALUES ('id', :number)"
               " ON CONFLICT (key) DO UPDATE SET number = excluded.number",
    };

    return !s->id_moved || query_run(&s->group, &put, NULL, BOUND(BIND(number, s->id)));
}

/* Each group pays for its own words: merged later all at once, one commit in 256 took 300 ms. */
static bool
merge_words(struct group *g)
{
    struct sqlite *s = g->sqlite;
    int pages;
    bool more;

    for (const struct words_change *c = g->words; c; c = c->next)
        s->words_owed += strlen(c->before.text) + strlen(c->after.text) + 1;
    pages =
        s->words_owed < MOST_PAGES * TEXT_A_PAGE ? (int)(s->words_owed / TEXT_A_PAGE) : MOST_PAGES;
    if (pages < LEAST_PAGES)
        return true;
    s->words_owed = 0;
    return words_merge(&s->group, pages, MANY_SEGMENTS, &more);
}

/* What belongs to the group and not to an act, and then the one commit. */
static bool
commit(struct group *g)
{
    struct sqlite *s = g->sqlite;
    bool done;
    int error;

    s->group.link = &s->writer->base;
    s->group.writing = true;
    done = (!g->words || (words_flush(&s->group, g->words) && merge_words(g))) && write_id(s) &&
           !is_hopeless(s->writer);
    s->group.writing = false;
    s->group.link = NULL;
    if (!done)
        return false;
    error = link_do(s->writer->commit);
    if (error != SQLITE_OK)
        log_line(LOG_ERROR, "group.commit", "said", sqlite3_errmsg(s->writer->db), NULL);
    return error == SQLITE_OK;
}

static void
roll_back(struct group *g)
{
    struct sqlite *s = g->sqlite;

    if (!sqlite3_get_autocommit(s->writer->db))
        link_do(s->writer->rollback);
    must(sqlite3_get_autocommit(s->writer->db));
}

/* A refusal inside a lost group is lost too: it may rest on what another act of the group
   had written. */
static void
answer(struct group *g, bool kept)
{
    struct waiting *next;

    for (struct waiting *w = g->first; w; w = next) {
        next = w->next;
        if (!kept) {
            act_again(w->act, w->place);
            w->done = fail_unwritten(w->act);
        }
        sem_post(&w->answered);
    }
}

void
group_run(struct sqlite *s, struct waiting *first)
{
    struct group g = { .sqlite = s, .started = clock_ticks() };
    bool begun;
    bool kept;

    add(&g, first);
    begun = begin(s, first->work->soon);
    kept = begun;
    for (struct waiting *w = first; kept && w;) {
        if (w != first)
            add(&g, w);
        kept = run_act(&g, w);
        w = kept ? next_act(&g, false) : NULL;
    }
    kept = kept && commit(&g);
    if (begun && !kept)
        roll_back(&g);
    if (begun)
        seat_give(s->seat);
    if (!begun) /* else each of them would wait for the seat in turn */
        for (struct waiting *w = next_act(&g, true); w; w = next_act(&g, true))
            add(&g, w);
    if (kept) {
        s->commits++;
        s->store->groups++;
        s->store->acts += g.count;
        if (g.words)
            s->words_loose = true;
    }
    answer(&g, kept);
    arena_release(&s->group_arena);
    if (kept)
        watch_tell(s, s->writer);
}
