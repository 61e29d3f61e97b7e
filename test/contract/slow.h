/*
 * The rules of contract/money.h once more, slowly and another way: numbers are strings of
 * decimal digits, products are made on paper, quotients by taking away again and again. Rates
 * are texts. Nothing of src/ is used but what is compared.
 *
 * The unit program and the bench draw cases from the same place.
 */
#ifndef TEST_CONTRACT_SLOW_H
#define TEST_CONTRACT_SLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

/* A number below 10^60, lowest digit first, without zeros behind the last. */
struct paper {
    unsigned char digits[60];
    int count;
};

struct paper paper_of(int64_t number);
struct paper paper_times(struct paper a, struct paper b);
struct paper paper_plus(struct paper a, struct paper b);
struct paper paper_minus(struct paper a, struct paper b); /* a is not smaller */
int paper_compare(struct paper a, struct paper b);

/* The whole quotient; what is left over goes into `*rest`. */
struct paper paper_over(struct paper a, struct paper b, struct paper *rest);

/* Draws one case from the seed, reckons it both ways and compares. False with a line that
   tells inputs and both results. Needs an act with an arena only. */
bool slow_agrees(struct act *a, uint64_t *seed, char *why, size_t size);

#endif
