#include "base/arena.h"
#include "base/crypto.h"
#include "store/act.h"
#include "store/query.h"
#include "web/session.h"

static const struct query token_insert = {
    .name = "token.insert",
    .sql = "INSERT INTO token (hash, \"user\", created_at, ends_at)"
           " VALUES (:hash, :user, :now, :ends)",
};

struct making {
    const uint8_t *hash;
    int64_t user;
    struct instant ends;
};

static bool
insert(struct act *a, void *with)
{
    const struct making *m = with;
    struct bytes hash = { m->hash, SHA256_BYTES };

    return query_run(
        a, &token_insert, NULL,
        BOUND(BIND(hash, hash), BIND(user, m->user), BIND(now, a->now), BIND(ends, m->ends)));
}

bool
token_make(struct act *a, int64_t user, int days, const char **token)
{
    const char *text = arena_print(a->arena, "tsk_%s", random_token(a->arena, 32));
    struct instant ends = instant_add(a->now, (struct minutes){ (int64_t)days * DAY_MINUTES });
    uint8_t hash[SHA256_BYTES];
    struct making m = { hash, user, ends };

    if (days < 1 || days > 3660)
        return fail(a, FAULT_INVALID, "days", "トークンの日数は1から3660までです。");
    sha256(text, strlen(text), hash);
    if (!act_write(a, insert, &m))
        return false;
    *token = text;
    return true;
}
