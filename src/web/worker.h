/*
 * Workers: a bounded pool of threads for requests that may wait.
 *
 * A place is reserved before the connection is suspended, so that a full queue can be
 * answered at once. Each worker has an arena that is reset, not freed, between tasks.
 *
 * Of tasks that only compute, hardly more run at once than there are processors: in turn
 * each is done sooner, and the memory of the few workers stays near. One that is not done
 * after 5 ms waits for something, a disk or a lock, and no longer counts; nor does one that
 * is known to wait.
 */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct workers;

/* Embedded in what is to be done. */
struct task {
    void (*run)(struct task *task, struct arena *arena);
    bool waits; /* for others: a commit, a network */
    struct task *next;
};

/* NULL when the threads cannot be started. `at_once`: how many quick tasks may run. */
struct workers *workers_start(int threads, int queue, int at_once);

/* False when the queue is full. Each true is followed by one workers_add. */
bool workers_reserve(struct workers *w);
void workers_add(struct workers *w, struct task *task);

int64_t workers_busy(struct workers *w);
int64_t workers_waiting(struct workers *w);

/* Ends the threads; the queue must be empty and nobody at work. */
void workers_stop(struct workers *w);

#endif
