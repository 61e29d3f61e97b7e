/*
 * Invented networks, addresses and sightings for `tasuki demo`.
 */
#ifndef DESK_DEMO_ADDRESS_H
#define DESK_DEMO_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct who;

/* Three layers of 青葉市 with some hundred addresses given out by `desk`, some returned, and
   one survey that does not agree with them everywhere. */
bool demo_addresses(struct act *a, int64_t contract, const struct who *desk);

#endif
