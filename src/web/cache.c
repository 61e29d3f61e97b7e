#include "web/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "base/arena.h"
#include "base/must.h"

enum { BUCKETS = 4096, OVERHEAD = 1024 };

struct kept {
    uint64_t hash;
    struct arena arena;
    struct page page;
    struct kept *chain;
    struct kept *newer;
    int users; /* the cache, and who made it */
};

struct cache {
    pthread_mutex_t mutex;
    struct kept *buckets[BUCKETS];
    struct kept *oldest;
    struct kept *newest;
    size_t bytes;
    size_t most;
};

struct cache *
cache_make(size_t bytes)
{
    struct cache *c = calloc(1, sizeof(*c));

    if (!c)
        out_of_memory();
    c->most = bytes;
    pthread_mutex_init(&c->mutex, NULL);
    return c;
}

/* The session's bytes are random already, so folding the address into them is enough. */
static uint64_t
hash_of(const uint8_t *session, const char *target)
{
    uint64_t hash;

    memcpy(&hash, session, sizeof(hash));
    for (; *target; target++)
        hash = (hash ^ (unsigned char)*target) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 29;
}

static struct kept **
place_of(struct cache *c, uint64_t hash, const uint8_t *session, const char *target)
{
    struct kept **place = &c->buckets[hash % BUCKETS];

    while (*place &&
           ((*place)->hash != hash || memcmp((*place)->page.session, session, SHA256_BYTES) != 0 ||
            strcmp((*place)->page.target, target) != 0))
        place = &(*place)->chain;
    return place;
}

static void
leave(struct kept *k)
{
    if (--k->users > 0)
        return;
    MHD_destroy_response(k->page.response);
    arena_release(&k->arena);
    free(k);
}

static void
drop_oldest(struct cache *c)
{
    struct kept *k = c->oldest;
    struct kept **place = &c->buckets[k->hash % BUCKETS];

    while (*place != k)
        place = &(*place)->chain;
    *place = k->chain;
    c->oldest = k->newer;
    if (!c->oldest)
        c->newest = NULL;
    c->bytes -= k->page.size;
    leave(k);
}

void
cache_release(struct cache *c)
{
    while (c->oldest)
        drop_oldest(c);
    pthread_mutex_destroy(&c->mutex);
    free(c);
}

static struct kept *
kept_make(const struct page *page, uint64_t hash)
{
    struct kept *k = calloc(1, sizeof(*k));
    uint8_t *session;

    if (!k)
        out_of_memory();
    session = arena_get(&k->arena, SHA256_BYTES);
    memcpy(session, page->session, SHA256_BYTES);
    k->hash = hash;
    k->page = *page;
    k->page.session = session;
    k->page.target = arena_copy(&k->arena, page->target);
    k->page.tag = arena_copy(&k->arena, page->tag);
    k->page.size += OVERHEAD;
    k->users = 2;
    return k;
}

struct kept *
cache_put(struct cache *c, const struct page *page)
{
    uint64_t hash = hash_of(page->session, page->target);
    struct kept *k = kept_make(page, hash);

    pthread_mutex_lock(&c->mutex);
    /* The oldest have the oldest versions: what a commit has ended goes first. A second
       answer under the same name stands before the first one in the chain. */
    while (c->oldest &&
           (c->bytes + k->page.size > c->most || c->oldest->page.version < page->version ||
            c->oldest->page.until.us <= instant_now().us))
        drop_oldest(c);
    k->chain = c->buckets[hash % BUCKETS];
    c->buckets[hash % BUCKETS] = k;
    if (c->newest)
        c->newest->newer = k;
    else
        c->oldest = k;
    c->newest = k;
    c->bytes += k->page.size;
    pthread_mutex_unlock(&c->mutex);
    return k;
}

struct MHD_Response *
kept_response(const struct kept *kept)
{
    return kept->page.response;
}

void
cache_leave(struct cache *c, struct kept *kept)
{
    pthread_mutex_lock(&c->mutex);
    leave(kept);
    pthread_mutex_unlock(&c->mutex);
}

bool
tag_matches(const char *if_none_match, const char *tag)
{
    size_t length = strlen(tag);

    if (!if_none_match)
        return false;
    if (strcmp(if_none_match, "*") == 0)
        return true;
    for (const char *at = if_none_match; (at = strstr(at, tag)); at += length)
        if (at[length] == '\0' || at[length] == ',' || at[length] == ' ')
            return true;
    return false;
}

int
cache_answer(struct cache *c, struct MHD_Connection *connection,
             const uint8_t session[SHA256_BYTES], const char *target, int64_t version,
             struct instant now, const char *if_none_match)
{
    uint64_t hash = hash_of(session, target);
    const struct kept *k;
    int status = 0;

    pthread_mutex_lock(&c->mutex);
    k = *place_of(c, hash, session, target);
    if (k && k->page.version == version && now.us < k->page.until.us) {
        status = tag_matches(if_none_match, k->page.tag) ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
        if (MHD_queue_response(connection, (unsigned)status, k->page.response) != MHD_YES)
            status = 0;
    }
    pthread_mutex_unlock(&c->mutex);
    return status;
}
