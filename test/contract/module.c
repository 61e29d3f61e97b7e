/* The declarations of the module's ledgers. */
#include "web/module.h"
#include "base/buffer.h"
#include "contract/contract.h"
#include "ledger/core/core.h"
#include "ledger/declaration.h"
#include "ledger/tables.h"
#include "tests.h"

enum { MOST_LEDGERS = 200 };

static void
declarations_hold_together(struct test *t)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    struct act a = { .arena = t->arena, .who = who_guest() };
    struct buffer mistakes = { .arena = t->arena };
    size_t count = CORE_LEDGERS;

    for (size_t i = 0; i < CORE_LEDGERS; i++)
        ledgers[i] = core_ledgers[i];
    for (const struct ledger *const *l = engine_ledgers; *l; l++)
        ledgers[count++] = *l;
    for (const struct ledger *const *l = contract_module.ledgers; *l; l++)
        ledgers[count++] = *l;
    ledgers_set(ledgers, count);
    if (declarations_check(&a, &mistakes))
        fail_msg("%s", buffer_string(&mistakes));
}

const struct test_case module_tests[] = {
    CASE(declarations_hold_together),
    { 0 },
};
