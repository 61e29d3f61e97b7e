#include "agency.h"

#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/open.h"
#include "store/schema.h"
#include "web/module.h"

enum { MOST_LEDGERS = 160, MOST_TABLES = MOST_LEDGERS + 8 };

struct instant
at(const char *text)
{
    char whole[40];
    struct instant out;

    snprintf(whole, sizeof whole, "%.10sT%.5s:00+09:00", text, text + 11);
    assert_true(instant_parse(whole, &out));
    return out;
}

static void
end_act(void *thing)
{
    act_end(thing);
}

struct act *
agency_act(struct agency *g)
{
    struct act *a = NEW(g->test->arena, struct act);

    act_begin(a, g->store, g->test->arena, who_console(), ORIGIN_COMMAND);
    a->now = g->now;
    arena_defer(g->test->arena, end_act, a);
    return a;
}

static void
make_schema(struct agency *g)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    const struct table *all[MOST_TABLES];
    const struct table *const *of_ledgers;
    struct act *a = agency_act(g);
    size_t count = CORE_LEDGERS, tables, own = 0;

    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    for (const struct ledger *const *l = engine_ledgers; *l; l++)
        ledgers[count++] = *l;
    for (const struct ledger *const *l = contract_module.ledgers; *l; l++)
        ledgers[count++] = *l;
    ledgers_set(ledgers, count);
    of_ledgers = shape_tables(g->test->arena, &tables);
    assert_true(tables + 8 < MOST_TABLES);
    memcpy(all, of_ledgers, tables * sizeof *all);
    for (; ledger_tables[own]; own++)
        all[tables + own] = ledger_tables[own];
    assert_done(a, schema_apply(g->store, a, all, tables + own, NULL));
    assert_done(a, custom_load(a));
    act_end(a);
}

void
agency_open(struct test *t, struct agency *g)
{
    struct contract *contract;
    struct act *a;

    *g = (struct agency){ .test = t, .store = store_for_test(t), .now = at("2026-04-06 09:00") };
    make_schema(g);
    a = agency_act(g);
    contract = ledger_new(a, &contract_ledger);
    contract->number = "R8-1";
    contract->title = "運用支援";
    contract->period = (struct period){ day("2026-04-01"), day("2027-03-31") };
    assert_done(a, ledger_create(a, &contract_ledger, contract));
    g->contract = contract->base.id;
}
