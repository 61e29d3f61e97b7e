/*
 * Duties: work that comes again by rule – checks, backups, restarts, reports – and each time
 * it came.
 *
 * A duty says on which days it comes (desk/round.h) and from what time; its runs of the next
 * DUTY_AHEAD days stand in the list of runs, made when the duty is written and each night.
 * A run that was not noted within the duty's time is 未実施: an inquiry of high priority is
 * opened for it within a minute. Changing a duty changes the runs that are still to come,
 * never one that has begun.
 *
 * What begins after the office closed, or before NIGHT_ENDS, is work of the night; after
 * midnight it stands on the board of the day before.
 */
#ifndef DESK_DUTY_H
#define DESK_DUTY_H

#include "ledger/ledger.h"

struct job_kind;

enum {
    DUTY_AHEAD = 14, /* days */
    DUTY_SHOWN = 400,
    NIGHT_ENDS = 5 * 60,   /* minutes of the day */
    NIGHT_BEGINS = 18 * 60 /* of a closed day */
};

struct duty {
    struct record base;
    const char *title;
    struct choice kind;
    const char *rule;      /* as shown by round_show */
    const char *starts;    /* 20:00 */
    struct minutes within; /* to be noted by then */
    struct ref assignee;
    struct prose steps;
    struct period period; /* ends may be open */
    struct prose notes;
};

struct duty_run {
    struct record base;
    const char *title;
    struct ref duty;
    struct date day; /* of the board it stands on */
    struct choice shift;
    struct instant planned_at;
    struct minutes within;
    struct instant due;
    struct instant done_at;
    struct ref person;
    struct choice result;
    struct prose findings;
    struct ref inquiry; /* opened because it was not done */
};

extern const struct ledger duty_ledger;
extern const struct ledger duty_run_ledger;

/* Makes the runs to come as the duty says now, and takes away those it does not say any more.
   Inside act_write, as a consequence or by a job. */
bool duty_settle(struct act *a, const struct duty *duty);

/* The job of each night: runs of the days that have come near. */
extern const struct job_kind duty_job;

/* The job of each minute: runs that nobody noted in time. */
extern const struct job_kind duty_missed_job;

/* Its work on one run, inside act_write: 未実施, and the inquiry. */
bool duty_missed(struct act *a, int64_t run);

#endif
