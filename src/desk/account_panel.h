/*
 * What stands beside a directory and a plan on their pages: the open differences by their kind,
 * with the ways on, what a plan does with the entries before, and its files.
 */
#ifndef DESK_ACCOUNT_PANEL_H
#define DESK_ACCOUNT_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/account_difference.h"

struct account_count {
    const char *title;
    const char *href;
    int64_t open;
    int64_t chosen;
};
struct account_panel {
    struct account_count counts[ACCOUNT_KINDS];
    size_t count;
    int64_t open;
    int64_t chosen;
    const char *open_href;
    const char *chosen_href;
    const char *plan_href; /* NULL: he may not make one */
    bool unreachable;      /* tasuki.ini does not say where it is */
};

struct account_shown_step {
    const char *title;
    const char *before;
    const char *operation;
    int64_t position;
};
struct account_files {
    const char *changes; /* href, or NULL */
    const char *undo;
    bool waits; /* a job is at work */
    struct account_shown_step *steps;
    size_t step_count;
    const char *more; /* how many are not shown, or NULL */
};
enum { ACCOUNT_SHOWN = 100 };

extern const struct panel account_panel;

#endif
