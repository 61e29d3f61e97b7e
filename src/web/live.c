#include "web/live.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/node.h"
#include "web/route.h"
#include "web/session.h"

enum {
    HEARTBEAT_SECONDS = 20,
    BATCH = 200,         /* rows at once; more means that pages are loaded anew */
    PENDING = 32 * 1024, /* of one listener */
    BLOCK = 4096,
};

struct live_stream {
    struct live *live;
    struct MHD_Connection *connection;
    int64_t session; /* 0: a token */
    int64_t token;   /* 0: a session */
    struct who who;  /* in `arena` */
    struct arena arena;
    int64_t from;          /* events after this one */
    struct buffer pending; /* own memory */
    bool suspended;
    bool ended;
    struct live_stream *next;
};

struct live {
    struct server *server;
    pthread_t thread;
    pthread_mutex_t mutex; /* of the streams; epoll threads wait for it: never with queries */
    struct live_stream *first;
    _Atomic int64_t count;
    _Atomic int64_t told; /* newest seq that was given to the listeners */
    int64_t generation;
    struct date day; /* on which the rights were loaded: some end with a day */
    /* Apart, so that the store's writer never waits for the streams. */
    pthread_mutex_t bell_mutex;
    pthread_cond_t bell;
    int64_t heard; /* newest seq that the store told */
    bool stop;
};

struct seq_row {
    int64_t seq;
};

static const struct query newest_seq = {
    .name = "live.newest",
    .sql = "SELECT coalesce(max(seq), 0) AS seq FROM history",
    .row_size = sizeof(struct seq_row),
    .columns = COLUMNS(COLUMN(struct seq_row, seq)),
};

struct event {
    int64_t seq;
    const char *ledger;
    int64_t record;
    const char *action;
};
struct events {
    struct event *rows;
    size_t count;
};

static const struct query events_after = {
    .name = "live.events",
    .sql = "SELECT seq, ledger, record, action FROM history WHERE seq > :seq"
           " ORDER BY seq LIMIT 201",
    .row_size = sizeof(struct event),
    .columns = COLUMNS(COLUMN(struct event, seq), COLUMN(struct event, ledger),
                       COLUMN(struct event, record), COLUMN(struct event, action)),
};

struct alive_row {
    int64_t id;
};

static const struct query session_alive = {
    .name = "live.session",
    .sql = "SELECT id FROM session WHERE id = :id AND ends_at > :now AND seen_at > :idle",
    .row_size = sizeof(struct alive_row),
    .columns = COLUMNS(COLUMN(struct alive_row, id)),
};

static const struct query token_alive = {
    .name = "live.token",
    /* Tokens do not end by resting; the bound is the one of sessions. */
    .sql = "SELECT id FROM token WHERE id = :id AND ends_at > :now AND ends_at > :idle",
    .row_size = sizeof(struct alive_row),
    .columns = COLUMNS(COLUMN(struct alive_row, id)),
};

/* The following run under the mutex. */
static void
wake(struct live_stream *s)
{
    if (!s->suspended)
        return;
    s->suspended = false;
    MHD_resume_connection(s->connection);
}

static void
put(struct live_stream *s, const char *text)
{
    if (s->ended)
        return;
    if (s->pending.length + strlen(text) > PENDING) {
        buffer_clear(&s->pending);
        buffer_text(&s->pending, "event: reload\ndata: {}\n\n");
    } else {
        buffer_text(&s->pending, text);
    }
    wake(s);
}

static ssize_t
take(void *with, uint64_t at, char *out, size_t most)
{
    struct live_stream *s = with;
    size_t count;
    ssize_t result;

    (void)at;
    pthread_mutex_lock(&s->live->mutex);
    count = s->pending.length < most ? s->pending.length : most;
    if (count > 0) {
        memcpy(out, s->pending.data, count);
        memmove(s->pending.data, s->pending.data + count, s->pending.length - count);
        s->pending.length -= count;
        result = (ssize_t)count;
    } else if (s->ended) {
        result = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        s->suspended = true;
        MHD_suspend_connection(s->connection);
        result = 0;
    }
    pthread_mutex_unlock(&s->live->mutex);
    return result;
}

