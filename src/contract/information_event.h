/*
 * What one kind of event does to an item of information; the ledger is declared in
 * contract/information.h.
 */
#ifndef CONTRACT_INFORMATION_EVENT_H
#define CONTRACT_INFORMATION_EVENT_H

#include "contract/information.h"

extern const struct choice_item information_event_kinds[];

#endif
