/* What the contractor owes under the terms of a contract: delay and penalties. */

#include <string.h>

#include "contract/contract_money.h"
#include "contract/money.h"
#include "store/act.h"

/* As the contracts with interest have it. */
enum { DROP_BASE = 1000, DROP_RESULT = 100 };

static bool
has_amount(struct act *a, const struct contract_money *m)
{
    return m->amount.yen != NO_NUMBER ||
           fail(a, FAULT_CLASH, "amount", "契約内容に契約金額がありません。書いてから計算します。");
}

bool
contract_delay(struct act *a, const struct contract_money *m, struct yen part, struct date due,
               struct date delivered, struct working *w)
{
    int64_t days = money_days_late(due, delivered);

    if (strcmp(m->delay, "daily") == 0)
        return has_amount(a, m) && money_delay_daily(a, m->amount, days, w);
    if (strcmp(m->delay, "interest") != 0)
        return fail(a, FAULT_CLASH, "delay", "契約内容に、受託者が遅れたときの定めがありません。");
    if (!m->own_known)
        return fail(a, FAULT_CLASH, "rate", "契約内容に、遅延利息の率がありません。");
    return money_delay_interest(a, part, days, m->own, DROP_BASE, DROP_RESULT, w);
}

static const struct {
    const char *code;
    int64_t tenths;
    int64_t drop;
} rules[] = {
    { "tenth", 1, 1 },
    { "tenth_cut", 1, DROP_RESULT },
    { "two_tenths", 2, 1 },
    { "three_tenths", 3, 1 },
};

bool
contract_penalty(struct act *a, const struct contract_money *m, enum penalty kind,
                 struct working *w)
{
    const char *code = kind == PENALTY_RIGGING ? m->rigging : m->termination;

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].code, code) == 0)
            return has_amount(a, m) &&
                   money_penalty(a, m->amount, rules[i].tenths, rules[i].drop, w);
    return fail(a, FAULT_CLASH, kind == PENALTY_RIGGING ? "rigging" : "termination",
                "契約内容に、%sの定めがありません。",
                kind == PENALTY_RIGGING ? "談合のときの賠償金" : "解除のときの違約金");
}
