#include <stddef.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/must.h"
#include "contract/contract.h"
#include "desk/desk.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "render/report.h"
#include "web/module.h"
#include "web/tables.h"

/* To add a domain: a folder and a line here. */
const struct module *const modules[] = { &desk_module, &contract_module, NULL };

enum { MOST_LEDGERS = 300, MOST_REPORTS = 100 };

static void
ledgers_begin(void)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    size_t count = 0;

    for (size_t i = 0; i < CORE_LEDGERS; i++)
        ledgers[count++] = core_ledgers[i];
    for (const struct ledger *const *l = engine_ledgers; *l; l++)
        ledgers[count++] = *l;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct ledger *const *l = (*module)->ledgers; l && *l; l++)
            ledgers[count++] = *l;
    ledgers_set(ledgers, count);
}

static void
reports_begin(void)
{
    static const struct report *reports[MOST_REPORTS + 1];
    size_t count = 0;

    for (const struct module *const *module = modules; *module; module++)
        for (const struct report *const *it = (*module)->reports; it && *it; it++) {
            must(count < MOST_REPORTS);
            reports[count++] = *it;
        }
    reports_set(reports);
}

void
modules_begin(void)
{
    ledgers_begin();
    reports_begin();
}

static size_t
copy_tables(const struct table **to, const struct table *const *from)
{
    size_t count = 0;

    for (; from && *from; from++, count++)
        if (to)
            to[count] = *from;
    return count;
}

const struct table *const *
modules_tables(struct arena *arena, size_t *count)
{
    size_t shaped;
    const struct table *const *shapes = shape_tables(arena, &shaped);
    size_t most = shaped + copy_tables(NULL, ledger_tables) + copy_tables(NULL, web_tables);
    const struct table **all;

    for (const struct module *const *module = modules; *module; module++)
        most += copy_tables(NULL, (*module)->tables);
    all = NEW_ARRAY(arena, most + 1, const struct table *);
    *count = copy_tables(all, shapes);
    *count += copy_tables(all + *count, ledger_tables);
    *count += copy_tables(all + *count, web_tables);
    for (const struct module *const *module = modules; *module; module++)
        *count += copy_tables(all + *count, (*module)->tables);
    return all;
}
