/* The head of a PDF: who writes to whom, approvals with their seals, cover, contents. */
#include "render/pdf_parts.h"

#include "base/arena.h"
#include "render/document_words.h"

/* A paragraph of its own: opens, sets, closes. Returns its height. */
static double
line(struct flow *f, const char *text, struct manner m, double x, double y, enum anchor anchor)
{
    struct set_text set = set_words(f->arena, f->fonts, text, m);

    canvas_open(&f->canvas, "P");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &set, 0, set.count, x, y, anchor);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    return set_height(&set);
}

static struct manner
head_manner(const struct flow *f, double size, double width)
{
    struct manner m = manner_of(size, 1.6, width, COLOUR_INK);

    m.mincho = f->d->face == FACE_LETTER;
    return m;
}

static double
addressee(struct flow *f, const struct letterhead *head, struct frame at)
{
    double y = at.y;

    for (size_t i = 0; i < head->to_count; i++)
        y += line(f, head->to[i], head_manner(f, i ? 10 : 11.5, at.width), at.x, y, ANCHOR_START);
    return y - at.y;
}

/* 会社印（電子署名）: a small red frame. */
static void
company_seal(struct flow *f, double x, double y)
{
    struct manner m = manner_of(7, 1.35, 16 * MM, COLOUR_SEAL);

    canvas_artifact(&f->canvas);
    canvas_frame(&f->canvas, x, y, 17 * MM, 8.6 * MM, 0.7, COLOUR_SEAL);
    canvas_artifact_end(&f->canvas);
    line(f, "会社印\n（電子署名）", m, x + 0.5 * MM, y + 2.7, ANCHOR_MIDDLE);
}

/* Left-aligned lines whose block ends at the right edge. */
static double
sender(struct flow *f, const struct letterhead *head, struct frame at)
{
    struct manner m = head_manner(f, 10, at.width);
    double seal = head->sealed ? 20 * MM : 0;
    double widest = 0;
    double y = at.y;

    for (size_t i = 0; i < head->from_count; i++) {
        double width = set_width(f->fonts, head->from[i], m) + 0.5;

        widest = width > widest ? width : widest;
    }
    m.width = widest < at.width - seal ? widest : at.width - seal;
    for (size_t i = 0; i < head->from_count; i++)
        y += line(f, head->from[i], m, at.x + at.width - m.width - seal, y, ANCHOR_START);
    if (head->sealed && head->from_count)
        company_seal(f, at.x + at.width - 17 * MM, y - m.leading / 2 - 4.3 * MM);
    return y - at.y;
}

double
letterhead_draw(struct flow *f, const struct letterhead *head, struct frame at)
{
    double half = at.width / 2;
    double y = at.y;
    double left, right;

    if (head->number)
        y += line(f, head->number, head_manner(f, 10, at.width), at.x, y, ANCHOR_END);
    if (head->date.day)
        y += line(f, words_date(f->arena, head->date), head_manner(f, 10, at.width), at.x, y,
                  ANCHOR_END);
    y += 3 * MM;
    left = addressee(f, head, (struct frame){ at.x, y, half });
    right = sender(f, head, (struct frame){ at.x + half * 0.9, y, half * 1.1 });
    return y + (left > right ? left : right) - at.y;
}

/* Act, date and name in a red ring of 12 mm, two lines between them. */
static void
seal(struct flow *f, const struct stamp *stamp, double x, double y)
{
    static const double lift[] = { -6.2, 2.4, 11 };
    const char *const words[] = { stamp->act, words_seal_date(f->arena, stamp->date), stamp->name };
    struct canvas *c = &f->canvas;
    double reach = 14.4; /* of the lines, where the ring is narrower */

    canvas_artifact(c);
    canvas_ring(c, x, y, 16, 1.1, COLOUR_SEAL);
    canvas_line(c, x - reach - 0.6, y - 4.6, x + reach + 0.6, y - 4.6, 0.7, COLOUR_SEAL);
    canvas_line(c, x - reach - 0.6, y + 4.6, x + reach + 0.6, y + 4.6, 0.7, COLOUR_SEAL);
    canvas_artifact_end(c);
    canvas_mark(c);
    for (size_t i = 0; i < 3; i++) {
        struct manner m = manner_of(6.5, 1, 0, COLOUR_SEAL);
        double room = i == 1 ? 28 : 22;
        double width = set_width(f->fonts, words[i], m);

        if (width > room)
            m.size *= room / width;
        canvas_words(c, f->fonts, words[i], m, x, y + lift[i], ANCHOR_MIDDLE);
    }
    canvas_mark_end(c);
}

