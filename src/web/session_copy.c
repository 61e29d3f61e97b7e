#include "web/session_copy.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"

enum { BUCKETS = 1024, COPIES = 8192 };

struct copy {
    uint8_t hash[SHA256_BYTES];
    struct arena arena;
    struct session_found found;
    struct date day;
    struct copy *next;
};

struct sessions {
    pthread_mutex_t mutex;
    struct copy *buckets[BUCKETS];
    int64_t count;
};

struct sessions *
sessions_make(void)
{
    struct sessions *s = calloc(1, sizeof(*s));

    if (!s)
        out_of_memory();
    pthread_mutex_init(&s->mutex, NULL);
    return s;
}

static void
forget_all(struct sessions *s)
{
    for (size_t i = 0; i < BUCKETS; i++)
        while (s->buckets[i]) {
            struct copy *c = s->buckets[i];

            s->buckets[i] = c->next;
            arena_release(&c->arena);
            free(c);
        }
    s->count = 0;
}

void
sessions_release(struct sessions *s)
{
    forget_all(s);
    pthread_mutex_destroy(&s->mutex);
    free(s);
}

int64_t
sessions_count(struct sessions *s)
{
    int64_t count;

    pthread_mutex_lock(&s->mutex);
    count = s->count;
    pthread_mutex_unlock(&s->mutex);
    return count;
}

static struct copy **
place_of(struct sessions *s, const uint8_t hash[SHA256_BYTES])
{
    struct copy **place = &s->buckets[(hash[0] | hash[1] << 8) % BUCKETS];

    while (*place && memcmp((*place)->hash, hash, SHA256_BYTES) != 0)
        place = &(*place)->next;
    return place;
}

static const char *
copy_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text) : NULL;
}

static struct who
copy_who(struct arena *arena, const struct who *who)
{
    struct membership *in = NEW_ARRAY(arena, who->count, struct membership);
    struct who out = *who;

    for (size_t i = 0; i < who->count; i++)
        in[i] = who->in[i];
    out.in = in;
    out.login = copy_text(arena, who->login);
    out.title = copy_text(arena, who->title);
    return out;
}

static struct session_found
copy_found(struct arena *arena, const struct session_found *found)
{
    struct session_found out = *found;

    out.session.who = copy_who(arena, &found->session.who);
    out.session.csrf = copy_text(arena, found->session.csrf);
    out.session.notice = copy_text(arena, found->session.notice);
    out.session.scope = copy_text(arena, found->session.scope);
    return out;
}

bool
sessions_get(struct sessions *s, const uint8_t hash[SHA256_BYTES], int64_t version,
             struct arena *arena, struct session_found *out)
{
    struct copy *c;
    bool good;

    pthread_mutex_lock(&s->mutex);
    c = *place_of(s, hash);
    good = c && c->found.version == version;
    if (good)
        *out = copy_found(arena, &c->found);
    pthread_mutex_unlock(&s->mutex);
    return good;
}

bool
sessions_who(struct sessions *s, const uint8_t hash[SHA256_BYTES], int64_t generation,
             struct date day, struct arena *arena, struct who *out)
{
    struct copy *c;
    bool good;

    pthread_mutex_lock(&s->mutex);
    c = *place_of(s, hash);
    good = c && c->found.session.who.generation == generation && c->day.day == day.day;
    if (good)
        *out = copy_who(arena, &c->found.session.who);
    pthread_mutex_unlock(&s->mutex);
    return good;
}

void
sessions_put(struct sessions *s, const uint8_t hash[SHA256_BYTES], struct date day,
             const struct session_found *found)
{
    struct copy **place;

    pthread_mutex_lock(&s->mutex);
    if (s->count >= COPIES)
        forget_all(s);
    place = place_of(s, hash);
    if (!*place) {
        *place = calloc(1, sizeof(**place));
        if (!*place)
            out_of_memory();
        memcpy((*place)->hash, hash, SHA256_BYTES);
        s->count++;
    }
    arena_release(&(*place)->arena);
    (*place)->found = copy_found(&(*place)->arena, found);
    (*place)->day = day;
    pthread_mutex_unlock(&s->mutex);
}

void
sessions_noticed(struct sessions *s, int64_t session)
{
    pthread_mutex_lock(&s->mutex);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct copy *c = s->buckets[i]; c; c = c->next)
            if (c->found.session.id == session)
                c->found.session.notice = NULL;
    pthread_mutex_unlock(&s->mutex);
}
