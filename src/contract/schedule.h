/*
 * The schedule of a contract, computed from its tasks: order, critical path, lateness, and
 * the points of the progress line (稲妻線), as data for Gantt charts, network diagrams and
 * reports. Nothing here is stored; it is computed anew from the records each time.
 *
 * Days of work are open days of the contract's calendar. A task takes the open days of its
 * planned period; a milestone takes none and lies at the end of its day. The critical path
 * is that of the network: what waits for others begins as soon as they have ended, what
 * waits for nothing on its planned day. A task has slack as long as moving it does not move
 * the end of all; slack 0 is critical. (Holding every task to its planned day was tried: a
 * last milestone with a fixed day then was the only critical one.) Dropped tasks are left
 * out; tasks without planned days stand in the list and in no computation. Days more than
 * 20 years from today count as if they lay there.
 *
 * A task with others below it shows what they add up to: first and last day, progress
 * weighted by days of work, the largest delay.
 */
#ifndef CONTRACT_SCHEDULE_H
#define CONTRACT_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "contract/task_graph.h"

struct act;
struct arena;
struct calendar;

/* A point on the axis of days: the beginning of `day`, and hundredths of it. */
struct schedule_point {
    struct date day;
    int hundredths;
};

struct schedule_task {
    /* given */
    int64_t id;
    int64_t parent_id;
    const char *wbs; /* "" when it has none */
    const char *title;
    const char *assignee; /* name at work, "" */
    const char *state;
    struct period planned;
    struct period approved; /* as the client approved it first */
    struct period actual;
    int progress; /* percent */
    bool milestone;
    const int64_t *predecessors; /* ids */
    size_t predecessor_count;

    /* computed */
    size_t parent;       /* place in `tasks`, NO_TASK: none */
    int depth;           /* 0 at the top */
    bool has_below;      /* others stand below it */
    struct period shown; /* its planned days, else those of what stands below it */
    struct period ran;   /* actual days, of what stands below it if others do */
    int days;            /* of work, as planned */
    int done_percent;    /* progress, weighted over what stands below */
    int slack;           /* days of work; 0 also without planned days */
    bool is_critical;
    int late; /* days of work behind: of what is not done, today's delay; else by how
                             much it ended late; 0 when in time or ahead */
    struct schedule_point front; /* where the progress line passes it */
    int rank;                    /* column of the network: one more than the largest it waits for */
    bool is_outside;             /* reaches out of its parent's planned days */
    bool is_too_early;           /* planned to begin before something it waits for ends */
};

/* An arrow of the network: `to` waits for `from`. */
struct schedule_link {
    size_t from;
    size_t to;
    bool is_critical; /* both are, and one follows the other without a day between */
    bool is_broken;   /* `to` is planned to begin before `from` ends */
};

struct schedule {
    struct schedule_task *tasks; /* in the order of the breakdown: 1, 1.1, 1.2, 1.10, 2 */
    size_t count;
    struct schedule_link *links;
    size_t link_count;
    struct date today;
    struct period span; /* first and last day of plan and actual; none without tasks */
    int done_percent;
    int late; /* the largest of all */
};

/* Reads and computes; FAULT_DENIED when the user may not read the contract's tasks. */
bool schedule_read(struct act *a, int64_t contract, struct schedule *out);

/* Sorts the tasks and fills in all that is computed. Pure; `calendar` is never NULL. */
void schedule_compute(struct arena *arena, const struct calendar *calendar, struct date today,
                      struct schedule *s);

/* 1.2 before 1.10 before 2; texts without numbers by their characters. */
int wbs_compare(const char *left, const char *right);

#endif
