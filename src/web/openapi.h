/*
 * /api/openapi.json: the API in the words of OpenAPI 3.1, written from the declarations.
 *
 * Every row of api_routes is described for every ledger in which it can be of use – no
 * creating where no role may create, a path for each transition –, and nothing else is.
 * Labels and hints become descriptions, choices and states enumerations; which operators a
 * filter knows is asked of the list itself. The text is kept until custom fields change.
 *
 * Beside the standard members x-ledger names the ledger to which a reference leads, and
 * x-titled-by the member by which a record is called.
 */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include <stdbool.h>

#include "web/route.h"

struct buffer;

bool openapi_show(struct act *a, const struct request *q, struct reply *r);

/* The whole document; asks nothing of a database. */
void openapi_write(struct act *a, struct buffer *out);

#endif
