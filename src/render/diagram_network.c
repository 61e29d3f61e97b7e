/* Networks from left to right: who tells whom, and tasks that follow each other. */
#include "render/diagram_parts.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"

struct net {
    struct drawing *d;
    const struct diagram *g;
    size_t *layers;
    bool *below; /* stands below who it stands in for */
    struct box *boxes;
    size_t per_row; /* layers that stand side by side; more go into the next band */
    double width, height, gap;
};

static size_t
in_edges(const struct diagram *g, size_t n)
{
    size_t count = 0;

    for (size_t e = 0; e < g->edge_count; e++)
        count += g->edges[e].to == n;
    return count;
}

/* A step of the alarm begins with its number: 「1 10分以内」. */
static bool
numbered(const struct diagram_edge *e)
{
    return e->label && e->label[0] >= '0' && e->label[0] <= '9' &&
           (!e->label[1] || e->label[1] == ' ');
}

/* Who is told when nobody answers stands below who did not answer. */
static bool
stands_in(const struct diagram *g, const struct diagram_edge *e)
{
    return e->label && !numbered(e) && !e->strong && in_edges(g, e->to) == 1;
}

static struct net
net_of(struct drawing *d, const struct diagram *g, double least, double most, double gap)
{
    struct net net = { .d = d, .g = g, .gap = gap };
    const size_t *layers = diagram_layers(d->arena, g);
    size_t deepest = 0;
    double room;

    net.layers = NEW_ARRAY(d->arena, g->count, size_t);
    net.below = NEW_ARRAY(d->arena, g->count, bool);
    net.boxes = NEW_ARRAY(d->arena, g->count, struct box);
    memcpy(net.layers, layers, g->count * sizeof *layers);
    if (g->kind == DIAGRAM_CONTACT)
        for (size_t e = 0; e < g->edge_count; e++)
            if (stands_in(g, &g->edges[e])) {
                net.layers[g->edges[e].to] = net.layers[g->edges[e].from];
                net.below[g->edges[e].to] = true;
            }
    for (size_t n = 0; n < g->count; n++)
        deepest = net.layers[n] > deepest ? net.layers[n] : deepest;
    net.per_row = (size_t)((g->width - 4 + gap) / (least + gap));
    net.per_row = net.per_row ? net.per_row : 1;
    if (deepest + 1 < net.per_row)
        net.per_row = deepest + 1;
    room = (g->width - 4 + gap) / (double)net.per_row - gap;
    net.width = room > most ? most : room;
    if (room > most && net.per_row > 1)
        net.gap = (g->width - 4 - net.width * (double)net.per_row) / (double)(net.per_row - 1);
    return net;
}

static size_t
in_layer(const struct net *net, size_t layer)
{
    size_t count = 0;

    for (size_t n = 0; n < net->g->count; n++)
        count += net->layers[n] == layer && !net->below[n];
    return count;
}

/* The boxes of a layer in their order, then those that stand in, below. */
static double
column(struct net *net, size_t layer, double x, double y, double step)
{
    for (int below = 0; below < 2; below++)
        for (size_t n = 0; n < net->g->count; n++)
            if (net->layers[n] == layer && net->below[n] == below) {
                net->boxes[n] = (struct box){ x, y, net->width, net->height };
                y += step;
            }
    return y;
}

/* Bands of layers one below the other; within a band each layer is centred. */
static double
place(struct net *net, double top, double step)
{
    size_t layers = 0;

    for (size_t n = 0; n < net->g->count; n++)
        layers = net->layers[n] + 1 > layers ? net->layers[n] + 1 : layers;
    for (size_t first = 0; first < layers; first += net->per_row) {
        size_t tallest = 0;
        double end = top;

        for (size_t i = first; i < first + net->per_row && i < layers; i++)
            tallest = in_layer(net, i) > tallest ? in_layer(net, i) : tallest;
        for (size_t i = first; i < first + net->per_row && i < layers; i++) {
            double y = column(net, i, 2 + (net->width + net->gap) * (double)(i - first),
                              top + step * (double)(tallest - in_layer(net, i)) / 2, step);

            end = y > end ? y : end;
        }
        top = end + 6;
    }
    return top;
}

