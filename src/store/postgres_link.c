#include "store/postgres_link.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/must.h"
#include "store/parameter.h"
#include "store/postgres.h"

enum { CONNECT_SECONDS = 5, QUEUE_MOST = 1024 };

/* Types of parameters: what is bound as a number must meet a number, on both databases. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25 };

/* Settings that our statements count on. enable_seqscan is off since reading a whole small
   table in a serializable transaction makes it clash with every writer of it. The schema
   is `tasuki` unless the URL's options name another. Emptying GIN's pending list takes as
   many turns as work_mem makes of it, each of which touches most of the words. */
static const char settings[] =
    "SELECT set_config('search_path', CASE WHEN current_setting('search_path') ="
    " '\"$user\", public' THEN 'tasuki' ELSE current_setting('search_path') END, false),"
    " set_config('TimeZone', 'UTC', false), set_config('statement_timeout', '30s', false),"
    " set_config('lock_timeout', '5s', false),"
    " set_config('idle_in_transaction_session_timeout', '60s', false),"
    " set_config('jit', 'off', false), set_config('enable_seqscan', 'off', false),"
    " set_config('random_page_cost', '1.1', false), set_config('work_mem', '32MB', false),"
    " set_config('max_parallel_workers_per_gather', '0', false),"
    " set_config('client_min_messages', 'error', false)";

static void
keep_quiet(void *with, const PGresult *result)
{
    (void)with;
    (void)result;
}

PGconn *
postgres_connect(const struct postgres *p)
{
    char seconds[8];
    const char *names[] = { "application_name", "connect_timeout", "dbname", "client_encoding",
                            NULL };
    const char *values[] = { "tasuki", seconds, p->url, "UTF8", NULL };
    PGresult *result = NULL;
    PGconn *conn;

    snprintf(seconds, sizeof(seconds), "%d", CONNECT_SECONDS);
    conn = PQconnectdbParams(names, values, 1);
    if (conn && PQstatus(conn) == CONNECTION_OK) {
        PQsetNoticeReceiver(conn, keep_quiet, NULL);
        result = PQexec(conn, settings);
    }
    if (PQresultStatus(result) == PGRES_TUPLES_OK) {
        PQclear(result);
        return conn;
    }
    log_line(LOG_DEBUG, "database.connect", "said", conn ? PQerrorMessage(conn) : "", NULL);
    PQclear(result);
    PQfinish(conn);
    return NULL;
}

static void
forget_statements(struct postgres_link *link)
{
    memset(link->buckets, 0, sizeof(link->buckets));
    link->prepared_count = 0;
    arena_release(&link->texts);
}

static void
disconnect(struct postgres_link *link)
{
    PQfinish(link->conn);
    link->conn = NULL;
    link->queue_from = link->queue_until = 0;
    forget_statements(link);
}

bool
link_connect(struct postgres_link *link)
{
    disconnect(link);
    link->conn = postgres_connect(link->postgres);
    if (link->conn && (PQsetnonblocking(link->conn, 1) || !PQenterPipelineMode(link->conn)))
        disconnect(link);
    link_clear(link);
    link->lost = !link->conn;
    return link->conn;
}

struct postgres_link *
link_new(struct postgres *p)
{
    struct postgres_link *link = calloc(1, sizeof(*link));

    if (!link)
        out_of_memory();
    link->postgres = p;
    link->base.store = p->store;
    if (link_connect(link))
        return link;
    link_free(link);
    return NULL;
}

void
link_free(struct postgres_link *link)
{
    if (!link)
        return;
    disconnect(link);
    arena_release(&link->scratch);
    free(link->queue);
    free(link);
}

void
link_clear(struct postgres_link *link)
{
    link->asked = NULL;
    link->until = 0;
    link->begun = link->alone = link->patient = link->answered = false;
    link->lost = link->failed = link->again = link->late = link->committed = false;
    link->xid = 0;
    link->state[0] = '\0';
    link->said = link->table = link->constraint = link->statement = "";
    link->lock_wanted = 0;
    for (size_t i = link->queue_from; i < link->queue_until; i++)
        link->queue[i].over = true;
    arena_release(&link->scratch);
}

