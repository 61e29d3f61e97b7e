#include "web/patience.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/must.h"
#include "base/time.h"

enum {
    HEAD_US = 40 * 1000000, /* from the end of the last answer to a whole head */
    SEND_US = 600 * 1000000,
};

struct watched {
    struct watched *next, *previous;
    int fd;
    _Atomic int64_t until; /* 0: somebody else has the patience */
};

struct patience {
    pthread_mutex_t mutex;
    struct watched all; /* a ring; this one is nobody */
};

struct patience *
patience_make(void)
{
    struct patience *p = calloc(1, sizeof(*p));

    if (!p)
        out_of_memory();
    pthread_mutex_init(&p->mutex, NULL);
    p->all.next = p->all.previous = &p->all;
    return p;
}

void
patience_release(struct patience *p)
{
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

struct watched *
patience_begin(struct patience *p, int fd)
{
    struct watched *w = calloc(1, sizeof(*w));

    if (!w)
        out_of_memory();
    w->fd = fd;
    patience_waits(w);
    pthread_mutex_lock(&p->mutex);
    w->next = p->all.next;
    w->previous = &p->all;
    w->next->previous = w->previous->next = w;
    pthread_mutex_unlock(&p->mutex);
    return w;
}

/* The library closes the descriptor after this, so patience_look never meets another's. */
void
patience_end(struct patience *p, struct watched *w)
{
    pthread_mutex_lock(&p->mutex);
    w->next->previous = w->previous;
    w->previous->next = w->next;
    pthread_mutex_unlock(&p->mutex);
    free(w);
}

void
patience_works(struct watched *w)
{
    atomic_store_explicit(&w->until, 0, memory_order_relaxed);
}

void
patience_sends(struct watched *w)
{
    atomic_store_explicit(&w->until, clock_ticks() + SEND_US, memory_order_relaxed);
}

void
patience_waits(struct watched *w)
{
    atomic_store_explicit(&w->until, clock_ticks() + HEAD_US, memory_order_relaxed);
}

int
patience_look(struct patience *p, int64_t now)
{
    int count = 0;

    pthread_mutex_lock(&p->mutex);
    for (struct watched *w = p->all.next; w != &p->all; w = w->next) {
        int64_t until = atomic_load_explicit(&w->until, memory_order_relaxed);

        if (until == 0 || until > now)
            continue;
        shutdown(w->fd, SHUT_RDWR);
        patience_works(w); /* said once is enough */
        count++;
    }
    pthread_mutex_unlock(&p->mutex);
    return count;
}
