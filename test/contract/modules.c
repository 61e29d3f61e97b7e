#include "modules.h"

#include "ledger/ground.h"
#include "ledger/ledger.h"
#include "web/module.h"
#include "web/tables.h"

struct store *
modules_open(struct test *t, const struct ledger *extra)
{
    const struct ledger *const last[] = { extra, NULL };

    ground_begin();
    ground_tables(web_tables);
    for (const struct module *const *m = modules_under_test; *m; m++) {
        ground_ledgers((*m)->ledgers);
        ground_tables((*m)->tables);
    }
    ground_ledgers(last);
    return ground_open(t);
}
