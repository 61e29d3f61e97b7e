/* Blocks of a PDF that stand undivided: key figures, pairs, charts, forms, columns, boxes. */
#include "render/pdf_parts.h"

#include <math.h>

#include "base/arena.h"
#include "render/document_words.h"

static void
tagged(struct flow *f, const char *tag, const struct set_text *text, double x, double y,
       enum anchor anchor)
{
    canvas_open(&f->canvas, tag);
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, text, 0, text->count, x, y, anchor);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
}

static void
rule(struct flow *f, double x1, double y1, double x2, double y2, double width, enum colour colour)
{
    canvas_artifact(&f->canvas);
    canvas_line(&f->canvas, x1, y1, x2, y2, width, colour);
    canvas_artifact_end(&f->canvas);
}

/* The number large, its unit small behind it. */
static void
key_value(struct flow *f, const struct keyfigure *key, double x, double y, double width)
{
    struct figure bare = key->value;
    struct manner large = manner_of(19, 1.25, 0, COLOUR_INK);
    struct manner small = manner_of(9, 1, 0, COLOUR_INK);
    const char *number;
    double wide;

    bare.unit = NULL;
    if (bare.kind == FIGURE_YEN)
        bare.kind = FIGURE_NUMBER;
    number = figure_print(f->arena, &bare);
    large.bold = true;
    wide = set_width(f->fonts, number, large);
    if (wide > width - 24)
        large.size *= (width - 24) / wide;
    canvas_words(&f->canvas, f->fonts, number, large, x, y + 19, ANCHOR_START);
    canvas_words(&f->canvas, f->fonts, key->value.kind == FIGURE_YEN ? "円" : key->value.unit,
                 small, x + set_width(f->fonts, number, large) + 1.7, y + 19, ANCHOR_START);
}

double
keyfigures_draw(struct flow *f, const struct node *node, struct frame at)
{
    size_t each = node->count < 4 ? node->count : 4;
    double y = at.y;

    for (size_t i = 0; i < node->count; i += each) {
        size_t count = node->count - i < each ? node->count - i : each;
        double width = at.width / (double)each;
        double height = 0;
        double lines = 11.2;

        for (size_t pass = 0; pass < 2; pass++)
            for (size_t k = 0; k < count; k++) {
                const struct keyfigure *key = &node->keyfigures[i + k];
                double pad = k ? 3 * MM : 0;
                double x = at.x + width * (double)k + pad;
                double room = width - pad - 2 * MM;
                struct set_text label =
                    set_words(f->arena, f->fonts, key->label, manner_of(8, 1.4, room, COLOUR_SUB));
                struct set_text remark = set_words(f->arena, f->fonts, key->remark,
                                                   manner_of(7.8, 1.4, room, COLOUR_SUB));
                double own;

                if (!pass) {
                    lines = set_height(&label) > lines ? set_height(&label) : lines;
                    own = 24 + (key->remark ? set_height(&remark) : 0);
                    height = own > height ? own : height;
                    continue;
                }
                if (k)
                    rule(f, x - pad, y, x - pad, y + lines + height + 3.6 * MM, 0.35, COLOUR_HAIR);
                tagged(f, "P", &label, x, y + 2 * MM, ANCHOR_START);
                canvas_open(&f->canvas, "P");
                canvas_mark(&f->canvas);
                key_value(f, key, x, y + 2 * MM + lines, room);
                canvas_mark_end(&f->canvas);
                canvas_close(&f->canvas);
                if (key->remark)
                    tagged(f, "P", &remark, x, y + 2 * MM + lines + 24, ANCHOR_START);
            }
        rule(f, at.x, y, at.x + at.width, y, 0.9, COLOUR_INK);
        y += lines + height + 3.6 * MM;
    }
    rule(f, at.x, y, at.x + at.width, y, 0.9, COLOUR_INK);
    return y - at.y;
}

