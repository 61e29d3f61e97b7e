#include "agency.h"

#include <stdio.h>
#include <string.h>

#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "modules.h"
#include "store/open.h"

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

void
agency_open(struct test *t, struct agency *g)
{
    struct contract *contract;
    struct act *a;

    *g =
        (struct agency){ .test = t, .store = modules_open(t, NULL), .now = at("2026-04-06 09:00") };
    a = agency_act(g);
    contract = ledger_new(a, &contract_ledger);
    contract->number = "R8-1";
    contract->title = "運用支援";
    contract->period = (struct period){ day("2026-04-01"), day("2027-03-31") };
    assert_done(a, ledger_create(a, &contract_ledger, contract));
    g->contract = contract->base.id;
}