static void
forget(void *with)
{
    struct live_stream *s = with;
    struct live *live = s->live;
    struct live_stream **place = &live->first;

    pthread_mutex_lock(&live->mutex);
    while (*place && *place != s)
        place = &(*place)->next;
    if (*place)
        *place = s->next;
    live->count--;
    pthread_mutex_unlock(&live->mutex);
    arena_release(&s->arena);
    buffer_release(&s->pending);
    free(s);
}

static void
copy_who(struct live_stream *s, const struct who *who)
{
    struct membership *in;

    arena_release(&s->arena);
    in = NEW_ARRAY(&s->arena, who->count, struct membership);
    for (size_t i = 0; i < who->count; i++)
        in[i] = who->in[i];
    s->who = *who;
    s->who.in = in;
    s->who.login = s->who.title = "";
}

/* Rights are asked as the listener, on a head that was read once for all of them. */
static bool
may_read(const struct act *a, const struct live_stream *s, const struct ledger *l,
         const struct record *record)
{
    struct act as = *a;

    as.who = &s->who;
    return access_may(&as, l, DEED_READ, record);
}

static void
tell(struct live *live, struct act *a, const struct event *e)
{
    const struct ledger *l = ledger_find(e->ledger);
    struct record *record;
    const char *text;
    bool found = false;

    if (!l || !e->record || strcmp(e->action, "read") == 0)
        return;
    record = arena_get(a->arena, shape_of(l)->read_size);
    if (!shape_read(a, shape_of(l), e->record, false, record, &found) || !found)
        return;
    text = arena_print(a->arena,
                       "id: %lld\nevent: change\n"
                       "data: {\"seq\":%lld,\"ledger\":\"%s\",\"id\":%lld,\"version\":%lld}\n\n",
                       (long long)e->seq, (long long)e->seq, l->name, (long long)e->record,
                       (long long)record->version);
    pthread_mutex_lock(&live->mutex);
    for (struct live_stream *s = live->first; s; s = s->next)
        if (s->from < e->seq && may_read(a, s, l, record)) {
            s->from = e->seq;
            put(s, text);
        }
    pthread_mutex_unlock(&live->mutex);
}

static void
tell_all(struct live *live, const char *text)
{
    pthread_mutex_lock(&live->mutex);
    for (struct live_stream *s = live->first; s; s = s->next)
        put(s, text);
    pthread_mutex_unlock(&live->mutex);
}

static size_t
collect(struct live *live, struct act *a, int64_t (*what)(const struct live_stream *),
        int64_t **out)
{
    size_t count = 0;

    pthread_mutex_lock(&live->mutex);
    *out = NEW_ARRAY(a->arena, (size_t)live->count, int64_t);
    for (const struct live_stream *s = live->first; s; s = s->next)
        (*out)[count++] = what(s);
    pthread_mutex_unlock(&live->mutex);
    return count;
}

static int64_t
user_of(const struct live_stream *s)
{
    return s->who.id;
}

static int64_t
session_of(const struct live_stream *s)
{
    return s->session;
}

static int64_t
token_of(const struct live_stream *s)
{
    return s->token;
}

static void
end_where(struct live *live, int64_t (*what)(const struct live_stream *), int64_t value)
{
    pthread_mutex_lock(&live->mutex);
    for (struct live_stream *s = live->first; s; s = s->next)
        if (what(s) == value) {
            s->ended = true;
            wake(s);
        }
    pthread_mutex_unlock(&live->mutex);
}

/* New rights for everybody when any right has changed, or the day has. */
static void
load_rights(struct live *live, struct act *a)
{
    struct date today = instant_date(a->now);
    int64_t generation;
    int64_t *users;
    size_t count;

    if (!who_generation(a, &generation) ||
        (generation == live->generation && today.day == live->day.day))
        return;
    live->generation = generation;
    live->day = today;
    count = collect(live, a, user_of, &users);
    for (size_t i = 0; i < count; i++) {
        struct who who;

        if (!who_load(a, users[i], &who)) {
            end_where(live, user_of, users[i]);
            continue;
        }
        pthread_mutex_lock(&live->mutex);
        for (struct live_stream *s = live->first; s; s = s->next)
            if (s->who.id == who.id)
                copy_who(s, &who);
        pthread_mutex_unlock(&live->mutex);
    }
}

