/*
 * Who may do what in the ledgers the desk keeps: the contractor's people write, the client and
 * the auditor look and take lists out.
 *
 * Ledgers of things one asks for – a loan, a meeting – let those who ask read and make their own
 * and set what is the asker's to say.
 */
#ifndef DESK_RIGHTS_H
#define DESK_RIGHTS_H

#include "contract/proposal.h"
#include "ledger/access.h"

extern const struct access desk_access[];
/* Where the responsible person alone writes. */
extern const struct access desk_lead_access[];
/* Where names of people stand that no list of people has; both sides see them. */
extern const struct access desk_people_access[];
/* The same where the client decides on what is asked for. */
extern const struct access desk_approved_access[];

/* Who moves what was asked for, for transitions. */
enum {
    DESK_CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    DESK_DECIDES = 1 << ROLE_LEAD | 1 << ROLE_OFFICER | 1 << ROLE_APPROVER,
    DESK_ASKS = DESK_CREW | 1 << ROLE_PARTICIPANT | 1 << ROLE_REQUESTER
};

/* The rows of such a ledger; `fields`, with blanks between, are what an asker sets. */
/* clang-format off */
#define ASKED_ACCESS(fields)                                                                       \
    {                                                                                              \
        { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },                                  \
        { ROLE_OPERATOR, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },                              \
        { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },                \
        { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },                                              \
        { ROLE_PARTICIPANT, DEED_READ | DEED_CREATE, REACH_ORGANISATION, .sets = fields },         \
        { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN, .sets = fields },                    \
        { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },                                               \
        { 0 },                                                                                     \
    }
/* clang-format on */

#endif
