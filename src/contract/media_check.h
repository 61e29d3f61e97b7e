/*
 * Regular checks of media and backups (点検): a plan says what is checked how often, the
 * checks of the fiscal year follow from it by themselves and are recorded one by one.
 *
 * A plan's first check falls due at the end of the month of its first day, the next after so
 * many months, each on the last business day of its month. They are made to the end of the
 * fiscal year when the plan is written, and for the next year from a month before it begins;
 * never beyond the plan's or the contract's last day.
 */
#ifndef CONTRACT_MEDIA_CHECK_H
#define CONTRACT_MEDIA_CHECK_H

#include "ledger/ledger.h"

struct job_kind;

struct media_check_plan {
    struct record base;
    const char *title;
    struct choice subject;
    int64_t interval; /* months */
    struct date from;
    struct date until;
    struct ref person;
    struct prose method;
    struct prose notes;
};

struct media_check {
    struct record base;
    const char *title;
    struct ref plan;
    struct date due_on;
    struct date done_on;
    struct ref person;
    struct choice result;
    int64_t expected; /* by the ledger */
    int64_t found;
    struct refs media;
    struct prose findings;
    struct prose measure;
    struct prose notes;
};

extern const struct ledger media_check_plan_ledger;
extern const struct ledger media_check_ledger;

/* The job of each morning: the checks of the next year. */
extern const struct job_kind media_check_job;

/* Its work, inside act_write: what is missing of the checks of all plans on the act's day. */
bool media_checks_make(struct act *a);

#endif
