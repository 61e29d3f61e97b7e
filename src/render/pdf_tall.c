/* Blocks of a PDF that are higher than a page. */
#include "render/pdf_parts.h"

#include "base/arena.h"

/* Pairs become a table of two columns, whose rows break where they must. */
static void
pairs_as_table(struct flow *f, const struct node *node)
{
    static const struct document_column columns[] = { { .width = 400 }, { .width = 0 } };
    struct document_line *rows = NEW_ARRAY(f->arena, node->count, struct document_line);
    struct document_table table = {
        .columns = columns, .column_count = 2, .rows = rows, .row_count = node->count
    };
    struct node copy = { .kind = NODE_TABLE, .table = &table };

    for (size_t i = 0; i < node->count; i++) {
        struct figure *cells = NEW_ARRAY(f->arena, 2, struct figure);

        cells[0] = figure_strong(f->arena, node->pairs[i].label ? node->pairs[i].label : "");
        cells[1] = node->pairs[i].value;
        rows[i].cells = cells;
    }
    flow_table(f, &copy);
}

/* The node with some of its parts. */
static struct node
part_of(const struct node *node, size_t first, size_t count)
{
    struct node part = *node;

    part.count = count;
    part.stamps = node->stamps ? node->stamps + first : NULL;
    part.keyfigures = node->keyfigures ? node->keyfigures + first : NULL;
    part.blanks = node->blanks ? node->blanks + first : NULL;
    part.steps = node->steps ? node->steps + first : NULL;
    return part;
}

/* The largest number of parts that fit into a height, at least one. */
static size_t
fitting(struct flow *f, const struct node *node, size_t first, double room)
{
    size_t low = 1, high = node->count - first;

    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        struct node part = part_of(node, first, middle);

        if (block_height(f, &part) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static void
in_parts(struct flow *f, const struct node *node)
{
    for (size_t first = 0, count; first < node->count; first += count) {
        struct node part;

        flow_need(f, node_before(node), first ? f->bottom - f->top : 100);
        count = fitting(f, node, first, f->bottom - f->y);
        part = part_of(node, first, count);
        f->y += block_draw(f, &part, (struct frame){ f->left, f->y, flow_width(f) });
        f->after = node_after(node);
    }
}

void
flow_tall(struct flow *f, const struct node *node)
{
    if (node->kind == NODE_PAIRS) {
        pairs_as_table(f, node);
    } else if (node->kind == NODE_COLUMNS) {
        for (size_t i = 0; i < node->count; i++)
            flow_nodes(f, &node->columns[i]);
    } else if (node->stamps || node->keyfigures || node->blanks || node->steps) {
        in_parts(f, node);
    } else {
        flow_need(f, node_before(node), f->bottom - f->top);
        f->y += block_draw(f, node, (struct frame){ f->left, f->y, flow_width(f) });
        f->after = node_after(node);
    }
}
