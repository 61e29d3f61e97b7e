/* Cells of a PDF: what a figure looks like, text, mark or spark. */
#include "render/pdf_parts.h"

#include "base/arena.h"

struct mark_face {
    enum colour ground, edge, letters;
};

static const struct mark_face mark_faces[MARK_TONES] = {
    [MARK_TONE_URGENT] = { COLOUR_URGENT, COLOUR_URGENT, COLOUR_WHITE },
    [MARK_TONE_HIGH] = { COLOUR_WARN, COLOUR_WARN, COLOUR_WHITE },
    [MARK_TONE_MIDDLE] = { COLOUR_YELLOW, COLOUR_OLIVE, COLOUR_INK },
    [MARK_TONE_LOW] = { COLOUR_LIGHT, COLOUR_BLUE, COLOUR_INK },
    [MARK_TONE_INFORMATION] = { COLOUR_GRID, COLOUR_MUTED, COLOUR_INK },
    [MARK_TONE_PLAIN] = { COLOUR_WHITE, COLOUR_INK, COLOUR_INK },
};

struct cell
cell_set(struct flow *f, const struct figure *figure, struct manner manner)
{
    struct cell cell = { .figure = figure };

    if (figure->kind == FIGURE_SPARK) {
        cell.height = 4.3 * MM;
        return cell;
    }
    if (figure->kind == FIGURE_EMPTY)
        return cell;
    if (figure->kind == FIGURE_MARK) {
        manner.bold = true;
        manner.size = manner.size < 8 ? manner.size : 8;
        manner.colour = mark_faces[(unsigned)figure->mark % MARK_TONES].letters;
        manner.width -= 2 * MM;
    }
    if (figure->kind == FIGURE_TEXT)
        cell.text = set_runs(f->arena, f->fonts, &figure->text, manner);
    else
        cell.text = set_words(f->arena, f->fonts, figure_print(f->arena, figure), manner);
    cell.height = set_height(&cell.text);
    return cell;
}

static void
draw_mark(struct flow *f, const struct cell *cell, struct frame at, enum anchor anchor)
{
    const struct mark_face *face = &mark_faces[(unsigned)cell->figure->mark % MARK_TONES];
    double box = set_widest(&cell->text) + 2 * MM;
    struct set_text text = cell->text;

    box = box < 9 * MM ? 9 * MM : box;
    box = box > at.width ? at.width : box;
    at.x += anchor == ANCHOR_END      ? at.width - box
            : anchor == ANCHOR_MIDDLE ? (at.width - box) / 2
                                      : 0;
    canvas_area(&f->canvas, at.x, at.y, box, cell->height, face->ground);
    canvas_frame(&f->canvas, at.x, at.y, box, cell->height, 0.5, face->edge);
    text.manner.width = box;
    canvas_text(&f->canvas, &text, 0, text.count, at.x, at.y, ANCHOR_MIDDLE);
}

static void
draw_spark(struct flow *f, const struct chart *chart, struct frame at, bool tagged)
{
    struct drawing d;
    double scale;

    if (!chart)
        return;
    chart_draw(f->arena, chart, &d);
    scale = 19 * MM / d.width;
    if (d.width * scale > at.width)
        scale = at.width / d.width;
    if (tagged && f->canvas.on && chart->alternative)
        tag_alternative(&f->tags, chart->alternative);
    canvas_drawing(&f->canvas, f->fonts, &d, at.x, at.y, scale);
}

void
cell_draw(struct flow *f, const struct cell *cell, struct frame at, enum anchor anchor, bool tagged)
{
    if (tagged)
        canvas_mark(&f->canvas);
    if (cell->figure->kind == FIGURE_SPARK)
        draw_spark(f, cell->figure->chart, at, tagged);
    else if (cell->figure->kind == FIGURE_MARK)
        draw_mark(f, cell, at, anchor);
    else
        canvas_text(&f->canvas, &cell->text, 0, cell->text.count, at.x, at.y, anchor);
    if (tagged)
        canvas_mark_end(&f->canvas);
}
