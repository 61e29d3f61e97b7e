/*
 * Idempotency-Key: a POST that is sent again does its work once.
 *
 * The answer is kept for 24 hours per user, route and key, in the transaction of the act,
 * so it is there exactly when the work is. Inside the work of act_write:
 *
 *     if (!idempotency_find(a, q, r, &answered)) return false;
 *     if (answered) return true;
 *     … the work; fill in r->status, r->body and its headers …
 *     return idempotency_keep(a, q, r);
 *
 * Refusals are not kept: sent again they are refused again, or succeed. The work may run
 * more than once, so r->body is emptied by idempotency_find. Requests without the header
 * pass through both. The key does not go with another body: FAULT_INVALID.
 */
#ifndef WEB_IDEMPOTENCY_H
#define WEB_IDEMPOTENCY_H

#include <stdbool.h>

struct act;
struct reply;
struct request;

bool idempotency_find(struct act *a, const struct request *q, struct reply *r, bool *answered);
bool idempotency_keep(struct act *a, const struct request *q, const struct reply *r);

#endif
