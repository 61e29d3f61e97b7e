/* The declarations of the desk's ledgers, beside those they stand on. */
#include "web/module.h"

#include "base/buffer.h"
#include "contract/contract.h"
#include "desk/desk.h"
#include "ledger/core/core.h"
#include "ledger/declaration.h"
#include "ledger/tables.h"
#include "store/act.h"
#include "tests.h"

enum { MOST_LEDGERS = 300 };

static void
declarations_hold_together(struct test *t)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    const struct ledger *const *lists[] = { engine_ledgers, contract_module.ledgers,
                                            desk_module.ledgers };
    struct act a = { .arena = t->arena, .who = who_guest(), .now = instant_now() };
    struct buffer mistakes = { .arena = t->arena };
    size_t count = CORE_LEDGERS;

    for (size_t i = 0; i < CORE_LEDGERS; i++)
        ledgers[i] = core_ledgers[i];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct ledger *const *l = lists[i]; *l && count < MOST_LEDGERS; l++)
            ledgers[count++] = *l;
    ledgers_set(ledgers, count);
    assert_int_equal(declarations_check(&a, &mistakes), 0);
    assert_string_equal(buffer_string(&mistakes), "");
}

const struct test_case module_tests[] = {
    CASE(declarations_hold_together),
    { 0 },
};
