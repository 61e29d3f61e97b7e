#include "web/attempt.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "store/act.h"
#include "store/query.h"
#include "web/cookie.h"
#include "web/keyed.h"
#include "web/route.h"

enum {
    NONCE_TEXT = 22, /* 16 bytes as base64url */
    ADDRESS_MINUTES = 1,
    CODE_MINUTES = 30,
    TIGHT = 2, /* of ATTEMPTS, for a login under attack */
};

struct count {
    int64_t count;
    struct instant at;
};

static const struct query attempt_find = {
    .name = "attempt.find",
    .sql = "SELECT count, at FROM attempt WHERE pair = :pair",
    .row_size = sizeof(struct count),
    .columns = COLUMNS(COLUMN(struct count, count), COLUMN(struct count, at)),
};

static const struct query attempt_put = {
    .name = "attempt.put",
    .sql = "INSERT INTO attempt (pair, count, at) VALUES (:pair, :count, :now)"
           " ON CONFLICT (pair) DO UPDATE SET count = excluded.count, at = excluded.at",
};

static const struct query attempt_less = {
    .name = "attempt.less",
    .sql = "UPDATE attempt SET count = count - 1 WHERE pair = :pair AND count > 0",
};

static const struct query attempt_delete = {
    .name = "attempt.delete",
    .sql = "DELETE FROM attempt WHERE pair = :pair",
};

/* One network of IPv6 belongs to one customer, who can take any address of its /64. */
static const char *
network_of(struct act *a, const char *address)
{
    struct in6_addr six;
    char text[INET6_ADDRSTRLEN];

    if (inet_pton(AF_INET6, address, &six) != 1)
        return address;
    if (!IN6_IS_ADDR_V4MAPPED(&six))
        memset(six.s6_addr + 8, 0, 8);
    return inet_ntop(AF_INET6, &six, text, sizeof(text)) ? arena_copy(a->arena, text) : address;
}

static bool
device_sum(struct act *a, const char *login, const char *nonce, const char **out)
{
    struct bytes sum;

    if (!keyed_digest(a, "device", arena_print(a->arena, "%s\n%s", nonce, login), &sum))
        return false;
    *out = base64url_print(a->arena, sum.data, sum.size);
    return true;
}

const char *
attempt_device(struct act *a, const char *login)
{
    const char *nonce = random_token(a->arena, 16), *sum;
    size_t faults = a->fault_count;

    if (device_sum(a, login, nonce, &sum))
        return arena_print(a->arena, "%s%s", nonce, sum);
    act_forgive(a, faults);
    return NULL;
}

/* The nonce of the request's cookie, if we made it for this login. */
static const char *
known_device(struct act *a, const struct request *q, const char *login)
{
    size_t length, faults = a->fault_count;
    const char *cookie =
        cookie_find(request_header(q, "cookie"), COOKIE_DEVICE, q->secure, &length);
    const char *nonce, *sum;

    if (!cookie || length <= NONCE_TEXT)
        return NULL;
    nonce = arena_slice(a->arena, cookie, NONCE_TEXT);
    if (!device_sum(a, login, nonce, &sum)) {
        act_forgive(a, faults);
        return NULL;
    }
    return strlen(sum) == length - NONCE_TEXT &&
                   equal_constant(sum, cookie + NONCE_TEXT, strlen(sum))
               ? nonce
               : NULL;
}

void
attempt_init(struct act *a, const struct request *q, enum attempt_kind kind, const char *login,
             struct attempt *out)
{
    *out = (struct attempt){ .kind = kind,
                             .login = login,
                             .address = q->origin ? q->origin : "",
                             .device = known_device(a, q, login) };
}

static void
key_of(struct act *a, const struct attempt *t, const char *what, const char *who, const char *where,
       uint8_t out[SHA256_BYTES])
{
    const char *text = arena_print(a->arena, "%s %d\n%s\n%s", what, (int)t->kind, who, where);

    sha256(text, strlen(text), out);
}

/* What was counted under a key within the last day. */
static bool
find(struct act *a, const uint8_t *key, struct count *out)
{
    struct bytes pair = { key, SHA256_BYTES };
    bool found;

    if (!query_first(a, &attempt_find, out, &found, BOUND(BIND(pair, pair))))
        return false;
    if (!found || instant_add(out->at, (struct minutes){ DAY_MINUTES }).us <= a->now.us)
        *out = (struct count){ 0 };
    return true;
}

