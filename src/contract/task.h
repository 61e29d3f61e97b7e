/*
 * Tasks of the work breakdown structure, and changes of the approved schedule.
 *
 * Tables that are imported know tasks by their numbers only. A new task without a parent goes
 * under the one whose number its own continues (1.2.3 under 1.2), if that is there; what
 * it waits for may stand as numbers, which are looked up whenever the schedule is computed.
 *
 * A task has its place (parent), its planned and actual days, its progress and the tasks
 * that must end before it begins. Once the client has approved it, another planned period
 * needs a reason and becomes a record of its own (schedule_change) in the same
 * transaction, which the lead reports and the client takes note of. What cannot be is
 * refused: an end before its start, a circle of tasks. What should not be is shown beside
 * the schedule (contract/schedule.h): a child outside its parent, a start before what it
 * waits for has ended.
 */
#ifndef CONTRACT_TASK_H
#define CONTRACT_TASK_H

#include "ledger/ledger.h"

struct task {
    struct record base;
    const char *wbs; /* 1.2.3 */
    const char *title;
    struct ref parent;
    struct ref assignee;
    const char *assignee_name;
    struct date planned_from; /* days by themselves: tables of a WBS have a column for each */
    struct date planned_until;
    struct period approved; /* as first approved */
    struct date actual_from;
    struct date actual_until;
    int64_t progress; /* percent, 0..100 */
    struct refs predecessors;
    const char *waits_for; /* the same by number: 1.1, 1.2 */
    bool milestone;
    struct prose content;
    struct prose remark;
};

struct schedule_change {
    struct record base;
    const char *title;
    struct ref task;
    struct period planned_before;
    struct period planned_after;
    struct prose grounds;
    struct date changed_on;
    struct date reported_on;
    struct prose opinion; /* of the client */
};

extern const struct ledger task_ledger;
extern const struct ledger schedule_change_ledger;

#endif
