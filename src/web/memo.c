#include "web/memo.h"

#include <pthread.h>
#include <string.h>

#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

/* A person at work has some thirty; with 512, fifty people had theirs found out anew. */
enum { SLOTS = 4096, GOOD_US = 2000000, LONGEST_US = 10000000 };

struct slot {
    struct memo memo;
    struct store *store;
    int64_t at;
    int64_t seq; /* of the newest row of the history then */
};

struct newest {
    int64_t seq;
};

static const struct query history_newest = {
    .name = "history.newest",
    .sql = "SELECT coalesce(max(seq), 0) AS seq FROM history",
    .row_size = sizeof(struct newest),
    .columns = COLUMNS(COLUMN(struct newest, seq)),
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[SLOTS];

enum { WAYS = 4 };

/* Where the key is, or the oldest of the places it may take. With one place only, two keys of
   the same user that met there were found out anew for each of his pages, one user in 25. */
static struct slot *
slot_of(const char *key)
{
    uint64_t hash = 1469598103934665603u;
    struct slot *ways;
    struct slot *found;

    for (const char *at = key; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    ways = &slots[hash % (SLOTS / WAYS) * WAYS];
    found = ways;
    pthread_mutex_lock(&lock);
    for (int i = WAYS - 1; i >= 0; i--)
        if (ways[i].at < found->at)
            found = &ways[i];
    for (int i = 0; i < WAYS; i++)
        if (strcmp(ways[i].memo.key, key) == 0)
            found = &ways[i];
    pthread_mutex_unlock(&lock);
    return found;
}

static bool
is_sqlite(const struct act *a)
{
    return store_kind(a->store) == STORE_SQLITE;
}

static bool
is_young(const struct act *a, const struct slot *s)
{
    int64_t age = a->now.us - s->at;

    return s->store == a->store && age >= 0 && age < (is_sqlite(a) ? LONGEST_US : GOOD_US);
}

static bool
find_newest(struct act *a, int64_t *seq)
{
    size_t faults = a->fault_count;
    struct newest row;
    bool found;

    *seq = -1;
    if (query_first(a, &history_newest, &row, &found, UNBOUND) && found)
        *seq = row.seq;
    else
        act_forgive(a, faults);
    return *seq >= 0;
}

/* Good for a later version too when little was changed since. */
static bool
endures(struct act *a, const struct slot *copy)
{
    int64_t seq;

    return copy->memo.version >= 0 && find_newest(a, &seq) && seq >= copy->seq &&
           seq - copy->seq <= copy->memo.endures;
}

static void
renew(struct slot *s, const struct memo *memo, int64_t version)
{
    pthread_mutex_lock(&lock);
    if (strcmp(s->memo.key, memo->key) == 0 && s->memo.version == memo->version)
        s->memo.version = version;
    pthread_mutex_unlock(&lock);
}

bool
memo_find(struct act *a, struct memo *memo)
{
    struct slot *s = slot_of(memo->key);
    struct slot copy = { 0 };
    bool found;

    memo->version = act_version(a);
    pthread_mutex_lock(&lock);
    found = strcmp(s->memo.key, memo->key) == 0 && is_young(a, s);
    if (found)
        copy = *s;
    pthread_mutex_unlock(&lock);
    if (!found)
        return false;
    if (is_sqlite(a) && (memo->version < 0 || copy.memo.version != memo->version)) {
        if (!endures(a, &copy))
            return false;
        if (memo->version >= 0)
            renew(s, &copy.memo, memo->version);
    }
    *memo = copy.memo;
    return true;
}

void
memo_keep(struct act *a, const struct memo *memo)
{
    struct slot *s = slot_of(memo->key);
    int64_t seq = 0;

    if (is_sqlite(a) && (memo->version < 0 || a->writing || !find_newest(a, &seq)))
        return;
    pthread_mutex_lock(&lock);
    *s = (struct slot){ *memo, a->store, a->now.us, seq };
    pthread_mutex_unlock(&lock);
}
