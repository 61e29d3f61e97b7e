/*
 * One thing done to many picked rows: a transition, or one field set.
 *
 * First the rows are shown as they will be, then all are written in one transaction or
 * none; rows that refuse are named with their reason, and the others can be written
 * alone. A row changed by someone else since it was picked is such a row.
 */
#ifndef WEB_BULK_H
#define WEB_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/control.h"
#include "web/route.h"

struct act;

struct bulk_choice {
    const char *value; /* "move.complete", "set.assignee" */
    const char *label;
};

struct bulk_row {
    int64_t id;
    int64_t version;
    const char *title;
    const char *before;
    const char *after;
    const char *fault; /* why it cannot be, or NULL */
    struct record *record;
};

struct bulk_page {
    const struct ledger *ledger;
    const char *csrf;
    const char *what;  /* 「完了」にする */
    const char *value; /* the choice */
    const char *back;  /* the list it came from */
    struct bulk_row *rows;
    size_t row_count;
    size_t good_count;
    struct control *controls; /* what must be told */
    size_t control_count;
    bool is_refused; /* it was tried and nothing was written */
};

/* What this user may do to rows of the list. */
struct bulk_choice *bulk_choices(struct act *a, const struct request *q, size_t *count);

/* POST {ledger}/bulk */
bool bulk_do(struct act *a, const struct request *q, struct reply *r);

#endif