/* The session of an administrator may rest for a shorter time. */
static int
idle_of(struct live *live, int64_t (*what)(const struct live_stream *), int64_t id)
{
    int idle = live->server->rules.idle;

    pthread_mutex_lock(&live->mutex);
    for (const struct live_stream *s = live->first; s; s = s->next)
        if (what(s) == id)
            idle = session_idle(&live->server->rules, &s->who);
    pthread_mutex_unlock(&live->mutex);
    return idle;
}

/* Streams whose session or token is no more. */
static void
end_dead(struct live *live, struct act *a, const struct query *alive,
         int64_t (*what)(const struct live_stream *))
{
    int64_t *ids;
    size_t count = collect(live, a, what, &ids);

    for (size_t i = 0; i < count; i++) {
        struct minutes rested = { -idle_of(live, what, ids[i]) };
        struct instant idle = instant_add(a->now, rested);
        struct alive_row row;
        bool found = true;

        if (ids[i] &&
            query_first(a, alive, &row, &found,
                        BOUND(BIND(id, ids[i]), BIND(now, a->now), BIND(idle, idle))) &&
            !found)
            end_where(live, what, ids[i]);
    }
}

static bool
is_ending(const struct event *e)
{
    return strcmp(e->action, "sign-out") == 0 || strcmp(e->action, "session-end") == 0 ||
           strcmp(e->action, "token-end") == 0;
}

/* Before anything is told: who has signed out, or was signed out, hears no more. */
static void
heed_endings(struct live *live, struct act *a, const struct events *events)
{
    bool any = false;

    for (size_t i = 0; i < events->count; i++)
        any = any || is_ending(&events->rows[i]);
    if (!any && events->count <= BATCH)
        return;
    end_dead(live, a, &session_alive, session_of);
    end_dead(live, a, &token_alive, token_of);
}

static void
tell_new(struct live *live, struct act *a)
{
    struct events events = { 0 };

    load_rights(live, a);
    if (!QUERY(a, &events_after, events, BIND(seq, live->told)))
        return;
    heed_endings(live, a, &events);
    if (events.count > BATCH) {
        struct seq_row newest = { live->told };
        bool found;

        tell_all(live, "event: reload\ndata: {}\n\n");
        if (query_first(a, &newest_seq, &newest, &found, UNBOUND) && found)
            live->told = newest.seq;
        return;
    }
    for (size_t i = 0; i < events.count; i++) {
        tell(live, a, &events.rows[i]);
        live->told = events.rows[i].seq;
    }
}

/* Sessions that ended take their streams along; the others hear that we are there. */
static void
beat(struct live *live, struct act *a)
{
    end_dead(live, a, &session_alive, session_of);
    end_dead(live, a, &token_alive, token_of);
    tell_all(live, ": \n\n");
}

/* False at the end; `*news`: the store told of rows that the listeners do not know. */
static bool
wait_for_news(struct live *live, const struct timespec *until, bool *news)
{
    int error = 0;
    bool stop;

    pthread_mutex_lock(&live->bell_mutex);
    while (!live->stop && error == 0 && (live->heard <= live->told || live->count == 0))
        error = pthread_cond_timedwait(&live->bell, &live->bell_mutex, until);
    *news = live->heard > live->told && live->count > 0;
    stop = live->stop;
    pthread_mutex_unlock(&live->bell_mutex);
    return !stop;
}

static void *
run(void *with)
{
    struct live *live = with;
    struct timespec until = { 0 };
    bool news;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += HEARTBEAT_SECONDS;
    while (wait_for_news(live, &until, &news)) {
        struct arena arena = { 0 };
        struct timespec now;
        struct act a;

        act_begin(&a, live->server->store, &arena, who_console(), ORIGIN_JOB);
        if (news)
            tell_new(live, &a);
        clock_gettime(CLOCK_REALTIME, &now);
        if (now.tv_sec >= until.tv_sec) {
            load_rights(live, &a);
            beat(live, &a);
            until = now;
            until.tv_sec += HEARTBEAT_SECONDS;
        }
        act_end(&a);
        arena_release(&arena);
    }
    return NULL;
}

