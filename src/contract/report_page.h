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
};

struct reports_page {
    const char *contract; /* NULL: none is chosen */
    const struct report_choice *choices;
    size_t count;
};

struct format_link {
    const char *title;
    const char *href;
};

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
