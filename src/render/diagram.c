#include "render/diagram_parts.h"

#include <string.h>

#include "base/arena.h"

static void (*const drawers[DIAGRAM_KINDS])(struct drawing *, const struct diagram *) = {
    [DIAGRAM_ORGANISATION] = diagram_organisation,
    [DIAGRAM_CONTACT] = diagram_contact,
    [DIAGRAM_GANTT] = diagram_gantt,
    [DIAGRAM_NETWORK] = diagram_network,
};

/* Edges that lead nowhere, or from a node to itself, are left out. */
static const struct diagram_edge *
good_edges(struct arena *arena, const struct diagram *g, size_t *count)
{
    struct diagram_edge *good = NEW_ARRAY(arena, g->edge_count, struct diagram_edge);

    *count = 0;
    for (size_t e = 0; e < g->edge_count; e++)
        if (g->edges[e].from < g->count && g->edges[e].to < g->count &&
            g->edges[e].from != g->edges[e].to)
            good[(*count)++] = g->edges[e];
    return good;
}

bool
diagram_draw(struct arena *arena, const struct diagram *diagram, struct drawing *out)
{
    struct diagram g = *diagram;

    *out = (struct drawing){ .arena = arena, .title = g.title, .alternative = g.alternative };
    if (g.width < 100 || g.width > 2000)
        g.width = g.kind == DIAGRAM_GANTT ? 1000 : 468;
    if ((unsigned)g.kind < DIAGRAM_KINDS && g.count) {
        g.edges = good_edges(arena, diagram, &g.edge_count);
        drawers[g.kind](out, &g);
        return true;
    }
    draw_begin(out, arena, g.width, 40);
    draw_text(out, g.width / 2.0, 24, (struct lettering){ 8, COLOUR_SUB, ANCHOR_MIDDLE, false },
              "データがありません。");
    return false;
}

bool
diagram_is_client(const struct diagram_node *n)
{
    return n->group && (strstr(n->group, "発注") || strstr(n->group, "委託者"));
}

enum { TITLE_LINES = 2, DETAIL_LINES = 6 };

double
diagram_box_height(struct drawing *d, const struct diagram_node *n, double width)
{
    size_t count;

    draw_lines(d->arena, n->title, 7.5, width - 6, TITLE_LINES, &count);
    return 6 + 10 * (double)(count ? count : 1) +
           11.5 * (double)(n->detail_count < DETAIL_LINES ? n->detail_count : DETAIL_LINES) +
           (n->detail_count ? 1 : 3);
}

void
diagram_box(struct drawing *d, const struct diagram_node *n, struct box b)
{
    bool client = diagram_is_client(n);
    struct filling f = draw_solid(n->strong ? COLOUR_KEYTINT : COLOUR_WHITE);
    double middle = b.x + b.width / 2;
    double y = b.y + 10.5;
    size_t count;
    const char *const *lines =
        draw_lines(d->arena, n->title, 7.5, b.width - 6, TITLE_LINES, &count);

    draw_rect(d, b.x, b.y, b.width, b.height, &f,
              client ? (struct stroke){ COLOUR_DOT, 0.8, 3 }
                     : (struct stroke){ COLOUR_INK, n->strong ? 1.0 : 0.7, 0 });
    for (size_t i = 0; i < count; i++, y += 10)
        draw_text(d, middle, y,
                  (struct lettering){ 7.5, client ? COLOUR_INK : COLOUR_KEY, ANCHOR_MIDDLE, true },
                  lines[i]);
    y += 1.5;
    for (size_t i = 0; i < n->detail_count && i < DETAIL_LINES; i++, y += 11.5) {
        struct lettering l = { i ? 7 : 8.5, i ? COLOUR_SUB : COLOUR_INK, ANCHOR_MIDDLE, false };

        if (draw_width(n->detail[i], l.size) > b.width - 4)
            l.size = 6.5;
        draw_text(d, middle, y, l, draw_cut(d->arena, n->detail[i], l.size, b.width - 4));
    }
}

const size_t *
diagram_layers(struct arena *arena, const struct diagram *g)
{
    size_t *layers = NEW_ARRAY(arena, g->count, size_t);
    bool moved = true;

    /* A layer that reaches the count of nodes tells of a circle. */
    for (size_t round = 0; moved && round < g->count; round++) {
        moved = false;
        for (size_t e = 0; e < g->edge_count; e++) {
            const struct diagram_edge *edge = &g->edges[e];

            if (layers[edge->to] <= layers[edge->from] && layers[edge->from] + 1 < g->count) {
                layers[edge->to] = layers[edge->from] + 1;
                moved = true;
            }
        }
    }
    return layers;
}
