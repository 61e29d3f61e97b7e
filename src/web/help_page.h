/*
 * Help: how pages work, and for each ledger what its declaration says – fields, states,
 * deadlines, saved lists, who may do what.
 */
#ifndef WEB_HELP_PAGE_H
#define WEB_HELP_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/record_page.h"
#include "web/route.h"

struct help_field {
    const char *label;
    const char *type;
    const char *need; /* 必須, 任意, 自動 */
    const char *help;
};

struct help_step {
    const char *label; /* of the transition */
    const char *from;
    const char *to;
    const char *who;
};

struct help_right {
    const char *role;
    const char *deeds;
    const char *reach;
};

struct help_page {
    const struct ledger *ledger; /* NULL: the general page */
    struct fact *ledgers;
    size_t ledger_count;
    struct help_field *fields;
    size_t field_count;
    struct help_step *steps;
    size_t step_count;
    struct help_right *rights;
    size_t right_count;
    struct fact *clocks;
    size_t clock_count;
};

bool help_show(struct act *a, const struct request *q, struct reply *r);
bool help_of_ledger(struct act *a, const struct request *q, struct reply *r);

#endif
