/*
 * Figures of invoices and contracts as lines of text, for scenarios to look for.
 */
#ifndef TEST_SCENARIOS_FIGURES_H
#define TEST_SCENARIOS_FIGURES_H

#include "contract/invoice_figures.h"

/* A line each: title quantity price amount; tallies; inspection; working. */
const char *figures_lines(struct act *a, const struct invoice_figures *f);

/* What the contract has come to on the act's day: sums, interest that runs, expenses of the
   year, and what the contractor would owe; "" with the act's faults when it failed. */
const char *sums_lines(struct act *a, int64_t contract);

/* The delay of a part of the work, or why there is none. */
const char *delay_line(struct act *a, int64_t contract, struct yen part, struct date due,
                       struct date delivered);

#endif
