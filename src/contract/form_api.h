/*
 * Sending a response as JSON: POST /api/v1/form/{id}/responses
 *
 *     {"answers": {"q12": "yes", "q13": ["問合せ", "貸出"], "q14": 3}}
 *
 * 201 with {"id": 34, "form": {"id": 5}}; the id of an anonymous one is null. Names are q and
 * the id of the question, in the order of the ledger `question`. Wrong answers are 422, each
 * with its question.
 */
#ifndef CONTRACT_FORM_API_H
#define CONTRACT_FORM_API_H

#include <stdbool.h>

struct act;
struct reply;
struct request;

bool form_api_send(struct act *a, const struct request *q, struct reply *r);

#endif
