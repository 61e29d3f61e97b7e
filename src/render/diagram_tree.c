/* The organisation tree: superiors above, staff beside them, teams in rows below, members
   without details as a list of names. */
#include "render/diagram_parts.h"

#include <string.h>

#include "base/arena.h"

struct tree {
    struct drawing *d;
    const struct diagram *g;
    bool *done;
};

static const struct stroke pen = { COLOUR_INK, 0.8, 0 };
static const double gap = 22; /* between a box and what stands below */

static double branch(struct tree *t, size_t n, double x, double y, double width, size_t depth);

/* Children not drawn yet, in the order of the edges; those of level 1 are staff. */
static size_t
children(struct tree *t, size_t parent, bool staff, size_t *out)
{
    size_t count = 0;

    for (size_t e = 0; e < t->g->edge_count; e++) {
        size_t child = t->g->edges[e].to;

        if (t->g->edges[e].from == parent && !t->done[child] &&
            (t->g->nodes[child].level == 1) == staff) {
            if (out)
                out[count] = child;
            count++;
        }
    }
    return count;
}

static bool
is_name(struct tree *t, size_t n)
{
    return !t->g->nodes[n].detail_count && !children(t, n, false, NULL) &&
           !children(t, n, true, NULL);
}

static double
names(struct tree *t, const size_t *list, size_t count, double x, double y, double width)
{
    double at = y + 6;

    for (size_t i = 0; i < count; i++, at += 16.5) {
        t->done[list[i]] = true;
        draw_line(t->d, x, at + 5, x + 10, at + 5, pen);
        draw_text(t->d, x + 14, at + 8, (struct lettering){ 8, COLOUR_INK, ANCHOR_START, false },
                  draw_cut(t->d->arena, t->g->nodes[list[i]].title, 8, width - 16));
    }
    draw_line(t->d, x, y, x, at - 11.5, pen);
    return at;
}

/* One beside the other on a line across; two of them stand left and right. */
static double
beside(struct tree *t, size_t n, double x, double y, double width)
{
    size_t *list = NEW_ARRAY(t->d->arena, t->g->edge_count, size_t);
    size_t count = children(t, n, true, list);
    double middle = x + width / 2;
    double box = width * 0.27 > 112 ? 112 : width * 0.27;
    double next = y;

    for (size_t i = 0; i < count; i++) {
        const struct diagram_node *node = &t->g->nodes[list[i]];
        double height = diagram_box_height(t->d, node, box);
        bool left = i % 2 == 0;
        double at = left ? x : x + width - box;

        t->done[list[i]] = true;
        draw_line(t->d, middle, y + height / 2, left ? at + box : at, y + height / 2, pen);
        diagram_box(t->d, node, (struct box){ at, y, box, height });
        if (y + height + 6 > next)
            next = y + height + 6;
        if (!left || i + 1 == count) {
            draw_line(t->d, middle, y - gap, middle, next, pen);
            y = next;
        }
    }
    return next;
}

/* Rows of as many boxes as have room; each under its piece of a line across. */
static double
below(struct tree *t, const size_t *list, size_t count, struct box b, double y, size_t depth)
{
    double middle = b.x + b.width / 2;
    size_t room = (size_t)(b.width / 90);
    double trunk = y;

    room = room ? room : 1;
    for (size_t first = 0; first < count; first += room) {
        size_t row = count - first < room ? count - first : room;
        double slot = b.width / (double)row;
        double deepest = y;

        draw_line(t->d, middle, trunk, middle, y + gap / 2, pen);
        trunk = y + gap / 2;
        draw_line(t->d, b.x + slot / 2, y + gap / 2, b.x + b.width - slot / 2, y + gap / 2, pen);
        for (size_t i = 0; i < row; i++) {
            double at = b.x + slot * (double)i;
            double end;

            draw_line(t->d, at + slot / 2, y + gap / 2, at + slot / 2, y + gap, pen);
            end = branch(t, list[first + i], at, y + gap, slot, depth + 1);
            deepest = end > deepest ? end : deepest;
        }
        y = deepest;
    }
    return y;
}

/* Draws a node and all below it into a column; returns where it ends. */
static double
branch(struct tree *t, size_t n, double x, double y, double width, size_t depth)
{
    const struct diagram_node *node = &t->g->nodes[n];
    double box = width - 8 > 160 ? 160 : width - 8;
    double height;
    struct box b;
    size_t *list = NEW_ARRAY(t->d->arena, t->g->edge_count, size_t);
    size_t count;
    bool all_names = depth > 0;

    if (t->done[n])
        return y;
    if (depth && width - 8 > 140)
        box = 140;
    box = box < 30 ? 30 : box;
    t->done[n] = true;
    height = diagram_box_height(t->d, node, box);
    b = (struct box){ x + (width - box) / 2, y, box, height };
    diagram_box(t->d, node, b);
    y += height;
    if (children(t, n, true, NULL))
        y = beside(t, n, x, y + gap, width) - 6;
    count = children(t, n, false, list);
    for (size_t i = 0; i < count; i++)
        all_names = all_names && is_name(t, list[i]);
    if (!count)
        return y + 6;
    if (all_names)
        return names(t, list, count, b.x + 12, y, b.width - 10);
    return below(t, list, count, (struct box){ x, y, width, 0 }, y, depth) + 2;
}

static bool
has_superior(const struct diagram *g, size_t n)
{
    for (size_t e = 0; e < g->edge_count; e++)
        if (g->edges[e].to == n && !diagram_is_client(&g->nodes[g->edges[e].from]))
            return true;
    return false;
}

static void
group_name(struct tree *t, const char *group, double y)
{
    draw_text(t->d, 4, y + 8, (struct lettering){ 8, COLOUR_INK, ANCHOR_START, true }, group);
}

/* The client's people stand above a dashed line, joined to the contractor's head. */
static double
client(struct tree *t, double width, double y)
{
    bool any = false;
    double end = y;

    for (size_t n = 0; n < t->g->count; n++) {
        const struct diagram_node *node = &t->g->nodes[n];
        double height;

        if (!diagram_is_client(node) || t->done[n])
            continue;
        if (!any)
            group_name(t, node->group, y);
        any = true;
        t->done[n] = true;
        height = diagram_box_height(t->d, node, 160);
        y = end + 8;
        draw_line(t->d, width / 2, y + height, width / 2, y + height + 38, pen);
        diagram_box(t->d, node, (struct box){ width / 2 - 80, y, 160, height });
        end = y + height;
    }
    if (!any)
        return y;
    draw_line(t->d, 0, end + 18, width, end + 18, (struct stroke){ COLOUR_DOT, 0.8, 4 });
    return end + 22;
}

void
diagram_organisation(struct drawing *d, const struct diagram *g)
{
    struct tree t = { d, g, NEW_ARRAY(d->arena, g->count, bool) };
    double width = g->width;
    double y;
    const char *group = NULL;

    draw_begin(d, d->arena, width, 0);
    y = client(&t, width, 0);
    /* First those nobody stands above; then what a circle of edges left over. */
    for (size_t round = 0; round < 2; round++)
        for (size_t n = 0; n < g->count; n++) {
            const struct diagram_node *node = &g->nodes[n];

            if (t.done[n] || (!round && has_superior(g, n)))
                continue;
            if (node->group && (!group || strcmp(group, node->group)))
                group_name(&t, group = node->group, y);
            y = branch(&t, n, 0, y + 16, width, 0);
        }
    d->height = y + 4;
}
