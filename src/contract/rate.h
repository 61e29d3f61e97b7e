/*
 * Rates: whole thousandths of a percent, never floating point; and the two that law and
 * notices set, by date (facts/tax_rates.csv, facts/late_interest_rates.csv).
 *
 * The tax rate is that of the day on which the service was completed. The rate of late
 * payment is that of the day the contract was signed (Act 256 of 1949, art. 8; art. 14 for
 * local governments); a contract that names a rate itself goes by that.
 */
#ifndef CONTRACT_RATE_H
#define CONTRACT_RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct arena;

/* 3.0 % is 3000. */
struct rate {
    int64_t thousandths;
};

enum { RATE_WHOLE = 100000 }; /* 100 % */

/* "3", "3.0", "2.675", also full width and with a percent sign; 0 to 100. False with a
   sentence. */
bool rate_parse(struct arena *arena, const char *text, struct rate *out, const char **why);

/* 10, 2.5; with `decimal` always at least one place behind the point: 3.0. */
const char *rate_text(struct arena *arena, struct rate rate, bool decimal);

/* A rate as the tables know it on a day. */
struct rate_fact {
    struct rate rate;
    struct date from;   /* since when it holds */
    bool verified;      /* read in the law or the notice; else to be looked up there */
    const char *source; /* of the arena */
};

/* False before the first row of the table. */
bool tax_rate_on(struct arena *arena, struct date day, struct rate_fact *out);
bool late_rate_on(struct arena *arena, struct date day, struct rate_fact *out);

#endif
