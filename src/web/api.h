/*
 * The JSON API of all ledgers, under /api/v1; described by web/openapi.h.
 *
 *     GET    /api/v1/{ledger}              {"items":[…],"next":cursor|null}, or text/csv
 *     POST   /api/v1/{ledger}              201, Location, ETag, the record
 *     GET    /api/v1/{ledger}/{id}         ETag is the version
 *     PATCH  /api/v1/{ledger}/{id}         application/merge-patch+json with If-Match
 *     DELETE /api/v1/{ledger}/{id}         with If-Match
 *     POST   /api/v1/{ledger}/{id}/{word}  a transition
 *
 * A record has id, version, state, contract, organisation, owner, created_at, changed_at,
 * then the fields in their order, then custom ones. Personal fields stand in a list only
 * with personal=1, in a single record when the reader has the right; either is recorded as
 * reading. What a writing answers holds those personal fields that were sent with it.
 * All refusals are problem+json (web/problem.h) and have changed nothing.
 */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/route.h"

/* For the server's tables; ends with a zero row. */
extern const struct route api_routes[];

/* Further names of the same, which the description leaves out. */
extern const struct route api_other_routes[];

#endif
