/*
 * What of the names of a series is free: behind computer_name.h, for its own ledger.
 */
#ifndef DESK_NAME_POOL_H
#define DESK_NAME_POOL_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct computer_name;

/* A name that has just been returned begins its rest. */
bool name_pool_return(struct act *a, const struct computer_name *it);

/* The record has gone. */
bool name_pool_forget(struct act *a, int64_t contract, int64_t id);

#endif
