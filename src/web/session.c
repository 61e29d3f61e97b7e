#include "web/session.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/must.h"
#include "ledger/core/generation.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/cookie.h"
#include "web/node.h"
#include "web/route.h"
#include "web/session_copy.h"

enum {
    SEEN_MINUTES = 5,
    TURN_MINUTES = 60,   /* a new identifier so often */
    EARLIER_MINUTES = 5, /* so long the one before it is still good */
    LOST_SECONDS = 30,   /* who still uses it then has not got the new one */
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
    bool half;
    bool strong;
    int64_t rights;
    struct instant turned_at;
    struct bytes hash;
    struct generations generations;
};

#define SESSION_COLUMNS                                                                            \
    COLUMNS(COLUMN(struct session_row, id), COLUMN(struct session_row, user),                      \
            COLUMN(struct session_row, contract), COLUMN(struct session_row, csrf),                \
            COLUMN(struct session_row, seen_at), COLUMN(struct session_row, ends_at),              \
            COLUMN(struct session_row, western), COLUMN(struct session_row, no_keys),              \
            COLUMN(struct session_row, notice), COLUMN(struct session_row, half),                  \
            COLUMN(struct session_row, strong), COLUMN(struct session_row, rights),                \
            COLUMN(struct session_row, turned_at), COLUMN(struct session_row, hash),               \
            GENERATION_PARTS(struct session_row))
static const struct query session_by_hash = {
    .name = "session.by_hash",
    .sql = "SELECT id, \"user\", contract, csrf, seen_at, ends_at, western, no_keys, notice,"
           " half, strong, rights, turned_at, hash, " GENERATION_COLUMNS
           " FROM session WHERE hash = :hash OR earlier = :hash",
    .row_size = sizeof(struct session_row),
    .columns = SESSION_COLUMNS,
};

struct token_row {
    int64_t id;
    int64_t user;
    struct instant ends_at;
    struct instant seen_at;
    const char *scope;
    struct generations generations;
};

static const struct query token_by_hash = {
    .name = "token.by_hash",
    .sql = "SELECT id, \"user\", ends_at, seen_at, scope, " GENERATION_COLUMNS
           " FROM token WHERE hash = :hash",
    .row_size = sizeof(struct token_row),
    .columns = COLUMNS(COLUMN(struct token_row, id), COLUMN(struct token_row, user),
                       COLUMN(struct token_row, ends_at), COLUMN(struct token_row, seen_at),
                       COLUMN(struct token_row, scope), GENERATION_PARTS(struct token_row)),
};

static const struct query session_delete = {
    .name = "session.delete",
    .sql = "DELETE FROM session WHERE id = :id",
};

static const struct query session_touch = {
    .name = "session.seen",
    .sql = "UPDATE session SET seen_at = :now WHERE id = :id",
};

static const struct query token_touch = {
    .name = "token.seen",
    .sql = "UPDATE token SET seen_at = :now WHERE id = :id",
};

static const struct query session_turn_to = {
    .name = "session.turn",
    .sql = "UPDATE session SET hash = :hash, earlier = :earlier, turned_at = :now,"
           " rights = :rights WHERE id = :id AND turned_at = :turned",
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
bool
session_usual_contract(struct act *a, const struct who *who, int64_t *contract)
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
    if (!found || row.half)
        return unsigned_fault(a, true);
    generations_note(a, row.generations);
    out->seen = row.seen_at;
    out->turned = row.turned_at;
    out->earlier = row.hash.size != SHA256_BYTES || memcmp(row.hash.data, hash, SHA256_BYTES) != 0;
    out->until = row.ends_at;
    if (out->earlier)
        out->until =
            earlier(out->until, instant_add(row.turned_at, (struct minutes){ EARLIER_MINUTES }));
    out->session = (struct session){ .id = row.id,
                                     .contract = row.contract,
                                     .csrf = row.csrf,
                                     .western = row.western,
                                     .no_keys = row.no_keys,
                                     .strong = row.strong,
                                     .notice = *row.notice ? row.notice : NULL };
    if (!load_who(a, copies, hash, row.user, row.generations.rights, &out->session.who))
        return false;
    out->rights = session_rights(&out->session.who);
    out->differs = row.rights != out->rights;
    return true;
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
    generations_note(a, row.generations);
    out->seen = row.seen_at;
    out->until = row.ends_at;
    out->session = (struct session){
        .csrf = "", .by_token = true, .western = true, .token = row.id, .scope = row.scope
    };
    return load_who(a, copies, hash, row.user, row.generations.rights, &out->session.who) &&
           session_usual_contract(a, &out->session.who, &out->session.contract);
}

static bool
is_administrator(const struct who *who)
{
    for (size_t i = 0; i < who->count; i++)
        if (who->in[i].role == ROLE_ADMINISTRATOR)
            return true;
    return false;
}

