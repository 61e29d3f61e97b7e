/*
 * Interference and unreasonable demands (妨害・不当介入): reported to the client without
 * delay and notified to the police, both with their times. Where the police are not
 * notified the reason stands instead.
 */
#ifndef CONTRACT_INTERFERENCE_H
#define CONTRACT_INTERFERENCE_H

#include "ledger/ledger.h"

struct interference {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct instant happened_at;
    const char *place;
    const char *counterpart;
    struct prose content;
    struct prose response;
    struct instant told_due;
    struct instant told_at;
    struct ref told_to;
    const char *told_to_name;
    struct instant police_at;
    const char *police;
    const char *police_number;
    struct prose police_why_not;
    struct prose effect; /* on the work: delay, extension asked for */
    struct prose measures;
    struct date completed_on;
};

extern const struct ledger interference_ledger;

#endif
