#include "web/memo.h"

#include <pthread.h>
#include <string.h>

#include "store/act.h"
#include "store/store.h"

enum { SLOTS = 512, GOOD_US = 2000000, LONGEST_US = 10000000 };

struct slot {
    struct memo memo;
    struct store *store;
    int64_t at;
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
is_good(const struct act *a, const struct slot *s, int64_t version)
{
    int64_t age = a->now.us - s->at;

    if (s->store != a->store || age < 0)
        return false;
    if (store_kind(a->store) == STORE_SQLITE)
        return s->memo.version == version && age < LONGEST_US;
    return age < GOOD_US;
}

bool
memo_find(struct act *a, struct memo *memo)
{
    struct slot *s = slot_of(memo->key);
    bool found;

    memo->version = store_version(a->store);
    pthread_mutex_lock(&lock);
    found = strcmp(s->memo.key, memo->key) == 0 && is_good(a, s, memo->version);
    if (found)
        *memo = s->memo;
    pthread_mutex_unlock(&lock);
    return found;
}

void
memo_keep(struct act *a, const struct memo *memo)
{
    struct slot *s = slot_of(memo->key);

    pthread_mutex_lock(&lock);
    *s = (struct slot){ *memo, a->store, a->now.us };
    pthread_mutex_unlock(&lock);
}
