/*
 * A million random cases of contract/money.h against the slow reference of its tests.
 *
 * Prints `cases= bad= us=`; what disagrees goes to standard error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "store/act.h"
#include "test/contract/slow.h"

static int64_t
cpu_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int
main(int argc, char **argv)
{
    long cases = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct arena arena = { 0 };
    int64_t from = cpu_us();
    long bad = 0;

    for (long i = 0; i < cases; i++) {
        struct act a = { .arena = &arena };
        struct arena_mark mark = arena_mark(&arena);
        char why[300];

        if (!slow_agrees(&a, &seed, why, sizeof why)) {
            bad++;
            fprintf(stderr, "%s\n", why);
        }
        arena_reset(&arena, mark);
    }
    printf("cases=%ld bad=%ld us=%" PRId64 "\n", cases, bad, cpu_us() - from);
    arena_release(&arena);
    return bad ? 1 : 0;
}
