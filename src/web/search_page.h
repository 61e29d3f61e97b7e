/*
 * One search over all ledgers the reader may read: numbers first, then words. Above them the
 * pages, the lists and the new records that have the words in their names, so that the box
 * which Ctrl+K leads to finds places and actions as well as people and records.
 */
#ifndef WEB_SEARCH_PAGE_H
#define WEB_SEARCH_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/route.h"
#include "web/start_page.h"

struct search_page {
    const char *words;
    struct start_block *blocks; /* a ledger each */
    size_t block_count;
    bool is_late;
};

bool search_show(struct act *a, const struct request *q, struct reply *r);

#endif
