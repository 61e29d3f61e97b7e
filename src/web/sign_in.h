/*
 * Routes of the server itself: signing in and out, switching, live updates, health.
 */
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H

#include "web/route.h"

extern const struct route sign_in_routes[];
extern const struct route node_routes[];

#endif
