/*
 * The page 突合: what was seen beside what the ledger of addresses says, and what to do.
 */
#ifndef DESK_COMPARISON_PAGE_H
#define DESK_COMPARISON_PAGE_H

#include "desk/comparison.h"
#include "store/act.h"
#include "web/route.h"

struct compared_row {
    const char *address;
    const char *href; /* of the map */
    const char *network;
    const char *mac;
    const char *name;
    const char *seen;
    const char *words;
    const char *record; /* page of the ledger's record, or NULL */
    int64_t network_id;
    int64_t record_id;
    int64_t version;
};
struct compared_kind {
    const char *id;
    const char *title;
    const char *help;
    const char *count; /* 3件 */
    struct compared_row *rows;
    size_t row_count;
    bool registers; /* the act offered */
    bool returns;
};

struct comparison_page {
    const char *csrf;
    const char *network; /* title, NULL: all */
    const char *query;   /* kept by the acts: "network=12&days=30" */
    int days;
    const char *action;
    const char *summary;
    const char *import;
    bool may_write;
    bool is_empty; /* nothing was imported in these days */
    const struct fault *faults;
    struct compared_kind kinds[DIFFERENCES];
    size_t kind_count;
};

bool comparison_show(struct act *a, const struct request *q, struct reply *r);
bool comparison_register(struct act *a, const struct request *q, struct reply *r);
bool comparison_return(struct act *a, const struct request *q, struct reply *r);

#endif
