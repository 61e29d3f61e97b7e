/*
 * Invented records as tables of texts, for `tasuki demo`.
 *
 * A row says who does what on which day, with values as they are typed in a form:
 *
 *     { "ooishi", "-30", &plan_ledger, "plan", NULL, "title=…|year=@y" },
 *     { "aoyama", "-20", &plan_ledger, "plan", "approve", "approved_on=@-20" },
 *
 * Everything goes by the ledgers' road as the user of that login, so the history shows who
 * did it and a rule that is broken stops the demonstration.
 *
 * Days: "-20" from the day of the demonstration, moved to the Friday before when it falls on
 * a weekend; "s14" from the contract's first day, "z-30" from its last; "m-1" the first and
 * "e-1" the last day of the month before, "m0+14" fourteen days later. After a blank comes a
 * time, "-1 14:20"; without one 10:00. "@" and such a day stand in values, too, and "@y" is
 * the fiscal year. "#plan" is the record of that key; "#pay>3" its third instalment,
 * "#report>inspection" its newest inspection, "#plan>check" and "#series>meeting" the first
 * one still planned.
 *
 * What has not come yet – a month that is not over in April – is left out, and so is what
 * leads to a record that was left out.
 */
#ifndef CONTRACT_DEMO_SCENE_H
#define CONTRACT_DEMO_SCENE_H

#include <stdbool.h>

struct act;
struct ledger;

struct scene_row {
    const char *who;
    const char *when;
    const struct ledger *ledger;
    const char *key;    /* of the record, known within its contract; NULL: nobody leads to it */
    const char *does;   /* NULL: makes it; "change"; else a transition */
    const char *values; /* name=value, '|' between; NULL: none */
};

/* The rows of one contract, up to one without `who`; NULL after the last table. */
struct scene {
    const char *contract; /* its number */
    const struct scene_row *const *tables;
};

/* Inside no transaction. */
bool scene_play(struct act *a, const struct scene *scene);

#endif
