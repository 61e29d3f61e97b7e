/*
 * What the kinds of diagrams share. For diagram*.c only.
 */
#ifndef RENDER_DIAGRAM_PARTS_H
#define RENDER_DIAGRAM_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "render/chart.h"
#include "render/draw.h"

struct box {
    double x, y, width, height;
};

/* Height of a box of that width: title and lines below it, cut to fit. */
double diagram_box_height(struct drawing *d, const struct diagram_node *n, double width);
/* Draws it: the customer's box dashed, the head's tinted. */
void diagram_box(struct drawing *d, const struct diagram_node *n, struct box b);
/* Whether the node belongs to who ordered the work. */
bool diagram_is_client(const struct diagram_node *n);

/* Distance of each node from those nobody points at, over the longest way; circles are cut.
   One a node, in the arena. */
const size_t *diagram_layers(struct arena *arena, const struct diagram *g);

void diagram_organisation(struct drawing *d, const struct diagram *g);
void diagram_contact(struct drawing *d, const struct diagram *g);
void diagram_network(struct drawing *d, const struct diagram *g);
void diagram_gantt(struct drawing *d, const struct diagram *g);

#endif
