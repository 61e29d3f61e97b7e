#include "web/routes.h"

#include <stddef.h>

#include "web/admin.h"
#include "web/api.h"
#include "web/oidc.h"
#include "web/own_page.h"
#include "web/pages.h"
#include "web/sign_in.h"

const struct route *const web_routes[] = { admin_routes,  sign_in_routes, oidc_routes,
                                           node_routes,   own_routes,     page_routes,
                                           ledger_routes, api_routes,     api_other_routes,
                                           NULL };
