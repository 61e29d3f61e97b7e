#include "web/worker.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/time.h"

enum {
#ifdef __SANITIZE_ADDRESS__
    STACK = 2 * 1024 * 1024,
#else
    STACK = 512 * 1024,
#endif
    FIRST_BLOCK = 448 * 1024, /* of the arena: enough for most requests */
    QUICK_US = 5000,
    LOOK_NS = 2000000,
};

struct worker {
    struct workers *all;
    pthread_t id;
    sem_t given;
    struct task *task;    /* NULL after given: the end */
    int64_t begun;        /* clock_ticks */
    bool counted;         /* among the quick ones */
    struct worker *below; /* in the stack of the idle */
};

struct workers {
    pthread_mutex_t mutex;
    pthread_cond_t change; /* for the watch */
    pthread_t watch;
    struct task *first;
    struct task *last;
    struct worker *idle; /* the last to finish on top: its memory is still near */
    int queue;           /* at most so many wait */
    int at_once;         /* at most so many quick ones run */
    int waiting;         /* reserved or in the queue */
    int busy;
    int quick; /* of the busy, those that count */
    int threads;
    bool watching; /* the watch looks by itself */
    bool watched;  /* the watch was started */
    bool stop;
    struct worker each[];
};

/* --- all called with the mutex held -------------------------------------------- */

static void
give(struct workers *w, struct worker *worker, struct task *task)
{
    worker->task = task;
    worker->begun = clock_ticks();
    worker->counted = !task->waits;
    w->quick += worker->counted;
    w->waiting--;
    w->busy++;
}

/* The first that may run now; taken out of the queue. */
static struct task *
next_task(struct workers *w)
{
    struct task *before = NULL;
    struct task *task = w->first;

    while (task && w->quick >= w->at_once && !task->waits) {
        before = task;
        task = task->next;
    }
    if (!task)
        return NULL;
    *(before ? &before->next : &w->first) = task->next;
    if (w->last == task)
        w->last = before;
    return task;
}

static void
hand_out(struct workers *w)
{
    struct task *task;

    while (w->idle && (task = next_task(w))) {
        struct worker *worker = w->idle;

        w->idle = worker->below;
        give(w, worker, task);
        sem_post(&worker->given);
    }
}

/* What has run for long no longer keeps others waiting. */
static void
discount(struct workers *w)
{
    int64_t late = clock_ticks() - QUICK_US;

    for (int i = 0; i < w->threads; i++)
        if (w->each[i].counted && w->each[i].begun < late) {
            w->each[i].counted = false;
            w->quick--;
        }
}

/* --- the threads ----------------------------------------------------------------- */

static void *
watch(void *with)
{
    struct workers *w = with;

    pthread_mutex_lock(&w->mutex);
    while (!w->stop) {
        struct timespec until;

        w->watching = w->first != NULL;
        if (!w->watching) {
            pthread_cond_wait(&w->change, &w->mutex);
            continue;
        }
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += LOOK_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_clockwait(&w->change, &w->mutex, CLOCK_MONOTONIC, &until);
        discount(w);
        hand_out(w);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

/* The next task at once, or a place among the idle until one is given. */
static struct task *
take(struct worker *worker, bool finished)
{
    struct workers *w = worker->all;
    struct task *task = NULL;

    pthread_mutex_lock(&w->mutex);
    if (finished) {
        w->busy--;
        w->quick -= worker->counted;
        worker->counted = false;
        task = next_task(w);
    }
    worker->task = NULL;
    if (task) {
        give(w, worker, task);
    } else if (!w->stop) {
        worker->below = w->idle;
        w->idle = worker;
        hand_out(w);
    } else {
        sem_post(&worker->given);
    }
    pthread_mutex_unlock(&w->mutex);
    if (task)
        return task;
    while (sem_wait(&worker->given) != 0)
        must(errno == EINTR);
    return worker->task;
}

static void *
run(void *with)
{
    struct worker *worker = with;
    struct arena arena = { 0 };
    struct arena_mark start = { 0 };
    struct task *task;

    for (task = take(worker, false); task; task = take(worker, true)) {
        /* Most workers never have a task: those few that do keep a block. */
        if (!start.block) {
            arena_get(&arena, FIRST_BLOCK);
            start = arena_mark(&arena);
            start.used = 0;
            arena_reset(&arena, start);
        }
        task->run(task, &arena);
        arena_reset(&arena, start);
    }
    arena_release(&arena);
    return NULL;
}

static bool
start_threads(struct workers *w, int threads)
{
    pthread_attr_t attributes;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    while (w->threads < threads) {
        struct worker *worker = &w->each[w->threads];

        worker->all = w;
        must(sem_init(&worker->given, 0, 0) == 0);
        if (pthread_create(&worker->id, &attributes, run, worker) != 0) {
            sem_destroy(&worker->given);
            break;
        }
        pthread_mutex_lock(&w->mutex);
        w->threads++;
        pthread_mutex_unlock(&w->mutex);
    }
    w->watched = w->threads == threads && pthread_create(&w->watch, &attributes, watch, w) == 0;
    pthread_attr_destroy(&attributes);
    return w->watched;
}

struct workers *
workers_start(int threads, int queue, int at_once)
{
    struct workers *w = calloc(1, sizeof(*w) + (size_t)threads * sizeof(*w->each));

    if (!w)
        out_of_memory();
    w->queue = queue;
    w->at_once = at_once;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->change, NULL);
    if (start_threads(w, threads))
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
    hand_out(w);
    if (w->first && !w->watching) {
        w->watching = true;
        pthread_cond_signal(&w->change);
    }
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
    for (struct worker *worker = w->idle; worker; worker = worker->below)
        sem_post(&worker->given);
    w->idle = NULL;
    pthread_cond_broadcast(&w->change);
    pthread_mutex_unlock(&w->mutex);
    for (int i = 0; i < w->threads; i++) {
        pthread_join(w->each[i].id, NULL);
        sem_destroy(&w->each[i].given);
    }
    if (w->watched)
        pthread_join(w->watch, NULL);
    pthread_cond_destroy(&w->change);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}
