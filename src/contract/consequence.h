/*
 * Consequences: what a decision brings about in other ledgers, in its own transaction.
 *
 * Who approves a change of person may not touch memberships himself, and who notes that a
 * medium was carried out may not set its state; the rules of the contract do it for him.
 * Such writes keep his name in the history, have the rights of the installation and count
 * as done by the program (origin `job`), so that states may follow without a button.
 * Only for the .after of a ledger: the decision itself has been authorised before.
 */
#ifndef CONTRACT_CONSEQUENCE_H
#define CONTRACT_CONSEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct ledger;
struct record;
struct ref;

/* Runs `work` so; inside act_write. */
bool consequence_run(struct act *a, bool (*work)(struct act *a, void *with), void *with);

/* A record whatever the rights, personal members closed; a fault when it is not there. */
bool consequence_read(struct act *a, const struct ledger *l, int64_t id, void *row);

/* Whether the record has just come into this state (also as a new one). */
bool state_reached(const struct record *before, const struct record *record, const char *state);
bool state_is(const struct record *record, const char *state);

/* The title of a referred record, from the database: the member's own is not filled while a
   record is being written. "" when there is none. */
bool ref_title(struct act *a, const struct ledger *l, struct ref ref, const char **title);

/* Refuses with `why` when a member has changed that is neither fixed nor named in `but`
   (names, space between, or NULL). True for a new record. */
bool record_keeps(struct act *a, const struct ledger *l, const struct record *before,
                  const struct record *record, const char *but, const char *why);

/* The person who acts, 0 for the console. */
int64_t actor_person(const struct act *a);

#endif
