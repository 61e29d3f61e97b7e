/*
 * Faults as application/problem+json (RFC 9457), for routes that speak JSON.
 *
 *     {"type":"urn:tasuki:problem:invalid","title":"入力に誤りがあります","status":422,
 *      "detail":"件名は必須です。","request":"…",
 *      "faults":[{"field":"title","message":"件名は必須です。"}]}
 *
 * `detail` is the sentence of the first fault of the gravest kind. Members of a fault
 * that are empty are left out: field, column, value, line, row.
 */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "store/act.h"

struct buffer;

#define PROBLEM_TYPE "application/problem+json"

void problem_write(struct buffer *out, enum fault_kind kind, const struct fault *faults,
                   const char *request);

#endif
