#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/must.h"
#include "ledger/verify_parts.h"
#include "store/query.h"

/* Rows of a chunk, counted by their numbers; chunks that may be ready or under way. */
enum { CHUNK = 4096, CHUNKS = 8, MOST_THREADS = 4 };

struct verify_feed {
    const struct verify *v;
    pthread_mutex_t mutex;
    pthread_cond_t change;
    struct verify_chunk chunks[CHUNKS];
    int64_t taken;  /* chunks begun */
    int64_t passed; /* chunks given out and done with */
    int64_t after;  /* the highest number of the last one begun */
    bool ended;     /* no rows behind `after`, or told to stop */
    pthread_t threads[MOST_THREADS];
    int thread_count;
};

#define PART(column, member, type)                                                                 \
    {                                                                                              \
        column, offsetof(struct verify_row, member), type                                          \
    }
#define NAMES                                                                                      \
    "SELECT txid, seq, at, actor, session, origin, request, ledger, record, action, reason,"       \
    " detail_hash, detail,"
#define RANGE " FROM history WHERE seq >= :first AND seq <= :last ORDER BY seq"

/* Texts are asked for their size, since a NUL inside one would hide what stands behind it. */
static const struct query rows_query = {
    .name = "verify.rows",
    .sql = NAMES " length(CAST(at AS BLOB)) + length(CAST(origin AS BLOB))"
                 " + length(CAST(request AS BLOB)) + length(CAST(ledger AS BLOB))"
                 " + length(CAST(action AS BLOB)) + length(CAST(reason AS BLOB))"
                 " + length(CAST(detail AS BLOB)) AS size,"
                 " typeof(txid) = 'integer' AND typeof(seq) = 'integer' AND typeof(at) = 'text'"
                 " AND typeof(actor) = 'integer' AND typeof(session) = 'integer'"
                 " AND typeof(origin) = 'text' AND typeof(request) = 'text'"
                 " AND typeof(ledger) = 'text' AND typeof(record) = 'integer'"
                 " AND typeof(action) = 'text' AND typeof(reason) = 'text'"
                 " AND typeof(detail_hash) = 'blob' AND typeof(detail) = 'text' AS typed" RANGE,
    .postgres = NAMES " -1 AS size, pg_typeof(txid) = CAST('bigint' AS regtype)"
                      " AND pg_typeof(seq) = CAST('bigint' AS regtype)"
                      " AND pg_typeof(actor) = CAST('bigint' AS regtype)"
                      " AND pg_typeof(session) = CAST('bigint' AS regtype)"
                      " AND pg_typeof(record) = CAST('bigint' AS regtype)"
                      " AND pg_typeof(detail_hash) = CAST('bytea' AS regtype)"
                      " AND at IS NOT NULL AND actor IS NOT NULL AND session IS NOT NULL"
                      " AND origin IS NOT NULL AND request IS NOT NULL AND ledger IS NOT NULL"
                      " AND record IS NOT NULL AND action IS NOT NULL AND reason IS NOT NULL"
                      " AND detail IS NOT NULL AS typed" RANGE,
    .row_size = sizeof(struct verify_row),
    .columns = COLUMNS(
        PART("txid", leaf.txid, COLUMN_INT), PART("seq", leaf.seq, COLUMN_INT),
        PART("at", leaf.at, COLUMN_TEXT), PART("actor", leaf.actor, COLUMN_INT),
        PART("session", leaf.session, COLUMN_INT), PART("origin", leaf.origin, COLUMN_TEXT),
        PART("request", leaf.request, COLUMN_TEXT), PART("ledger", leaf.ledger, COLUMN_TEXT),
        PART("record", leaf.record, COLUMN_INT), PART("action", leaf.action, COLUMN_TEXT),
        PART("reason", leaf.reason, COLUMN_TEXT),
        PART("detail_hash", leaf.detail_hash, COLUMN_BYTES), PART("detail", detail, COLUMN_TEXT),
        PART("size", size, COLUMN_INT), PART("typed", typed, COLUMN_BOOL)),
};

struct next_row {
    int64_t seq;
};

/* Numbers may have any gap, put there by hand too. */
static const struct query next_query = {
    .name = "verify.next",
    .sql = "SELECT seq FROM history WHERE seq > :after ORDER BY seq LIMIT 1",
    .row_size = sizeof(struct next_row),
    .columns = COLUMNS(COLUMN(struct next_row, seq)),
};

/* --- a thread: takes chunks in turn, reads and hashes ------------------------------------- */

static void
tell_failure(struct verify_chunk *c, const struct act *a)
{
    if (c->failed && a->faults)
        c->why = arena_copy(&c->arena, a->last_fault->message);
}

