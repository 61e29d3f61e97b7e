/* Texts of a PDF that flow: titles, headings, paragraphs, the summary, lists. */
#include "render/pdf_parts.h"

#include <string.h>

#include "base/arena.h"
#include "render/document_words.h"

static double
title_at(struct flow *f, const struct node *node, struct frame at, enum anchor anchor)
{
    struct manner small = manner_of(10.5, 1.5, at.width, COLOUR_TEXT);
    struct manner large = manner_of(17, 1.4, at.width, COLOUR_INK);
    struct set_text before, title;
    double y = at.y;

    large.bold = true;
    large.spacing = 17 * 0.06;
    large.mincho = f->d->face == FACE_LETTER;
    small.mincho = large.mincho;
    before = set_words(f->arena, f->fonts, node->before, small);
    title = set_words(f->arena, f->fonts, node->title, large);
    if (node->before && *node->before) {
        canvas_open(&f->canvas, "P");
        canvas_mark(&f->canvas);
        canvas_text(&f->canvas, &before, 0, before.count, at.x, y, anchor);
        canvas_mark_end(&f->canvas);
        canvas_close(&f->canvas);
        y += set_height(&before) + 1 * MM;
    }
    canvas_open(&f->canvas, "Title");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &title, 0, title.count, at.x, y, anchor);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    return y + set_height(&title) - at.y;
}

double
title_draw(struct flow *f, const struct node *node, struct frame at)
{
    return title_at(f, node, at, ANCHOR_MIDDLE);
}

/* Without a letterhead the title stands at the left and the approvals beside it. */
double
title_beside(struct flow *f, const struct node *node, struct frame at)
{
    const struct node *box = node->next;
    double beside = at.width - 17 - 19 * MM * (double)(box->count < 4 ? box->count : 4) - 4 * MM;
    struct frame left = { at.x, at.y, beside };
    bool on = f->canvas.on;
    double title, approvals;

    f->canvas.on = false;
    title = title_at(f, node, left, ANCHOR_START);
    approvals = approvals_draw(f, box, at);
    f->canvas.on = on;
    left.y += approvals > title ? approvals - title : 0;
    title_at(f, node, left, ANCHOR_START);
    approvals_draw(f, box, at);
    return approvals > title ? approvals : title;
}

struct heading_face {
    double size, leading;
    double inset; /* in characters */
    const char *tag;
};

static const struct heading_face headings[] = {
    { 13, 1.4, 0, "H1" },
    { 10.5, 1.5, 0, "H2" },
    { 10, 1.5, 1, "H3" },
    { 10, 1.5, 2, "H4" },
};

/* The number an annex carries in its title: 「別表1　…」. Moves the title behind it. */
static const char *
annex_label(struct flow *f, const char **title)
{
    const char *blank = strstr(*title, "　");
    const char *label;

    if (!blank || (strncmp(*title, "別表", 6) != 0 && strncmp(*title, "別紙", 6) != 0))
        return "";
    label = arena_slice(f->arena, *title, (size_t)(blank - *title));
    *title = blank + strlen("　");
    return label;
}

/* Number in key colour for 第1, then one full-width space, then the title. */
double
section_draw(struct flow *f, const struct node *node, struct frame at)
{
    int level = node->level < 1 ? 1 : node->level > 4 ? 4 : node->level;
    const struct heading_face *face = &headings[level - 1];
    double inset = face->inset * face->size;
    struct manner m = manner_of(face->size, face->leading, at.width - inset, COLOUR_INK);
    const char *title = node->title ? node->title : "";
    const char *label = node->label ? node->label : annex_label(f, &title);
    const struct run runs[] = {
        { .text = label, .tone = level == 1 ? TONE_KEY : TONE_PLAIN },
        { .text = *label ? "　" : "" },
        { .text = title },
    };
    struct set_text text;
    double height;

    m.bold = true;
    m.hanging = *label ? set_width(f->fonts, label, m) + face->size : 0;
    if (m.hanging > m.width / 2)
        m.hanging = 0;
    text = set_runs(f->arena, f->fonts, &(struct text){ runs, 3 }, m);
    height = set_height(&text);
    canvas_open(&f->canvas, face->tag);
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &text, 0, text.count, at.x + inset, at.y, ANCHOR_START);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    if (level > 1)
        return height;
    canvas_artifact(&f->canvas);
    canvas_line(&f->canvas, at.x, at.y + height + 1.2 * MM, at.x + at.width,
                at.y + height + 1.2 * MM, 0.6, COLOUR_KEY);
    canvas_artifact_end(&f->canvas);
    return height + 1.2 * MM + 0.6;
}

/* One text of a node that holds texts, and how it stands. */
struct item {
    struct set_text text;
    struct set_text sign; /* of a list */
    double x;             /* from the left edge of the frame */
    double sign_x;
    double after;
    enum anchor anchor;
    const char *tag;
};

static struct item
list_item(struct flow *f, const struct node *node, size_t i, double width)
{
    struct item item = { .tag = "LI", .after = 0.8 * MM, .sign_x = 0 };
    struct manner m = manner_body(f, width);
    const char *sign = words_item(f->arena, node->style, i);
    double inset = m.size * 2;

    if (node->style == LIST_PLAIN)
        inset = 0;
    else if (set_width(f->fonts, sign, m) > inset - m.size / 2)
        inset = set_width(f->fonts, sign, m) + m.size / 2;
    item.sign_x = node->style == LIST_PLAIN ? 0 : m.size / 2;
    item.x = inset + item.sign_x;
    item.sign = set_words(f->arena, f->fonts, sign, m);
    m.width = width - item.x;
    item.text = set_runs(f->arena, f->fonts, &node->texts[i], m);
    if (i + 1 == node->count)
        item.after = 0;
    return item;
}

