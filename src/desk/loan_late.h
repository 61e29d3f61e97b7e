/*
 * The letter about a loan that is late, to who borrowed it: on the first working day after the
 * day it was due, then once a week until it is back.
 *
 * It names what was lent and since when it is due. Who has no address in the ledger of people
 * is on the list 返却の遅れ and on the board of the week alone.
 */
#ifndef DESK_LOAN_LATE_H
#define DESK_LOAN_LATE_H

struct job_kind;

/* `job` may be NULL: then it runs outside the queue, as tests do. */
extern const struct job_kind loan_late_job;

#endif
