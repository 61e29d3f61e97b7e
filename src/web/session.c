#include "web/session.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/must.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/attempt.h"
#include "web/cookie.h"
#include "web/node.h"
#include "web/route.h"
#include "web/session_copy.h"

enum {
    IDLE_MINUTES = 12 * 60,
    OLD_MINUTES = 7 * DAY_MINUTES,
    SEEN_MINUTES = 5,
    LOGIN_MOST = 200,
};

struct session_row {
    int64_t id;
    int64_t user;
    int64_t contract;
    const char *csrf;
    struct instant seen_at;
    struct instant ends_at;
    bool western;
    bool no_keys;
    const char *notice;
    int64_t generation;
};

#define SESSION_COLUMNS                                                                            \
    COLUMNS(COLUMN(struct session_row, id), COLUMN(struct session_row, user),                      \
            COLUMN(struct session_row, contract), COLUMN(struct session_row, csrf),                \
            COLUMN(struct session_row, seen_at), COLUMN(struct session_row, ends_at),              \
            COLUMN(struct session_row, western), COLUMN(struct session_row, no_keys),              \
            COLUMN(struct session_row, notice), COLUMN(struct session_row, generation))
#define GENERATION                                                                                 \
    "(SELECT CAST(value AS BIGINT) FROM setting WHERE name = 'generation.rights') AS generation"

static const struct query session_by_hash = {
    .name = "session.by_hash",
    .sql = "SELECT id, \"user\", contract, csrf, seen_at, ends_at, western, no_keys, notice,"
           " " GENERATION " FROM session WHERE hash = :hash",
    .row_size = sizeof(struct session_row),
    .columns = SESSION_COLUMNS,
};

struct token_row {
    int64_t user;
    struct instant ends_at;
    int64_t generation;
};

static const struct query token_by_hash = {
    .name = "token.by_hash",
    .sql = "SELECT \"user\", ends_at, " GENERATION " FROM token WHERE hash = :hash",
    .row_size = sizeof(struct token_row),
    .columns = COLUMNS(COLUMN(struct token_row, user), COLUMN(struct token_row, ends_at),
                       COLUMN(struct token_row, generation)),
};

static const struct query session_insert = {
    .name = "session.insert",
    .sql = "INSERT INTO session (hash, \"user\", contract, csrf, created_at, seen_at, ends_at,"
           " address, agent, western, no_keys, notice) VALUES (:hash, :user, :contract, :csrf,"
           " :now, :now, :ends, :address, :agent, :western, :no_keys, '')",
};

static const struct query session_delete = {
    .name = "session.delete",
    .sql = "DELETE FROM session WHERE id = :id",
};

static const struct query session_replace = {
    .name = "session.replace",
    .sql = "DELETE FROM session WHERE hash = :hash",
};

static const struct query session_touch = {
    .name = "session.seen",
    .sql = "UPDATE session SET seen_at = :now WHERE id = :id",
};

static const struct query session_contract = {
    .name = "session.contract",
    .sql = "UPDATE session SET contract = :contract WHERE id = :id",
};

static const struct query session_set_habits = {
    .name = "session.habits",
    .sql = "UPDATE session SET western = :western, no_keys = :no_keys WHERE id = :id",
};

static const struct query session_set_notice = {
    .name = "session.notice",
    .sql = "UPDATE session SET notice = :notice WHERE id = :id",
};

struct number {
    int64_t id;
};

static const struct query first_contract = {
    .name = "session.first_contract",
    .sql = "SELECT id FROM contract WHERE removed_at IS NULL ORDER BY id LIMIT 1",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, id)),
};

static bool
unsigned_fault(struct act *a, bool known)
{
    return fail(a, FAULT_UNSIGNED, NULL, "%s",
                known ? "サインインの期限が過ぎました。もう一度サインインしてください。"
                      : "サインインしてください。");
}

/* Where he works when he has not chosen: his first contract; for those who reach all of
   them, the oldest. */
static bool
usual_contract(struct act *a, const struct who *who, int64_t *contract)
{
    struct number first = { 0 };
    bool everywhere = false, found = false;

    *contract = 0;
    for (size_t i = 0; i < who->count; i++) {
        if (who->in[i].contract) {
            *contract = who->in[i].contract;
            return true;
        }
        everywhere = everywhere || who->in[i].role != ROLE_ADMINISTRATOR;
    }
    if (!everywhere)
        return true;
    if (!query_first(a, &first_contract, &first, &found, UNBOUND))
        return false;
    *contract = found ? first.id : 0;
    return true;
}

/* The user, from the copy when his rights are unchanged. */
static bool
load_who(struct act *a, struct sessions *copies, const uint8_t *hash, int64_t user,
         int64_t generation, struct who *out)
{
    size_t faults = a->fault_count;

    if (copies && sessions_who(copies, hash, generation, instant_date(a->now), a->arena, out) &&
        out->id == user)
        return true;
    if (who_load(a, user, out))
        return true;
    if (act_fault_kind(a) != FAULT_MISSING)
        return false;
    act_forgive(a, faults);
    return unsigned_fault(a, true);
}

