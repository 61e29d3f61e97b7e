/*
 * The figures of an invoice as lines of text, for scenarios to look for.
 */
#ifndef TEST_SCENARIOS_FIGURES_H
#define TEST_SCENARIOS_FIGURES_H

#include "contract/invoice_figures.h"

/* A line each: title quantity price amount; tallies; inspection; working. */
const char *figures_lines(struct act *a, const struct invoice_figures *f);

#endif