/* The next chunk; NULL at the end. The mutex is held. */
static struct verify_chunk *
take(struct verify_feed *f, struct act *a)
{
    struct verify_chunk *c;
    struct next_row next;
    bool found = false;

    while (!f->ended && f->taken - f->passed == CHUNKS)
        pthread_cond_wait(&f->change, &f->mutex);
    if (f->ended)
        return NULL;
    c = &f->chunks[f->taken % CHUNKS];
    c->failed = !query_first(a, &next_query, &next, &found, BOUND(bind_int("after", f->after)));
    tell_failure(c, a);
    f->ended = c->failed || !found;
    c->ready = c->failed;
    if (!found && !c->failed)
        return NULL;
    f->taken++;
    if (c->failed)
        return NULL;
    c->first = next.seq;
    c->last = next.seq > INT64_MAX - CHUNK ? INT64_MAX : next.seq + CHUNK - 1;
    f->after = c->last;
    return c;
}

static void
read_chunk(struct verify_chunk *c, struct act *a)
{
    c->failed = !query_each(a, &rows_query, row_see, c,
                            BOUND(bind_int("first", c->first), bind_int("last", c->last)));
    tell_failure(c, a);
}

static void *
work(void *with)
{
    struct verify_feed *f = with;
    struct arena arena = { 0 };
    struct verify_chunk *c;
    struct act a;

    act_begin(&a, f->v->a->store, &arena, f->v->a->who, f->v->a->origin);
    a.patient = true;
    pthread_mutex_lock(&f->mutex);
    while ((c = take(f, &a)) != NULL) {
        pthread_mutex_unlock(&f->mutex);
        read_chunk(c, &a);
        pthread_mutex_lock(&f->mutex);
        c->ready = true;
        f->ended = f->ended || c->failed || c->wrong;
        pthread_cond_broadcast(&f->change);
    }
    pthread_cond_broadcast(&f->change);
    pthread_mutex_unlock(&f->mutex);
    act_end(&a);
    arena_release(&arena);
    return NULL;
}

/* --- the one who takes them in order -------------------------------------------------------- */

struct verify_feed *
feed_start(struct verify *v)
{
    struct verify_feed *f = NEW(v->a->arena, struct verify_feed);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    f->v = v;
    f->after = INT64_MIN;
    pthread_mutex_init(&f->mutex, NULL);
    pthread_cond_init(&f->change, NULL);
    for (size_t i = 0; i < CHUNKS; i++) {
        f->chunks[i].now = v->a->now;
        sha256_init(&f->chunks[i].run);
    }
    for (int i = 0; i < MOST_THREADS && (i == 0 || i < cores); i++)
        if (pthread_create(&f->threads[i], NULL, work, f) == 0)
            f->thread_count++;
        else
            break;
    return f;
}

static void
pass(struct verify_feed *f, struct verify_chunk *c)
{
    buffer_clear(&c->leaves);
    buffer_clear(&c->emptied);
    buffer_clear(&c->events);
    arena_release(&c->arena);
    c->arena = (struct arena){ 0 };
    c->wrong = c->why = NULL;
    c->ready = c->failed = false;
    f->passed++;
    pthread_cond_broadcast(&f->change);
}

struct verify_chunk *
feed_next(struct verify_feed *f, struct verify_chunk *before)
{
    struct verify_chunk *c;

    pthread_mutex_lock(&f->mutex);
    if (before)
        pass(f, before);
    c = &f->chunks[f->passed % CHUNKS];
    while (f->passed < f->taken ? !c->ready : !f->ended && f->thread_count)
        pthread_cond_wait(&f->change, &f->mutex);
    if (f->passed == f->taken)
        c = NULL;
    pthread_mutex_unlock(&f->mutex);
    return c;
}

bool
feed_stop(struct verify_feed *f)
{
    uint8_t unused[SHA256_BYTES];

    pthread_mutex_lock(&f->mutex);
    f->ended = true;
    pthread_cond_broadcast(&f->change);
    pthread_mutex_unlock(&f->mutex);
    for (int i = 0; i < f->thread_count; i++)
        pthread_join(f->threads[i], NULL);
    for (size_t i = 0; i < CHUNKS; i++) {
        struct verify_chunk *c = &f->chunks[i];

        sha256_end(&c->run, unused);
        buffer_release(&c->leaves);
        buffer_release(&c->emptied);
        buffer_release(&c->events);
        buffer_release(&c->bytes);
        arena_release(&c->arena);
    }
    pthread_cond_destroy(&f->change);
    pthread_mutex_destroy(&f->mutex);
    return f->thread_count > 0;
}
