/*
 * Inspections by the client at the place of work (実地調査・立入検査), at least once a year:
 * schedule, checklist, result, instructions and what was done about them.
 *
 * Where the contract allows it the client may take a written answer in place of a visit;
 * the record says so and why. Each inspection shows by when the next one is due, a year
 * after this one. A year without one is seen in the list of those that are due.
 */
#ifndef CONTRACT_SITE_INSPECTION_H
#define CONTRACT_SITE_INSPECTION_H

#include "ledger/ledger.h"

struct site_inspection {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct date planned_on;
    const char *place;
    struct ref inspected; /* the office or subcontractor that is inspected */
    struct refs inspectors;
    struct refs attendants;
    struct prose scope;
    struct prose written_why;
    struct date done_on;
    struct choice result;
    struct prose findings;
    struct prose instructions;
    struct date answer_by;
    struct prose follow_up;
    struct date followed_on;
    struct date next_by;
};

/* A line of the checklist. */
struct site_check {
    struct record base;
    struct ref inspection;
    int64_t line;
    const char *title;
    const char *basis;
    struct choice answer;
    struct prose remark;
};

extern const struct ledger site_inspection_ledger;
extern const struct ledger site_check_ledger;

#endif
