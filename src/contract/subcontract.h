/*
 * Subcontracts (再委託): asked with everything that the tenders want to know, allowed by the
 * client, and watched over afterwards (supervision).
 *
 * The whole of the work, or its main part, is never given away: such a request is refused
 * before it reaches the client. Further subcontracting is a request of its own that names
 * the one above it.
 */
#ifndef CONTRACT_SUBCONTRACT_H
#define CONTRACT_SUBCONTRACT_H

#include "ledger/ledger.h"

struct subcontract {
    struct record base;
    const char *number;
    const char *title;
    struct ref above; /* subcontract, of further subcontracting */
    struct choice scope;
    struct ref party;
    const char *party_name;
    const char *representative;
    const char *address;
    struct phone phone;
    struct prose reason;
    struct prose content;
    struct prose information;
    bool personal_data;
    struct prose safety;
    bool safety_copy; /* of the protection measures, attached */
    struct prose responsibility;
    struct prose workers;
    struct ref workplace;
    bool further;
    struct prose further_content;
    struct prose supervision_method;
    struct period period;
    struct yen price;
    struct date until; /* when it really ended */
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

struct supervision {
    struct record base;
    const char *title;
    struct ref subcontract;
    struct date held_on;
    struct choice method;
    struct ref person;
    struct prose findings;
    struct choice result;
    struct prose instructions;
    struct date due_on;
    struct date settled_on;
};

extern const struct ledger subcontract_ledger;
extern const struct ledger supervision_ledger;

/* The prices of all approved subcontracts directly under the contract. */
bool subcontract_total(struct act *a, int64_t contract, struct yen *total);

#endif
