/*
 * What stands around the inquiries of a month, for the monthly report: hand-overs to vendors
 * and how those who asked found it.
 */
#ifndef DESK_MONTHLY_SERVICE_H
#define DESK_MONTHLY_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct composition;

/* Counts of one vendor; the days are those from hand-over to answer, of the answered ones. */
struct vendor_count {
    const char *vendor;
    int64_t handed;
    int64_t answered;
    int64_t in_time;
    int64_t minutes;
};
struct vendor_counts {
    struct vendor_count *rows;
    size_t count;
};

struct score_count {
    const char *score;
    int64_t number;
};
struct score_counts {
    struct score_count *rows;
    size_t count;
};

struct monthly_service {
    struct vendor_counts vendors;
    struct score_counts scores;
};

/* Of a contract, days included. */
bool monthly_service_read(struct act *a, int64_t contract, struct date from, struct date until,
                          struct monthly_service *out);

/* The sections; nothing where there is nothing to tell. */
void monthly_service_write(struct composition *c, const struct monthly_service *m);

#endif
