/* Pages of a PDF: paper, margins, header and footer, and where the next node begins. */
#include "render/pdf_parts.h"

#include <string.h>

#include "base/arena.h"
#include "render/document_words.h"

/* Millimetres. */
struct paper_face {
    double width, height, top, right, bottom, left;
};

static const struct paper_face papers[PAPERS] = {
    [PAPER_A4] = { 210, 297, 25, 20, 23, 25 },
    [PAPER_A4_WIDE] = { 297, 210, 23, 18, 20, 18 },
    [PAPER_A3_WIDE] = { 420, 297, 23, 18, 20, 20 },
    [PAPER_SLIDE] = { 297, 167, 18, 15, 15, 15 },
};

void
flow_paper(struct flow *f, enum paper paper)
{
    const struct paper_face *face;

    f->paper = (unsigned)paper < PAPERS ? paper : PAPER_A4;
    face = &papers[f->paper];
    f->page_width = face->width * MM;
    f->page_height = face->height * MM;
    f->left = face->left * MM;
    f->right = f->page_width - face->right * MM;
    f->top = face->top * MM;
    f->bottom = f->page_height - face->bottom * MM;
}

double
flow_width(const struct flow *f)
{
    return f->right - f->left;
}

struct manner
manner_of(double size, double leading, double width, enum colour colour)
{
    return (
        struct manner){ .size = size, .leading = size * leading, .width = width, .colour = colour };
}

struct manner
manner_body(const struct flow *f, double width)
{
    struct manner m = f->d->face == FACE_LETTER ? manner_of(10.5, 1.75, width, COLOUR_INK)
                                                : manner_of(10, 1.7, width, COLOUR_TEXT);

    m.mincho = f->d->face == FACE_LETTER;
    m.justified = true;
    return m;
}

void
flow_begin_page(struct flow *f)
{
    f->page++;
    f->y = f->top;
    f->after = -1;
    canvas_begin(&f->canvas, f->page_height);
    if (!f->canvas.on)
        return;
    buffer_clear(&f->links);
    f->page_object = pdf_number(f->file);
    f->content_object = pdf_number(f->file);
    pdf_tags_page(&f->tags, f->page_object, f->page - 1);
}

static void
say(struct flow *f, const char *text, double size, enum colour colour, double x, double base,
    enum anchor anchor)
{
    canvas_words(&f->canvas, f->fonts, text, manner_of(size, 1, 0, colour), x, base, anchor);
}

/* 案（第2版）in a frame, in the middle above the text. */
static void
draft_box(struct flow *f)
{
    const char *text = words_draft(f->arena, f->d);
    struct manner m = manner_of(9, 1.5, 0, COLOUR_INK);
    double width, x = f->page_width / 2, y = f->top - 10.6 * MM;

    m.bold = true;
    width = set_width(f->fonts, text, m) + 16;
    canvas_frame(&f->canvas, x - width / 2, y, width, 17, 0.8, COLOUR_INK);
    canvas_words(&f->canvas, f->fonts, text, m, x, y + 11.8, ANCHOR_MIDDLE);
}

static void
header(struct flow *f)
{
    double base = f->top - 4 * MM - 4.3;

    if (f->d->title)
        say(f, f->d->title, 7, COLOUR_SUB, f->left, base, ANCHOR_START);
    if (f->d->class_mark)
        say(f, f->d->class_mark, 7, COLOUR_INK, f->right, base, ANCHOR_END);
}

/* The frozen line is broken where its second half says how to verify. */
static void
footer(struct flow *f)
{
    const char *frozen = words_frozen(f->arena, f->d);
    const char *verify = strstr(frozen, "／照合");
    double base = f->bottom + 4 * MM + 7;

    if (verify) {
        say(f, arena_slice(f->arena, frozen, (size_t)(verify - frozen)), 6.3, COLOUR_SUB, f->left,
            base, ANCHOR_START);
        say(f, verify + strlen("／"), 6.3, COLOUR_SUB, f->left, base + 9.45, ANCHOR_START);
    } else if (f->d->draft || f->d->hash) {
        say(f, frozen, 6.3, COLOUR_SUB, f->left, base, ANCHOR_START);
    }
    say(f, arena_print(f->arena, "- %u -", f->page), 9, COLOUR_INK, (f->left + f->right) / 2,
        base + 3.5, ANCHOR_MIDDLE);
    if (f->d->number)
        say(f, f->d->number, 6.3, COLOUR_SUB, f->right, base, ANCHOR_END);
    say(f, arena_print(f->arena, "全%uページ", f->pages), 6.3, COLOUR_SUB, f->right,
        f->d->number ? base + 9.45 : base, ANCHOR_END);
}

void
flow_end_page(struct flow *f)
{
    struct buffer b = { 0 };

    if (!f->canvas.on)
        return;
    if (!f->sheet) {
        canvas_artifact(&f->canvas);
        if (!f->bare)
            header(f);
        if (f->d->draft)
            draft_box(f);
        footer(f);
        canvas_artifact_end(&f->canvas);
    }
    pdf_stream(f->file, f->content_object, "", f->canvas.ops.data, f->canvas.ops.length);
    buffer_print(&b, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 ", f->parent);
    pdf_real(&b, f->page_width, 2);
    buffer_char(&b, ' ');
    pdf_real(&b, f->page_height, 2);
    buffer_print(&b, "]/Resources %u 0 R/Contents %u 0 R/StructParents %u/Tabs/S", f->resources,
                 f->content_object, f->page - 1);
    if (f->links.length)
        buffer_print(&b, "/Annots[%s]", buffer_string(&f->links));
    buffer_text(&b, ">>");
    pdf_object(f->file, f->page_object, b.data, b.length);
    buffer_release(&b);
    buffer_print(&f->page_list, "%u 0 R ", f->page_object);
    pdf_tags_page_end(&f->tags, f->page - 1);
}

void
flow_break(struct flow *f)
{
    flow_end_page(f);
    f->bare = false;
    flow_begin_page(f);
}

void
flow_need(struct flow *f, double before, double height)
{
    double gap = f->after < 0 ? 0 : before > f->after ? before : f->after;

    if (f->after >= 0 && f->y + gap + height > f->bottom + 0.5) {
        flow_break(f);
        gap = 0;
    }
    f->y += gap;
    f->after = 0;
}