static struct instant
earlier(struct instant one, struct instant other)
{
    return one.us < other.us ? one : other;
}

static bool
read_session(struct act *a, struct sessions *copies, const uint8_t *hash, struct session_found *out)
{
    struct bytes bytes = { hash, SHA256_BYTES };
    struct session_row row;
    bool found;

    if (!query_first(a, &session_by_hash, &row, &found, BOUND(BIND(hash, bytes))))
        return false;
    if (!found)
        return unsigned_fault(a, true);
    out->seen = row.seen_at;
    out->until = earlier(row.ends_at, instant_add(row.seen_at, (struct minutes){ IDLE_MINUTES }));
    out->session = (struct session){ .id = row.id,
                                     .contract = row.contract,
                                     .csrf = row.csrf,
                                     .western = row.western,
                                     .no_keys = row.no_keys,
                                     .notice = *row.notice ? row.notice : NULL };
    return load_who(a, copies, hash, row.user, row.generation, &out->session.who);
}

static bool
read_token(struct act *a, struct sessions *copies, const uint8_t *hash, struct session_found *out)
{
    struct bytes bytes = { hash, SHA256_BYTES };
    struct token_row row;
    bool found;

    if (!query_first(a, &token_by_hash, &row, &found, BOUND(BIND(hash, bytes))))
        return false;
    if (!found)
        return fail(a, FAULT_UNSIGNED, NULL, "トークンが正しくないか、期限が過ぎています。");
    out->seen = a->now;
    out->until = row.ends_at;
    out->session = (struct session){ .csrf = "", .by_token = true, .western = true };
    return load_who(a, copies, hash, row.user, row.generation, &out->session.who) &&
           usual_contract(a, &out->session.who, &out->session.contract);
}

static const char *
bearer_of(const struct request *q)
{
    const char *header = request_header(q, "authorization");

    if (!header || strncasecmp(header, "Bearer ", 7) != 0)
        return NULL;
    return header + 7 + strspn(header + 7, " ");
}

bool
session_look(struct act *a, const struct request *q, struct session_found *out)
{
    const char *bearer = bearer_of(q);
    const char *secret = bearer ? bearer : q->cookie;
    struct sessions *copies = q->server ? q->server->sessions : NULL;
    bool sqlite = store_kind(a->store) == STORE_SQLITE;
    int64_t version = sqlite ? act_version(a) : -1;
    uint8_t hash[SHA256_BYTES];

    *out = (struct session_found){ .version = -1 };
    if (!secret || !*secret)
        return unsigned_fault(a, false);
    sha256(secret, strlen(secret), hash);
    if (!copies || version < 0 || !sessions_get(copies, hash, version, a->arena, out)) {
        if (!(bearer ? read_token(a, copies, hash, out) : read_session(a, copies, hash, out)))
            return false;
        out->version = version;
        if (copies)
            sessions_put(copies, hash, instant_date(a->now), out);
    }
    if (out->until.us <= a->now.us)
        return unsigned_fault(a, true);
    out->again =
        !bearer && instant_add(out->seen, (struct minutes){ SEEN_MINUTES }).us <= a->now.us;
    return true;
}

bool
session_find(struct act *a, const struct request *q, struct session *out)
{
    struct session_found found;

    if (!session_look(a, q, &found))
        return false;
    *out = found.session;
    return true;
}

/* Opening: what is written in one transaction. */
struct opening {
    const struct request *q;
    const char *login;
    struct who who;
    uint8_t hash[SHA256_BYTES];
    const char *csrf;
    int64_t contract;
};

static bool
open_work(struct act *a, void *with)
{
    struct opening *o = with;
    const struct who *before = a->who;
    const char *agent = request_header(o->q, "user-agent");
    struct bytes hash = { o->hash, sizeof(o->hash) };
    struct instant ends = instant_add(a->now, (struct minutes){ OLD_MINUTES });
    bool good;

    if (o->q->cookie) {
        uint8_t old[SHA256_BYTES];
        struct bytes old_hash = { old, sizeof(old) };

        sha256(o->q->cookie, strlen(o->q->cookie), old);
        if (!query_run(a, &session_replace, NULL, BOUND(BIND(hash, old_hash))))
            return false;
    }
    if (!attempt_right(a, o->login, o->q->origin ? o->q->origin : "") ||
        !query_run(a, &session_insert, NULL,
                   BOUND(BIND(hash, hash), BIND(user, o->who.id), BIND(contract, o->contract),
                         BIND(csrf, o->csrf), BIND(now, a->now), BIND(ends, ends),
                         BIND(address, o->q->origin ? o->q->origin : ""),
                         BIND(agent, agent ? arena_print(a->arena, "%.200s", agent) : ""),
                         BIND(western, false), BIND(no_keys, false))))
        return false;
    a->who = &o->who;
    good = history_event(a, "user", o->who.id, "sign-in", NULL);
    a->who = before;
    return good;
}