double
pairs_draw(struct flow *f, const struct node *node, struct frame at)
{
    struct manner m = manner_of(8.5, 1.45, 0, COLOUR_INK);
    double label = 26 * MM - 3.2 * MM;
    double y = at.y;

    m.bold = true;
    for (size_t i = 0; i < node->count; i++) {
        double width = set_width(f->fonts, node->pairs[i].label, m) + 0.5;

        label = width > label ? width : label;
    }
    label = label > at.width * 0.35 ? at.width * 0.35 : label;
    rule(f, at.x, y, at.x + at.width, y, 0.9, COLOUR_INK);
    canvas_open(&f->canvas, "Table");
    for (size_t i = 0; i < node->count; i++) {
        bool last = i + 1 == node->count;
        struct set_text name;
        struct cell cell;
        double height;

        m.bold = true;
        m.colour = COLOUR_INK;
        m.width = label;
        name = set_words(f->arena, f->fonts, node->pairs[i].label, m);
        m.bold = node->pairs[i].value.strong;
        m.colour = COLOUR_TEXT;
        m.width = at.width - label - 6.4 * MM;
        cell = cell_set(f, &node->pairs[i].value, m);
        height = set_height(&name) > cell.height ? set_height(&name) : cell.height;
        canvas_open(&f->canvas, "TR");
        tagged(f, "TH", &name, at.x + 1.6 * MM, y + 1.05 * MM, ANCHOR_START);
        canvas_open(&f->canvas, "TD");
        if (cell.height > 0)
            cell_draw(f, &cell, (struct frame){ at.x + label + 4.8 * MM, y + 1.05 * MM, m.width },
                      ANCHOR_START, true);
        canvas_close(&f->canvas);
        canvas_close(&f->canvas);
        y += height + 2.1 * MM;
        rule(f, at.x, y, at.x + at.width, y, last ? 0.9 : 0.35, last ? COLOUR_INK : COLOUR_HAIR);
    }
    canvas_close(&f->canvas);
    return y - at.y;
}

static double
words(struct flow *f, const char *tag, const char *text, struct manner m, double x, double y,
      enum anchor anchor)
{
    struct set_text set;

    if (!text || !*text)
        return 0;
    set = set_words(f->arena, f->fonts, text, m);
    tagged(f, tag, &set, x, y, anchor);
    return set_height(&set);
}

/* A picture wider than its place is drawn anew, so that its letters stay legible. */
static void
picture(struct flow *f, const struct node *node, double room, struct drawing *d)
{
    if (node->chart) {
        struct chart chart = *node->chart;

        if (chart.width > room * 1.15)
            chart.width = (int)room;
        chart_draw(f->arena, &chart, d);
    } else {
        struct diagram diagram = *node->diagram;

        if (diagram.width > room * 1.15)
            diagram.width = (int)room;
        diagram_draw(f->arena, &diagram, d);
    }
}

/* The sentence, the picture as wide as it was drawn or as there is room, caption, note. */
double
figure_draw(struct flow *f, const struct node *node, struct frame at)
{
    const struct chart *chart = node->chart;
    const char *alternative = chart ? chart->alternative : node->diagram->alternative;
    struct manner say = manner_of(10, 1.55, at.width, COLOUR_KEY);
    struct manner caption = manner_of(8.5, 1.5, at.width, COLOUR_INK);
    double most = f->bottom - f->top - 60;
    double y = at.y;
    struct drawing d;
    double scale;

    say.bold = caption.bold = true;
    picture(f, node, at.width, &d);
    if (chart && chart->say)
        y += words(f, "P", chart->say, say, at.x, y, ANCHOR_START) + 1.5 * MM;
    scale = d.width > at.width || d.width > at.width * 0.85 ? at.width / d.width : 1;
    if (d.height * scale > most)
        scale = most / d.height;
    canvas_open(&f->canvas, "Figure");
    if (f->canvas.on)
        tag_alternative(&f->tags, alternative ? alternative : d.title ? d.title : "図");
    canvas_mark(&f->canvas);
    canvas_drawing(&f->canvas, f->fonts, &d, at.x + (at.width - d.width * scale) / 2, y, scale);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    y += d.height * scale;
    if ((chart ? chart->caption : node->diagram->caption) || node->label)
        y += 1.2 * MM + words(f, "Caption",
                              words_caption(f->arena, node->label,
                                            chart ? chart->caption : node->diagram->caption),
                              caption, at.x, y + 1.2 * MM, ANCHOR_MIDDLE);
    if (chart && chart->note)
        y += 1 * MM + words(f, "P", chart->note, manner_of(7.5, 1.55, at.width, COLOUR_SUB), at.x,
                            y + 1 * MM, ANCHOR_START);
    return y - at.y;
}

