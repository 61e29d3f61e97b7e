#include "render/chart_parts.h"

#include "base/arena.h"

static const struct filling *
filling_of(const struct chart *c, size_t series)
{
    return &fillings[(unsigned)c->series[series].fill % FILLS];
}

/* Solid dark grounds carry white letters, patterns a white box below dark ones. */
static void
inside(struct drawing *d, const struct filling *f, double middle, double base, const char *text)
{
    double width = draw_width(text, LETTERS_SMALL);
    struct filling white = draw_solid(COLOUR_WHITE);
    struct lettering l = { LETTERS_SMALL, COLOUR_INK, ANCHOR_MIDDLE, false };

    if (f->pattern == PATTERN_SOLID && f->ground != COLOUR_GRID)
        l.colour = COLOUR_WHITE;
    else if (f->pattern != PATTERN_SOLID)
        draw_rect(d, middle - width / 2 - 2, base - 6.6, width + 4, 8, &white, (struct stroke){ 0 })
            ->radius = 1;
    draw_text(d, middle, base, l, text);
}

static int64_t
total_of(const struct chart *c, size_t label)
{
    int64_t total = 0;

    for (size_t s = 0; s < c->series_count; s++)
        total += chart_share(c, s, label);
    return total;
}

static void
stack(struct drawing *d, const struct chart *c, const struct axis *axis, size_t l, double y,
      double left, double right)
{
    int64_t sum = 0;
    double from = left;

    for (size_t s = 0; s < c->series_count; s++) {
        int64_t share = chart_share(c, s, l);
        const char *text = chart_number(d->arena, share, c->decimals);
        double until = axis_place(axis, sum += share, left, right);

        if (!share)
            continue;
        draw_rect(d, from, y, until - from, 11.5, filling_of(c, s),
                  (struct stroke){ COLOUR_WHITE, 0.4, 0 });
        if (until - from >
            draw_width(text, LETTERS_SMALL) + (filling_of(c, s)->pattern == PATTERN_SOLID ? 3 : 8))
            inside(d, filling_of(c, s), (from + until) / 2, y + 8.35, text);
        from = until;
    }
    draw_text(d, from + 4, y + 8.35, (struct lettering){ LETTERS, COLOUR_INK, ANCHOR_START, true },
              chart_number(d->arena, sum, c->decimals));
}

void
chart_stacked(struct drawing *d, const struct chart *c)
{
    double margin = chart_margin(c);
    int64_t most = 0;
    struct axis axis;
    double top, bottom, right;

    for (size_t l = 0; l < c->count; l++)
        most = total_of(c, l) > most ? total_of(c, l) : most;
    axis = axis_make(0, most, 3);
    draw_begin(d, d->arena, c->width, 0);
    top = chart_legend(d, c, margin, 9) + 9;
    bottom = top + 16.5 * (double)c->count + 4;
    d->height = bottom + 14;
    right = c->width - draw_width(chart_number(d->arena, most, c->decimals), LETTERS) - 14;
    right = right > margin + 30 ? right : margin + 30;
    chart_scale(d, c, &axis, margin, right, top, bottom);
    for (size_t l = 0; l < c->count; l++) {
        double y = top + 4.5 + 16.5 * (double)l;

        chart_row_label(d, c, chart_label(c, l), margin - 5, y + 5.75, (int64_t)l == c->own);
        stack(d, c, &axis, l, y, margin, right);
    }
}

/* One bar that is the whole; each part's name, number and share stand below it. */
void
chart_shares(struct drawing *d, const struct chart *c)
{
    static const enum fill fills[] = { FILL_OWN, FILL_SECOND, FILL_THIRD, FILL_FOURTH };
    int64_t total = 0;
    double x = 2;
    double y = 40;

    for (size_t l = 0; l < c->count; l++)
        total += chart_share(c, 0, l);
    draw_begin(d, d->arena, c->width, 40 + 12 * (double)c->count);
    for (size_t l = 0; l < c->count; l++, y += 12) {
        int64_t share = chart_share(c, 0, l);
        const struct filling *f = &fillings[fills[l % 4]];
        double part = total ? (double)share / (double)total : 0;
        int64_t tenths = total ? (int64_t)(part * 1000 + 0.5) : 0;
        const char *number = chart_number(d->arena, share, c->decimals);
        const char *percent = arena_print(d->arena, "%s％", chart_number(d->arena, tenths, 1));

        if (share)
            draw_rect(d, x, 4, part * (c->width - 4), 20, f,
                      (struct stroke){ COLOUR_WHITE, 0.4, 0 });
        if (part * (c->width - 4) > draw_width(percent, LETTERS_SMALL) + 6)
            inside(d, f, x + part * (c->width - 4) / 2, 16.6, percent);
        x += part * (c->width - 4);
        draw_rect(d, 2, y - 6.5, 9, 7, f, (struct stroke){ f->edge, 0.5, 0 });
        draw_text(d, 15, y, (struct lettering){ LETTERS, COLOUR_TEXT, ANCHOR_START, false },
                  draw_cut(d->arena, chart_label(c, l), LETTERS, c->width - 100));
        draw_text(d, c->width - 2, y, (struct lettering){ LETTERS, COLOUR_INK, ANCHOR_END, true },
                  arena_print(d->arena, "%s%s（%s）", number, c->unit ? c->unit : "", percent));
    }
}