/* What depends on the time or the settings, and so is not kept with a copy. */
static void
finish_look(struct act *a, const struct request *q, struct session_found *f)
{
    const struct session_rules *rules = session_rules(q);
    struct instant lost = { f->turned.us + LOST_SECONDS * (int64_t)1000000 };
    struct session *s = &f->session;

    f->again = instant_add(f->seen, (struct minutes){ SEEN_MINUTES }).us <= a->now.us;
    if (s->by_token)
        return;
    f->until =
        earlier(f->until, instant_add(f->seen, (struct minutes){ session_idle(rules, &s->who) }));
    if (f->earlier)
        f->turn = lost.us <= a->now.us;
    else
        f->turn =
            f->differs || instant_add(f->turned, (struct minutes){ TURN_MINUTES }).us <= a->now.us;
    f->again = f->again || f->turn;
    /* An administrator who owes a second factor is nobody yet, wherever rights are asked. */
    s->enrols = !s->strong && is_administrator(&s->who);
    if (s->enrols)
        s->who.count = 0;
}

const struct session_rules *
session_rules(const struct request *q)
{
    static const struct session_rules usual = { SESSION_IDLE, SESSION_OLD };

    return q->server ? &q->server->rules : &usual;
}

int
session_idle(const struct session_rules *rules, const struct who *who)
{
    bool shorter = is_administrator(who) && rules->idle > SESSION_IDLE_ADMINISTRATOR;

    return shorter ? SESSION_IDLE_ADMINISTRATOR : rules->idle;
}

/* FNV-1a over what the memberships allow, not their days. */
int64_t
session_rights(const struct who *who)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < who->count; i++) {
        uint64_t parts[] = { (uint64_t)who->in[i].contract, (uint64_t)who->in[i].organisation,
                             (uint64_t)who->in[i].role };

        for (size_t k = 0; k < 3; k++)
            sum = (sum ^ parts[k]) * UINT64_C(0x100000001b3);
    }
    return (int64_t)(sum >> 1);
}

/* The password of "name:password" in base64 with its usual letters and padding. */
static const char *
basic_password(struct act *a, const char *text)
{
    char *letters = arena_copy(a->arena, text + strspn(text, " "));
    size_t length = strlen(letters);
    const char *colon;
    uint8_t *bytes;

    while (length && letters[length - 1] == '=')
        letters[--length] = '\0';
    for (char *c = letters; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    if (!base64url_parse(a->arena, letters, &bytes, &length))
        return "";
    colon = memchr(bytes, ':', length);
    return colon ? arena_slice(a->arena, colon + 1, length - (size_t)(colon + 1 - (char *)bytes))
                 : "";
}

/* Calendar programs know a name and a password only; there the token is the password. */
static const char *
bearer_of(struct act *a, const struct request *q)
{
    const char *header = request_header(q, "authorization");

    if (header && q->route && q->route->takes_basic && strncasecmp(header, "Basic ", 6) == 0)
        return basic_password(a, header + 6);
    if (!header || strncasecmp(header, "Bearer ", 7) != 0)
        return NULL;
    return header + 7 + strspn(header + 7, " ");
}

bool
session_look(struct act *a, const struct request *q, struct session_found *out)
{
    const char *bearer = bearer_of(a, q);
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
    finish_look(a, q, out);
    return out->until.us > a->now.us || unsigned_fault(a, true);
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

static bool
end_work(struct act *a, void *with)
{
    const struct session *s = with;

    return query_run(a, &session_delete, NULL, BOUND(BIND(id, s->id))) &&
           history_event(a, "user", s->who.id, "sign-out", NULL);
}

bool
session_end(struct act *a, const struct request *q, struct reply *r)
{
    if (!act_write(a, end_work, (void *)(uintptr_t)q->session))
        return false;
    reply_header(a, r, "Set-Cookie", cookie_write(a->arena, COOKIE_SESSION, "", q->secure));
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
session_seen(struct act *a, const struct session *s)
{
    return change(a, s->token ? &token_touch : &session_touch,
                  BOUND(BIND(now, a->now), BIND(id, s->token ? s->token : s->id)));
}

struct turning {
    const struct session_found *found;
    struct bytes hash;
    struct bytes earlier;
    int64_t changed;
};

static bool
turn_work(struct act *a, void *with)
{
    struct turning *t = with;
    const struct session_found *f = t->found;

    return query_run(a, &session_turn_to, &t->changed,
                     BOUND(BIND(hash, t->hash), BIND(earlier, t->earlier), BIND(now, a->now),
                           BIND(rights, f->rights), BIND(id, f->session.id),
                           BIND(turned, f->turned)));
}

bool
session_turn(struct act *a, const struct request *q, const struct session_found *f, struct reply *r)
{
    const char *identifier = random_token(a->arena, 32);
    uint8_t hash[SHA256_BYTES], earlier_hash[SHA256_BYTES];
    struct turning t = { f, { hash, SHA256_BYTES }, { earlier_hash, SHA256_BYTES }, 0 };

    sha256(identifier, strlen(identifier), hash);
    sha256(q->cookie, strlen(q->cookie), earlier_hash);
    if (!act_write(a, turn_work, &t))
        return false;
    /* Two requests at once: the other one has turned it. */
    if (t.changed)
        reply_header(a, r, "Set-Cookie",
                     cookie_write(a->arena, COOKIE_SESSION, identifier, q->secure));
    return true;
}