static bool
put(struct act *a, const uint8_t *key, int64_t count)
{
    struct bytes pair = { key, SHA256_BYTES };

    return query_run(a, &attempt_put, NULL,
                     BOUND(BIND(pair, pair), BIND(count, count), BIND(now, a->now)));
}

/* What runs out of a bucket by so much a minute. */
static int64_t
left_in(const struct act *a, const struct count *c, int minutes)
{
    int64_t gone = (a->now.us - c->at.us) / 60000000 / minutes;

    return c->count > gone ? c->count - gone : 0;
}

/* Minutes of the wait after so many wrong tries. */
static int
wait_after(int64_t count, int free)
{
    int64_t over = count - free;

    if (over < 0)
        return 0;
    return over >= 5 ? ATTEMPT_MINUTES : 1 << over;
}

static bool
refuse(struct act *a, int64_t minutes)
{
    return fail(a, FAULT_MANY, "password",
                "間違いが続いたため、ここからは%lld分間サインインできません。",
                (long long)(minutes < 1 ? 1 : minutes));
}

struct counting {
    struct attempt *t;
    bool counts; /* else only looks */
};

/* Those who carry no cookie of ours: what their address and the login have seen. */
static bool
count_stranger(struct act *a, struct counting *c, int *free)
{
    bool code = c->t->kind == ATTEMPT_CODE;
    struct count account, address;
    int64_t tried, from;

    if (!find(a, c->t->account, &account) || !find(a, c->t->network, &address))
        return false;
    tried = code ? left_in(a, &account, CODE_MINUTES) : account.count;
    from = left_in(a, &address, ADDRESS_MINUTES);
    if (from >= ATTEMPTS_ADDRESS)
        return refuse(a, ADDRESS_MINUTES);
    if (code && tried >= ATTEMPTS_ACCOUNT)
        return refuse(a, CODE_MINUTES);
    if (tried >= ATTEMPTS_ACCOUNT)
        *free = TIGHT;
    return !c->counts || (put(a, c->t->account, tried + 1) && put(a, c->t->network, from + 1));
}

static bool
count_one(struct act *a, void *with)
{
    struct counting *c = with;
    struct attempt *t = c->t;
    struct count own;
    int free = ATTEMPTS;
    int64_t until;

    if (!find(a, t->own, &own) || (!t->device && !count_stranger(a, c, &free)))
        return false;
    until = own.at.us + wait_after(own.count, free) * (int64_t)60000000;
    if (own.count >= free && until > a->now.us)
        return refuse(a, (until - a->now.us + 59999999) / 60000000);
    t->left = own.count + 1 < free ? (int)(free - own.count - 1) : 0;
    t->wait = wait_after(own.count + 1 < free ? free : own.count + 1, free);
    return !c->counts || put(a, t->own, own.count + 1);
}

/* Looked at first, so that who knocks at a closed door keeps no writer busy. */
bool
attempt_look(struct act *a, struct attempt *t)
{
    if (t->device)
        key_of(a, t, "device", t->login, t->device, t->own);
    else
        key_of(a, t, "pair", t->login, network_of(a, t->address), t->own);
    key_of(a, t, "account", t->login, "", t->account);
    key_of(a, t, "address", "", network_of(a, t->address), t->network);
    return count_one(a, &(struct counting){ .t = t });
}

bool
attempt_count(struct act *a, struct attempt *t)
{
    return act_write_soon(a, count_one, &(struct counting){ .t = t, .counts = true });
}

bool
attempt_begin(struct act *a, struct attempt *t)
{
    return attempt_look(a, t) && attempt_count(a, t);
}

bool
attempt_right(struct act *a, const struct attempt *t)
{
    struct bytes own = { t->own, SHA256_BYTES };
    struct bytes account = { t->account, SHA256_BYTES };
    struct bytes network = { t->network, SHA256_BYTES };

    return query_run(a, &attempt_delete, NULL, BOUND(BIND(pair, own))) &&
           (t->device || (query_run(a, &attempt_less, NULL, BOUND(BIND(pair, account))) &&
                          query_run(a, &attempt_less, NULL, BOUND(BIND(pair, network)))));
}
