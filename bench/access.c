/*
 * access: nanoseconds of processor time for one decision, each relation by itself.
 *
 * Half a million made-up records stand in memory; who asks has one membership, or five as
 * those do who work in several contracts. Prints `name=value` lines.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "desk/inquiry.h"
#include "ledger/ledger.h"
#include "store/act.h"

enum { ROWS = 500 * 1000, ROUNDS = 3 };

static int64_t
cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static double
measure(const struct record *rows, const struct membership *in, size_t count, long *allowed)
{
    struct who who = { .id = 7, .person = 3, .in = in, .count = count };
    struct act a = { .who = &who, .now = { 1780000000000000 } };
    int64_t best = INT64_MAX;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t from = cpu_ns();

        *allowed = 0;
        for (size_t i = 0; i < ROWS; i++)
            *allowed += access_may(&a, &inquiry_ledger, DEED_READ, &rows[i]);
        from = cpu_ns() - from;
        best = from < best ? from : best;
    }
    return (double)best / ROWS;
}

int
main(void)
{
    static const struct {
        const char *name;
        struct membership in[5];
        size_t count;
    } asked[] = {
        { "own", { { .contract = 1, .role = ROLE_REQUESTER } }, 1 },
        { "organisation", { { .contract = 1, .organisation = 2, .role = ROLE_PARTICIPANT } }, 1 },
        { "contract", { { .contract = 1, .role = ROLE_OPERATOR } }, 1 },
        { "everything", { { .role = ROLE_LEAD } }, 1 },
        { "five",
          { { .contract = 1, .role = ROLE_REQUESTER },
            { .contract = 2, .organisation = 2, .role = ROLE_PARTICIPANT },
            { .contract = 3, .role = ROLE_OPERATOR },
            { .contract = 4, .role = ROLE_AUDITOR },
            { .contract = 5, .role = ROLE_OFFICER } },
          5 },
    };
    struct record *rows = calloc(ROWS, sizeof *rows);

    if (!rows)
        return 1;
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = (struct record){ .id = (int64_t)i + 1,
                                   .contract = 1 + (int64_t)(i % 6),
                                   .organisation = (int64_t)(i / 6 % 60),
                                   .owner = (int64_t)(i / 7 % 2000) };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        long allowed;
        double ns = measure(rows, asked[i].in, asked[i].count, &allowed);

        printf("%s=%.0f %s_allowed=%ld\n", asked[i].name, ns, asked[i].name, allowed);
    }
    free(rows);
    return 0;
}
