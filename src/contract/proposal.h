/*
 * Proposals: what the contractor asks and the client decides, before it is done.
 *
 *     申請中 → 承認 → 終了        申請中 → 差戻し → 申請中        申請中 → 取下げ
 *
 * The ledgers of workplaces, transport methods, subcontracts, copying and taking out share
 * the states, the day and name of the decision, and the rule that what was approved is not
 * changed afterwards: a new proposal is made that replaces it.
 */
#ifndef CONTRACT_PROPOSAL_H
#define CONTRACT_PROPOSAL_H

#include <stdbool.h>

#include "ledger/ledger.h"

enum {
    PROPOSAL_DECIDES = 1 << ROLE_OFFICER | 1 << ROLE_APPROVER,

    CREW_LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    CREW_KEEP = CREW_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_NOTE | DEED_IMPORT,
};

/* Both sides of a contract: the contractor's people write, the client reads and answers. */
extern const struct access crew_access[];
/* The same where the responsible person alone writes. */
extern const struct access crew_lead_access[];

/* What each of them has, as members of its row struct. */
struct decision {
    struct date *on;
    struct ref *by;
};

/* States with `requested approved sent_back withdrawn ended`; transitions approve,
   send_back (needs `answer`), resubmit, withdraw, end (needs `until`). */
extern const struct states proposal_states;
extern const struct states proposal_lead_states; /* where the responsible person asks */

/* Puts day and person of the decision down when it has just been made, and takes them off a
   proposal that is open again. */
void proposal_note(struct act *a, const struct record *before, const struct record *record,
                   struct decision decision);

/* Refuses changes of what was decided, but for `until`, `answer`, `notes` and what `but`
   names. */
bool proposal_keeps(struct act *a, const struct ledger *l, const struct record *before,
                    const struct record *record, const char *but);

/* Whether the referred record is approved; else the fault of `field` says what to do. None is
   good, and so is what stands there as it `was`: what ended since then was good in its time. */
bool proposal_approved(struct act *a, const struct ledger *l, struct ref was, struct ref ref,
                       const char *field);

/* Label of a choice by its code; the code itself if unknown, "" for NULL. */
const char *choice_label(const struct choice_item *items, const char *code);

#endif
