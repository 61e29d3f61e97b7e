/*
 * What issuing a document does before its transaction.
 */
#ifndef CONTRACT_DOCUMENT_ISSUE_H
#define CONTRACT_DOCUMENT_ISSUE_H

#include <stdbool.h>

struct act;
struct record;

/* Makes the document a last time, seals it, stores the frozen model as a blob and fills in
   number, hash, head and time. A blob whose transaction then fails is litter that is
   found later (store/blob.h). */
bool document_freeze_now(struct act *a, struct record *record);

#endif
