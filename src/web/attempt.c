#include "web/attempt.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "store/act.h"
#include "store/query.h"

struct attempt {
    int64_t count;
    struct instant at;
};

static const struct query attempt_find = {
    .name = "attempt.find",
    .sql = "SELECT count, at FROM attempt WHERE pair = :pair",
    .row_size = sizeof(struct attempt),
    .columns = COLUMNS(COLUMN(struct attempt, count), COLUMN(struct attempt, at)),
};

static const struct query attempt_put = {
    .name = "attempt.put",
    .sql = "INSERT INTO attempt (pair, count, at) VALUES (:pair, :count, :now)"
           " ON CONFLICT (pair) DO UPDATE SET count = excluded.count, at = excluded.at",
};

static const struct query attempt_delete = {
    .name = "attempt.delete",
    .sql = "DELETE FROM attempt WHERE pair = :pair",
};

struct trying {
    struct bytes pair;
    int left;
};

static void
pair_hash(struct act *a, const char *login, const char *address, uint8_t out[SHA256_BYTES])
{
    const char *text = arena_print(a->arena, "%s\n%s", login, address);

    sha256(text, strlen(text), out);
}

static bool
count_one(struct act *a, void *with)
{
    struct trying *t = with;
    struct attempt found = { 0 };
    bool exists;
    struct instant over;

    if (!query_first(a, &attempt_find, &found, &exists, BOUND(BIND(pair, t->pair))))
        return false;
    over = instant_add(found.at, (struct minutes){ ATTEMPT_MINUTES });
    if (!exists || over.us <= a->now.us)
        found.count = 0;
    if (found.count >= ATTEMPTS)
        return fail(a, FAULT_MANY, "password", "間違いが%d回続いたため、%d分間使えません。",
                    ATTEMPTS, ATTEMPT_MINUTES);
    t->left = (int)(ATTEMPTS - found.count - 1);
    return query_run(a, &attempt_put, NULL,
                     BOUND(BIND(pair, t->pair), BIND(count, found.count + 1), BIND(now, a->now)));
}

bool
attempt_begin(struct act *a, const char *login, const char *address, int *left)
{
    uint8_t hash[SHA256_BYTES];
    struct trying t = { { hash, sizeof(hash) }, 0 };

    pair_hash(a, login, address, hash);
    if (!act_write(a, count_one, &t))
        return false;
    *left = t.left;
    return true;
}

bool
attempt_right(struct act *a, const char *login, const char *address)
{
    uint8_t hash[SHA256_BYTES];
    struct bytes pair = { hash, sizeof(hash) };

    pair_hash(a, login, address, hash);
    return query_run(a, &attempt_delete, NULL, BOUND(BIND(pair, pair)));
}
