#include "web/door.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/query.h"
#include "web/attempt.h"
#include "web/cookie.h"
#include "web/factor.h"
#include "web/out.h"
#include "web/reply.h"
#include "web/route.h"
#include "web/session.h"

enum { HALF_MINUTES = 10, DEVICE_DAYS = 180 };

static const struct query session_insert = {
    .name = "session.insert",
    .sql = "INSERT INTO session (hash, \"user\", contract, csrf, created_at, seen_at, ends_at,"
           " address, agent, western, no_keys, notice, half, strong, means, rights, turned_at)"
           " VALUES (:hash, :user, :contract, :csrf, :now, :now, :ends, :address, :agent, :no,"
           " :no, :notice, :half, :strong, :means, :rights, :now)",
};

static const struct query session_replace = {
    .name = "session.replace",
    .sql = "DELETE FROM session WHERE hash = :hash OR earlier = :hash",
};

static const struct query half_delete = {
    .name = "session.half_delete",
    .sql = "DELETE FROM session WHERE id = :id AND half = :yes",
};

static const struct query session_renew = {
    .name = "session.renew",
    .sql = "UPDATE session SET hash = :hash, earlier = :none, turned_at = :now, strong = :strong"
           " WHERE id = :id",
};

struct half_row {
    int64_t id;
    int64_t user;
    const char *login;
    const char *means;
};

static const struct query half_find = {
    .name = "session.half",
    .sql = "SELECT s.id AS id, s.\"user\" AS \"user\", u.login AS login, s.means AS means"
           " FROM session s JOIN \"user\" u ON u.id = s.\"user\" AND u.removed_at IS NULL"
           " WHERE s.hash = :hash AND s.half = :yes AND s.ends_at > :now",
    .row_size = sizeof(struct half_row),
    .columns = COLUMNS(COLUMN(struct half_row, id), COLUMN(struct half_row, user),
                       COLUMN(struct half_row, login), COLUMN(struct half_row, means)),
};

/* Opening: what is written in one transaction. */
struct opening {
    const struct request *q;
    const struct attempt *attempt;
    struct who who;
    const char *means;
    int64_t contract;
    const char *identifier;
    const char *csrf;
    const char *notice;
    bool half;
    bool strong;
};

static struct bytes
hash_of(const char *identifier, uint8_t room[SHA256_BYTES])
{
    sha256(identifier, strlen(identifier), room);
    return (struct bytes){ room, SHA256_BYTES };
}

static const char *
address_of(const struct request *q)
{
    return q->origin ? q->origin : "";
}

static bool
insert(struct act *a, const struct opening *o)
{
    const char *agent = request_header(o->q, "user-agent");
    int minutes = o->half ? HALF_MINUTES : session_rules(o->q)->old;
    struct instant ends = instant_add(a->now, (struct minutes){ minutes });
    uint8_t old[SHA256_BYTES], room[SHA256_BYTES];

    if (o->q->cookie &&
        !query_run(a, &session_replace, NULL, BOUND(BIND(hash, hash_of(o->q->cookie, old)))))
        return false;
    return query_run(a, &session_insert, NULL,
                     BOUND(BIND(hash, hash_of(o->identifier, room)), BIND(user, o->who.id),
                           BIND(contract, o->contract), BIND(csrf, o->csrf), BIND(now, a->now),
                           BIND(ends, ends), BIND(address, address_of(o->q)),
                           BIND(agent, agent ? arena_print(a->arena, "%.200s", agent) : ""),
                           BIND(no, false), BIND(notice, o->notice), BIND(half, o->half),
                           BIND(strong, o->strong), BIND(means, o->means),
                           BIND(rights, session_rights(&o->who))));
}

static const char *
detail_of(struct act *a, const struct opening *o)
{
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, "{\"means\":");
    json_text(&out, o->means);
    buffer_text(&out, ",\"address\":");
    json_text(&out, address_of(o->q));
    buffer_print(&out, ",\"second\":%s}", o->strong ? "true" : "false");
    return buffer_string(&out);
}

static bool
open_work(struct act *a, void *with)
{
    struct opening *o = with;
    const struct who *before = a->who;
    bool good;

    if ((o->attempt && !attempt_right(a, o->attempt)) || !insert(a, o))
        return false;
    a->who = &o->who;
    good =
        history_event(a, "user", o->who.id, o->half ? "sign-in-first" : "sign-in", detail_of(a, o));
    a->who = before;
    return good;
}

void
door_cookie(struct act *a, const struct request *q, const char *identifier, struct reply *r)
{
    reply_header(a, r, "Set-Cookie", cookie_write(a->arena, COOKIE_SESSION, identifier, q->secure));
}

static void
know_device(struct act *a, const struct request *q, const char *login, struct reply *r)
{
    const char *device = attempt_device(a, login);

    if (device)
        reply_header(a, r, "Set-Cookie",
                     cookie_keep(a->arena, COOKIE_DEVICE, device, q->secure, DEVICE_DAYS));
}

static bool
go(struct act *a, const struct request *q, const char *next, bool half, struct reply *r)
{
    struct out o = { .text = { .arena = a->arena } };
    bool asked = path_is_own(next) && *next;

    if (!half)
        return reply_redirect(a, q, r, asked ? next : "/", NULL);
    buffer_text(&o.text, DOOR_CODE);
    if (asked) {
        buffer_text(&o.text, "?next=");
        out_url_part(&o, next);
    }
    return reply_redirect(a, q, r, buffer_string(&o.text), NULL);
}

