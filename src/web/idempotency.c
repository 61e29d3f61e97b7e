#include "web/idempotency.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "ledger/core/who.h"
#include "ledger/guard.h"
#include "store/act.h"
#include "store/query.h"
#include "web/route.h"

enum { KEY_MOST = 200 };

/* The answer is kept as text: Location, ETag and type a line each, then the body. */
struct kept {
    struct bytes body_hash;
    int64_t status;
    const char *answer;
};

static const struct query idempotency_by_key = {
    .name = "idempotency.find",
    .sql = "SELECT body_hash, status, answer FROM idempotency WHERE actor = :actor"
           " AND route = :route AND key = :key AND at >= :since",
    .row_size = sizeof(struct kept),
    .columns = COLUMNS(COLUMN(struct kept, body_hash), COLUMN(struct kept, status),
                       COLUMN(struct kept, answer)),
};

static const struct query idempotency_put = {
    .name = "idempotency.keep",
    .sql = "INSERT INTO idempotency (actor, route, key, body_hash, status, answer, at)"
           " VALUES (:actor, :route, :key, :body_hash, :status, :answer, :now)"
           " ON CONFLICT (actor, route, key) DO UPDATE SET body_hash = excluded.body_hash,"
           " status = excluded.status, answer = excluded.answer, at = excluded.at"
           " WHERE idempotency.at < :since",
};

static const char *const kept_headers[] = { "Location", "ETag" };
enum { KEPT_HEADERS = 2 };

static const char *
key_of(const struct request *q)
{
    return request_header(q, "idempotency-key");
}

static void
hash_body(const struct request *q, uint8_t out[SHA256_BYTES])
{
    sha256(q->body ? q->body : "", q->body_length, out);
}

/* Takes one line off the answer. */
static const char *
line_of(struct act *a, const char **at)
{
    size_t length = strcspn(*at, "\n");
    const char *line = arena_slice(a->arena, *at, length);

    *at += length + ((*at)[length] == '\n');
    return line;
}

static void
answer_again(struct act *a, struct reply *r, const struct kept *kept)
{
    const char *at = kept->answer;

    r->status = (int)kept->status;
    r->type = line_of(a, &at);
    for (size_t i = 0; i < KEPT_HEADERS; i++) {
        const char *value = line_of(a, &at);

        if (*value)
            reply_header(a, r, kept_headers[i], value);
    }
    reply_header(a, r, "Idempotency-Replayed", "true");
    buffer_text(&r->body, at);
}

/* Asked apart from the transaction: a key that is not there yet would else clash with
   every other key being written. Two that come at once are told apart by the row itself. */
static bool
is_kept(struct act *a, const struct request *q, const char *key, struct instant since, bool *kept)
{
    struct sql *s = sql_new(a, "idempotency.apart");

    SQL(s, "SELECT status FROM idempotency WHERE actor = ");
    sql_value(s, bind_int("actor", a->who->id));
    SQL(s, " AND route = ");
    sql_value(s, bind_text("route", q->path));
    SQL(s, " AND key = ");
    sql_value(s, bind_text("key", key));
    SQL(s, " AND at >= ");
    sql_value(s, bind_instant("since", since));
    return sql_apart(a, s, kept);
}

bool
idempotency_find(struct act *a, const struct request *q, struct reply *r, bool *answered)
{
    const char *key = key_of(q);
    struct instant since = instant_add(a->now, (struct minutes){ -DAY_MINUTES });
    uint8_t hash[SHA256_BYTES];
    struct kept kept;
    bool found = true;

    *answered = false;
    buffer_clear(&r->body);
    if (!key)
        return true;
    if (!*key || strlen(key) > KEY_MOST)
        return fail(a, FAULT_MALFORMED, NULL, "Idempotency-Key は1から%d文字です。", KEY_MOST);
    if (!guard_text(a, NULL, "Idempotency-Key", key))
        return false;
    if (a->writing && !is_kept(a, q, key, since, &found))
        return false;
    if (!found)
        return true;
    if (!query_first(a, &idempotency_by_key, &kept, &found,
                     BOUND(BIND(actor, a->who->id), BIND(route, q->path), BIND(key, key),
                           BIND(since, since))))
        return false;
    if (!found)
        return true;
    hash_body(q, hash);
    if (kept.body_hash.size != sizeof(hash) || memcmp(kept.body_hash.data, hash, sizeof(hash)))
        return fail(a, FAULT_INVALID, NULL,
                    "この Idempotency-Key は別の内容で使われています。新しいキーにしてください。");
    answer_again(a, r, &kept);
    *answered = true;
    return true;
}

static const char *
header_of(const struct reply *r, const char *name)
{
    for (size_t i = 0; i < r->headers.count; i++)
        if (strcasecmp(r->headers.items[i].name, name) == 0)
            return r->headers.items[i].value;
    return "";
}

bool
idempotency_keep(struct act *a, const struct request *q, const struct reply *r)
{
    uint8_t hash[SHA256_BYTES];
    struct bytes body_hash = { hash, sizeof(hash) };
    struct buffer answer = { .arena = a->arena };
    const char *key = key_of(q);
    struct instant since = instant_add(a->now, (struct minutes){ -DAY_MINUTES });
    int64_t kept = 0;

    if (!key)
        return true;
    hash_body(q, hash);
    buffer_print(&answer, "%s\n", r->type ? r->type : "application/json");
    for (size_t i = 0; i < KEPT_HEADERS; i++)
        buffer_print(&answer, "%s\n", header_of(r, kept_headers[i]));
    buffer_add(&answer, buffer_string(&r->body), r->body.length);
    if (!query_run(a, &idempotency_put, &kept,
                   BOUND(BIND(actor, a->who->id), BIND(route, q->path), BIND(key, key),
                         BIND(body_hash, body_hash), BIND(status, (int64_t)r->status),
                         BIND(answer, buffer_string(&answer)), BIND(now, a->now),
                         BIND(since, since))))
        return false;
    /* The same request came in between looking and writing: asked again, it gets the answer. */
    return kept > 0 ||
           fail(a, FAULT_BUSY, NULL,
                "同じ Idempotency-Key の要求を処理しています。もう一度送ってください。");
}
