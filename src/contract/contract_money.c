#include "contract/contract_money.h"

#include <string.h>

#include "contract/terms.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { INSPECTION_DAYS = 10, PAYMENT_DAYS = 30 };

static const char *
code_of(struct choice choice)
{
    return choice.code ? choice.code : "";
}

static void
take_terms(struct act *a, const struct terms *terms, struct contract_money *out)
{
    const char *why;

    out->agreed = true;
    out->amount = terms->amount;
    out->scheme = code_of(terms->payment);
    if (terms->inspection_days > 0)
        out->inspection_days = terms->inspection_days;
    out->deemed = terms->deemed;
    if (terms->payment_limit.code && strcmp(terms->payment_limit.code, "next_month") == 0)
        out->limit = PAYMENT_NEXT_MONTH;
    out->awarded_on = terms->awarded_on;
    out->own_known =
        terms->rate && *terms->rate && rate_parse(a->arena, terms->rate, &out->own, &why);
    out->late = out->own;
    out->late_known = out->own_known;
    out->delay = code_of(terms->delay);
    out->termination = code_of(terms->termination);
    out->rigging = code_of(terms->rigging);
}

/* The rate of the notice on the day of award. */
static void
find_late_rate(struct act *a, struct contract_money *out)
{
    struct rate_fact fact;

    if (out->late_known || !out->awarded_on.day || !late_rate_on(a->arena, out->awarded_on, &fact))
        return;
    out->late = fact.rate;
    out->late_known = true;
}

static bool
read_period(struct act *a, int64_t contract, struct contract_money *out)
{
    struct contract *row = ledger_new(a, &contract_ledger);
    bool found;

    if (!shape_read(a, shape_of(&contract_ledger), contract, false, row, &found))
        return false;
    if (found)
        out->period = row->period;
    return true;
}

bool
contract_money(struct act *a, int64_t contract, struct contract_money *out)
{
    struct terms terms;
    bool found;

    *out = (struct contract_money){ .amount = { NO_NUMBER },
                                    .scheme = "",
                                    .delay = "",
                                    .termination = "",
                                    .rigging = "",
                                    .inspection_days = INSPECTION_DAYS,
                                    .calendar = &calendar_office };
    if (!read_period(a, contract, out) || !contract_calendar(a, contract, &out->calendar) ||
        !terms_of(a, contract, &terms, &found))
        return false;
    if (found)
        take_terms(a, &terms, out);
    find_late_rate(a, out);
    return true;
}

struct date
inspection_due(const struct contract_money *m, struct date delivered)
{
    return deadline_days(m->calendar, delivered, (int)m->inspection_days,
                         (struct deadline_rule){ .roll = ROLL_FORWARD });
}

struct date
payment_due(const struct contract_money *m, struct date received)
{
    if (m->limit == PAYMENT_NEXT_MONTH)
        return calendar_roll(m->calendar, date_month_end(date_add_months(received, 1)),
                             ROLL_FORWARD);
    return deadline_days(m->calendar, received, PAYMENT_DAYS,
                         (struct deadline_rule){ .roll = ROLL_FORWARD });
}