static void
column(struct drawing *d, const struct chart *c, const struct axis *axis, size_t l, double x,
       double width)
{
    int64_t sum = 0;
    int64_t urgent = 0;
    double from = 170;

    for (size_t s = 0; s < c->series_count; s++) {
        int64_t share = chart_share(c, s, l);
        double until = axis_place(axis, sum += share, 170, 24);

        if (c->series[s].fill == FILL_URGENT)
            urgent += share;
        if (share)
            draw_rect(d, x, until, width, from - until, filling_of(c, s),
                      (struct stroke){ COLOUR_WHITE, 0.3, 0 });
        from = until;
    }
    if (urgent && draw_width(chart_number(d->arena, urgent, c->decimals), 6.5) < width + 3)
        draw_text(d, x + width / 2, from - 3,
                  (struct lettering){ LETTERS_SMALL, COLOUR_URGENT, ANCHOR_MIDDLE, true },
                  chart_number(d->arena, urgent, c->decimals));
    if ((int64_t)l == c->own)
        draw_diamond(d, x + width / 2, 176, 4, COLOUR_WARN);
}

static void
bands(struct drawing *d, const struct chart *c, double left, double slot)
{
    int64_t from = 0;

    for (size_t b = 0; b < c->band_count; b++) {
        int64_t until = c->bands[b].until;
        double x, width;

        until = until > (int64_t)c->count ? (int64_t)c->count : until;
        if (until <= from)
            continue;
        x = left + slot * (double)from + 1;
        width = slot * (double)(until - from) - 2;
        draw_line(d, x, 183, x + width, 183, (struct stroke){ COLOUR_INK, 0.9, 0 });
        draw_text(d, x + width / 2, 193, (struct lettering){ 9, COLOUR_INK, ANCHOR_MIDDLE, true },
                  c->bands[b].title);
        draw_text(d, x + width / 2, 203,
                  (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_MIDDLE, false },
                  arena_print(d->arena, "%s団体", chart_number(d->arena, until - from, 0)));
        from = until;
    }
}

void
chart_distribution(struct drawing *d, const struct chart *c)
{
    int64_t most = 0;
    struct axis axis;
    double left = 24;
    double slot;
    bool named = true;

    for (size_t l = 0; l < c->count; l++)
        most = total_of(c, l) > most ? total_of(c, l) : most;
    axis = axis_make(0, most, 6);
    left = draw_width(chart_tick(d->arena, axis.most, c->decimals), LETTERS_SMALL) + 10;
    slot = (c->width - left - 2) / (double)c->count;
    for (size_t l = 0; l < c->count; l++)
        named = named && draw_width(chart_label(c, l), LETTERS_SMALL) < slot;
    draw_begin(d, d->arena, c->width, c->band_count ? 208 : named ? 192 : 184);
    for (int64_t tick = 0; tick <= axis.most; tick += axis.step) {
        double y = axis_place(&axis, tick, 170, 24);

        draw_line(d, left, y, c->width, y,
                  tick ? (struct stroke){ COLOUR_GRID, 0.5, 0 }
                       : (struct stroke){ COLOUR_INK, 0.7, 0 });
        draw_text(d, left - 4, y + 2.6,
                  (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_END, false },
                  chart_tick(d->arena, tick, c->decimals));
    }
    draw_text(d, 2, 11, (struct lettering){ LETTERS_SMALL, COLOUR_SUB, ANCHOR_START, false },
              c->unit);
    chart_legend(d, c, draw_width(c->unit, LETTERS_SMALL) + 30, 11);
    for (size_t l = 0; l < c->count; l++) {
        column(d, c, &axis, l, left + slot * (double)l + slot * 0.08, slot * 0.84);
        if (named && !c->band_count)
            draw_text(d, left + slot * ((double)l + 0.5), 186,
                      (struct lettering){ LETTERS_SMALL, COLOUR_TEXT, ANCHOR_MIDDLE,
                                          (int64_t)l == c->own },
                      chart_label(c, l));
    }
    bands(d, c, left, slot);
}
