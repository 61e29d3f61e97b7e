/*
 * Invoices (請求書): made from an instalment whose work has been accepted, never typed.
 *
 *   作成中 → 発行 → 受理 → 支払済み
 *            発行 → 差戻し → 発行          an invoice that was not valid
 *   作成中, 発行, 差戻し → 取消            keeps its number; the instalment can be invoiced anew
 *
 * Numbers have no gap, so invoices are cancelled and never removed. Subtotal, tax and total
 * are reckoned when it is made and again when it is issued, by the tax rate of the last day of
 * its period; after that they stay. The day the client received a valid invoice sets the limit
 * of payment; what is paid later shows its interest.
 */
#ifndef CONTRACT_INVOICE_H
#define CONTRACT_INVOICE_H

#include "ledger/ledger.h"

struct working;

struct invoice {
    struct record base;
    const char *number;
    const char *title; /* 令和8年10月分 請求書 */
    struct ref instalment;
    struct period period;
    struct date accepted_on; /* when the work passed */
    struct date issued_on;
    const char *tax_rate; /* per cent: "10" */
    struct yen subtotal;
    struct yen tax;
    struct yen total;
    struct date received_on; /* a valid one, at the client's */
    struct date pay_by;
    struct date paid_on;
    int64_t days_late;
    struct yen interest; /* 0: paid in time */
    struct prose returned_for;
    struct prose cancelled_for;
    struct prose working;
    struct prose note;
};

extern const struct ledger invoice_ledger;

/* Interest on a valid invoice that is paid, or still unpaid, on this day; without steps and 0
   while its limit is not over. FAULT_INVALID at paid_on where no rate is known. */
bool invoice_interest(struct act *a, const struct invoice *it, struct date day, int64_t *days,
                      struct working *w);

#endif
