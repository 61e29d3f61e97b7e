#include "ground.h"

#include <string.h>

#include "answers.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/schema.h"
#include "web/module.h"
#include "web/tables.h"

enum { MOST_LEDGERS = 300, MOST_TABLES = MOST_LEDGERS + 60 };

void
ground_ledgers(const struct ledger *extra)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    size_t count = CORE_LEDGERS;

    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    for (const struct ledger *const *l = engine_ledgers; *l; l++)
        ledgers[count++] = *l;
    for (const struct module *const *m = ground_modules; *m; m++)
        for (const struct ledger *const *l = (*m)->ledgers; *l; l++) {
            assert_true(count + 1 < MOST_LEDGERS);
            ledgers[count++] = *l;
        }
    if (extra)
        ledgers[count++] = extra;
    ledgers_set(ledgers, count);
}

static size_t
add_tables(const struct table **all, size_t count, const struct table *const *more)
{
    for (; more && *more; more++) {
        assert_true(count < MOST_TABLES);
        all[count++] = *more;
    }
    return count;
}

void
ground_tables(struct test *t, struct act *a)
{
    const struct table **all = NEW_ARRAY(t->arena, MOST_TABLES, const struct table *);
    size_t count;
    const struct table *const *shapes = shape_tables(t->arena, &count);

    assert_true(count < MOST_TABLES);
    memcpy(all, shapes, count * sizeof *all);
    count = add_tables(all, count, ledger_tables);
    count = add_tables(all, count, web_tables);
    for (const struct module *const *m = ground_modules; *m; m++)
        count = add_tables(all, count, (*m)->tables);
    assert_done(a, schema_apply(a->store, a, all, count, NULL));
    assert_done(a, custom_load(a));
}
