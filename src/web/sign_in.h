/*
 * Routes of the server itself: signing in and out, switching, live updates, health.
 */
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H

#include "web/route.h"

struct sign_in_page;

/* The page with what `given` says; token and buttons are filled in here. */
bool sign_in_show(struct act *a, const struct request *q, struct reply *r,
                  const struct sign_in_page *given);

/* Logins as they can stand here. */
bool sign_in_is_login(const char *login);

extern const struct route sign_in_routes[];
extern const struct route node_routes[];

#endif
