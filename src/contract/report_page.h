/*
 * Pages of documents: what can be made, a look at it, and the files.
 */
#ifndef CONTRACT_REPORT_PAGE_H
#define CONTRACT_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/out.h"
#include "web/route.h"

struct report_choice {
    const char *key;
    const char *title;
    const char *help;
    const char *span; /* 月ごと */
    const char *day;  /* a day of the period before this one, as it is typed */
    bool timed;
    const char *group; /* before the first of its kind: 期間の報告, else NULL */
};

/* Papers made of a record, for the list of what there is. */
struct record_choice {
    const char *title;
    const char *help;
    const char *ledger; /* title of the ledger */
    const char *href;   /* its list, or NULL */
};

struct reports_page {
    const char *contract; /* NULL: none is chosen */
    const struct report_choice *choices;
    size_t count;
    const struct record_choice *of_records;
    size_t record_count;
};

struct format_link {
    const char *title;
    const char *href;
};

/* One for each file format; `base` ends with ? or &. */
const struct format_link *format_links(struct act *a, const char *base, size_t *count);

struct report_page {
    const char *csrf;
    const char *title;
    const char *state;  /* 案 or 発行済み */
    const char *record; /* the document's own page, or NULL */
    const char *key;    /* of a draft that is not kept yet, or NULL */
    const char *from, *until;
    int64_t subject;
    const struct format_link *formats;
    size_t format_count;
    struct html body;
};

extern const struct route report_routes[];

#endif
