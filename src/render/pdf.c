#include "render/pdf.h"

#include <string.h>

#include "base/arena.h"
#include "render/pdf_font.h"
#include "render/pdf_parts.h"

/* Millimetres before and after a node. */
static const double rooms[NODE_KINDS][2] = {
    [NODE_LETTERHEAD] = { 0, 3 },   [NODE_TITLE] = { 7, 6 },       [NODE_APPROVALS] = { 2, 3 },
    [NODE_SECTION] = { 7, 3 },      [NODE_PARAGRAPH] = { 0, 2.2 }, [NODE_LEAD] = { 1, 4 },
    [NODE_KEYFIGURES] = { 1, 4 },   [NODE_LIST] = { 0, 2.2 },      [NODE_TABLE] = { 1.5, 3.5 },
    [NODE_PAIRS] = { 1.5, 4 },      [NODE_CHART] = { 2, 3 },       [NODE_DIAGRAM] = { 2, 3 },
    [NODE_FORM] = { 2, 3 },         [NODE_COLUMNS] = { 1.5, 3 },   [NODE_CALCULATION] = { 3, 3 },
    [NODE_VERIFICATION] = { 4, 3 }, [NODE_PAGEBREAK] = { 0, 0 },   [NODE_END] = { 2, 2 },
};

/* Headings below the first level. */
static const double section_rooms[][2] = { { 7, 3 }, { 4.5, 1.6 }, { 3, 1 }, { 2, 1 } };

static size_t
level_of(const struct node *node)
{
    return node->level < 1 ? 0 : node->level > 4 ? 3 : (size_t)node->level - 1;
}

double
node_before(const struct node *node)
{
    if (node->kind == NODE_SECTION)
        return section_rooms[level_of(node)][0] * MM;
    if (node->kind == NODE_PARAGRAPH && node->align == ALIGN_CENTRE)
        return 4 * MM;
    return (unsigned)node->kind < NODE_KINDS ? rooms[node->kind][0] * MM : 0;
}

double
node_after(const struct node *node)
{
    if (node->kind == NODE_SECTION)
        return section_rooms[level_of(node)][1] * MM;
    return (unsigned)node->kind < NODE_KINDS ? rooms[node->kind][1] * MM : 0;
}

static double
end_draw(struct flow *f, struct frame at)
{
    const struct run run = { .text = "以上" };
    const struct text text = { &run, 1 };
    const struct node node = {
        .kind = NODE_PARAGRAPH, .align = ALIGN_RIGHT, .texts = &text, .count = 1
    };

    return text_draw(f, &node, at);
}

/* A node whose contents are missing takes no room. */
static bool
is_whole(const struct node *node)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        return node->letterhead != NULL;
    case NODE_APPROVALS:
        return node->stamps && node->count;
    case NODE_KEYFIGURES:
        return node->keyfigures && node->count;
    case NODE_TABLE:
        return node->table && node->table->columns && node->table->column_count &&
               (node->table->rows || !node->table->row_count);
    case NODE_PAIRS:
        return node->pairs && node->count;
    case NODE_CHART:
        return node->chart != NULL;
    case NODE_DIAGRAM:
        return node->diagram != NULL;
    case NODE_FORM:
        return node->blanks && node->count;
    case NODE_COLUMNS:
        return node->columns && node->count && node->count <= 6;
    case NODE_CALCULATION:
        return node->steps && node->count;
    case NODE_VERIFICATION:
        return node->verification != NULL;
    case NODE_TITLE:
    case NODE_SECTION:
    case NODE_PARAGRAPH:
    case NODE_LEAD:
    case NODE_LIST:
    case NODE_PAGEBREAK:
    case NODE_END:
        return true;
    }
    return false;
}

double
block_draw(struct flow *f, const struct node *node, struct frame at)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        return letterhead_draw(f, node->letterhead, at);
    case NODE_TITLE:
        return title_draw(f, node, at);
    case NODE_APPROVALS:
        return approvals_draw(f, node, at);
    case NODE_SECTION:
        return section_draw(f, node, at);
    case NODE_PARAGRAPH:
    case NODE_LEAD:
    case NODE_LIST:
        return text_draw(f, node, at);
    case NODE_KEYFIGURES:
        return keyfigures_draw(f, node, at);
    case NODE_TABLE:
        return table_draw(f, node, at);
    case NODE_PAIRS:
        return pairs_draw(f, node, at);
    case NODE_CHART:
    case NODE_DIAGRAM:
        return figure_draw(f, node, at);
    case NODE_FORM:
        return form_draw(f, node, at);
    case NODE_COLUMNS:
        return columns_draw(f, node, at);
    case NODE_CALCULATION:
        return calculation_draw(f, node, at);
    case NODE_VERIFICATION:
        return verification_draw(f, node->verification, at);
    case NODE_END:
        return end_draw(f, at);
    case NODE_PAGEBREAK:
        break;
    }
    return 0;
}

/* Nodes one below the other in a frame, undivided. */
double
nodes_draw(struct flow *f, const struct nodes *nodes, struct frame at)
{
    double y = at.y;
    double after = -1;

    for (const struct node *node = nodes->first; node; node = node->next) {
        double before = node_before(node);

        if (!is_whole(node) || node->kind == NODE_PAGEBREAK)
            continue;
        y += after < 0 ? 0 : before > after ? before : after;
        y += block_draw(f, node, (struct frame){ at.x, y, at.width });
        after = node_after(node);
    }
    return y - at.y;
}

