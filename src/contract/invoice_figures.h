/*
 * What an invoice shows: its lines, tax and total with their working, what a contract of unit
 * prices has come to so far, and which inspection it rests on.
 *
 * The same reckoning makes the record and the document, so both have one source. An issued
 * invoice is reckoned again for its document; where a figure then differed from the record,
 * something it was made of has been changed since, and that is a fault.
 */
#ifndef CONTRACT_INVOICE_FIGURES_H
#define CONTRACT_INVOICE_FIGURES_H

#include "contract/contract_money.h"
#include "contract/inspection.h"
#include "contract/invoice.h"
#include "contract/payment_plan.h"
#include "contract/working.h"

struct invoice_line {
    const char *title; /* 定額（9か月の第4回） */
    int64_t quantity;
    const char *unit; /* 月, 回 */
    struct yen price;
    struct yen amount;
    const char *working; /* 26,000円 × 12回 ＝ 312,000円 */
};

/* 単価契約の累計: `limit` NO_NUMBER: none. Yen where `unit` is 円. */
struct invoice_tally {
    const char *title;
    const char *unit;
    int64_t limit;
    int64_t before;
    int64_t now;
    int64_t total;
    int64_t left; /* NO_NUMBER without a limit */
};

struct invoice_figures {
    struct contract_money agreed;
    struct payment_plan plan;
    struct instalment instalment;
    const char *contract_number;
    const char *contract_title;
    struct ref client; /* organisations, with titles */
    struct ref contractor;
    const char *period; /* 令和8年10月分 */
    struct invoice_line *lines;
    size_t line_count;
    struct invoice_tally *tallies; /* of unit prices only */
    size_t tally_count;
    bool tax_included; /* the lines contain the tax */
    struct rate tax_rate;
    struct date tax_day; /* whose rate it is */
    struct yen subtotal; /* without tax */
    struct yen tax;
    struct yen total;
    struct working working; /* of sum, tax and total */
    struct date accepted_on;
    bool inspected; /* `inspection` is filled: the one with which the report passed */
    struct inspection inspection;
    const char *limit; /* 請求書の受理の日から30日以内 */
};

/* Whether the work of an instalment has been accepted, as a fault that says what is missing;
   the day on which it was into `*accepted`. */
bool instalment_accepted(struct act *a, const struct instalment *it,
                         const struct payment_plan *plan, struct date *accepted);

/* Reckons an instalment, whatever the rights; the caller has asked for them. Not every figure
   needs its acceptance: one that is not accepted yet has no such day and no inspection. */
bool instalment_figures(struct act *a, int64_t instalment, struct invoice_figures *out);

/* The same of an invoice that the user may read, compared with its record. */
bool invoice_figures(struct act *a, int64_t invoice, struct invoice *record,
                     struct invoice_figures *out);

/* All workings, a line each, as they stand under 計算の根拠. */
const char *figures_working(struct act *a, const struct invoice_figures *f);

#endif
