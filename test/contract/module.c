/* The declarations of the module's ledgers. */
#include "web/module.h"

#include <string.h>

#include "base/buffer.h"
#include "contract/contract.h"
#include "ledger/core/core.h"
#include "ledger/declaration.h"
#include "ledger/names.h"
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

/* Each field that some check demands, and the transition whose form has to ask for it. */
static const struct {
    const char *ledger, *action, *fields;
} demanded[] = {
    { "pledge", "receive", "kept_at" },
    { "accommodation", "answer", "grounds alternative" },
    { "interference", "complete", "police_at police police_why_not" },
    { "inspection", "pass", "notice" },
    { "inspection", "fail", "notice" },
    { "carry_request", "carry_out", "witness witness_name" },
    { "erasure_request", "carry_out", "witness witness_name" },
    { "delivery", "hand_over", "key_way" },
    { "incident", "complete", "final_on" },
    { "task", "finish", "actual_from" },
};

static const struct transition *
transition_of(const char *ledger, const char *action)
{
    for (const struct ledger *const *l = contract_module.ledgers; *l; l++)
        for (const struct transition *t =
                 (*l)->states && !strcmp((*l)->name, ledger) ? (*l)->states->transitions : NULL;
             t && t->action; t++)
            if (strcmp(t->action, action) == 0)
                return t;
    fail_msg("%s has no %s", ledger, action);
    return NULL;
}

static void
what_a_check_demands_comes_with_its_transition(struct test *t)
{
    struct act a = { .arena = t->arena };

    for (size_t i = 0; i < sizeof demanded / sizeof *demanded; i++) {
        const char *takes =
            transition_takes(&a, transition_of(demanded[i].ledger, demanded[i].action));
        const char *at = demanded[i].fields, *name;
        size_t length;

        while ((name = names_next(&at, &length)) != NULL)
            if (!names_have(takes, arena_slice(t->arena, name, length)))
                fail_msg("%s %s does not ask for %.*s", demanded[i].ledger, demanded[i].action,
                         (int)length, name);
    }
}

const struct test_case module_tests[] = {
    CASE(declarations_hold_together),
    CASE(what_a_check_demands_comes_with_its_transition),
    { 0 },
};
