/*
 * Charts and diagrams as the reports make them, for tests and for looking at.
 */
#ifndef TEST_RENDER_SAMPLE_CHART_H
#define TEST_RENDER_SAMPLE_CHART_H

#include <stddef.h>

#include "render/chart.h"

struct arena;

struct sample_chart {
    const char *name;
    struct chart chart;
};

struct sample_diagram {
    const char *name;
    struct diagram diagram;
};

const struct sample_chart *sample_charts(struct arena *arena, size_t *count);
const struct sample_diagram *sample_diagrams(size_t *count);

#endif