bool
door_open(struct act *a, const struct request *q, const struct arrival *e, struct reply *r)
{
    struct opening o = { .q = q,
                         .attempt = e->attempt,
                         .means = e->means,
                         .strong = e->strong,
                         .notice = "",
                         .identifier = random_token(a->arena, 32),
                         .csrf = random_token(a->arena, 32) };
    struct factor factor;

    if (!who_load(a, e->user, &o.who) || !factor_read(a, e->user, &factor) ||
        !session_usual_contract(a, &o.who, &o.contract))
        return false;
    o.half = factor.confirmed && !e->strong;
    /* A session that a power failure takes back has done nothing that was kept. */
    if (!act_write_soon(a, open_work, &o))
        return false;
    door_cookie(a, q, o.identifier, r);
    if (!o.half)
        know_device(a, q, o.who.login, r);
    return go(a, q, e->next ? e->next : "", o.half, r);
}

bool
door_half(struct act *a, const struct request *q, struct half *out)
{
    uint8_t room[SHA256_BYTES];
    struct half_row row;
    bool found;

    *out = (struct half){ 0 };
    if (!q->cookie)
        return true;
    if (!query_first(
            a, &half_find, &row, &found,
            BOUND(BIND(hash, hash_of(q->cookie, room)), BIND(yes, true), BIND(now, a->now))))
        return false;
    if (found)
        *out = (struct half){ row.id, row.user, row.login, row.means };
    return true;
}

struct second {
    struct opening opening;
    const struct half *half;
    const char *typed;
    bool right;
    int64_t left; /* recovery codes, when one was used; else -1 */
};

static bool
second_work(struct act *a, void *with)
{
    struct second *s = with;
    struct opening *o = &s->opening;
    const struct who *before = a->who;
    struct factor factor;
    int64_t changed = 0;
    bool recovery, good;

    a->who = &o->who;
    good = factor_use(a, s->half->user, s->typed, &s->right, &recovery);
    a->who = before;
    if (!good || !s->right)
        return good;
    if (recovery) {
        if (!factor_read(a, s->half->user, &factor))
            return false;
        o->notice = arena_print(a->arena, "回復コードを1つ使いました。残りは%lldです。",
                                (long long)factor.recovery);
    }
    if (!query_run(a, &half_delete, &changed, BOUND(BIND(id, s->half->id), BIND(yes, true))))
        return false;
    return changed ? open_work(a, o)
                   : fail(a, FAULT_UNSIGNED, NULL, "最初からサインインしてください。");
}

static bool
refuse_code(struct act *a, const struct request *q, const struct half *half,
            const struct attempt *t)
{
    if (!door_failed(a, q, half->user, "second-factor-failed", t->left ? 0 : t->wait))
        return false;
    if (t->left)
        return fail(a, FAULT_INVALID, "code",
                    "コードが違います。あと%d回で%d分間使えなくなります。", t->left, t->wait);
    return fail(a, FAULT_MANY, "code", "コードが違います。続いたため、%d分間使えません。", t->wait);
}

bool
door_second(struct act *a, const struct request *q, const struct half *half, const char *typed,
            const char *next, struct reply *r)
{
    struct attempt attempt;
    struct second s = { .half = half,
                        .typed = typed,
                        .opening = { .q = q,
                                     .attempt = &attempt,
                                     .means = half->means,
                                     .strong = true,
                                     .notice = "",
                                     .identifier = random_token(a->arena, 32),
                                     .csrf = random_token(a->arena, 32) } };
    struct opening *o = &s.opening;

    attempt_init(a, q, ATTEMPT_CODE, half->login, &attempt);
    if (!attempt_begin(a, &attempt) || !who_load(a, half->user, &o->who) ||
        !session_usual_contract(a, &o->who, &o->contract) || !act_write(a, second_work, &s))
        return false;
    if (!s.right)
        return refuse_code(a, q, half, &attempt);
    door_cookie(a, q, o->identifier, r);
    know_device(a, q, half->login, r);
    return go(a, q, next, false, r);
}

bool
door_renew(struct act *a, const struct request *q, bool strong, const char *identifier)
{
    uint8_t room[SHA256_BYTES];
    struct bytes none = { "", 0 };

    return query_run(a, &session_renew, NULL,
                     BOUND(BIND(hash, hash_of(identifier, room)), BIND(none, none),
                           BIND(now, a->now), BIND(strong, strong), BIND(id, q->session->id))) &&
           session_close(a, a->who->id, 0, q->session->id);
}

struct failing {
    const struct request *q;
    int64_t user;
    const char *action;
    int wait;
};

static bool
failed_work(struct act *a, void *with)
{
    const struct failing *f = with;
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, "{\"address\":");
    json_text(&out, address_of(f->q));
    buffer_char(&out, '}');
    if (!history_event(a, "user", f->user, f->action, buffer_string(&out)))
        return false;
    out.data[--out.length] = '\0';
    buffer_print(&out, ",\"minutes\":%d}", f->wait);
    return !f->wait || history_event(a, "user", f->user, "lock-out", buffer_string(&out));
}

bool
door_failed(struct act *a, const struct request *q, int64_t user, const char *action, int wait)
{
    return act_write(a, failed_work, &(struct failing){ q, user, action, wait });
}

bool
door_allows(struct act *a, const struct request *q)
{
    if (!q->session->enrols || strcmp(q->route->may, MAY_ENROLLING) == 0)
        return true;
    return fail(a, FAULT_DENIED, NULL,
                "システム管理者は、二要素認証を設定するまで、ほかの画面を使えません。");
}
