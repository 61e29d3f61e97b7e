#include "ledger/ground.h"

#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/open.h"

enum { MOST_LEDGERS = 400, MOST_TABLES = MOST_LEDGERS + 60 };

static const struct ledger *ledgers[MOST_LEDGERS];
static const struct table *tables[MOST_TABLES];
static size_t ledger_count, table_count;

void
ground_begin(void)
{
    ledger_count = table_count = 0;
    for (size_t i = 0; i < CORE_LEDGERS; i++)
        ledgers[ledger_count++] = core_ledgers[i];
    ground_ledgers(engine_ledgers);
    ground_tables(ledger_tables);
}

void
ground_ledgers(const struct ledger *const *more)
{
    for (; more && *more; more++) {
        assert_true(ledger_count < MOST_LEDGERS);
        ledgers[ledger_count++] = *more;
    }
    ledgers_set(ledgers, ledger_count);
}

void
ground_tables(const struct table *const *more)
{
    for (; more && *more; more++) {
        assert_true(table_count < MOST_TABLES);
        tables[table_count++] = *more;
    }
}

struct store *
ground_open(struct test *t)
{
    size_t count;
    const struct table *const *shapes = shape_tables(t->arena, &count);
    const struct table **all = NEW_ARRAY(t->arena, count + table_count, const struct table *);
    struct store *store;
    struct act *a;

    for (size_t i = 0; i < count + table_count; i++)
        all[i] = i < count ? shapes[i] : tables[i - count];
    store = store_with(t, all, count + table_count);
    a = act_for_test(t, store);
    assert_true(custom_load(a));
    act_end(a);
    return store;
}
