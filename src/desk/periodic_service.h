/*
 * What stands around the inquiries of a period, for the periodic report: hand-overs to vendors
 * and how those who asked found it.
 */
#ifndef DESK_PERIODIC_SERVICE_H
#define DESK_PERIODIC_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct periodic;

/* Counts of one vendor; the days are those from hand-over to answer, of the answered ones. */
struct vendor_count {
    int64_t organisation; /* 0: known by name alone */
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

struct periodic_service {
    struct vendor_counts vendors;
    struct score_counts scores;
};

/* Of a contract, days included. */
bool periodic_service_read(struct act *a, int64_t contract, struct date from, struct date until,
                           struct periodic_service *out);

/* The two sections. */
void periodic_service_write(struct periodic *p, const struct periodic_service *m);

#endif