/* From the edge of a box to that of the other, on the sides that face each other. */
static void
ends(const struct box *a, const struct box *b, struct point *from, struct point *to)
{
    if (b->x > a->x + a->width - 1) {
        *from = (struct point){ a->x + a->width, a->y + a->height / 2 };
        *to = (struct point){ b->x, b->y + b->height / 2 };
    } else if (a->x > b->x + b->width - 1 && fabs(a->y - b->y) < a->height) {
        *from = (struct point){ a->x, a->y + a->height / 2 };
        *to = (struct point){ b->x + b->width, b->y + b->height / 2 };
    } else {
        bool down = b->y > a->y;

        *from = (struct point){ a->x + a->width / 2, down ? a->y + a->height : a->y };
        *to = (struct point){ b->x + b->width / 2, down ? b->y : b->y + b->height };
    }
}

/* Beside a line that goes down, else on the line, which is broken for it. */
static void
contact_label(struct drawing *d, const struct diagram_edge *e, struct point from, struct point to,
              enum colour colour)
{
    struct filling f = draw_solid(colour), white = draw_solid(COLOUR_WHITE);
    double room = hypot(to.x - from.x, to.y - from.y) - 24;
    bool number = e->label && numbered(e);
    const char *text = number ? e->label + (e->label[1] ? 2 : 1) : e->label;
    struct lettering l = { 7.5, colour == COLOUR_INK ? COLOUR_TEXT : colour, ANCHOR_START,
                           e->strong };
    double x = from.x + (to.x - from.x) * 0.46, y = from.y + (to.y - from.y) * 0.46;
    double width;

    if (!text)
        return;
    if (to.x - from.x < 4) {
        size_t count;
        const char *const *lines = draw_lines(d->arena, text, 7, 50, 2, &count);

        for (size_t i = 0; i < count; i++)
            draw_text(d, from.x + 6, (from.y + to.y) / 2 + (count > 1 ? -3 : 1) + 9 * (double)i,
                      (struct lettering){ 7, COLOUR_SUB, ANCHOR_START, false }, lines[i]);
        return;
    }
    text = draw_cut(d->arena, text, 7.5, room > 30 ? room : 30);
    width = draw_width(text, 7.5) + (number ? 13 : 0);
    x -= width / 2;
    draw_rect(d, x - 2, y - 6, width + 4, 12, &white, (struct stroke){ 0 });
    if (number) {
        draw_circle(d, x + 5, y, 5, &f, (struct stroke){ 0 });
        draw_text(d, x + 5, y + 2.7, (struct lettering){ 7.5, COLOUR_WHITE, ANCHOR_MIDDLE, true },
                  arena_slice(d->arena, e->label, 1));
        x += 13;
    }
    draw_text(d, x, y + 2.7, l, text);
}

/* Lines that leave one box begin apart, in the order of where they go. */
static double
spread(const struct net *net, const struct diagram_edge *edge)
{
    const struct box *box = &net->boxes[edge->from];
    size_t above = 0, count = 0;

    for (size_t e = 0; e < net->g->edge_count; e++) {
        const struct diagram_edge *other = &net->g->edges[e];

        if (other->from != edge->from || net->boxes[other->to].x <= box->x)
            continue;
        count++;
        above += net->boxes[other->to].y < net->boxes[edge->to].y;
    }
    return count < 2 ? 0 : box->height * 0.6 * ((double)above / (double)(count - 1) - 0.5);
}

void
diagram_contact(struct drawing *d, const struct diagram *g)
{
    struct net net;
    double end;

    draw_begin(d, d->arena, g->width, 0);
    net = net_of(d, g, 80, 104, 60);
    for (size_t n = 0; n < g->count; n++) {
        double height = diagram_box_height(d, &g->nodes[n], net.width);

        net.height = height > net.height ? height : net.height;
    }
    end = place(&net, 4, net.height + 28);
    for (size_t e = 0; e < g->edge_count; e++) {
        const struct diagram_edge *edge = &g->edges[e];
        bool deputy = stands_in(g, edge);
        struct stroke s = { edge->strong ? COLOUR_WARN
                            : deputy     ? COLOUR_DOT
                                         : COLOUR_INK,
                            1, deputy ? 3 : 0 };
        struct point from, to;

        ends(&net.boxes[edge->from], &net.boxes[edge->to], &from, &to);
        if (to.x > from.x + 4)
            from.y += spread(&net, edge);
        draw_arrow(d, from.x, from.y, to.x, to.y, s);
        contact_label(d, edge, from, to, edge->strong ? COLOUR_WARN : COLOUR_INK);
    }
    for (size_t n = 0; n < g->count; n++)
        diagram_box(d, &g->nodes[n], net.boxes[n]);
    d->height = end - 22;
}

