#include "contract/contract_sums.h"

#include "store/act.h"
#include "store/query.h"

struct plan_row {
    int64_t planned;
    int64_t parts;
};

static const struct query plan_query = {
    .name = "contract_sums.plan",
    .sql = "SELECT CAST(COALESCE(sum(i.amount), 0) AS BIGINT) AS planned,"
           " CAST(COALESCE(sum(CASE WHEN i.state = 'planned' THEN 1 ELSE 0 END), 0) AS BIGINT)"
           " AS parts FROM instalment i JOIN payment_plan p ON p.id = i.plan"
           " WHERE i.contract = :contract AND i.removed_at IS NULL AND p.removed_at IS NULL"
           " AND p.state = 'fixed'",
    .row_size = sizeof(struct plan_row),
    .columns = COLUMNS(COLUMN(struct plan_row, planned), COLUMN(struct plan_row, parts)),
};

struct invoice_row {
    int64_t billed;
    int64_t paid;
    int64_t interest;
    int64_t overdue;
    int64_t late;
    struct date next;
};

static const struct query invoice_query = {
    .name = "contract_sums.invoice",
    .sql = "SELECT"
           " CAST(COALESCE(sum(CASE WHEN state IN ('issued', 'received', 'paid') THEN total"
           " ELSE 0 END), 0) AS BIGINT) AS billed,"
           " CAST(COALESCE(sum(CASE WHEN state = 'paid' THEN total ELSE 0 END), 0) AS BIGINT)"
           " AS paid,"
           " CAST(COALESCE(sum(CASE WHEN state = 'paid' THEN interest ELSE 0 END), 0) AS BIGINT)"
           " AS interest,"
           " CAST(COALESCE(sum(CASE WHEN state = 'received' AND pay_by < :today THEN total"
           " ELSE 0 END), 0) AS BIGINT) AS overdue,"
           " CAST(COALESCE(sum(CASE WHEN state = 'received' AND pay_by < :today THEN 1"
           " ELSE 0 END), 0) AS BIGINT) AS late,"
           " min(CASE WHEN state = 'received' AND pay_by >= :today THEN pay_by END) AS next"
           " FROM invoice WHERE contract = :contract AND removed_at IS NULL",
    .row_size = sizeof(struct invoice_row),
    .columns = COLUMNS(COLUMN(struct invoice_row, billed), COLUMN(struct invoice_row, paid),
                       COLUMN(struct invoice_row, interest), COLUMN(struct invoice_row, overdue),
                       COLUMN(struct invoice_row, late), COLUMN(struct invoice_row, next)),
};

bool
contract_sums(struct act *a, int64_t contract, struct date today, struct contract_sums *out)
{
    struct plan_row plan = { 0 };
    struct invoice_row invoice = { 0 };
    bool found;

    if (!query_first(a, &plan_query, &plan, &found, BOUND(BIND(contract, contract))) ||
        !query_first(a, &invoice_query, &invoice, &found,
                     BOUND(BIND(contract, contract), BIND(today, today))))
        return false;
    *out = (struct contract_sums){ .planned = { plan.planned },
                                   .billed = { invoice.billed },
                                   .paid = { invoice.paid },
                                   .interest = { invoice.interest },
                                   .overdue = { invoice.overdue },
                                   .overdue_count = invoice.late,
                                   .open_parts = plan.parts,
                                   .next_limit = invoice.next };
    return true;
}
