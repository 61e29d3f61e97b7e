#include "render/labels.h"

#include "base/arena.h"
#include "base/qr.h"
#include "render/pdf_font.h"
#include "render/pdf_parts.h"

/* Millimetres. */
enum { ROOM = 3, CODE = 24 };
static const double width = 66, height = 33.9, sheet_width = 210, sheet_height = 297;

struct sheet {
    struct flow flow; /* first: the painter hands it back */
    const struct label *labels;
    const struct qr *codes;
    size_t count, first;
};

/* The margin belongs to the code: phones need it. */
static void
paint_code(struct canvas *c, const struct qr *code, double x, double y, const char *address)
{
    double module = CODE * MM / (code->width + 2 * QR_MARGIN);

    canvas_open(c, "Figure");
    tag_alternative(c->tags, address);
    canvas_mark(c);
    for (int row = 0; row < code->width; row++)
        for (int at = 0, from; qr_strip(code, row, &at, &from);)
            canvas_area(c, x + (from + QR_MARGIN) * module, y + (row + QR_MARGIN) * module,
                        (at - from) * module, module, COLOUR_INK);
    canvas_mark_end(c);
    canvas_close(c);
}

/* At most so many lines; returns where the next text begins. */
static double
paint_text(struct flow *f, const char *text, struct manner manner, size_t lines, double x, double y)
{
    struct set_text set = set_words(f->arena, f->fonts, text, manner);
    size_t count = set.count < lines ? set.count : lines;

    if (!text || !*text)
        return y;
    canvas_open(&f->canvas, "P");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &set, 0, count, x, y, ANCHOR_START);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    return y + (double)count * manner.leading;
}

static void
paint_label(struct flow *f, const struct label *it, const struct qr *code, double x, double y)
{
    double text = x + (ROOM + CODE + 1.5) * MM, room = (width - 2 * ROOM - CODE - 1.5) * MM;
    double at = y + 7 * MM;
    struct manner manner = manner_of(11, 1.3, room, COLOUR_INK);

    paint_code(&f->canvas, code, x + ROOM * MM, y + (height - CODE) / 2 * MM, it->address);
    manner.bold = true;
    at = paint_text(f, it->number, manner, 1, text, at);
    at = paint_text(f, it->title, manner_of(8.5, 1.35, room, COLOUR_INK), 2, text, at + 3);
    paint_text(f, it->owner, manner_of(7, 1.35, room, COLOUR_INK), 1, text, at + 3);
}

static void
run(struct flow *f)
{
    const struct sheet *s = (const struct sheet *)f;

    f->sheet = true;
    flow_paper(f, PAPER_A4);
    for (size_t i = 0; i < s->count; i++) {
        size_t place = (s->first + i) % LABELS_A_SHEET;
        double left = (sheet_width - LABELS_ACROSS * width) / 2;
        double top = (sheet_height - LABELS_DOWN * height) / 2;
        struct arena_mark mark = arena_mark(f->arena);

        if (!i || !place)
            flow_begin_page(f);
        paint_label(f, &s->labels[i], &s->codes[i],
                    (left + (double)(place % LABELS_ACROSS) * width) * MM,
                    (top + (double)(place / LABELS_ACROSS) * height) * MM);
        arena_reset(f->arena, mark);
        if (i + 1 == s->count || place + 1 == LABELS_A_SHEET)
            flow_end_page(f);
    }
    f->pages = f->page;
}

bool
labels_pdf(const struct label *labels, size_t count, size_t first, const char *title,
           struct buffer *out, const char **why)
{
    struct arena keep = { 0 }, scratch = { 0 };
    struct document d = { .title = title };
    struct pdf_fonts fonts = { .arena = &keep };
    struct qr *codes = NEW_ARRAY(&keep, count + 1, struct qr);
    struct sheet s = { .flow = { .arena = &scratch, .d = &d },
                       .labels = labels,
                       .codes = codes,
                       .count = count,
                       .first = first % LABELS_A_SHEET };
    struct pdf_file file;
    bool good = true;

    *why = "番地が長すぎて、QRコードにできません。";
    for (size_t i = 0; i < count && good; i++)
        good = qr_make(&keep, labels[i].address, &codes[i]);
    good = good && fonts_open(&keep, &s.flow.fonts, why);
    if (good) {
        fonts.fonts = s.flow.fonts;
        s.flow.canvas.fonts = &fonts;
        s.flow.canvas.tags = &s.flow.tags;
        s.flow.file = &file;
        pdf_begin(&file, &keep, out);
        good = pdf_paint(&s.flow, run, why);
    }
    buffer_release(&s.flow.canvas.ops);
    buffer_release(&s.flow.page_list);
    buffer_release(&s.flow.links);
    arena_release(&scratch);
    arena_release(&keep);
    return good;
}
