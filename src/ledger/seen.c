#include "ledger/seen.h"

#include <pthread.h>

#include "ledger/ledger.h"
#include "store/act.h"
#include "store/store.h"

/* A table in which a newer note takes the place of an older one: bounded, and nothing has to
   be cleared away. Of the size of some hundred people looking through lists. */
enum { PLACES = 1 << 16 };

struct note {
    const struct ledger *ledger;
    uint64_t house; /* of the installation: a process may open several, as tests do */
    int64_t session;
    int64_t record;
    int64_t at;
};

static struct {
    pthread_mutex_t mutex;
    struct note notes[PLACES];
} kept = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static uint64_t
house_of(const struct act *a)
{
    uint64_t sum = UINT64_C(14695981039346656037);

    for (const char *c = store_installation(a->store); *c; c++)
        sum = (sum ^ (unsigned char)*c) * UINT64_C(1099511628211);
    return sum;
}

/* Records of one page stand near each other, so that they are found without waiting for the
   memory. */
static struct note *
place_of(const struct note *n)
{
    uint64_t sum = n->house ^ (uint64_t)(uintptr_t)n->ledger;

    sum = (sum ^ (uint64_t)n->session) * UINT64_C(0x9e3779b97f4a7c15);
    return &kept.notes[((sum >> 48) + (uint64_t)n->record) & (PLACES - 1)];
}

static bool
is_same(const struct note *left, const struct note *right)
{
    return left->record == right->record && left->session == right->session &&
           left->ledger == right->ledger && left->house == right->house;
}

bool
seen_all(const struct act *a, const struct ledger *l, const int64_t *records, size_t count,
         struct instant since)
{
    struct note asked = { .ledger = l, .house = house_of(a), .session = a->session };
    bool all = a->session != 0;

    pthread_mutex_lock(&kept.mutex);
    for (size_t i = 0; i < count && all; i++) {
        const struct note *at;

        asked.record = records[i];
        at = place_of(&asked);
        all = is_same(at, &asked) && at->at >= since.us;
    }
    pthread_mutex_unlock(&kept.mutex);
    return all;
}

void
seen_note(const struct act *a, const struct ledger *l, const int64_t *records, size_t count)
{
    struct note note = { l, house_of(a), a->session, 0, a->now.us };

    if (!a->session)
        return;
    pthread_mutex_lock(&kept.mutex);
    for (size_t i = 0; i < count; i++) {
        note.record = records[i];
        *place_of(&note) = note;
    }
    pthread_mutex_unlock(&kept.mutex);
}
