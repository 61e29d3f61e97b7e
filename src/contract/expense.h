/*
 * Expenses (経費): what was spent on the work, for the business report.
 *
 * Amounts include the tax; the tax contained is computed by the rate of the day.
 */
#ifndef CONTRACT_EXPENSE_H
#define CONTRACT_EXPENSE_H

#include "ledger/ledger.h"

struct expense {
    struct record base;
    const char *title;
    struct date spent_on;
    const char *category; /* 人件費, 旅費 … */
    const char *payee;
    struct yen amount;
    bool untaxed; /* wages, insurance, stamps */
    struct yen tax;
    const char *voucher;
    struct prose note;
};

extern const struct ledger expense_ledger;

/* What was spent by category in a period, in the order of the ledger's list, then by name. */
struct expense_sum {
    const char *category;
    int64_t count;
    struct yen amount;
    struct yen tax;
};
struct expense_sums {
    struct expense_sum *rows;
    size_t count;
};
bool
expense_totals(struct act *a, int64_t contract, struct period period, struct expense_sums *out);

#endif
