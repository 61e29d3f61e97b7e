#include "crowd.h"

#include <pthread.h>

#include "test.h"

enum { THREADS = 10 };

struct presser {
    const struct crowd *crowd;
    int first;
    int done;
    int refused;
    int busy;
};

static void *
press_often(void *with)
{
    struct presser *p = with;
    const struct crowd *c = p->crowd;

    for (int i = 0; i < c->tries / THREADS; i++) {
        struct arena arena = { 0 };
        struct act a;

        act_begin(&a, c->store, &arena, c->who, ORIGIN_PAGE);
        a.now = c->now;
        if (c->press(&a, c->with, p->first + i))
            p->done++;
        else
            *(a.faults->kind == FAULT_BUSY ? &p->busy : &p->refused) += 1;
        act_end(&a);
        arena_release(&arena);
    }
    return NULL;
}

void
crowd_run(struct crowd *crowd)
{
    struct presser pressers[THREADS];
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        pressers[i] = (struct presser){ .crowd = crowd, .first = i * (crowd->tries / THREADS) };
        assert_int_equal(pthread_create(&threads[i], NULL, press_often, &pressers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        crowd->done += pressers[i].done;
        crowd->refused += pressers[i].refused;
        crowd->busy += pressers[i].busy;
    }
}
