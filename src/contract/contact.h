/*
 * The contact network (連絡網): who is told by whom, in normal times and in an emergency, on
 * both sides and at third parties. Drawn by contract/organisation_chart.h.
 */
#ifndef CONTRACT_CONTACT_H
#define CONTRACT_CONTACT_H

#include "ledger/ledger.h"

struct contact {
    struct record base;
    const char *title; /* 受託者　責任者 */
    struct choice kind;
    struct choice side;
    struct ref party; /* organisation */
    struct ref person;
    const char *person_name;
    struct ref told_by; /* contact */
    int64_t place;      /* in the order of calls */
    struct phone phone;
    struct phone other_phone; /* outside business hours */
    struct mail mail;
    const char *hours;
    struct prose notes;
};

extern const struct ledger contact_ledger;

#endif
