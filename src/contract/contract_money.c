#include "contract/contract_money.h"

#include <string.h>

#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { INSPECTION_DAYS = 10, PAYMENT_DAYS = 30 };

struct found_row {
    int64_t id;
};

/* The terms, in a row of that ledger; NULL in `*row` where there are none. */
static bool
read_terms(struct act *a, const struct ledger *l, int64_t contract, struct record **row)
{
    struct sql *s = sql_new(a, "contract_money.terms");
    struct found_row at;
    bool found;

    *row = NULL;
    SQL(s, "SELECT id FROM ");
    sql_name(s, l->name);
    SQL(s, " WHERE contract = ");
    sql_value(s, bind_int("contract", contract));
    SQL(s, " AND removed_at IS NULL ORDER BY id LIMIT 1");
    if (!sql_first(a, s, COLUMNS(COLUMN(struct found_row, id)), &at, &found))
        return false;
    if (!found)
        return true;
    *row = ledger_new(a, l);
    return shape_read(a, shape_of(l), at.id, false, *row, &found);
}

/* A member by its name, as text; "" when the ledger has none or it is empty. */
static const char *
said(struct act *a, const struct ledger *l, const struct record *row, const char *name)
{
    const struct field *f = shape_field(shape_of(l), name);

    return f ? field_text(a, f, record_at(a, l, f, row), STYLE_PLAIN) : "";
}

static int64_t
number_said(struct act *a, const struct ledger *l, const struct record *row, const char *name)
{
    const struct field *f = shape_field(shape_of(l), name);
    int64_t number = NO_NUMBER;

    if (f && (f->type == FIELD_NUMBER || f->type == FIELD_YEN))
        memcpy(&number, record_at(a, l, f, row), sizeof number);
    return number;
}

static bool
flag_said(struct act *a, const struct ledger *l, const struct record *row, const char *name)
{
    const struct field *f = shape_field(shape_of(l), name);

    return f && f->type == FIELD_BOOL && *(const bool *)record_at(a, l, f, row);
}

static void
take_terms(struct act *a, const struct ledger *l, const struct record *row,
           struct contract_money *out)
{
    int64_t days = number_said(a, l, row, "inspection_days");
    const char *why;

    out->agreed = true;
    out->amount.yen = number_said(a, l, row, "amount");
    out->scheme = said(a, l, row, "payment");
    if (days > 0)
        out->inspection_days = days;
    out->deemed = flag_said(a, l, row, "deemed");
    if (strcmp(said(a, l, row, "payment_limit"), "next_month") == 0)
        out->limit = PAYMENT_NEXT_MONTH;
    if (!date_parse(said(a, l, row, "awarded_on"), &out->awarded_on))
        out->awarded_on = (struct date){ 0 };
    out->own_known =
        *said(a, l, row, "rate") && rate_parse(a->arena, said(a, l, row, "rate"), &out->own, &why);
    out->late = out->own;
    out->late_known = out->own_known;
    out->delay = said(a, l, row, "delay");
    out->termination = said(a, l, row, "termination");
    out->rigging = said(a, l, row, "rigging");
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
    const struct ledger *l = ledger_find("terms");
    struct record *row = NULL;

    *out = (struct contract_money){ .amount = { NO_NUMBER },
                                    .scheme = "",
                                    .delay = "",
                                    .termination = "",
                                    .rigging = "",
                                    .inspection_days = INSPECTION_DAYS,
                                    .calendar = &calendar_office };
    if (!read_period(a, contract, out) || !contract_calendar(a, contract, &out->calendar) ||
        (l && !read_terms(a, l, contract, &row)))
        return false;
    if (row)
        take_terms(a, l, row, out);
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
