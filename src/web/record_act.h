/*
 * What is done on the page of a record: looking, taking a transition, saying something,
 * removing. Handlers of web/ledger_routes.c.
 */
#ifndef WEB_RECORD_ACT_H
#define WEB_RECORD_ACT_H

#include <stdbool.h>

#include "web/route.h"

/* The record again with what was typed and why it was refused; false for what may not be
   known or entered, which the error page answers. `version`: that the sender had seen. */
bool record_refused(struct act *a, const struct request *q, struct reply *r, int64_t version);

bool record_show(struct act *a, const struct request *q, struct reply *r);
bool record_move(struct act *a, const struct request *q, struct reply *r);
bool record_say(struct act *a, const struct request *q, struct reply *r);
bool record_remove(struct act *a, const struct request *q, struct reply *r);

#endif
