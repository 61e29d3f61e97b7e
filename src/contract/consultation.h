/*
 * Consultation records (協議記録): what the specification does not settle, who agreed on
 * what, and when.
 */
#ifndef CONTRACT_CONSULTATION_H
#define CONTRACT_CONSULTATION_H

#include "ledger/ledger.h"

struct consultation {
    struct record base;
    const char *number;
    const char *title;
    struct date asked_on;
    struct prose question;
    struct ref obligation; /* the clause it is about, or none */
    struct ref client_person;
    const char *client_name; /* who stands in no ledger */
    struct ref contractor_person;
    const char *contractor_name;
    struct date answer_by; /* when it must be settled; none: no day was set */
    struct prose decision;
    struct date decided_on;
};

extern const struct ledger consultation_ledger;

#endif
