/*
 * Figures: the few numbers by which a contract is looked at, each with its target and its
 * months so far.
 *
 * Four are shown, the first four that the contract has anything to say to: what the desk
 * counts where there is a desk, failures, and what every contract has (clauses proven, late,
 * due soon). Targets come from the contract's terms. A figure that the reader may not see as a
 * whole is not there: half a number would be a wrong one.
 */
#ifndef CONTRACT_FIGURES_H
#define CONTRACT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/coverage.h"
#include "contract/dues.h"

enum { FIGURES = 4, FIGURE_MONTHS = 12, FIGURE_WIDTH = 160, FIGURE_HEIGHT = 36 };

struct figure_bar {
    int x;
    int y;
    int width;
    int height;
    bool is_now; /* the month that is not over */
};

struct desk_figure {
    const char *title;  /* 問合せ */
    const char *number; /* 213 */
    const char *unit;   /* 件 */
    const char *note;   /* 目標 95 %・達成 */
    const char *href;   /* the rows it counts, or NULL */
    bool is_missed;     /* the target is */
    struct figure_bar bars[FIGURE_MONTHS];
    size_t bar_count;
    const char *line; /* points of the months' line, or NULL */
    int goal;         /* height of the target's line, -1 if none */
};

struct desk_figures {
    struct desk_figure rows[FIGURES];
    size_t count;
    const char *title; /* 11月の数字（20日 10時まで） */
};

bool figures_read(struct act *a, int64_t contract, const struct coverage *coverage,
                  const struct due_items *dues, struct desk_figures *out);

#endif
