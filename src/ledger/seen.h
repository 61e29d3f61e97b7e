/*
 * Readings that this process has recorded lately, so that showing the same again costs no
 * look into the history.
 *
 * Only what is durable is noted, and a note may be lost at any time: whoever is told false
 * asks the history (ledger/history_reading.c), which also knows what other processes wrote.
 */
#ifndef LEDGER_SEEN_H
#define LEDGER_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct ledger;

/* Whether the act's session has a reading of each of these records, not before `since`. */
bool seen_all(const struct act *a, const struct ledger *l, const int64_t *records, size_t count,
              struct instant since);

/* Notes readings that were committed, at the act's time. */
void seen_note(const struct act *a, const struct ledger *l, const int64_t *records, size_t count);

#endif
