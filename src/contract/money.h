/*
 * What is owed under a contract: each rule a function from whole numbers to yen and the
 * working that leads there.
 *
 * Rules common to all: whole yen, and what is below one is cut off (Act 61 of 1950, art. 2),
 * unless the rule says otherwise. A year has 365 days also over 29 February (Act 13 of 1970,
 * art. 25). Days count from the day after the due date to the day of delivery or payment,
 * both included. Amounts go up to MOST_YEN, days to MOST_DAYS; FAULT_INVALID at the field of
 * the same name else, and `w` is of no use. Nothing is read and nothing kept: the act is there
 * for its faults and its arena. Steps are added to what `w` has already.
 */
#ifndef CONTRACT_MONEY_H
#define CONTRACT_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "contract/rate.h"
#include "contract/working.h"

enum { MOST_DAYS = 36500, MOST_PARTS = 600, MOST_CUT = 1000000 };

/*
 * The contractor is late: amount not delivered × rate × days ÷ 365. The amount below
 * `drop_below` (1,000) is dropped first, the result below `round_below` (100) last, so that
 * amounts and results that are smaller vanish. 1 cuts nothing but the fraction.
 */
bool money_delay_interest(struct act *a, struct yen amount, int64_t days, struct rate rate,
                          int64_t drop_below, int64_t round_below, struct working *w);

/* The contractor is late, under contracts that ask 1/1,000 of their amount for each day. */
bool money_delay_daily(struct act *a, struct yen amount, int64_t days, struct working *w);

/* The client pays late: unpaid amount × rate × days ÷ 365 (Act 256 of 1949, art. 8). The
   same holds for penalties that were not paid in time. */
bool money_late_interest(struct act *a, struct yen amount, int64_t days, struct rate rate,
                         int64_t round_below, struct working *w);

/* So many tenths of the contract amount: 1 on termination, 1 to 3 for bid rigging by case.
   Here `drop_below` (100, or 1) cuts the result, as the contracts' wording has it. */
bool money_penalty(struct act *a, struct yen amount, int64_t tenths, int64_t drop_below,
                   struct working *w);

/* Consumption tax on an amount without it, and within an amount that contains it
   (× 10 ÷ 110). */
bool money_tax(struct act *a, struct yen amount, struct rate rate, struct working *w);
bool money_contained_tax(struct act *a, struct yen amount, struct rate rate, struct working *w);

/* The award price of a bid: the bid and its tax, below one yen cut. The bid of a wanted
   price: × 100 ÷ 110, and one more where the award price still does not exceed it. */
bool money_award(struct act *a, struct yen bid, struct rate tax, struct working *w);
bool money_bid(struct act *a, struct yen wanted, struct rate tax, struct working *w);

/* A bond is not to fall below its share (5 % of the estimate, 10 % of the contract), so
   fractions are rounded up. */
bool money_bond(struct act *a, struct yen amount, struct rate share, struct working *w);

/* Damages without intent or gross negligence end at the contract amount. */
bool money_damages(struct act *a, struct yen damage, struct yen amount, struct working *w);

/*
 * An amount in equal parts; what is left over goes to one of them, the first unless the
 * contract says otherwise (Act 61 of 1950, art. 3), so that they add up to the yen.
 */
struct parts {
    int64_t count;
    int64_t odd;         /* the part with the remainder, from 1 */
    struct yen each;     /* all others */
    struct yen odd_part; /* the same as `each` when nothing is left over */
};
bool money_parts(struct act *a, struct yen amount, int64_t count, int64_t odd, struct parts *out,
                 struct working *w);

/* The n-th part, from 1. */
struct yen parts_at(const struct parts *parts, int64_t n);

/*
 * A bill of a contract with unit prices: a yearly sum in equal parts over `months`, plus
 * unit price × count; before them the preparation in parts of its own. `nth` counts from the
 * first bill of all: with three months of preparation the fourth is the first of the yearly
 * sum, and nothing is counted in the first three.
 */
struct unit_bill {
    struct yen fixed;
    int64_t months;
    struct yen unit;
    int64_t count;
    struct yen preparation;
    int64_t preparation_months; /* 0: none */
    int64_t nth;
};
bool money_unit_bill(struct act *a, const struct unit_bill *bill, struct working *w);

/* Days from the day after `due` to `until`, 0 when it is not later. */
int64_t money_days_late(struct date due, struct date until);

#endif
