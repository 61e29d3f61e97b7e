/*
 * A change of person (交代届): who goes, who comes, why, from which day.
 *
 * The one who comes is on the roster already, as 届出, with qualifications and experience as
 * the client will want to see them. With the client's approval, in one transaction: the
 * outgoing role ends on the day before, its person's access with it (at once when the day
 * has come), the incoming role begins on the day, and the accounts of the new person get the
 * roles that the old one had. What was done about access is written into the record.
 */
#ifndef CONTRACT_REPLACEMENT_H
#define CONTRACT_REPLACEMENT_H

#include "ledger/ledger.h"

struct replacement {
    struct record base;
    const char *number;
    const char *title;
    struct ref outgoing; /* assignment */
    struct ref incoming; /* assignment */
    struct prose reason;
    struct date day; /* from this day on the new person does it */
    struct prose handover;
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    const char *effect; /* what was done about access */
    struct prose notes;
};

extern const struct ledger replacement_ledger;

#endif
