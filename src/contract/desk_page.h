/*
 * 履行状況: how a contract is doing, on one page, and the two lists behind it.
 *
 *   /contract/desk       the contract the reader has switched to (/{id}: any he may read)
 *   /contract/coverage   clauses chapter by chapter
 *   /contract/dues       everything with a day or an hour
 *
 * Every number leads to the rows it counts. Nothing is kept: all of it is read from the
 * ledgers when the page is made. What other parts of a contract have to say to it they say
 * through tables: days through dues.c, money through desk_money.c, figures through figures.c.
 */
#ifndef CONTRACT_DESK_PAGE_H
#define CONTRACT_DESK_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/coverage.h"
#include "contract/dues.h"
#include "contract/figures.h"
#include "ledger/clock.h"
#include "web/route.h"

enum { DESK_NEXT = 6, DESK_LATE = 4, DESK_CLOCKS = 3, DESK_MONEY = 8 };

struct due_row {
    const char *day;  /* 11月24日（火） */
    const char *iso;  /* for machines, and on hover */
    const char *time; /* 17:15, or NULL */
    const char *left; /* あと3日 */
    const char *icon;
    const char *class; /* of span.clock */
    const struct due_item *item;
};

struct desk_clock {
    const struct due_item *item;
    struct clock_look look;
};

struct money_row {
    const char *label;
    const char *amount; /* 58,080,000 円 */
    const char *href;   /* or NULL */
    bool is_next;       /* what can be asked for now */
};

struct desk_money {
    struct money_row rows[DESK_MONEY];
    size_t count;
    const char *note; /* what is missing, or NULL */
};

struct desk_page {
    bool is_chosen;    /* else the page asks which contract */
    const char *title; /* of the contract */
    const char *from;  /* 令和8年4月1日（水） */
    const char *until;
    const char *western; /* 2026-04-01 – 2027-03-31 */
    int elapsed;         /* per cent; below 0: no period */
    const char *section;
    const char *terms;      /* address of the terms, or NULL */
    const char *terms_make; /* where to write them, or NULL */
    const char *coverage_href;
    const char *dues_href;
    struct desk_figures figures;
    struct coverage coverage;
    struct due_row *next;
    size_t next_count;
    const char *next_whole; /* すべて 38件 */
    struct due_row *late;
    size_t late_count;
    const char *late_whole; /* 遅れ 2件　危険 2件 */
    struct desk_clock clocks[DESK_CLOCKS];
    size_t clock_count;
    const char *clock_whole; /* 15件 */
    struct desk_money money;
    const char *year; /* 令和8年度 */
};

/* The list of everything that is due. */
struct dues_page {
    const char *title;
    const char *desk;
    struct due_row *rows;
    size_t count;
    bool more;
};

struct coverage_page {
    const char *title;
    const char *desk;
    const char *import; /* where clauses come in, or NULL */
    struct coverage coverage;
};

bool desk_show(struct act *a, const struct request *q, struct reply *r);
bool coverage_show(struct act *a, const struct request *q, struct reply *r);
bool dues_show(struct act *a, const struct request *q, struct reply *r);

/* Amounts by the terms, and what ledgers of money tell; empty for who may not see the terms. */
bool desk_money_read(struct act *a, int64_t contract, struct desk_money *out);

/* Days as rows, for the desk and its list. */
void due_rows(struct act *a, const struct calendar *calendar, bool western,
              const struct due_item *const *items, size_t count, struct due_row *out);

#endif
