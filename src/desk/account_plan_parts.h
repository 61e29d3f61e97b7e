/*
 * What the two halves of plans share: account_plan_draft.c and account_plan_run.c.
 */
#ifndef DESK_ACCOUNT_PLAN_PARTS_H
#define DESK_ACCOUNT_PLAN_PARTS_H

#include <stdbool.h>

struct act;
struct job;
struct ldif_change;

/* SHA-256 of a change as it is written, 64 digits, in the act's arena. */
const char *account_fingerprint(struct act *a, const struct ldif_change *change);

/* As a consequence, within the job's lease, or by act_write without a job. */
bool account_write_within(struct act *a, struct job *job, bool (*work)(struct act *, void *),
                          void *with);

#endif
