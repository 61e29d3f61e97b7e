#include "agency.h"
#include "base/buffer.h"
#include "contract/contract.h"
#include "ledger/core/core.h"
#include "ledger/declaration.h"
#include "ledger/tables.h"
#include "tests.h"
#include "web/module.h"

static void
the_declarations_of_the_contract_hold_together(struct test *t)
{
    static const struct ledger *ledgers[200];
    struct act a = { .arena = t->arena, .who = who_guest() };
    struct buffer out = { .arena = t->arena };
    size_t count = 0;

    while (count < CORE_LEDGERS) {
        ledgers[count] = core_ledgers[count];
        count++;
    }
    for (const struct ledger *const *l = engine_ledgers; *l; l++)
        ledgers[count++] = *l;
    for (const struct ledger *const *l = contract_module.ledgers; *l; l++)
        ledgers[count++] = *l;
    ledgers_set(ledgers, count);
    declarations_check(&a, &out);
    assert_string_equal(buffer_string(&out), "");
}

const struct test_case declarations_tests[] = {
    CASE(the_declarations_of_the_contract_hold_together),
    { 0 },
};
