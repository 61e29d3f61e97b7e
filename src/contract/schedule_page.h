/*
 * The page of the schedule: every task as a row of words, with its bars beside.
 *
 * The words stand first and say all the drawing shows, so the drawing is hidden from screen
 * readers; the whole table scrolls in a region of its own that the keyboard reaches. Bars
 * are SVG with numbers from here, since pages carry neither script nor styles of their own.
 */
#ifndef CONTRACT_SCHEDULE_PAGE_H
#define CONTRACT_SCHEDULE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"

struct act;
struct reply;
struct request;

/* Pixels from the left edge of the drawing; width 0 is not drawn. */
struct schedule_bar {
    int x;
    int width;
};

struct schedule_row {
    const char *href;
    const char *wbs;
    const char *title;
    const char *indent; /* class of the depth */
    const char *assignee;
    const char *planned; /* R8.4.6〜R8.4.10, or ― */
    const char *ran;
    const char *progress; /* 30% */
    const char *standing; /* 5日遅れ, 余裕なし, 余裕 3日, 完了 */
    const char *note;     /* what should not be, or NULL */
    const char *mark;     /* +5日 beside the bar, or NULL */
    bool is_late;
    bool has_below;
    bool is_milestone;
    bool is_critical;
    bool is_ended;
    struct schedule_bar plan;
    struct schedule_bar actual;
    const char *diamond; /* path of a milestone */
    const char *front;   /* path of the progress line through this row */
    int mark_x;
};

struct schedule_month {
    int x;
    const char *label;
    const char *year; /* above the first month of each; NULL elsewhere */
};

struct schedule_page {
    const char *contract;
    bool chosen; /* a contract is */
    const char *summary;
    struct schedule_row *rows;
    size_t row_count;
    size_t noted; /* rows with a note */
    struct schedule_month *months;
    size_t month_count;
    int width;
    const char *grid; /* path of the lines between months, over a row */
    int today_x;
    const char *today;
};

bool schedule_show(struct act *a, const struct request *q, struct reply *r);

#endif
