/*
 * 今日: what runs out next, and the reader's own open records, ledger by ledger.
 */
#ifndef WEB_START_PAGE_H
#define WEB_START_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/cell.h"
#include "web/route.h"

struct start_row {
    const char *code;
    const char *title;
    const char *href;
    const struct state *state;
    struct clock_look look;
    struct instant due; /* of the clock that `look` shows, or none */
};

enum { START_NEXT = 3 };

struct start_block {
    const char *title;
    const char *summary; /* 7件 */
    int64_t count;
    const char *href; /* the whole list */
    struct start_row *rows;
    size_t row_count;
};

struct start_page {
    const char *day;  /* 11月20日（金） */
    const char *year; /* 令和8年度 */
    const char *time; /* 10:52 */
    struct start_row next[START_NEXT];
    size_t next_count;
    const char *others; /* 13件, those after the next ones; NULL when there are none */
    const char *others_href;
    struct start_block *blocks;
    size_t block_count;
    const char *create; /* where most begins, or NULL */
    const char *create_words;
    const char *contracts; /* set when a contract has to be chosen first */
};

bool start_show(struct act *a, const struct request *q, struct reply *r);

#endif
