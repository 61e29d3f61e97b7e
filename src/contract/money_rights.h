/*
 * Who may do what with deliverables, inspections and money, in words that the access tables of
 * these ledgers share. The contractor enters, the client decides by transitions and reads; the
 * auditor reads.
 */
#ifndef CONTRACT_MONEY_RIGHTS_H
#define CONTRACT_MONEY_RIGHTS_H

#include "ledger/access.h"

enum {
    MONEY_LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    MONEY_WORK = MONEY_LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT,
};

/* Roles of transitions: the contractor, and who decides at the client's. The lead notes what
   the client has told on paper. */
enum {
    BY_CONTRACTOR = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    BY_CLIENT = 1 << ROLE_OFFICER,
    BY_CLIENT_OR_LEAD = BY_CLIENT | 1 << ROLE_LEAD,
};

#endif
