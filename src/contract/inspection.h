/*
 * Inspections (検査): the client's answer to what was handed in.
 *
 * One begins by itself with each delivery, also of what was handed in again, and ends within
 * the days that were agreed (10). A failure names the facts in writing and sets the day by
 * which it is to be handed in again. Where the contract says so, a period that ends without
 * an answer is a pass on its last day (みなし合格); a daily job writes it down. The clock of the
 * answer ends with the same day: an answer dated by then was in time whenever it is written
 * down, and silence stays 超過, though it is a pass.
 *
 * The client decides. The contractor's lead may note what the client told on paper, and then
 * says which notice it was.
 */
#ifndef CONTRACT_INSPECTION_H
#define CONTRACT_INSPECTION_H

#include "ledger/ledger.h"

struct job_kind;

struct inspection {
    struct record base;
    const char *number;
    const char *title; /* deliverable and round */
    struct ref deliverable;
    int64_t round;
    struct date delivered_on;
    struct date due;
    const char *inspector;
    struct date inspected_on;
    struct date answered_on;  /* the day of the client's answer; none where silence passed it */
    struct prose facts;       /* why it failed */
    struct date redeliver_by; /* after a failure */
    const char *notice;       /* number or date of the client's letter */
    struct prose note;
};

extern const struct ledger inspection_ledger;

/* The inspection with which a deliverable passed last; `*found` false when it has not. */
bool inspection_passed(struct act *a, int64_t deliverable, struct inspection *out, bool *found);

/* The nightly job: passes by silence whose period was over on the day before the act's.
   `job` may be NULL: then it runs outside the queue, as tests and commands do. */
extern const struct job_kind inspection_job;

#endif
