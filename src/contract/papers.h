/*
 * The papers every contract needs, each made from its records and from nothing else.
 */
#ifndef CONTRACT_PAPERS_H
#define CONTRACT_PAPERS_H

#include "render/report.h"

/* of a contract */
extern const struct report contract_month_report;
extern const struct report coverage_report;
extern const struct report sums_report;
extern const struct report team_report;
extern const struct report roster_report;
extern const struct report handlers_report;
extern const struct report schedule_report;
extern const struct report deliverables_report;

/* of one of its records */
extern const struct report invoice_report;
extern const struct report inspection_report;
extern const struct report erasure_report;
extern const struct report receipt_report;
extern const struct report minutes_report;
extern const struct report pledge_report;
extern const struct report training_paper_report;
extern const struct report incident_paper_report;
extern const struct report accident_report;
extern const struct report complaint_report;
extern const struct report interference_report;
extern const struct report accommodation_report;
extern const struct report plan_paper_report;
extern const struct report plan_year_report;

#endif
