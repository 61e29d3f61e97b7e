/*
 * The business plan of a year, its indicators, and the report on it.
 *
 * The plan's parts are those the contracts ask for: policy, work of the year, indicators,
 * structure, structure in an emergency. The report's are what was done and what was
 * spent. Actual figures are entered month by month, once; totals and the rate reached are
 * computed (contract/plan_figures.h).
 */
#ifndef CONTRACT_PLAN_H
#define CONTRACT_PLAN_H

#include "ledger/ledger.h"

struct plan {
    struct record base;
    const char *title;
    int64_t year; /* fiscal */
    struct period period;
    struct prose policy;
    struct prose schedule;
    struct prose targets; /* in words; figures are indicators */
    struct prose structure;
    struct prose emergency;
    struct prose remark;
    struct date submitted_on;
    struct date approved_on;
};

struct indicator {
    struct record base;
    struct ref plan;
    int64_t line;
    const char *title;
    const char *unit;
    int64_t target;
    struct choice sum;
    struct choice better;
    struct prose method;
};

struct indicator_month {
    struct record base;
    const char *title; /* 2026年4月, made of the month */
    struct ref indicator;
    struct date month; /* its first day */
    int64_t target;
    int64_t actual;
    struct prose remark;
};

struct plan_report {
    struct record base;
    struct ref plan;
    const char *title;
    struct period period;
    struct prose performance;
    struct prose reached; /* comment on the indicators */
    struct prose costs;   /* comment on what was spent */
    struct prose issues;
    struct prose remark;
    struct date submitted_on;
    struct date approved_on;
};

struct plan_cost {
    struct record base;
    struct ref plan;
    int64_t line;
    const char *title;
    struct yen budget;
    struct yen spent;
    struct prose remark;
};

extern const struct ledger plan_ledger;
extern const struct ledger indicator_ledger;
extern const struct ledger indicator_month_ledger;
extern const struct ledger plan_report_ledger;
extern const struct ledger plan_cost_ledger;

#endif
