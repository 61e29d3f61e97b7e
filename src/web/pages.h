/*
 * The pages of the web floor, for the server that routes to them.
 *
 * Templates stand in views/ and are called by the names in the generated web/views.h:
 * error_view(o, page) for web/error_page.h, sign_in_view(o, page) for
 * web/sign_in_page.h. The other pages fill their own structs in the handlers below.
 */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "web/route.h"

struct module;

/* The pages of every ledger: paths begin with "{ledger}", q->ledger is set. */
extern const struct route ledger_routes[];

/* Start, search, help, settings, contracts, history of the installation. */
extern const struct route page_routes[];

/* The modules whose menus the frame shows; once at start, ends with NULL. */
void pages_set(const struct module *const *modules);

/* The same again; NULL before. */
const struct module *const *pages_modules(void);

#endif
