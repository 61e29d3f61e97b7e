/*
 * Beyond the single inquiry: troubles, problems, changes, releases.
 *
 * A trouble (障害) is met at once, whatever its cause: the first response has a clock of its
 * own, cause and recovery follow. A problem (問題) gathers troubles that have one cause; while
 * the cause is there but cannot be taken away yet, it is a known error with a workaround. A
 * change (変更) has plan, way back, risk, approval, window and result, and may come from a
 * problem. A release (リリース) gathers changes that go into service together; it is not put
 * into service while one of them is not approved, and a problem is not solved while its
 * changes are under way.
 */
#ifndef DESK_PROBLEM_H
#define DESK_PROBLEM_H

#include "ledger/ledger.h"

struct trouble {
    struct record base;
    const char *number;
    const char *title;
    struct choice severity; /* high middle low */
    struct ref support_desk;
    struct instant happened_at;
    struct instant noticed_at;
    struct instant first_at; /* first response */
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

extern const struct ledger trouble_ledger;
extern const struct ledger problem_ledger;
extern const struct ledger change_ledger;
extern const struct ledger release_ledger;

#endif
