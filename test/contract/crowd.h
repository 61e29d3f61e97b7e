/*
 * A crowd: many who press the same button at once, ten threads of one person's acts.
 */
#ifndef TEST_CONTRACT_CROWD_H
#define TEST_CONTRACT_CROWD_H

#include "store/act.h"

struct crowd {
    struct store *store;
    const struct who *who;
    struct instant now;
    int tries; /* of all together, a multiple of ten */
    /* One try of `with`, `at` counting all tries; what its write answered. */
    bool (*press)(struct act *a, void *with, int at);
    void *with;
    /* What came of them. */
    int done;
    int refused;
    int busy; /* PostgreSQL had too many at once: to be pressed again */
};

void crowd_run(struct crowd *crowd);

#endif
