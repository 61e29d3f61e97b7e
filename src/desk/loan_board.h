/*
 * The board of a week (貸出の週表): how many of each kind are left on each day, and what has
 * not come back.
 *
 *   /desk/loan_week?from=2026-11-23     the week, Monday to Sunday, of that day; none: of today
 *
 * A day shows what is left at its busiest minute, with the time to prepare and to check: what
 * it says is free for the whole of a day will be accepted. Who may ask for a loan sees the
 * numbers, and behind them the loans he may read.
 */
#ifndef DESK_LOAN_BOARD_H
#define DESK_LOAN_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/loan.h"
#include "web/route.h"

enum { BOARD_KINDS = 200, BOARD_LATE = 50 };

struct board_day {
    const char *title;  /* 11月24日（火） */
    const char *closed; /* 勤労感謝の日, or NULL */
    bool is_today;
};

struct board_cell {
    const char *left; /* 空き 2, or 空きなし */
    const char *used; /* 使用 3, or NULL: nothing */
    const char *href; /* of the loans of that day, NULL: none */
    const char *about;
    bool is_full;
};

struct board_row {
    const char *title;
    const char *href;
    const char *units; /* 5台 */
    struct board_cell days[LOAN_WEEK];
};

struct late_row {
    const char *title;
    const char *href;
    const char *due;  /* R8.11.18 */
    const char *days; /* 4日の遅れ */
};

struct board_page {
    const char *week; /* 令和8年11月23日～29日 */
    const char *previous;
    const char *next;
    const char *present; /* NULL: this is the week of today */
    struct board_day days[LOAN_WEEK];
    struct board_row *rows;
    size_t count;
    struct late_row *late;
    size_t late_count;
    bool more_late;
    bool may_ask;
};

bool loan_board_show(struct act *a, const struct request *q, struct reply *r);

#endif
