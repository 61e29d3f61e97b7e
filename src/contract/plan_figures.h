/*
 * The figures of a business plan: indicators against their targets, costs against their
 * budgets, as the report prints them.
 *
 * The value of a year is the sum, the average or the last of the months that have one, as
 * the indicator says; averages and rates are cut off, not rounded, and a rate is told in
 * tenths of a percent. An indicator of which less is better has reached its target at
 * 100.0 % when it is at or below it.
 */
#ifndef CONTRACT_PLAN_FIGURES_H
#define CONTRACT_PLAN_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"

struct act;
struct indicator;

enum { PLAN_MONTHS = 12 };

struct indicator_figures {
    int64_t id;
    const char *title;
    const char *unit;
    int64_t target;
    int64_t months[PLAN_MONTHS]; /* April first; NO_NUMBER: nothing entered */
    int64_t targets[PLAN_MONTHS];
    int64_t value;  /* of the year so far; NO_NUMBER: no month has one */
    int64_t tenths; /* of a percent of the target; NO_NUMBER: none, or the target is 0 */
    bool reached;
};

struct cost_figures {
    const char *title;
    struct yen budget;
    struct yen spent;
    struct yen left; /* negative: overspent */
};

struct plan_figures {
    struct indicator_figures *indicators; /* by line, then id */
    size_t indicator_count;
    struct cost_figures *costs;
    size_t cost_count;
    struct cost_figures total;
};

/* All of one plan, of months in its fiscal year that begin by `until` (no day: all of them);
   reads with the user's rights on the plan:
   FAULT_MISSING when he must not see it. */
bool plan_figures_read(struct act *a, int64_t plan, struct date until, struct plan_figures *out);

/* value, tenths and reached, from the months. Pure. */
void indicator_figures_compute(const struct indicator *indicator, struct indicator_figures *f);

#endif