static void
expect(struct postgres_link *link, struct expected expected)
{
    if (link->queue_from == link->queue_until)
        link->queue_from = link->queue_until = 0;
    if (link->queue_until == link->queue_room) {
        link->queue_room = link->queue_room ? link->queue_room * 2 : 32;
        link->queue = realloc(link->queue, link->queue_room * sizeof(*link->queue));
        if (!link->queue)
            out_of_memory();
    }
    link->queue[link->queue_until++] = expected;
}

static void
lose(struct postgres_link *link)
{
    if (!link->lost)
        log_line(LOG_WARN, "database.lost", "said", PQerrorMessage(link->conn), NULL);
    link->lost = true;
    link->failed = true;
}

void
link_say(struct postgres_link *link, enum expected_kind kind, const char *sql)
{
    if (link->lost)
        return;
    if (PQsendQueryParams(link->conn, sql, 0, NULL, NULL, NULL, NULL, 0))
        expect(link, (struct expected){ .kind = kind, .statement = sql });
    else
        lose(link);
}

static Oid
oid_of(enum column_type type)
{
    if (type == COLUMN_BYTES)
        return OID_BYTEA;
    return type == COLUMN_TEXT || type == COLUMN_DATE ? OID_TEXT : OID_INT8;
}

static bool
is_same(const struct prepared *p, const struct statement *s, uint64_t hash)
{
    if (p->hash != hash || strcmp(p->sql, s->sql) != 0)
        return false;
    for (int i = 0; i < p->count; i++)
        if (p->types[i] != oid_of(bound_find(s->bounds, p->names[i])->type))
            return false;
    return true;
}

/* `SELECT` of a filter can have more texts than a server should keep; all go at once, when
   nothing is under way. */
static void
prune(struct postgres_link *link)
{
    if (link->prepared_count < MOST_PREPARED || link->queue_from != link->queue_until)
        return;
    link_say(link, EXPECT_IGNORED, "DEALLOCATE ALL");
    forget_statements(link);
}

static struct prepared *
prepare(struct postgres_link *link, const struct statement *s, uint64_t hash)
{
    static _Atomic unsigned number;
    struct placeholders numbered = sql_numbered(&link->texts, s->sql);
    struct prepared *p = NEW(&link->texts, struct prepared);
    struct prepared **bucket = &link->buckets[hash % PREPARED_BUCKETS];

    *p = (struct prepared){
        .chain = *bucket,
        .hash = hash,
        .sql = arena_copy(&link->texts, s->sql),
        .names = numbered.names,
        .types = NEW_ARRAY(&link->texts, (size_t)numbered.count, Oid),
        .count = numbered.count,
    };
    for (int i = 0; i < p->count; i++)
        p->types[i] = oid_of(bound_find(s->bounds, p->names[i])->type);
    snprintf(p->name, sizeof(p->name), "s%u", ++number);
    p->sent = PQsendPrepare(link->conn, p->name, numbered.sql, p->count, p->types);
    if (p->sent)
        expect(link, (struct expected){ EXPECT_PREPARED, p, s->name, false });
    *bucket = p;
    link->prepared_count++;
    return p;
}

/* One that was sent into a transaction that had failed before it is sent again under a new
   name; the old entry is passed over. */
