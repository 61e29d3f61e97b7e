/*
 * Tokens of forms.
 *
 * A signed-in user's forms carry the secret of his session. Before signing in, a form is
 * bound to the cookie COOKIE_DOOR: its token is an HMAC under the cookie's value, which
 * nobody can make who cannot read the cookie. No node has to remember anything.
 */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include <stdbool.h>

struct act;
struct reply;
struct request;

/* What a form of this request has to carry. May set the cookie on `r`. */
const char *csrf_token(struct act *a, const struct request *q, struct reply *r);

/* The value of that cookie. Without one: NULL, or with `r` a new one that is set on it. */
const char *csrf_door(struct act *a, const struct request *q, struct reply *r);

/* FAULT_DENIED unless the form carries it and no other site is named. */
bool csrf_require(struct act *a, const struct request *q);

/* For JSON: a bearer token, or a cookie and our own Origin. */
bool csrf_require_json(struct act *a, const struct request *q);

#endif
