/*
 * Who may what with things that happen: incidents, complaints, meetings, inspections,
 * tasks. The contractor works on them, the client reads everything, comments and takes
 * the steps that are his; what staff and members may see stands in no such ledger.
 */
#ifndef CONTRACT_EVENT_RIGHTS_H
#define CONTRACT_EVENT_RIGHTS_H

#include "ledger/access.h"

enum {
    EVENT_LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    EVENT_WORK = EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_NOTE | DEED_PERSONAL |
                 DEED_IMPORT,
};

enum {
    BY_CONTRACTOR = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    BY_LEAD = 1 << ROLE_LEAD,
    BY_CLIENT = 1 << ROLE_OFFICER | 1 << ROLE_APPROVER,
    BY_EITHER = BY_CONTRACTOR | 1 << ROLE_OFFICER,
};

#define EVENT_ACCESS                                                                               \
    { ROLE_LEAD, EVENT_WORK | DEED_REMOVE, REACH_CONTRACT },                                       \
        { ROLE_OPERATOR, EVENT_WORK, REACH_CONTRACT },                                             \
        { ROLE_OFFICER, EVENT_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },               \
        { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },                                              \
    {                                                                                              \
        ROLE_AUDITOR, EVENT_LOOK, REACH_CONTRACT                                                   \
    }

#endif
