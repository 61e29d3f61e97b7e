/*
 * How many records a saved list holds, exact to 1,000: beside tabs and in the rail.
 */
#ifndef WEB_VIEW_COUNT_H
#define WEB_VIEW_COUNT_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct ledger;
struct view;

struct view_count {
    int64_t number;
    bool exact;       /* false: there are more */
    const char *text; /* 64 or 1,000以上; NULL when it is not known */
};

/* `contract` 0: of all contracts. Faults of the count are forgotten: a page does not
   fail for a number beside a link. */
struct view_count
view_count(struct act *a, const struct ledger *l, const struct view *view, int64_t contract);

/* 64件, 1,000件以上 */
const char *count_words(struct act *a, int64_t number, bool exact);

/* 1,234,567 */
const char *grouped_number(struct act *a, int64_t number);

#endif
