/*
 * Complaints and irregular cases: what is the matter, why, how it was solved, and what
 * keeps it from happening again. What the contractor cannot solve is handed to the
 * client, with the day, and comes back with his answer.
 */
#ifndef CONTRACT_COMPLAINT_H
#define CONTRACT_COMPLAINT_H

#include "ledger/ledger.h"

struct complaint {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct instant received_at;
    const char *channel;
    struct ref section;
    const char *complainant;
    struct phone phone;
    struct prose content;
    struct prose situation;
    struct prose cause;
    struct prose solution;
    struct prose prevention;
    struct ref assignee;
    struct date due_on;
    struct date handed_on;
    struct prose handed_why;
    struct prose answer; /* of the client */
    struct date completed_on;
};

extern const struct ledger complaint_ledger;

#endif