/* On the store's thread: only notes the number. */
static void
hear(void *with, int64_t seq)
{
    struct live *live = with;

    pthread_mutex_lock(&live->bell_mutex);
    if (seq > live->heard)
        live->heard = seq;
    pthread_cond_signal(&live->bell);
    pthread_mutex_unlock(&live->bell_mutex);
}

struct live *
live_start(struct server *server)
{
    struct live *live = calloc(1, sizeof(*live));

    if (!live)
        out_of_memory();
    live->server = server;
    live->generation = -1;
    pthread_mutex_init(&live->mutex, NULL);
    pthread_mutex_init(&live->bell_mutex, NULL);
    pthread_cond_init(&live->bell, NULL);
    must(pthread_create(&live->thread, NULL, run, live) == 0);
    store_listen(server->store, hear, live);
    return live;
}

void
live_end(struct live *live)
{
    store_listen(live->server->store, NULL, NULL);
    pthread_mutex_lock(&live->bell_mutex);
    live->stop = true;
    pthread_cond_signal(&live->bell);
    pthread_mutex_unlock(&live->bell_mutex);
    pthread_join(live->thread, NULL);
    pthread_mutex_lock(&live->mutex);
    for (struct live_stream *s = live->first; s; s = s->next) {
        s->ended = true;
        wake(s);
    }
    pthread_mutex_unlock(&live->mutex);
}

void
live_release(struct live *live)
{
    must(!live->first);
    pthread_cond_destroy(&live->bell);
    pthread_mutex_destroy(&live->bell_mutex);
    pthread_mutex_destroy(&live->mutex);
    free(live);
}

int64_t
live_count(struct live *live)
{
    return live->count;
}

/* Who comes back and missed something loads the page anew. */
static void
begin_after(struct live_stream *s, int64_t after, int64_t newest)
{
    s->from = newest;
    buffer_text(&s->pending, "retry: 3000\n\n");
    if (after > 0 && after < newest)
        buffer_print(&s->pending, "id: %lld\nevent: reload\ndata: {}\n\n", (long long)newest);
}

struct live_stream *
live_open(struct act *a, const struct request *q)
{
    struct live *live = q->server->live;
    const char *last = request_header(q, "last-event-id");
    struct live_stream *s;
    struct seq_row newest = { 0 };
    int64_t mine = 0;
    bool found;

    if (!query_first(a, &newest_seq, &newest, &found, UNBOUND))
        return NULL;
    s = calloc(1, sizeof(*s));
    if (!s)
        out_of_memory();
    s->live = live;
    s->session = q->session->id;
    s->token = q->session->token;
    copy_who(s, &q->session->who);
    begin_after(s, last ? strtoll(last, NULL, 10) : 0, newest.seq);
    pthread_mutex_lock(&live->mutex);
    for (const struct live_stream *each = live->first; each; each = each->next)
        mine += each->who.id == s->who.id && each->session == s->session && each->token == s->token;
    if (mine < LIVE_A_SESSION && live->count < LIVE_A_NODE && !q->server->stopping) {
        if (!live->first && live->told < newest.seq)
            live->told = newest.seq;
        s->next = live->first;
        live->first = s;
        live->count++;
        pthread_mutex_unlock(&live->mutex);
        return s;
    }
    pthread_mutex_unlock(&live->mutex);
    arena_release(&s->arena);
    buffer_release(&s->pending);
    free(s);
    fail(a, FAULT_MANY, NULL, "開いている画面が多いため、自動の更新はできません。");
    return NULL;
}

struct MHD_Response *
live_response(struct live_stream *s, struct MHD_Connection *connection)
{
    struct MHD_Response *response;

    pthread_mutex_lock(&s->live->mutex);
    s->connection = connection;
    response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, take, s, forget);
    pthread_mutex_unlock(&s->live->mutex);
    if (!response)
        out_of_memory();
    return response;
}