/* A grid: what is asked, and room to write. */
double
form_draw(struct flow *f, const struct node *node, struct frame at)
{
    struct manner m = manner_of(8.5, 1.45, 34 * MM, COLOUR_INK);
    double label = 38 * MM > at.width * 0.35 ? at.width * 0.35 : 38 * MM;
    double y = at.y;

    if (node->title) {
        struct manner title = manner_of(8.5, 1.5, at.width, COLOUR_INK);

        title.bold = true;
        y += words(f, "P", node->title, title, at.x, y, ANCHOR_START) + 1 * MM;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct blank *blank = &node->blanks[i];
        int lines = blank->lines < 1 ? 1 : blank->lines > 30 ? 30 : blank->lines;
        double height = fmin(lines * 7 * MM, (f->bottom - f->top) * 0.8);
        struct set_text name, value;

        m.width = label - 3.2 * MM;
        name = set_words(f->arena, f->fonts, blank->label, m);
        m.width = at.width - label - 3.2 * MM;
        value = set_words(f->arena, f->fonts, blank->value, m);
        if (set_height(&name) + 2.1 * MM > height)
            height = set_height(&name) + 2.1 * MM;
        if (set_height(&value) + 2.1 * MM > height)
            height = set_height(&value) + 2.1 * MM;
        canvas_artifact(&f->canvas);
        canvas_area(&f->canvas, at.x, y, label, height, COLOUR_TINT);
        canvas_frame(&f->canvas, at.x, y, label, height, 0.5, COLOUR_INK);
        canvas_frame(&f->canvas, at.x + label, y, at.width - label, height, 0.5, COLOUR_INK);
        canvas_artifact_end(&f->canvas);
        tagged(f, "P", &name, at.x + 1.6 * MM, y + 1.05 * MM, ANCHOR_START);
        if (blank->value && *blank->value)
            tagged(f, "P", &value, at.x + label + 1.6 * MM, y + 1.05 * MM, ANCHOR_START);
        y += height;
    }
    return y - at.y;
}

double
columns_draw(struct flow *f, const struct node *node, struct frame at)
{
    double gap = 6 * MM;
    double width = (at.width - gap * (double)(node->count - 1)) / (double)node->count;
    double tallest = 0;

    for (size_t i = 0; i < node->count; i++) {
        struct frame column = { at.x + (width + gap) * (double)i, at.y, width };
        double height = nodes_draw(f, &node->columns[i], column);

        tallest = height > tallest ? height : tallest;
    }
    return tallest;
}

double
calculation_draw(struct flow *f, const struct node *node, struct frame at)
{
    struct manner m = manner_of(8.5, 1.65, at.width - 7 * MM, COLOUR_TEXT);
    struct manner title = m;
    double x = at.x + 3.5 * MM;
    double y = at.y + 2.5 * MM;

    title.bold = true;
    title.colour = COLOUR_INK;
    y +=
        words(f, "P", node->title ? node->title : "計算の根拠", title, x, y, ANCHOR_START) + 1 * MM;
    for (size_t i = 0; i < node->count; i++) {
        const char *label = node->steps[i].label ? node->steps[i].label : "・";
        double inset = set_width(f->fonts, label, m) + 4 > m.size * 2
                           ? set_width(f->fonts, label, m) + 4
                           : m.size * 2;
        struct manner step = m;
        struct set_text set;

        step.width = m.width - inset;
        set = set_words(f->arena, f->fonts, node->steps[i].words, step);
        canvas_open(&f->canvas, "P");
        canvas_mark(&f->canvas);
        canvas_words(&f->canvas, f->fonts, label, m, x, y + set_base(&m), ANCHOR_START);
        canvas_text(&f->canvas, &set, 0, set.count, x + inset, y, ANCHOR_START);
        canvas_mark_end(&f->canvas);
        canvas_close(&f->canvas);
        y += set_height(&set) + 0.8 * MM;
    }
    y += 1.7 * MM;
    canvas_artifact(&f->canvas);
    canvas_frame(&f->canvas, at.x, at.y, at.width, y - at.y, 0.5, COLOUR_RULE);
    canvas_artifact_end(&f->canvas);
    return y - at.y;
}

double
verification_draw(struct flow *f, const struct verification *v, struct frame at)
{
    struct manner m = manner_of(7.5, 1.6, at.width - 6 * MM, COLOUR_TEXT);
    const struct run first[] = {
        { .text = "真正性の確認", .tone = TONE_STRONG },
        { .text = "　" },
        { .text = words_verification(f->arena, v, f->d->number) },
    };
    const struct run rest[] = {
        { .text = "凍結データ　" },
        { .text = v->hash, .tone = TONE_CODE },
        { .text = "（SHA-256）\n履歴の先頭　" },
        { .text = v->head, .tone = TONE_CODE },
    };
    struct set_text text = set_runs(f->arena, f->fonts, &(struct text){ first, 3 }, m);
    struct set_text codes = set_runs(f->arena, f->fonts, &(struct text){ rest, 4 }, m);
    double x = at.x + 3 * MM;
    double y = at.y + 2 * MM;

    tagged(f, "P", &text, x, y, ANCHOR_START);
    y += set_height(&text);
    if (!v->draft && v->hash) {
        tagged(f, "P", &codes, x, y, ANCHOR_START);
        y += set_height(&codes);
    }
    y += 2 * MM;
    canvas_artifact(&f->canvas);
    canvas_frame(&f->canvas, at.x, at.y, at.width, y - at.y, 0.5, COLOUR_RULE);
    canvas_artifact_end(&f->canvas);
    return y - at.y;
}
