#include "render/chart_parts.h"

#include "base/arena.h"
#include "base/utf8.h"

enum { STEPS = 6, ROW = 16, BLOCK_ROWS = 32 };

static const enum colour steps[STEPS] = { COLOUR_WHITE, COLOUR_PALE, COLOUR_LIGHT,
                                          COLOUR_MID,   COLOUR_KEY,  COLOUR_DEEP };

struct heat {
    const struct chart *c;
    int64_t from[STEPS]; /* first value of a step */
    double label, cell, total, head;
};

/* Bounds grow faster than evenly, as few bodies have much. */
static void
bounds(struct heat *h, int64_t most)
{
    static const int64_t percent[STEPS] = { 0, 0, 13, 25, 42, 65 };

    h->from[0] = 0;
    h->from[1] = 1;
    for (size_t i = 2; i < STEPS; i++) {
        h->from[i] = (most / 100) * percent[i] + most % 100 * percent[i] / 100 + 1;
        if (h->from[i] <= h->from[i - 1])
            h->from[i] = h->from[i - 1] + 1;
    }
}

static size_t
step_of(const struct heat *h, int64_t value)
{
    size_t step = 0;

    while (step + 1 < STEPS && value >= h->from[step + 1])
        step++;
    return value <= 0 ? 0 : step;
}

/* Letters one below the other, as far as the head reaches. */
static void
upright(struct drawing *d, const struct heat *h, double x, const char *text, bool bold)
{
    size_t count = utf8_count(text);
    double y = h->head - 4 - 8.2 * (double)(count - 1);
    uint32_t code;

    while ((code = utf8_next(&text))) {
        char *one = NEW_ARRAY(d->arena, 5, char);

        /* Marks that lie along the line stand in it. */
        code = code == 0x30FC || code == 0x2212 || code == '-' ? '|' : code;
        one[utf8_put(one, code)] = '\0';
        draw_text(d, x, y,
                  (struct lettering){ 7, bold ? COLOUR_INK : COLOUR_TEXT, ANCHOR_MIDDLE, bold },
                  one);
        y += 8.2;
    }
}

static void
cell(struct drawing *d, const struct heat *h, double x, double y, size_t s, size_t l)
{
    int64_t value;
    size_t step;
    struct filling f;
    struct lettering letters = { LETTERS, COLOUR_INK, ANCHOR_MIDDLE, false };
    const char *text;

    if (!chart_value(h->c, s, l, &value)) {
        letters.colour = COLOUR_MUTED;
        draw_text(d, x + h->cell / 2, y + 11, letters, "－");
        return;
    }
    step = step_of(h, value);
    f = draw_solid(steps[step]);
    draw_rect(d, x, y, h->cell, ROW, &f,
              (struct stroke){ step ? COLOUR_WHITE : COLOUR_GRID, 0.5, 0 });
    text = chart_number(d->arena, h->c->series[s].values[l], h->c->decimals);
    letters.colour = step >= 3 ? COLOUR_WHITE : value ? COLOUR_INK : COLOUR_MUTED;
    letters.bold = step >= 4;
    if (draw_width(text, LETTERS) > h->cell)
        letters.size = 6.5;
    draw_text(d, x + h->cell / 2, y + 11, letters, draw_cut(d->arena, text, 6.5, h->cell + 2));
}

static void
row(struct drawing *d, const struct heat *h, double x, double y, size_t l)
{
    bool own = (int64_t)l == h->c->own;
    int64_t sum = 0;
    double width = h->label + h->cell * (double)h->c->series_count + h->total;

    chart_row_label(d, h->c, chart_label(h->c, l), x + h->label - 4, y + ROW / 2.0, own);
    for (size_t s = 0; s < h->c->series_count; s++) {
        cell(d, h, x + h->label + h->cell * (double)s, y, s, l);
        sum += chart_share(h->c, s, l);
    }
    if (h->total > 0)
        draw_text(d, x + width - 3, y + 11,
                  (struct lettering){ LETTERS, COLOUR_INK, ANCHOR_END, true },
                  chart_number(d->arena, sum, h->c->decimals));
    if (own)
        draw_rect(d, x, y, width, ROW, NULL, (struct stroke){ COLOUR_WARN, 1.4, 0 });
}