static struct prepared *
prepared(struct postgres_link *link, const struct statement *s)
{
    uint64_t hash = 14695981039346656037u;
    struct prepared *p;

    prune(link);
    for (const char *at = s->sql; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    p = link->buckets[hash % PREPARED_BUCKETS];
    while (p && !(p->sent && is_same(p, s, hash)))
        p = p->chain;
    return p ? p : prepare(link, s, hash);
}

static void
value(struct arena *arena, const struct bound *b, const char **text, int *length, int *format)
{
    char *date;

    *format = b->type == COLUMN_BYTES;
    switch (b->type) {
    case COLUMN_OPEN:
        *text = b->number == NO_NUMBER ? NULL : arena_print(arena, "%lld", (long long)b->number);
        return;
    case COLUMN_INSTANT:
        *text = b->number ? arena_print(arena, "%lld", (long long)b->number) : NULL;
        return;
    case COLUMN_INT:
    case COLUMN_BOOL:
        *text = arena_print(arena, "%lld", (long long)b->number);
        return;
    case COLUMN_DATE:
        date = b->number ? arena_get(arena, DATE_TEXT) : NULL;
        if (date)
            date_print((struct date){ (int32_t)b->number }, date);
        *text = date;
        return;
    case COLUMN_TEXT:
        *text = b->text;
        return;
    case COLUMN_BYTES:
        *text = b->text;
        *length = (int)b->size;
        return;
    }
}

/* Answers fill the server's buffers while we only send; they are read before both wait. */
static void
keep_short(struct postgres_link *link)
{
    if (link->queue_until - link->queue_from < QUEUE_MOST)
        return;
    link_sync(link);
    link_settle(link);
}

void
link_send(struct postgres_link *link, enum expected_kind kind, const struct statement *s)
{
    const struct bound *next = s->bounds;
    struct arena_mark mark;
    struct prepared *p;
    const char **values;
    int *lengths;
    int *formats;

    if (link->lost)
        return;
    if (kind != EXPECT_ROWS)
        keep_short(link);
    p = prepared(link, s);
    mark = arena_mark(&link->scratch);
    values = NEW_ARRAY(&link->scratch, (size_t)p->count, const char *);
    lengths = NEW_ARRAY(&link->scratch, (size_t)p->count, int);
    formats = NEW_ARRAY(&link->scratch, (size_t)p->count, int);
    for (int i = 0; i < p->count; i++) {
        if (!next || !next->name || strcmp(next->name, p->names[i]) != 0)
            next = bound_find(s->bounds, p->names[i]);
        value(&link->scratch, next++, &values[i], &lengths[i], &formats[i]);
    }
    if (p->sent && PQsendQueryPrepared(link->conn, p->name, p->count, values, lengths, formats, 0))
        expect(link, (struct expected){ kind, p, s->name, false });
    else
        lose(link);
    arena_reset(&link->scratch, mark);
}

void
link_sync(struct postgres_link *link)
{
    if (link->lost)
        return;
    if (PQpipelineSync(link->conn))
        expect(link, (struct expected){ .kind = EXPECT_SYNC });
    else
        lose(link);
}

static void
break_off(struct postgres_link *link)
{
    PGcancel *cancel = PQgetCancel(link->conn);
    char said[256];

    link->until = 0;
    link->late = true;
    if (cancel)
        PQcancel(cancel, said, sizeof(said));
    PQfreeCancel(cancel);
}

/* Sends and receives until a whole result is there. False when the connection is lost. */
static bool
wait(struct postgres_link *link)
{
    while (PQisBusy(link->conn)) {
        int unsent = PQflush(link->conn);
        struct pollfd at = { .fd = PQsocket(link->conn), .events = POLLIN };
        int64_t left = link->until ? (link->until - clock_ticks()) / 1000 : -1;

        if (unsent < 0 || at.fd < 0)
            return false;
        if (unsent)
            at.events |= POLLOUT;
        if (link->until && left <= 0) {
            break_off(link);
            continue;
        }
        poll(&at, 1, (int)(left < 60000 ? left : 60000));
        if (at.revents && !PQconsumeInput(link->conn))
            return false;
    }
    return true;
}

static const char *
part(struct postgres_link *link, const PGresult *result, int field)
{
    const char *text = PQresultErrorField(result, field);

    return text ? arena_copy(&link->scratch, text) : "";
}

static void
note_error(struct postgres_link *link, const struct expected *e, const PGresult *result)
{
    if (link->failed || e->over || e->kind == EXPECT_IGNORED)
        return;
    link->failed = true;
    snprintf(link->state, sizeof(link->state), "%s", part(link, result, PG_DIAG_SQLSTATE));
    link->said = part(link, result, PG_DIAG_MESSAGE_PRIMARY);
    link->table = part(link, result, PG_DIAG_TABLE_NAME);
    link->constraint = part(link, result, PG_DIAG_CONSTRAINT_NAME);
    link->statement = e->statement ? e->statement : "";
    link->again = !strcmp(link->state, "40001") || !strcmp(link->state, "40P01");
}

static void
keep_result(struct postgres_cursor *c, PGresult *result)
{
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 1;
        c->results = realloc(c->results, c->room * sizeof(PGresult *));
        if (!c->results)
            out_of_memory();
    }
    c->results[c->count++] = result;
}

