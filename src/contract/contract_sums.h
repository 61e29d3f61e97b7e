/*
 * How the money of a contract stands on a day: for the contract's page and for reports.
 */
#ifndef CONTRACT_CONTRACT_SUMS_H
#define CONTRACT_CONTRACT_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"

struct act;

/* Totals of invoices, with tax; cancelled ones and drafts count nowhere. */
struct contract_sums {
    struct yen planned; /* parts of fixed plans, as the plan has them */
    struct yen billed;  /* issued, received or paid */
    struct yen paid;
    struct yen interest; /* of late payments */
    struct yen overdue;  /* received, and the limit is over */
    int64_t overdue_count;
    int64_t open_parts;     /* parts that are not invoiced yet */
    struct date next_limit; /* the earliest of those not over; none */
};

/* Whatever the rights: the caller has asked for them. */
bool contract_sums(struct act *a, int64_t contract, struct date today, struct contract_sums *out);

#endif
