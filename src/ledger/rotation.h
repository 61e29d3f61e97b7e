/*
 * Changing the master key: every key is wrapped anew while all goes on.
 */
#ifndef LEDGER_ROTATION_H
#define LEDGER_ROTATION_H

#include <stdbool.h>

#include "base/time.h"

struct act;

/* Changes it, with a row in the history. `master` as for keyring_rotate. Not inside
   act_write. */
bool rotation_run(struct act *a, const char *master);

/* When it was changed last; of an installation that never did, the day it was first asked,
   which is then kept. Not inside act_write. */
bool rotation_latest(struct act *a, struct instant *at);

#endif
