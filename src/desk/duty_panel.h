/*
 * On the page of a duty: the days it comes on, near ones first, the rest of DUTY_SHOWN days
 * month by month. Days that are moved or closed say why.
 */
#ifndef DESK_DUTY_PANEL_H
#define DESK_DUTY_PANEL_H

#include <stddef.h>
#include <stdint.h>

struct panel;

struct duty_month {
    const char *title; /* 令和8年5月 */
    const char *days;  /* 1日（金）、7日（木） */
};

struct duty_panel {
    const char *hint; /* why there are none, or NULL */
    const char *starts;
    const char **near; /* 4月6日（月） */
    size_t near_count;
    struct duty_month *months;
    size_t month_count;
    int64_t count; /* in all */
};

extern const struct panel duty_panel;

#endif
