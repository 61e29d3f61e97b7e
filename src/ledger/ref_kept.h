/*
 * References found by their id a moment ago, as one user may know them. Every page of a
 * list names its contract, and on PostgreSQL each look-up is a round trip of its own.
 *
 * What is found is good for a second there; on SQLite, where asking costs microseconds,
 * nothing is kept. Inside act_write nothing is found: what is written is looked up.
 */
#ifndef LEDGER_REF_KEPT_H
#define LEDGER_REF_KEPT_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct ledger;

/* False when it must be asked for; `*title` is in the act's arena. */
bool ref_kept_find(struct act *a, const struct ledger *l, int64_t id, const char **title);

void ref_keep(struct act *a, const struct ledger *l, int64_t id, const char *title);

#endif
