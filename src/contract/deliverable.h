/*
 * Deliverables: what is to be handed in, until it has passed the client's inspection.
 *
 *   未提出 → 検査中 → 合格 | 不合格 → 検査中 (handed in again) → …
 *   合格 → 契約不適合 (found within a year) → 検査中 → …
 *
 * Handing in begins an inspection (contract/inspection.h), whose result moves the
 * deliverable; nobody moves it to passed by hand. The work is complete on the day the last
 * deliverable of the contract passed; a non-conformity opens it again.
 *
 * A day that is typed goes before the rule. Left empty, it is the rule's: of what is owed once
 * it follows the contract's days until it is handed in; of what comes again each record owes one
 * term, the first that is due from the day of its writing on and that no other record of the
 * same name and rule has. Twelve records of a monthly report are its twelve months.
 */
#ifndef CONTRACT_DELIVERABLE_H
#define CONTRACT_DELIVERABLE_H

#include "ledger/ledger.h"

struct deliverable {
    struct record base;
    const char *number;
    const char *title;
    struct date due;
    const char *due_rule; /* as shown by due_show: 毎月 翌月15日まで（3月分は3月31日） */
    const char *term;     /* what for, by the rule: 11月分 */
    bool ruled;           /* `due` comes from the rule; nobody typed it */
    const char *formats;
    struct prose recipients; /* 協議会 1部 – a line each */
    int64_t copies;
    struct choice confidentiality; /* class3 class2 class1, as in the terms */
    struct date delivered_on;      /* the last time it was handed in */
    int64_t round;                 /* how often it was handed in */
    struct date inspect_by;        /* of the inspection that goes on */
    struct date passed_on;
    struct date reopened_on;
    struct prose nonconformity; /* what does not conform, with which it was reopened */
    struct prose note;
};

extern const struct ledger deliverable_ledger;

/* How far the work of a contract is. */
struct completion {
    int64_t deliverables;
    int64_t passed;
    struct date last; /* the day the last one so far passed */
    bool complete;    /* all of them, and there is one */
};
bool contract_completion(struct act *a, int64_t contract, struct completion *out);

/* The last day on which a non-conformity of what passed on this day can be claimed. */
struct date claim_until(struct date passed);

/* As a consequence of an inspection only (contract/consequence.h): with what it came to. */
bool deliverable_settle(struct act *a, int64_t id, const char *state, struct date passed_on);

#endif
