#include "web/worker.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/must.h"

enum {
#ifdef __SANITIZE_ADDRESS__
    STACK = 2 * 1024 * 1024,
#else
    STACK = 512 * 1024,
#endif
    FIRST_BLOCK = 64 * 1024, /* of the arena: enough for most requests */
};

struct workers {
    pthread_mutex_t mutex;
    pthread_cond_t change;
    struct task *first;
    struct task *last;
    int queue;   /* at most so many wait */
    int waiting; /* reserved or in the queue */
    int busy;
    int threads;
    bool stop;
    pthread_t ids[];
};

static struct task *
take(struct workers *w)
{
    struct task *task;

    pthread_mutex_lock(&w->mutex);
    while (!w->first && !w->stop)
        pthread_cond_wait(&w->change, &w->mutex);
    task = w->first;
    if (task) {
        w->first = task->next;
        w->waiting--;
        w->busy++;
    }
    pthread_mutex_unlock(&w->mutex);
    return task;
}

static void *
run(void *with)
{
    struct workers *w = with;
    struct arena arena = { 0 };
    struct arena_mark start;
    struct task *task;

    arena_get(&arena, FIRST_BLOCK);
    start = arena_mark(&arena);
    start.used = 0;
    while ((task = take(w))) {
        task->run(task, &arena);
        arena_reset(&arena, start);
        pthread_mutex_lock(&w->mutex);
        w->busy--;
        pthread_mutex_unlock(&w->mutex);
    }
    arena_release(&arena);
    return NULL;
}

struct workers *
workers_start(int threads, int queue)
{
    struct workers *w = calloc(1, sizeof(*w) + (size_t)threads * sizeof(pthread_t));
    pthread_attr_t attributes;

    if (!w)
        out_of_memory();
    w->queue = queue;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->change, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    while (w->threads < threads && pthread_create(&w->ids[w->threads], &attributes, run, w) == 0)
        w->threads++;
    pthread_attr_destroy(&attributes);
    if (w->threads == threads)
        return w;
    workers_stop(w);
    return NULL;
}

bool
workers_reserve(struct workers *w)
{
    bool room;

    pthread_mutex_lock(&w->mutex);
    room = w->waiting < w->queue && !w->stop;
    w->waiting += room;
    pthread_mutex_unlock(&w->mutex);
    return room;
}

void
workers_add(struct workers *w, struct task *task)
{
    task->next = NULL;
    pthread_mutex_lock(&w->mutex);
    if (w->first)
        w->last->next = task;
    else
        w->first = task;
    w->last = task;
    pthread_cond_signal(&w->change);
    pthread_mutex_unlock(&w->mutex);
}

int64_t
workers_busy(struct workers *w)
{
    int64_t busy;

    pthread_mutex_lock(&w->mutex);
    busy = w->busy;
    pthread_mutex_unlock(&w->mutex);
    return busy;
}

int64_t
workers_waiting(struct workers *w)
{
    int64_t waiting;

    pthread_mutex_lock(&w->mutex);
    waiting = w->waiting;
    pthread_mutex_unlock(&w->mutex);
    return waiting;
}

void
workers_stop(struct workers *w)
{
    pthread_mutex_lock(&w->mutex);
    w->stop = true;
    pthread_cond_broadcast(&w->change);
    pthread_mutex_unlock(&w->mutex);
    for (int i = 0; i < w->threads; i++)
        pthread_join(w->ids[i], NULL);
    pthread_cond_destroy(&w->change);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}
