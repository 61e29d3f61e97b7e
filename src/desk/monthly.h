/*
 * The desk's monthly report: inquiries by kind, deadlines kept, what is open.
 */
#ifndef DESK_MONTHLY_H
#define DESK_MONTHLY_H

extern const struct report monthly_report;

#endif