static struct item
item_of(struct flow *f, const struct node *node, size_t i, double width)
{
    struct item item = { .tag = "P" };
    struct manner m = manner_body(f, width);

    if (node->kind == NODE_LIST)
        return list_item(f, node, i, width);
    if (node->kind == NODE_LEAD) {
        m = manner_of(10.5, 1.7, width - 2.4 - 4 * MM, COLOUR_INK);
        m.justified = true;
        item.x = 2.4 + 4 * MM;
        item.after = i + 1 < node->count ? 2.2 * MM : 0;
    } else {
        m.indent = node->indented ? m.size : 0;
        m.justified = node->align == ALIGN_LEFT;
        item.anchor = node->align == ALIGN_RIGHT    ? ANCHOR_END
                      : node->align == ALIGN_CENTRE ? ANCHOR_MIDDLE
                                                    : ANCHOR_START;
    }
    item.text = set_runs(f->arena, f->fonts, &node->texts[i], m);
    return item;
}

static void
bar(struct flow *f, const struct node *node, double x, double y, double height)
{
    if (node->kind != NODE_LEAD)
        return;
    canvas_artifact(&f->canvas);
    canvas_area(&f->canvas, x, y, 2.4, height, COLOUR_KEY);
    canvas_artifact_end(&f->canvas);
}

/* Some lines of an item; its sign stands beside the first one. */
static void
paint_lines(struct flow *f, const struct item *item, size_t first, size_t count, double x, double y)
{
    canvas_mark(&f->canvas);
    if (!first && item->sign.count)
        canvas_text(&f->canvas, &item->sign, 0, 1, x + item->sign_x, y, ANCHOR_START);
    canvas_text(&f->canvas, &item->text, first, count, x + item->x, y, item->anchor);
    canvas_mark_end(&f->canvas);
}

static size_t
texts_of(const struct node *node)
{
    if (node->kind == NODE_PARAGRAPH)
        return node->texts ? 1 : 0;
    return node->texts ? node->count : 0;
}

/* The whole node at one place. */
double
text_draw(struct flow *f, const struct node *node, struct frame at)
{
    double y = at.y + (node->kind == NODE_LEAD ? 0.4 * MM : 0);

    if (node->kind == NODE_LIST)
        canvas_open(&f->canvas, "L");
    for (size_t i = 0; i < texts_of(node); i++) {
        struct item item = item_of(f, node, i, at.width);

        canvas_open(&f->canvas, item.tag);
        paint_lines(f, &item, 0, item.text.count, at.x, y);
        canvas_close(&f->canvas);
        y += set_height(&item.text) + item.after;
    }
    if (node->kind == NODE_LIST)
        canvas_close(&f->canvas);
    y += node->kind == NODE_LEAD ? 0.4 * MM : 0;
    bar(f, node, at.x, at.y, y - at.y);
    return y - at.y;
}

/* Two lines, or what there is. */
double
text_least(struct flow *f, const struct node *node)
{
    struct item item;
    size_t lines;

    if (!texts_of(node))
        return 0;
    item = item_of(f, node, 0, flow_width(f));
    lines = item.text.count < 4 ? item.text.count : 2;
    return (double)lines * item.text.manner.leading;
}

/* How many of the lines left go onto this page: never one alone of several, neither here
   nor on the next page. */
static size_t
lines_here(const struct flow *f, const struct item *item, size_t first)
{
    size_t left = item->text.count - first;
    double room = f->bottom + 0.5 - f->y;
    size_t fit = room > 0 ? (size_t)(room / item->text.manner.leading) : 0;

    if (fit >= left)
        return left;
    if (left - fit == 1 && fit > 2)
        fit--;
    if (fit < 2 && !first)
        return 0;
    return fit;
}

static void
flow_item(struct flow *f, const struct node *node, const struct item *item)
{
    size_t first = 0;
    bool stuck = false; /* not one line fits on an empty page */

    canvas_open(&f->canvas, item->tag);
    while (first < item->text.count) {
        size_t count = lines_here(f, item, first);
        double height;

        if (!count && stuck)
            count = 1;
        if (!count) {
            flow_break(f);
            f->after = 0;
            stuck = true;
            continue;
        }
        stuck = false;
        height = (double)count * item->text.manner.leading;
        paint_lines(f, item, first, count, f->left, f->y);
        bar(f, node, f->left, f->y - (first ? 0 : 0.4 * MM),
            height + 0.4 * MM +
                (first + count == item->text.count && item->after > 0 ? item->after : 0.4 * MM));
        f->y += height;
        first += count;
    }
    canvas_close(&f->canvas);
    f->y += item->after;
}

void
flow_text(struct flow *f, const struct node *node)
{
    flow_need(f, node_before(node), text_least(f, node));
    if (node->kind == NODE_LIST)
        canvas_open(&f->canvas, "L");
    for (size_t i = 0; i < texts_of(node); i++) {
        struct arena_mark mark = arena_mark(f->arena);
        struct item item = item_of(f, node, i, flow_width(f));

        flow_item(f, node, &item);
        arena_reset(f->arena, mark);
    }
    if (node->kind == NODE_LIST)
        canvas_close(&f->canvas);
    f->after = node_after(node);
}
