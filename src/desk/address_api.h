/*
 * Giving out by program: POST /api/v1/address/issue
 *
 *     {"network": 12, "series": 3, "kind": "host", "device": "PC-0147", "section": 7}
 *
 * 201 with {"id": 40, "address": "10.24.16.13", "name": "AOB-HC26-0148",
 * "network": {"id": 12}, "computer_name": {"id": 41}}; without a series
 * the name and its record are null. Besides the fields of `address` it takes `series` and
 * `reserved`, the id of a name that waits for the caller. "address" asks for a certain one.
 * Idempotency-Key is honoured.
 */
#ifndef DESK_ADDRESS_API_H
#define DESK_ADDRESS_API_H

#include <stdbool.h>

struct act;
struct reply;
struct request;

bool address_issue_post(struct act *a, const struct request *q, struct reply *r);

#endif