/* Name above, first detail (duration) at the left, second (slack) at the right below. */
static void
task(struct drawing *d, const struct diagram_node *n, struct box b)
{
    struct filling white = draw_solid(COLOUR_WHITE);
    double rule = b.y + b.height - 21;
    size_t count;
    const char *const *lines = draw_lines(d->arena, n->title, 7.5, b.width - 6, 2, &count);

    draw_rect(d, b.x, b.y, b.width, b.height, &white,
              n->strong ? (struct stroke){ COLOUR_WARN, 1.4, 0 }
                        : (struct stroke){ COLOUR_SUB, 0.7, 0 });
    draw_line(d, b.x + 1, rule, b.x + b.width - 1, rule, (struct stroke){ COLOUR_GRID, 0.5, 0 });
    for (size_t i = 0; i < count; i++)
        draw_text(d, b.x + b.width / 2, rule - 7 - 9 * (double)(count - 1 - i),
                  (struct lettering){ 7.5, COLOUR_INK, ANCHOR_MIDDLE, true }, lines[i]);
    if (n->detail_count)
        draw_text(d, b.x + 5, b.y + b.height - 7.5,
                  (struct lettering){ 7.5, COLOUR_TEXT, ANCHOR_START, false },
                  draw_cut(d->arena, n->detail[0], 7.5, b.width / 2 - 4));
    if (n->detail_count > 1)
        draw_text(
            d, b.x + b.width - 5, b.y + b.height - 7.5,
            (struct lettering){ 7.5, n->strong ? COLOUR_WARN : COLOUR_TEXT, ANCHOR_END, n->strong },
            draw_cut(d->arena, n->detail[1], 7.5, b.width / 2 + 4));
}

void
diagram_network(struct drawing *d, const struct diagram *g)
{
    struct net net;
    double end;

    draw_begin(d, d->arena, g->width, 0);
    net = net_of(d, g, 66, 88, 12);
    net.height = 42;
    for (size_t n = 0; n < g->count; n++) {
        size_t count;

        draw_lines(d->arena, g->nodes[n].title, 7.5, net.width - 6, 2, &count);
        if (count > 1)
            net.height = 50;
    }
    end = place(&net, 6, net.height + 14);
    for (size_t strong = 0; strong < 2; strong++)
        for (size_t e = 0; e < g->edge_count; e++) {
            struct point from, to;

            if (g->edges[e].strong != (strong == 1))
                continue;
            ends(&net.boxes[g->edges[e].from], &net.boxes[g->edges[e].to], &from, &to);
            draw_arrow(d, from.x, from.y, to.x, to.y,
                       strong ? (struct stroke){ COLOUR_WARN, 1.8, 0 }
                              : (struct stroke){ COLOUR_DOT, 0.9, 3 });
        }
    for (size_t n = 0; n < g->count; n++)
        task(d, &g->nodes[n], net.boxes[n]);
    draw_line(d, 2, end + 4, 24, end + 4, (struct stroke){ COLOUR_WARN, 1.8, 0 });
    draw_text(d, 28, end + 6.8, (struct lettering){ 7.5, COLOUR_TEXT, ANCHOR_START, false },
              "クリティカルパス（余裕0日）");
    draw_line(d, 160, end + 4, 182, end + 4, (struct stroke){ COLOUR_DOT, 0.9, 3 });
    draw_text(d, 186, end + 6.8, (struct lettering){ 7.5, COLOUR_TEXT, ANCHOR_START, false },
              "余裕のある経路");
    d->height = end + 12;
}
