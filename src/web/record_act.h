/*
 * What is done on the page of a record: looking, taking a transition, saying something,
 * removing. Handlers of web/ledger_routes.c.
 */
#ifndef WEB_RECORD_ACT_H
#define WEB_RECORD_ACT_H

#include <stdbool.h>

#include "web/route.h"

bool record_show(struct act *a, const struct request *q, struct reply *r);
bool record_move(struct act *a, const struct request *q, struct reply *r);
bool record_say(struct act *a, const struct request *q, struct reply *r);
bool record_remove(struct act *a, const struct request *q, struct reply *r);

#endif
