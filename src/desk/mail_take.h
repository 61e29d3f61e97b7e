/*
 * Taking a message in: an inquiry, a word in the inquiry it belongs to, or a row put aside.
 *
 * What belongs together is told by the identifiers of what was sent and received, else by
 * [#番号] in the subject, and that only from who has to do with the inquiry: numbers are easy
 * to guess, identifiers are not. A reply wakes an inquiry that waits or was answered. What no
 * person wrote, what comes back to itself and what comes too often makes nothing and is
 * answered by nothing; like what cannot be read it is kept with the reason.
 *
 * Taking the same message again, also after a crash half-way, completes it and adds nothing.
 */
#ifndef DESK_MAIL_TAKE_H
#define DESK_MAIL_TAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct job;

struct arriving {
    const char *bytes;
    size_t length;
    struct instant at; /* into the mailbox */
    int64_t size;      /* of the whole; more than `length`: it was too large to fetch */
};

/* False when it has to be tried again. `job` (or NULL) holds the lease, `*id` (or NULL) is the
   row. Not inside act_write; as a user with all rights in the contract. */
bool mail_take(struct act *a, struct job *job, int64_t contract, const struct arriving *message,
               int64_t *id);

#endif
