/*
 * The route tables of the web floor itself, those of modules come beside.
 */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/route.h"

/* Ends with NULL. */
extern const struct route *const web_routes[];

#endif
