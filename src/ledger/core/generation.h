/*
 * Generations: numbers in the settings by which copies in memory, on any node, learn
 * that what they were made of has changed.
 *
 * A number never comes back, also not after a rollback: it is at least the microsecond
 * of its making. 0 means that nothing was ever changed.
 */
#ifndef LEDGER_CORE_GENERATION_H
#define LEDGER_CORE_GENERATION_H

#include <stdbool.h>
#include <stdint.h>

struct act;

#define GENERATION_RIGHTS "generation.rights"     /* users, memberships, ends of contracts */
#define GENERATION_CALENDAR "generation.calendar" /* calendars, whose they are, holidays */
#define GENERATION_FIELDS "generation.fields"     /* custom fields */
#define GENERATION_TITLES "generation.titles"     /* of records of the installation */

bool generation_get(struct act *a, const char *name, int64_t *generation);

/* Only inside act_write. */
bool generation_bump(struct act *a, const char *name);

#endif
