/*
 * The desk's periodic reports: of a month, of half a year, of a fiscal year.
 *
 * One report with three periods: what came in and how it was answered, vendors, opinions,
 * automatic answers, applications, troubles, duties, stock, what changed in the ledgers; the
 * longer ones with their months side by side. Every period is compared with the one before
 * and with the same one a year ago. Figures open the rows they count (desk/counted.h).
 */
#ifndef DESK_PERIODIC_H
#define DESK_PERIODIC_H

extern const struct report monthly_report;
extern const struct report half_report;
extern const struct report yearly_report;

#endif
