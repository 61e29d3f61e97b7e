/*
 * All ledgers there are (台帳一覧), by module: what each is for, how much is open, the way in.
 * The rail lists what is opened daily; this page lists the rest of what one may read.
 */
#ifndef WEB_LEDGERS_PAGE_H
#define WEB_LEDGERS_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/route.h"

struct ledgers_item {
    const char *title;
    const char *path;
    const char *icon;
    const char *help;
    const char *count; /* 未完了 12件; NULL: the ledger brings no list along */
};

struct ledgers_group {
    const char *title; /* of the module */
    const char *about; /* 55の台帳 */
    struct ledgers_item *items;
    size_t count;
};

struct ledgers_page {
    struct ledgers_group *groups;
    size_t count;
};

bool ledgers_show(struct act *a, const struct request *q, struct reply *r);

#endif