static void
stamp_cell(struct flow *f, const struct stamp *stamp, double x, double y, double width,
           double height)
{
    struct manner m = manner_of(7, 1.35, width, COLOUR_TEXT);

    canvas_open(&f->canvas, "TD");
    if (stamp->open) {
        m.colour = COLOUR_SUB;
        line(f, "回議中", m, x, y + height / 2 - 5, ANCHOR_MIDDLE);
    } else {
        canvas_open(&f->canvas, "P");
        seal(f, stamp, x + width / 2, y + 20);
        canvas_close(&f->canvas);
        if (stamp->version)
            line(f, arena_print(f->arena, "第%lld版", (long long)stamp->version), m, x, y + 38.5,
                 ANCHOR_MIDDLE);
    }
    canvas_close(&f->canvas);
}

static void
stamp_rules(struct flow *f, double x, double y, double side, size_t count, double cell, double head,
            double height)
{
    struct canvas *c = &f->canvas;

    canvas_artifact(c);
    canvas_area(c, x + side, y, cell * (double)count, head, COLOUR_TINT);
    canvas_frame(c, x, y, side + cell * (double)count, height, 0.5, COLOUR_INK);
    canvas_line(c, x + side, y + head, x + side + cell * (double)count, y + head, 0.5, COLOUR_INK);
    for (size_t i = 0; i < count; i++)
        canvas_line(c, x + side + cell * (double)i, y, x + side + cell * (double)i, y + height, 0.5,
                    COLOUR_INK);
    canvas_artifact_end(c);
}

/* One row of the box: at most as many steps as have room. */
static double
stamp_row(struct flow *f, const struct stamp *stamps, size_t count, struct frame at)
{
    enum { SIDE = 17 };
    double cell = 19 * MM, head = 12.6, height = 62;
    double x = at.x + at.width - SIDE - cell * (double)count;
    struct manner m = manner_of(7, 1.35, cell, COLOUR_INK);

    stamp_rules(f, x, at.y, SIDE, count, cell, head, height);
    canvas_open(&f->canvas, "Table");
    canvas_open(&f->canvas, "Caption");
    line(f, "決\n裁", manner_of(7, 1.7, SIDE, COLOUR_INK), x, at.y + height / 2 - 12,
         ANCHOR_MIDDLE);
    canvas_close(&f->canvas);
    canvas_open(&f->canvas, "TR");
    for (size_t i = 0; i < count; i++) {
        struct manner role = m;

        if (set_width(f->fonts, stamps[i].role, role) > cell - 3)
            role.size *= (cell - 3) / set_width(f->fonts, stamps[i].role, role);
        canvas_open(&f->canvas, "TH");
        line(f, stamps[i].role, role, x + SIDE + cell * (double)i, at.y + 1.6, ANCHOR_MIDDLE);
        canvas_close(&f->canvas);
    }
    canvas_close(&f->canvas);
    canvas_open(&f->canvas, "TR");
    for (size_t i = 0; i < count; i++)
        stamp_cell(f, &stamps[i], x + SIDE + cell * (double)i, at.y + head, cell, height - head);
    canvas_close(&f->canvas);
    canvas_close(&f->canvas);
    return height;
}

double
approvals_draw(struct flow *f, const struct node *node, struct frame at)
{
    size_t room = (size_t)((at.width - 17) / (19 * MM));
    double y = at.y;

    room = room ? room : 1;
    for (size_t i = 0; i < node->count; i += room) {
        size_t count = node->count - i < room ? node->count - i : room;

        y += i ? 1 * MM : 0;
        y += stamp_row(f, node->stamps + i, count, (struct frame){ at.x, y, at.width });
    }
    return y - at.y;
}