double
block_height(struct flow *f, const struct node *node)
{
    struct arena_mark mark = arena_mark(f->arena);
    bool on = f->canvas.on;
    double height;

    f->canvas.on = false;
    height = block_draw(f, node, (struct frame){ f->left, 0, flow_width(f) });
    f->canvas.on = on;
    arena_reset(f->arena, mark);
    return height;
}

static bool
may_flow(const struct node *node)
{
    return node->kind == NODE_PARAGRAPH || node->kind == NODE_LEAD || node->kind == NODE_LIST ||
           node->kind == NODE_TABLE;
}

double
node_least(struct flow *f, const struct node *node)
{
    if (!is_whole(node))
        return 0;
    if (node->kind == NODE_TABLE)
        return table_least(f, node);
    if (may_flow(node))
        return text_least(f, node);
    return block_height(f, node);
}

/* A heading stays with what follows it, headings below it included. */
static double
heading_least(struct flow *f, const struct node *node)
{
    double height = 0;
    double page = (f->bottom - f->top) * 0.7;

    for (; node && node->kind == NODE_SECTION; node = node->next)
        height += block_height(f, node) + node_after(node) + (height > 0 ? node_before(node) : 0);
    if (node && node->kind != NODE_PAGEBREAK) {
        double next = node_least(f, node);

        height += next < page ? next : 0;
    }
    return height;
}

static void
flow_section(struct flow *f, const struct node *node)
{
    double height = block_height(f, node);

    flow_need(f, node_before(node), heading_least(f, node));
    if (f->section_at < f->section_count) {
        f->sections[f->section_at].page = f->page;
        f->sections[f->section_at++].y = f->page_height - f->y;
    }
    section_draw(f, node, (struct frame){ f->left, f->y, flow_width(f) });
    f->y += height;
    f->after = node_after(node);
}

static void
flow_block(struct flow *f, const struct node *node)
{
    double height = block_height(f, node);

    if (height > f->bottom - f->top) {
        flow_tall(f, node);
        return;
    }
    flow_need(f, node_before(node), height);
    block_draw(f, node, (struct frame){ f->left, f->y, flow_width(f) });
    f->y += height;
    f->after = node_after(node);
}

/* The first thing of a document: title and approvals in one band. */
static bool
begins_beside(const struct nodes *nodes, const struct node *node)
{
    return node == nodes->first && node->kind == NODE_TITLE && node->next &&
           node->next->kind == NODE_APPROVALS && is_whole(node->next) && node->next->count <= 4;
}

static void
flow_pagebreak(struct flow *f, const struct node *node)
{
    if (!node->next)
        return;
    if (f->after >= 0) {
        flow_end_page(f);
        f->bare = false;
        flow_paper(f, node->page);
        flow_begin_page(f);
    } else if (f->paper != node->page) {
        flow_paper(f, node->page);
        f->y = f->top;
        canvas_begin(&f->canvas, f->page_height);
    }
}

void
flow_nodes(struct flow *f, const struct nodes *nodes)
{
    bool contents = f->d->contents && !f->d->cover;

    for (const struct node *node = nodes->first; node; node = node->next) {
        struct arena_mark mark = arena_mark(f->arena);

        if (contents && node->kind == NODE_SECTION) {
            contents_draw(f);
            contents = false;
        }
        if (!is_whole(node))
            continue;
        if (begins_beside(nodes, node)) {
            f->y += title_beside(f, node, (struct frame){ f->left, f->y, flow_width(f) });
            node = node->next;
            f->after = node_after(node);
        } else if (node->kind == NODE_PAGEBREAK)
            flow_pagebreak(f, node);
        else if (node->kind == NODE_SECTION)
            flow_section(f, node);
        else if (node->kind == NODE_TABLE)
            flow_table(f, node);
        else if (may_flow(node))
            flow_text(f, node);
        else
            flow_block(f, node);
        arena_reset(f->arena, mark);
    }
}

/* The document from first to last page, measured or painted. */
static void
run(struct flow *f)
{
    f->page = 0;
    f->section_at = 0;
    f->bare = false;
    flow_paper(f, f->d->page);
    flow_begin_page(f);
    if (f->d->cover)
        cover_draw(f);
    if (f->d->cover && f->d->contents) {
        contents_draw(f);
        flow_break(f);
    }
    flow_nodes(f, &f->d->nodes);
    flow_end_page(f);
    f->pages = f->page;
}

static void
list_sections(struct flow *f, struct arena *keep)
{
    size_t count = 0;

    for (const struct node *node = f->d->nodes.first; node; node = node->next)
        count += node->kind == NODE_SECTION;
    f->sections = NEW_ARRAY(keep, count + 1, struct flow_section);
    for (const struct node *node = f->d->nodes.first; node; node = node->next)
        if (node->kind == NODE_SECTION)
            f->sections[f->section_count++].node = node;
}

bool
document_pdf(struct arena *arena, const struct document *d, struct buffer *out, const char **why)
{
    struct arena keep = { 0 }, scratch = { 0 };
    struct flow f = { .arena = &scratch, .d = d };
    struct pdf_fonts fonts = { .arena = &keep };
    struct pdf_file file;
    bool good;

    (void)arena;
    good = fonts_open(&keep, &f.fonts, why);
    if (good) {
        fonts.fonts = f.fonts;
        f.canvas.fonts = &fonts;
        f.canvas.tags = &f.tags;
        f.file = &file;
        list_sections(&f, &keep);
        run(&f);
        pdf_begin(&file, &keep, out);
        good = pdf_paint(&f, run, why);
    }
    buffer_release(&f.canvas.ops);
    buffer_release(&f.page_list);
    buffer_release(&f.links);
    arena_release(&scratch);
    arena_release(&keep);
    return good;
}
