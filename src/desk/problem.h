/*
 * Problems (問題): what gathers troubles (desk/trouble.h) of one cause. While the cause is
 * there but cannot be taken away yet, it is a known error with a workaround. A problem is not
 * solved while its changes (desk/change.h) are under way.
 */
#ifndef DESK_PROBLEM_H
#define DESK_PROBLEM_H

#include "ledger/ledger.h"

struct problem {
    struct record base;
    const char *number;
    const char *title;
    struct choice priority;
    struct prose content;
    struct prose cause;
    struct prose workaround;
    struct prose solution;
    struct date known_on;
    struct date solved_on;
    struct ref assignee;
};

extern const struct ledger problem_ledger;

#endif
