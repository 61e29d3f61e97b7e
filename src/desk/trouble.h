/*
 * Troubles (障害): met at once, whatever their cause. The first response has a clock of its
 * own, with the minutes of the contract's terms; cause and recovery follow, and a problem (desk/problem.h) looks for what is behind.
 */
#ifndef DESK_TROUBLE_H
#define DESK_TROUBLE_H

#include "ledger/ledger.h"

struct trouble {
    struct record base;
    const char *number;
    const char *title;
    struct choice severity; /* high middle low */
    struct ref support_desk;
    struct instant happened_at;
    struct instant noticed_at;
    struct instant first_at;     /* first response */
    struct minutes first_within; /* as the contract says when it is noted; none: 15 minutes */
    struct instant first_due;
    struct prose content;
    struct prose affected;
    struct prose first_aid;
    struct prose cause;
    struct prose recovery;
    struct instant recovered_at;
    struct prose prevention;
    struct ref problem;
    struct ref assignee;
    struct date completed_on;
};

extern const struct ledger trouble_ledger;

#endif
