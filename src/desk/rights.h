/*
 * Who may do what in the ledgers the desk keeps: the contractor's people write, the client and
 * the auditor look and take lists out.
 */
#ifndef DESK_RIGHTS_H
#define DESK_RIGHTS_H

#include "ledger/access.h"

extern const struct access desk_access[];
/* Where the responsible person alone writes. */
extern const struct access desk_lead_access[];
/* Where names of people stand that no list of people has; both sides see them. */
extern const struct access desk_people_access[];
/* The same where the client decides on what is asked for. */
extern const struct access desk_approved_access[];

#endif
