/*
 * Tenure: how long the contractor's people may enter, kept in step with the roster.
 *
 * A person's memberships of a contract end with the last day of his last role there; when
 * nothing of it is left, they ended yesterday, so that his next request is refused. Only
 * memberships that name the contract are touched. One that reaches every contract cannot
 * end with a single one, so nobody who has such a role can leave before an administrator
 * has divided it. People of the client, and users who are not on the roster, are not
 * touched at all.
 *
 * All functions work in a consequence (contract/consequence.h).
 */
#ifndef CONTRACT_TENURE_H
#define CONTRACT_TENURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct act;

/* After a role began, ended or moved its last day. A membership that ended on `was`, the
   role's former last day, moves with it. */
bool tenure_follow(struct act *a, int64_t contract, int64_t person, struct date was);

/* Gives the accounts of `to` the contract's roles that `from` has, from this day on.
   `*given`: how many; `*accounts`: how many accounts `to` has. */
bool tenure_hand_over(struct act *a, int64_t contract, int64_t from, int64_t to, struct date day,
                      int64_t *given, int64_t *accounts);

/* A fault of `field` when the person has a role in every contract at once. */
bool tenure_may_end(struct act *a, int64_t person, const char *field);

#endif
