/*
 * The second half of the invented rounds (demo_rounds.h): what was changed, found and
 * brought to the devices, RPA, and a stop of the electricity.
 */
#ifndef DESK_DEMO_ROUND_WORK_H
#define DESK_DEMO_ROUND_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct person;
struct who;

struct rounds_cast {
    int64_t contract;
    const struct person *people;
    size_t count;
    const struct who *desk; /* two of them */
    struct instant present;
};

/* What is approved, the client's officer approves. */
bool demo_round_work(struct act *a, const struct rounds_cast *cast);

/* Licences with seats, mail, data sets. */
bool demo_licences(struct act *a, const struct rounds_cast *cast);

/* Accounts of the networks, a directory, differences, a plan. */
bool demo_accounts(struct act *a, const struct rounds_cast *cast);

#endif