struct password_row {
    int64_t id;
    const char *password;
};

static const struct query password_find = {
    .name = "user.password",
    .sql = "SELECT id, password FROM \"user\" WHERE login = :login AND removed_at IS NULL",
    .row_size = sizeof(struct password_row),
    .columns = COLUMNS(COLUMN(struct password_row, id), COLUMN(struct password_row, password)),
};

static bool
refuse_password(struct act *a, int left)
{
    if (left > 0)
        return fail(a, FAULT_INVALID, "password",
                    "利用者IDかパスワードが違います。あと%d回で%d分間使えなくなります。", left,
                    ATTEMPT_MINUTES);
    return fail(a, FAULT_MANY, "password",
                "利用者IDかパスワードが違います。%d回続いたため、%d分間使えません。", ATTEMPTS,
                ATTEMPT_MINUTES);
}

static bool
open_checked(struct act *a, struct opening *o, struct reply *r)
{
    const char *identifier = random_token(a->arena, 32);

    sha256(identifier, strlen(identifier), o->hash);
    o->csrf = random_token(a->arena, 32);
    if (!usual_contract(a, &o->who, &o->contract) || !act_write(a, open_work, o))
        return false;
    reply_header(a, r, "Set-Cookie",
                 cookie_write(a->arena, COOKIE_SESSION, identifier, o->q->secure));
    return true;
}

bool
session_open(struct act *a, const struct request *q, const char *login, const char *password,
             struct reply *r)
{
    struct opening o = { .q = q, .login = login };
    struct password_row row = { 0 };
    bool found = false, right;
    size_t faults;
    int left;

    act_slow(a);
    if (!*login || !*password || strlen(login) > LOGIN_MOST)
        return fail(a, FAULT_INVALID, "password", "利用者IDとパスワードを入れてください。");
    if (!attempt_begin(a, login, q->origin ? q->origin : "", &left) ||
        !query_first(a, &password_find, &row, &found, BOUND(BIND(login, login))))
        return false;
    /* No snapshot stays open while the password is worked on. */
    act_end(a);
    right = password_check(found ? row.password : NULL, password);
    faults = a->fault_count;
    if (right && who_load(a, row.id, &o.who))
        return open_checked(a, &o, r);
    if (right && act_fault_kind(a) != FAULT_MISSING)
        return false;
    act_forgive(a, faults);
    return refuse_password(a, left);
}

static bool
end_work(struct act *a, void *with)
{
    const struct session *s = with;

    return query_run(a, &session_delete, NULL, BOUND(BIND(id, s->id))) &&
           history_event(a, "user", s->who.id, "sign-out", NULL);
}

bool
session_end(struct act *a, const struct session *s, struct reply *r)
{
    if (!act_write(a, end_work, (void *)s))
        return false;
    reply_header(a, r, "Set-Cookie", cookie_write(a->arena, COOKIE_SESSION, "", false));
    return true;
}

struct change {
    const struct query *query;
    const struct bound *bounds;
};

static bool
change_work(struct act *a, void *with)
{
    const struct change *c = with;

    return query_run(a, c->query, NULL, c->bounds);
}

static bool
change(struct act *a, const struct query *query, const struct bound *bounds)
{
    return act_write(a, change_work, &(struct change){ query, bounds });
}

static bool
may_open(const struct who *who, int64_t contract)
{
    for (size_t i = 0; i < who->count; i++)
        if (who->in[i].contract == contract ||
            (who->in[i].contract == 0 && who->in[i].role != ROLE_ADMINISTRATOR))
            return true;
    return false;
}

bool
session_switch(struct act *a, const struct session *s, int64_t contract)
{
    if (contract <= 0 || !may_open(&s->who, contract))
        return fail(a, FAULT_DENIED, "contract", "この契約を開く権限がありません。");
    return change(a, &session_contract, BOUND(BIND(contract, contract), BIND(id, s->id)));
}

bool
session_habits(struct act *a, const struct session *s, bool western, bool no_keys)
{
    return change(a, &session_set_habits,
                  BOUND(BIND(western, western), BIND(no_keys, no_keys), BIND(id, s->id)));
}

bool
session_notice(struct act *a, int64_t session, const char *notice)
{
    return change(a, &session_set_notice,
                  BOUND(BIND(notice, notice ? notice : ""), BIND(id, session)));
}

bool
session_seen(struct act *a, int64_t session)
{
    return change(a, &session_touch, BOUND(BIND(now, a->now), BIND(id, session)));
}