static void
block(struct drawing *d, const struct heat *h, double x, double width, size_t first, size_t until)
{
    for (size_t s = 0; s < h->c->series_count; s++)
        upright(d, h, x + h->label + h->cell * ((double)s + 0.5),
                h->c->series[s].title ? h->c->series[s].title : "", false);
    if (h->total > 0)
        upright(d, h, x + width - h->total / 2 + 4, "合計", true);
    draw_line(d, x, h->head, x + width, h->head, (struct stroke){ COLOUR_INK, 0.9, 0 });
    for (size_t l = first; l < until; l++)
        row(d, h, x, h->head + ROW * (double)(l - first), l);
    draw_line(d, x, h->head + ROW * (double)(until - first), x + width,
              h->head + ROW * (double)(until - first), (struct stroke){ COLOUR_INK, 0.9, 0 });
}

static void
legend(struct drawing *d, const struct heat *h, double y, int64_t most)
{
    double x = h->label;

    draw_text(d, x - 4, y + 8, (struct lettering){ LETTERS, COLOUR_SUB, ANCHOR_END, false },
              h->c->unit && *h->c->unit ? h->c->unit : "値");
    for (size_t i = 0; i < STEPS && h->from[i] <= most; i++) {
        struct filling f = draw_solid(steps[i]);
        bool end = i + 1 == STEPS || h->from[i + 1] > most;
        const char *from = chart_number(d->arena, h->from[i], h->c->decimals);
        const char *text = from;

        if (i && end)
            text = arena_print(d->arena, "%s以上", from);
        else if (i && h->from[i + 1] - 1 > h->from[i])
            text = arena_print(d->arena, "%s–%s", from,
                               chart_number(d->arena, h->from[i + 1] - 1, h->c->decimals));
        if (x + draw_width(text, LETTERS) + 12 > h->c->width) {
            x = h->label;
            y += 13;
            d->height += 13;
        }
        draw_rect(d, x, y, draw_width(text, LETTERS) + 12, 11, &f,
                  (struct stroke){ COLOUR_RULE, 0.5, 0 });
        draw_text(d, x + draw_width(text, LETTERS) / 2 + 6, y + 8.2,
                  (struct lettering){ LETTERS, i >= 3 ? COLOUR_WHITE : COLOUR_INK, ANCHOR_MIDDLE,
                                      i >= 4 },
                  text);
        x += draw_width(text, LETTERS) + 13.5;
    }
}

void
chart_heat(struct drawing *d, const struct chart *c)
{
    struct heat h = { .c = c, .total = c->series_count > 1 ? 34 : 0 };
    size_t blocks = c->count > BLOCK_ROWS && c->width > 400 && c->series_count <= 10 ? 2 : 1;
    double width = blocks == 2 ? (c->width - 16.0) / 2 : c->width;
    size_t each = (c->count + blocks - 1) / blocks;
    int64_t most = 0;
    int64_t value;
    size_t tallest = 2;

    for (size_t s = 0; s < c->series_count; s++) {
        size_t count = c->series[s].title ? utf8_count(c->series[s].title) : 0;

        tallest = count > tallest ? count : tallest;
        for (size_t l = 0; l < c->count; l++)
            if (chart_value(c, s, l, &value))
                most = value > most ? value : most;
    }
    bounds(&h, most);
    h.head = 8.2 * (double)tallest + 6;
    h.label = chart_margin(c);
    h.label = h.label > width * 0.34 ? width * 0.34 : h.label;
    h.cell = (width - h.label - h.total) / (double)c->series_count;
    h.cell = h.cell > 60 ? 60 : h.cell;
    width = h.label + h.cell * (double)c->series_count + h.total;
    draw_begin(d, d->arena, c->width, h.head + ROW * (double)each + 24);
    for (size_t b = 0; b < blocks; b++)
        block(d, &h, b ? c->width - width : 0, width, b * each,
              (b + 1) * each < c->count ? (b + 1) * each : c->count);
    legend(d, &h, h.head + ROW * (double)each + 9, most);
}
