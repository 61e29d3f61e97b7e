#include "ledger/ref_kept.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/core/who.h"
#include "store/act.h"
#include "store/store.h"

enum { PLACES = 128, TITLE_ROOM = 240, GOOD_US = 1000 * 1000 };

struct ref_kept {
    const struct store *store;
    const struct ledger *ledger;
    int64_t who;
    int64_t generation; /* of his rights */
    int64_t id;
    int64_t until; /* clock_ticks */
    char title[TITLE_ROOM];
};

static struct {
    pthread_mutex_t lock;
    struct ref_kept places[PLACES];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct ref_kept *
place_of(const struct act *a, const struct ledger *l, int64_t id)
{
    uint64_t hash = (uint64_t)(uintptr_t)l ^ (uint64_t)id * 31 ^ (uint64_t)a->who->id * 1009;

    return &kept.places[hash * UINT64_C(0x9e3779b97f4a7c15) >> 57];
}

static bool
is_of(const struct ref_kept *k, const struct act *a, const struct ledger *l, int64_t id)
{
    return k->store == a->store && k->ledger == l && k->id == id && k->who == a->who->id &&
           k->generation == a->who->generation && k->until > clock_ticks();
}

bool
ref_kept_find(struct act *a, const struct ledger *l, int64_t id, const char **title)
{
    struct ref_kept *k = place_of(a, l, id);
    bool found;

    if (a->writing || store_kind(a->store) == STORE_SQLITE)
        return false;
    pthread_mutex_lock(&kept.lock);
    found = is_of(k, a, l, id);
    if (found)
        *title = arena_copy(a->arena, k->title);
    pthread_mutex_unlock(&kept.lock);
    return found;
}

void
ref_keep(struct act *a, const struct ledger *l, int64_t id, const char *title)
{
    struct ref_kept *k = place_of(a, l, id);
    size_t length = strlen(title);

    if (a->writing || store_kind(a->store) == STORE_SQLITE || length >= TITLE_ROOM)
        return;
    pthread_mutex_lock(&kept.lock);
    *k =
        (struct ref_kept){ a->store, l, a->who->id, a->who->generation, id, clock_ticks() + GOOD_US,
                           "" };
    memcpy(k->title, title, length + 1);
    pthread_mutex_unlock(&kept.lock);
}
