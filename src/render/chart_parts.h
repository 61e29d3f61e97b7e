/*
 * What the kinds of charts share: numbers, axes, legends. For chart*.c only.
 */
#ifndef RENDER_CHART_PARTS_H
#define RENDER_CHART_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/chart.h"
#include "render/draw.h"

/* Scaled values, as the chart's. */
struct axis {
    int64_t least, most, step;
};

/* Letters of charts, in points. */
#define LETTERS 7.5
#define LETTERS_SMALL 7.0

/* False for a gap. Places are computed with values of at most 10^15 either way. */
bool chart_value(const struct chart *c, size_t series, size_t label, int64_t *value);
/* 0 for gaps and negative ones: what can be stacked or shared. */
int64_t chart_share(const struct chart *c, size_t series, size_t label);
/* 1,234 or 17.3 or −5, as it is, not limited. */
const char *chart_number(struct arena *arena, int64_t value, int decimals);
/* The same without zeros behind the point, for axes. */
const char *chart_tick(struct arena *arena, int64_t value, int decimals);
/* The label, never NULL. */
const char *chart_label(const struct chart *c, size_t label);

/* Round steps that reach from one value to the other, about `ticks` of them. */
struct axis axis_make(int64_t least, int64_t most, int ticks);
double axis_place(const struct axis *axis, int64_t value, double from, double to);
/* Axis over all values of the chart, from 0. */
struct axis axis_of(const struct chart *c, int ticks);

/* The legend from x on, `y` is the base of its text; wraps at the chart's width. Returns the
   base of its last line. Nothing for one series without title. */
double chart_legend(struct drawing *d, const struct chart *c, double x, double y);

/* Vertical grid lines with numbers below, for charts whose rows lie one below the other. */
void chart_scale(struct drawing *d, const struct chart *c, const struct axis *axis, double left,
                 double right, double top, double bottom);
/* Width that the labels of rows want, at most a share of the chart. */
double chart_margin(const struct chart *c);
/* A row's label, right-aligned at x, in up to two lines around the middle y. */
void chart_row_label(struct drawing *d, const struct chart *c, const char *text, double x, double y,
                     bool own);

void chart_bar(struct drawing *d, const struct chart *c);
void chart_stacked(struct drawing *d, const struct chart *c);
void chart_shares(struct drawing *d, const struct chart *c);
void chart_line(struct drawing *d, const struct chart *c);
void chart_spark(struct drawing *d, const struct chart *c);
void chart_radar(struct drawing *d, const struct chart *c);
void chart_strip(struct drawing *d, const struct chart *c);
void chart_position(struct drawing *d, const struct chart *c);
void chart_distribution(struct drawing *d, const struct chart *c);
void chart_heat(struct drawing *d, const struct chart *c);
void chart_dumbbell(struct drawing *d, const struct chart *c);

#endif
