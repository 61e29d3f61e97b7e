/*
 * Charts and diagrams as data: what is compared with what, not where a line goes.
 *
 * One chart answers one question; `say` is the answer as a sentence and stands above it.
 * Values are integers scaled by `decimals`, so that a document can be frozen, hashed and
 * drawn again to the same picture. chart_draw (draw.h) gives them places.
 */
#ifndef RENDER_CHART_H
#define RENDER_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

enum chart_kind {
    CHART_BAR,          /* months or kinds; a second series is the year before, hatched */
    CHART_STACKED,      /* shares of each label, one series a layer */
    CHART_LINE,         /* with a target */
    CHART_SHARE,        /* two values of one whole; more are a stacked bar */
    CHART_RADAR,        /* one series against the median of all */
    CHART_STRIP,        /* spread: every body a dot, the own one a diamond */
    CHART_POSITION,     /* the same on one axis, with rank, value and median in words */
    CHART_DISTRIBUTION, /* one stacked column a body, falling */
    CHART_HEAT,         /* labels × series, the number in its cell */
    CHART_DUMBBELL,     /* last year to this year, a row a label */
    CHART_SPARK,        /* 19 × 4.3 mm in a cell */
};
enum { CHART_KINDS = CHART_SPARK + 1 };

/* What a series is drawn with; colour is never alone. */
enum fill {
    FILL_OWN,    /* navy, solid */
    FILL_LAST,   /* grey hatch */
    FILL_TARGET, /* orange, dashed, diamond */
    FILL_SECOND, /* horizontal lines */
    FILL_THIRD,  /* dots */
    FILL_FOURTH, /* hatch */
    FILL_URGENT, /* severities, dark to light */
    FILL_HIGH,
    FILL_MIDDLE,
    FILL_LOW,
    FILL_INFORMATION,
};
enum { FILLS = FILL_INFORMATION + 1 };

#define CHART_GAP INT64_MIN /* no value here */

struct series {
    const char *title;
    const int64_t *values; /* one a label */
    enum fill fill;
};

/* A stretch of the axis of CHART_POSITION, or of the columns of CHART_DISTRIBUTION: a grade. */
struct chart_band {
    const char *title; /* A */
    int64_t until;     /* value, or count of columns, at which it ends */
};

struct chart {
    enum chart_kind kind;
    const char *title;       /* for who cannot see it, as is the next */
    const char *alternative; /* the numbers in words */
    const char *say;         /* the answer, or NULL */
    const char *caption;     /* below: 「図1」 is put before it */
    const char *note;
    const char *const *labels;
    size_t count; /* labels */
    const struct series *series;
    size_t series_count;
    int decimals;
    const char *unit;
    bool has_target;
    int64_t target;
    const char *target_label; /* 目標95％以上 */
    int64_t own;              /* label that is the reader's own, or -1 */
    int64_t least;            /* where the axis of a line begins; else 0 */
    const struct chart_band *bands;
    size_t band_count;
    int width; /* points: 468 full, 228 half */
};

enum diagram_kind { DIAGRAM_ORGANISATION, DIAGRAM_CONTACT, DIAGRAM_GANTT, DIAGRAM_NETWORK };
enum { DIAGRAM_KINDS = DIAGRAM_NETWORK + 1 };

/* A box of a tree or network, or a row of a Gantt chart. */
struct diagram_node {
    const char *title;         /* role, name of the task */
    const char *const *detail; /* lines below: names, telephone */
    size_t detail_count;
    const char *group; /* 発注者, 受託者; nodes of a group are framed together */
    int level;         /* Gantt: depth of the work package */
    bool strong;       /* critical, or the head */
    struct date planned_from, planned_until;
    struct date actual_from, actual_until;
    int64_t progress; /* percent */
    int64_t late;     /* days */
    bool milestone;
};

struct diagram_edge {
    size_t from, to; /* places in nodes */
    const char *label;
    bool strong;
};

struct diagram {
    enum diagram_kind kind;
    const char *title;
    const char *alternative;
    const char *caption;
    const struct diagram_node *nodes;
    size_t count;
    const struct diagram_edge *edges;
    size_t edge_count;
    struct date today; /* Gantt: where the 稲妻線 is taken */
    struct date from, until;
    int width;
};

#endif
