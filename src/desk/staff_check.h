/*
 * The staff list: what it says of whoever has an account, a right or a registration.
 *
 * A row names its person, or keeps a name that nobody of the list of people has. Each writing
 * compares, and a job of the night compares again, since people leave and days pass:
 *
 *     問題なし    退職・異動 (the person's last day is over)    名簿にない    90日使っていない
 *
 * What ended is compared no more. The job changes only rows whose finding is another one.
 */
#ifndef DESK_STAFF_CHECK_H
#define DESK_STAFF_CHECK_H

#include "ledger/ledger.h"

struct job_kind;

enum { STAFF_IDLE = 90 }; /* days */

extern const struct choice_item staff_findings[]; /* good leaver unknown idle */

/* Whether the list of people knows a person who has left by the act's day. */
bool staff_left(struct act *a, struct ref person, bool *left);

/* `used` is the last day of use, `since` the day it began; none: that is not asked. `group`:
   nobody is meant to stand there. */
bool staff_compare(struct act *a, struct ref person, bool group, struct date used,
                   struct date since, struct choice *finding);

/* Its .run also works at once, without a job (NULL). */
extern const struct job_kind staff_check_job;

#endif
