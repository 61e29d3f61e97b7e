/*
 * Changes (変更) and the releases (リリース) that bring several into service together.
 *
 * A change has plan, way back, risk, approval, window and result, and may come from a problem
 * (desk/problem.h). A release is not put into service while one of its changes is not
 * approved.
 */
#ifndef DESK_CHANGE_H
#define DESK_CHANGE_H

#include "ledger/ledger.h"

struct change {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind; /* standard normal urgent */
    struct ref problem;
    struct ref release;
    struct prose reason;
    struct prose plan;
    struct prose way_back;
    struct choice risk; /* high middle low */
    struct prose risk_text;
    struct instant begins_at;
    struct instant ends_at;
    struct date approved_on;
    struct ref approved_by;
    struct prose opinion;
    struct choice outcome; /* success partial undone */
    struct prose result;
    struct date done_on;
    struct ref assignee;
};

struct release {
    struct record base;
    const char *number;
    const char *title;
    struct prose content;
    struct prose test;
    struct instant planned_at;
    struct instant released_at;
    struct prose result;
    struct ref assignee;
};

extern const struct ledger change_ledger;
extern const struct ledger release_ledger;

#endif
