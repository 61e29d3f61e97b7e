/*
 * Where the work is done (作業場所) and how personal data travels (搬送方法).
 *
 * Both are proposed and approved; what was approved is not changed. A change is a new
 * proposal that `replaces` the old one: the old one stays good until the client has
 * approved, and ends with that approval.
 */
#ifndef CONTRACT_WORKPLACE_H
#define CONTRACT_WORKPLACE_H

#include "ledger/ledger.h"

struct workplace {
    struct record base;
    const char *title;
    struct choice kind;
    struct ref keeper;
    const char *address;
    const char *room;
    struct prose work;
    bool personal_data;
    struct prose safety;
    struct date from;
    struct date until;
    struct ref replaces;
    struct prose reason;
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

struct transport_method {
    struct record base;
    const char *title;
    struct choice kind;
    const char *carrier;
    struct prose information;
    struct prose safety;
    struct date from;
    struct date until;
    struct ref replaces;
    struct prose reason;
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

extern const struct ledger workplace_ledger;
extern const struct ledger transport_method_ledger;

#endif
