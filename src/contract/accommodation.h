/*
 * Reasonable accommodation (合理的配慮) and claims of discrimination on grounds of
 * disability: what was asked, what was done, and the written report to the client.
 *
 * Act 65 of 2013 asks for a dialogue, not for a yes: a refusal names its reason, what was
 * offered instead, and the day on which it was explained.
 */
#ifndef CONTRACT_ACCOMMODATION_H
#define CONTRACT_ACCOMMODATION_H

#include "ledger/ledger.h"

struct accommodation {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct instant received_at;
    const char *applicant;
    struct phone phone;
    const char *service; /* where or when it is needed: 窓口, セミナー */
    struct prose barrier;
    struct prose request;
    struct date needed_on;
    struct choice outcome;
    struct prose handling;
    struct prose grounds;
    struct prose alternative;
    struct date explained_on;
    struct ref assignee;
    struct prose report;
    struct date reported_on;
    struct date completed_on;
};

extern const struct ledger accommodation_ledger;

#endif
