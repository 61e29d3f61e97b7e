/*
 * Coverage: how far the clauses of a contract are proven, chapter by chapter.
 *
 * What binds nobody (該当なし) is told apart and counts in no bar. Chapters stand in the order
 * in which their first clause came in. Only what the reader may see is counted, and each
 * number is the address of the list that it counts.
 */
#ifndef CONTRACT_COVERAGE_H
#define CONTRACT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

enum coverage_part { COVERAGE_PROVEN, COVERAGE_WORKING, COVERAGE_OPEN, COVERAGE_LATE };
enum { COVERAGE_PARTS = COVERAGE_LATE + 1 };

struct coverage_row {
    const char *title; /* 第1章 総則・体制; "" for clauses without a chapter */
    int64_t parts[COVERAGE_PARTS];
    int64_t total;
    int64_t exempt;
    const char *href; /* the list of all of them */
    const char *hrefs[COVERAGE_PARTS];
    int starts[COVERAGE_PARTS]; /* of the bar, in thousandths of its width */
    int widths[COVERAGE_PARTS];
};

struct coverage {
    struct coverage_row *rows;
    size_t count;
    struct coverage_row whole;
};

struct coverage_face {
    const char *label; /* 証明済 */
    const char *class; /* of bars and legends */
    const char *state; /* of the ledger */
};
extern const struct coverage_face coverage_faces[COVERAGE_PARTS];

bool coverage_read(struct act *a, int64_t contract, struct coverage *out);

/* Proven of all, per cent, cut off; 0 when there is nothing to prove. */
int coverage_share(const struct coverage_row *row);

#endif
