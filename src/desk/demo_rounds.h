/*
 * Invented rounds of 青葉市's desk: shares, changes of settings, detections, rollouts,
 * accounts, RPA, a power stop, advice.
 */
#ifndef DESK_DEMO_ROUNDS_H
#define DESK_DEMO_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct person;
struct who;

/* The desk writes as the two of `desk`; `people` are of the city's sections. */
bool demo_rounds(struct act *a, int64_t contract, const struct person *people, size_t count,
                 const struct who *desk);

#endif
