/*
 * Naming rules of computers: AOB-HC26-0148.
 *
 * A pattern is text with holes: {prefix} and {site} as the rule and the network say, {year}
 * the fiscal year 2026, {yy} 26, {era} 8 (of 令和8年度), and once {number:4}, a counter filled
 * with zeros. It counts apart for each site and, where the pattern names a year, each fiscal
 * year. A name is reserved for ten minutes while somebody fills in the form, and a returned
 * one rests for the rule's days before it is given out again.
 */
#ifndef DESK_NAME_SERIES_H
#define DESK_NAME_SERIES_H

#include "ledger/ledger.h"

struct arena;

struct name_series {
    struct record base;
    const char *title;
    const char *pattern;
    const char *prefix;
    const char *site;
    int64_t rest_days; /* before a returned name is used again */
    bool reused;
    int64_t longest;
    const char *sample;
    const char *note;
};

extern const struct ledger name_series_ledger;

/* False with a Japanese sentence when the pattern has unknown holes or not one {number}. */
bool name_pattern_check(const char *pattern, const char **why);

/* The name of a number; `site` NULL or "": the series' own. */
const char *name_print(struct arena *arena, const struct name_series *series, const char *site,
                       struct date day, int64_t number);

/* What a counter counts within: "HC/2026". */
const char *
name_run(struct arena *arena, const struct name_series *series, const char *site, struct date day);

/* False with a sentence unless it can be a computer's name: letters, digits and hyphens. */
bool name_check(struct arena *arena, const char *name, int64_t longest, const char **why);

#endif