/* A page of its own: subject, title, date, author. */
void
cover_draw(struct flow *f)
{
    double width = flow_width(f);
    struct manner m = manner_of(13, 1.6, width, COLOUR_TEXT);
    double y = f->top + (f->bottom - f->top) * 0.3;

    f->bare = true;
    if (f->d->class_mark)
        line(f, f->d->class_mark, manner_of(10.5, 1.5, width, COLOUR_INK), f->left, f->top,
             ANCHOR_END);
    y += f->d->subject ? line(f, f->d->subject, m, f->left, y, ANCHOR_MIDDLE) + 4 * MM : 0;
    m = manner_of(24, 1.4, width, COLOUR_INK);
    m.bold = true;
    m.spacing = 1;
    canvas_open(&f->canvas, "Sect");
    y += line(f, f->d->title, m, f->left, y, ANCHOR_MIDDLE);
    canvas_close(&f->canvas);
    canvas_artifact(&f->canvas);
    canvas_line(&f->canvas, f->left + width * 0.3, y + 5 * MM, f->right - width * 0.3, y + 5 * MM,
                0.9, COLOUR_KEY);
    canvas_artifact_end(&f->canvas);
    m = manner_of(12, 1.8, width, COLOUR_INK);
    y = f->bottom - 4.2 * m.leading;
    if (f->d->date.day)
        y += line(f, words_date(f->arena, f->d->date), m, f->left, y, ANCHOR_MIDDLE);
    if (f->d->author)
        y += line(f, f->d->author, m, f->left, y, ANCHOR_MIDDLE);
    if (f->d->number)
        line(f, f->d->number, m, f->left, y, ANCHOR_MIDDLE);
    flow_break(f);
}

/* A link over a line of the contents. */
static void
link_to(struct flow *f, const struct flow_section *section, double y, double height)
{
    struct buffer b = { 0 };
    uint32_t number;

    if (!f->canvas.on || !section->page)
        return;
    number = pdf_number(f->file);
    buffer_text(&b, "<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    pdf_real(&b, f->left, 1);
    buffer_char(&b, ' ');
    pdf_real(&b, f->page_height - y - height, 1);
    buffer_char(&b, ' ');
    pdf_real(&b, f->right, 1);
    buffer_char(&b, ' ');
    pdf_real(&b, f->page_height - y, 1);
    buffer_print(&b, "]/Dest/s%zu>>", (size_t)(section - f->sections));
    pdf_object(f->file, number, b.data, b.length);
    buffer_print(&f->links, "%u 0 R ", number);
    buffer_release(&b);
}

static void
contents_line(struct flow *f, const struct flow_section *section)
{
    bool first = section->node->level <= 1;
    double inset = first ? 0 : 14;
    struct manner m = manner_of(10, 1.7, 0, COLOUR_INK);
    const char *label = section->node->label ? section->node->label : "";
    const char *number = arena_print(f->arena, "%u", section->page);
    double wide = set_width(f->fonts, number, m);
    struct set_text title;
    double end;

    m.bold = first;
    m.width = flow_width(f) - inset - 40;
    title = set_words(f->arena, f->fonts,
                      arena_print(f->arena, "%s%s%s", label, *label ? "　" : "",
                                  section->node->title ? section->node->title : ""),
                      m);
    flow_need(f, 0, set_height(&title));
    link_to(f, section, f->y, set_height(&title));
    canvas_open(&f->canvas, "TOCI");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &title, 0, title.count, f->left + inset, f->y, ANCHOR_START);
    f->y += set_height(&title);
    m.bold = false;
    canvas_words(&f->canvas, f->fonts, number, m, f->right, f->y - m.leading + set_base(&m),
                 ANCHOR_END);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    end = f->left + inset + title.lines[title.count - 1].width + 4;
    canvas_artifact(&f->canvas);
    for (double x = f->right - wide - 6; x > end; x -= 4)
        canvas_area(&f->canvas, x, f->y - m.leading + set_base(&m) - 2.6, 0.6, 0.6, COLOUR_SUB);
    canvas_artifact_end(&f->canvas);
    f->after = 0;
}

void
contents_draw(struct flow *f)
{
    struct manner m = manner_of(13, 1.4, flow_width(f), COLOUR_INK);

    m.bold = true;
    m.spacing = 6;
    flow_need(f, 5 * MM, 80);
    f->y += line(f, "目次", m, f->left, f->y, ANCHOR_MIDDLE) + 3 * MM;
    canvas_open(&f->canvas, "TOC");
    for (size_t i = 0; i < f->section_count; i++)
        if (f->sections[i].node->level <= 2) {
            struct arena_mark mark = arena_mark(f->arena);

            contents_line(f, &f->sections[i]);
            arena_reset(f->arena, mark);
        }
    canvas_close(&f->canvas);
    f->after = 5 * MM;
}