/* One result of the first that is expected; it is kept or cleared. */
static void
take_result(struct postgres_link *link, const struct expected *e, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
        note_error(link, e, result);
    if (e->kind == EXPECT_PREPARED && status != PGRES_COMMAND_OK)
        e->prepared->sent = false;
    if (e->kind == EXPECT_XID && !e->over && status == PGRES_TUPLES_OK)
        link->xid = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    /* COMMIT of a transaction that has failed is answered ROLLBACK, not an error. */
    if (e->kind == EXPECT_COMMIT && !e->over && status == PGRES_COMMAND_OK)
        link->committed = !strcmp(PQcmdStatus(result), "COMMIT");
    if (e->kind == EXPECT_ROWS && !e->over && link->asked &&
        (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE || status == PGRES_COMMAND_OK))
        keep_result(link->asked, result);
    else
        PQclear(result);
}

static bool
next_result(struct postgres_link *link, PGresult **result)
{
    *result = NULL;
    if (!wait(link)) {
        lose(link);
        return false;
    }
    *result = PQgetResult(link->conn);
    if (PQstatus(link->conn) != CONNECTION_BAD)
        return true;
    PQclear(*result);
    *result = NULL;
    lose(link);
    return false;
}

/* All results of the first that is expected. */
static bool
settle_one(struct postgres_link *link, const struct expected *e)
{
    PGresult *result;

    while (next_result(link, &result) && result) {
        bool ends = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

        take_result(link, e, result);
        if (ends)
            break;
    }
    return !link->lost;
}

/* The next result of what streams; false, and the request is through, at its end. */
static bool
step(struct postgres_link *link)
{
    PGresult *result;

    if (next_result(link, &result) && result) {
        take_result(link, &link->queue[link->queue_from], result);
        return true;
    }
    link->asked->streams = false;
    link->queue_from++;
    return false;
}

static bool
settle(struct postgres_link *link)
{
    while (link->queue_from < link->queue_until) {
        const struct expected *e = &link->queue[link->queue_from];

        if (e->kind == EXPECT_ROWS && !e->over && link->asked && link->asked->single) {
            /* The request before must be through before this one may be read by rows. */
            PQsetSingleRowMode(link->conn);
            link->asked->streams = true;
            if (!step(link))
                continue;
            return !link->failed;
        }
        if (!settle_one(link, e))
            return false;
        link->queue_from++;
    }
    return !link->failed;
}

bool
link_settle(struct postgres_link *link)
{
    if (link->lost)
        return false;
    link->base.store->round_trips++;
    link->answered = true;
    return settle(link);
}

bool
link_stream(struct postgres_link *link)
{
    if (step(link))
        return true;
    link->asked = NULL;
    if (!link->lost)
        settle(link);
    return false;
}

void
link_unstream(struct postgres_link *link, bool keep)
{
    struct postgres_cursor *c = link->asked;

    if (!c || !c->streams)
        return;
    do
        if (!keep)
            while (c->count)
                PQclear(c->results[--c->count]);
    while (link_stream(link));
}
