/*
 * RPA: scenarios, the terminals they run on, when they run, and what went wrong.
 *
 * A plan is a scenario on a terminal by a rule (desk/round.h) at a time of day for so many
 * minutes. On one terminal no two plans take the same minute, also across midnight: who plans
 * a clash hears with what and on which day. Compared are the days of the contract's calendar
 * for 400 days from the plan's first; what a later change of the calendar moves together is
 * seen when a plan is written next.
 */
#ifndef DESK_RPA_H
#define DESK_RPA_H

#include "ledger/ledger.h"

struct rpa_scenario {
    struct record base;
    const char *title;
    struct ref section;
    struct ref person; /* owner */
    struct prose purpose;
    int64_t saved; /* hours a year */
    struct date agreed_on;
    struct prose notes;
};

struct rpa_terminal {
    struct record base;
    const char *title;
    struct ref device;
    const char *place;
    struct prose notes;
};

struct rpa_plan {
    struct record base;
    const char *title;
    struct ref scenario;
    struct ref terminal;
    const char *rule;
    const char *starts;
    int64_t lasts; /* minutes */
    struct period period;
    struct prose notes;
};

struct rpa_failure {
    struct record base;
    const char *title;
    struct ref scenario;
    struct ref terminal;
    struct instant happened_at;
    struct prose message;
    struct prose cause;
    struct prose measures;
    struct date section_told_on;
    struct prose notes;
};

extern const struct ledger rpa_scenario_ledger;
extern const struct ledger rpa_terminal_ledger;
extern const struct ledger rpa_plan_ledger;
extern const struct ledger rpa_failure_ledger;

#endif
