#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/colour.h"
#include "render/document_words.h"
#include "render/draw.h"
#include "render/paint.h"
#include "render/workbook_parts.h"

enum { PIXELS_A_ROW = 20, PIXELS_AN_INCH = 96, POINTS_AN_INCH = 72 };

static struct figure
value_at(const struct chart *c, size_t series, size_t label)
{
    int64_t value = c->series[series].values[label];

    if (value == CHART_GAP)
        return (struct figure){ .kind = FIGURE_EMPTY };
    return (struct figure){ .kind = FIGURE_NUMBER, .number = value, .decimals = c->decimals };
}

static void
write_series(struct book_writer *w, const struct chart *c)
{
    struct book_look head = { .bold = true, .fill = COLOUR_TINT, .wrap = true };

    book_text(w, 0, 0, c->unit ? arena_print(w->arena, "（単位：%s）", c->unit) : "", head);
    for (size_t s = 0; s < c->series_count; s++)
        book_text(w, 0, s + 1, c->series[s].title ? c->series[s].title : "", head);
    if (c->has_target)
        book_text(w, 0, c->series_count + 1, c->target_label ? c->target_label : "目標", head);
    for (size_t l = 0; l < c->count; l++) {
        book_text(w, (lxw_row_t)l + 1, 0, c->labels[l] ? c->labels[l] : "",
                  (struct book_look){ 0 });
        for (size_t s = 0; s < c->series_count; s++) {
            struct figure value = value_at(c, s, l);

            if (value.kind != FIGURE_EMPTY)
                book_cell(w, (lxw_row_t)l + 1, s + 1, &value, (struct book_look){ 0 });
        }
        if (c->has_target)
            book_cell(w, (lxw_row_t)l + 1, c->series_count + 1,
                      &(struct figure){
                          .kind = FIGURE_NUMBER, .number = c->target, .decimals = c->decimals },
                      (struct book_look){ 0 });
    }
}

static void
write_boxes(struct book_writer *w, const struct diagram *g)
{
    static const char *const heads[] = {
        "名称",         "内容",       "区分",         "予定の始め",
        "予定の終わり", "実績の始め", "実績の終わり", "進み（％）"
    };
    struct book_look head = { .bold = true, .fill = COLOUR_TINT };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (i < 3 || g->kind == DIAGRAM_GANTT)
            book_text(w, 0, i, heads[i], head);
    for (size_t i = 0; i < g->count; i++) {
        const struct diagram_node *n = &g->nodes[i];
        const struct date dates[] = { n->planned_from, n->planned_until, n->actual_from,
                                      n->actual_until };
        struct buffer detail = { .arena = w->arena };
        lxw_row_t row = (lxw_row_t)i + 1;

        for (size_t k = 0; k < n->detail_count; k++)
            buffer_print(&detail, "%s%s", k ? "、" : "", n->detail[k]);
        book_text(w, row, 0, n->title ? n->title : "", (struct book_look){ 0 });
        book_text(w, row, 1, buffer_string(&detail), (struct book_look){ 0 });
        book_text(w, row, 2, n->group ? n->group : "", (struct book_look){ 0 });
        for (size_t k = 0; g->kind == DIAGRAM_GANTT && k < 4; k++) {
            struct figure day = figure_date(dates[k], DAY_NARROW);

            book_cell(w, row, k + 3, &day, (struct book_look){ 0 });
        }
        if (g->kind == DIAGRAM_GANTT)
            book_cell(w, row, 7, &(struct figure){ .kind = FIGURE_NUMBER, .number = n->progress },
                      (struct book_look){ 0 });
    }
}

/* The numbers of a picture on a sheet of their own, named after it. */
static const char *
write_data(struct book_writer *w, const struct node *node)
{
    struct book_writer kept = *w;
    const char *name;

    book_sheet(w, arena_print(w->arena, "%sの値", node->label ? node->label : "図"));
    name = w->sheet_name;
    worksheet_set_column(w->sheet, 0, 0, 24, NULL);
    worksheet_set_column(w->sheet, 1, 8, 16, NULL);
    worksheet_freeze_panes(w->sheet, 1, 1);
    if (node->chart)
        write_series(w, node->chart);
    else
        write_boxes(w, node->diagram);
    kept.formats = w->formats;
    kept.name_count = w->name_count;
    *w = kept;
    return name;
}

static int
native_type(const struct chart *c)
{
    if (c->kind == CHART_BAR)
        return LXW_CHART_COLUMN;
    if (c->kind == CHART_STACKED)
        return LXW_CHART_COLUMN_STACKED;
    return c->kind == CHART_LINE ? LXW_CHART_LINE : LXW_CHART_NONE;
}

static void
fill_series(lxw_chart_series *series, enum fill fill, bool line)
{
    static const uint8_t patterns[PATTERNS] = {
        [PATTERN_HATCH] = LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL,
        [PATTERN_LINES] = LXW_CHART_PATTERN_DARK_HORIZONTAL,
        [PATTERN_DOTS] = LXW_CHART_PATTERN_PERCENT_20,
    };
    const struct filling *f = &fillings[(unsigned)fill % FILLS];

    if (line) {
        lxw_chart_line stroke = { .color = (lxw_color_t)f->edge, .width = 1.75F };

        if (fill != FILL_OWN)
            stroke.dash_type = LXW_CHART_LINE_DASH_DASH;
        chart_series_set_line(series, &stroke);
    } else if (f->pattern == PATTERN_SOLID) {
        lxw_chart_fill solid = { .color = (lxw_color_t)f->ground };

        chart_series_set_fill(series, &solid);
    } else {
        lxw_chart_pattern pattern = { .fg_color = (lxw_color_t)f->mark,
                                      .bg_color = (lxw_color_t)f->ground,
                                      .type = patterns[f->pattern] };

        chart_series_set_pattern(series, &pattern);
    }
}

static void
add_series(lxw_chart *chart, const struct chart *c, const char *sheet, size_t column,
           const char *title, enum fill fill)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    bool target = column > c->series_count;

    chart_series_set_categories(series, sheet, 1, 0, (lxw_row_t)c->count, 0);
    chart_series_set_values(series, sheet, 1, (lxw_col_t)column, (lxw_row_t)c->count,
                            (lxw_col_t)column);
    if (title && *title)
        chart_series_set_name_range(series, sheet, 0, (lxw_col_t)column);
    fill_series(series, fill, c->kind == CHART_LINE);
    if (!target)
        chart_series_set_labels(series);
}

static void
write_native(struct book_writer *w, const struct chart *c, const char *sheet)
{
    lxw_chart *chart = workbook_add_chart(w->book, (uint8_t)native_type(c));
    lxw_chart_options options = { .description = (char *)book_clean(w, c->alternative) };
    double wide = (c->width ? c->width : 468) * (double)PIXELS_AN_INCH / POINTS_AN_INCH;

    for (size_t s = 0; s < c->series_count; s++)
        add_series(chart, c, sheet, s + 1, c->series[s].title, c->series[s].fill);
    if (c->has_target && c->kind == CHART_LINE)
        add_series(chart, c, sheet, c->series_count + 1, c->target_label ? c->target_label : "目標",
                   FILL_TARGET);
    if (c->kind == CHART_LINE)
        chart_axis_set_min(chart->y_axis, (double)c->least);
    chart_title_off(chart);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    options.x_scale = wide / 480;
    worksheet_insert_chart_opt(w->sheet, w->row, 0, chart, &options);
    w->row += 288 / PIXELS_A_ROW + 2;
}

static bool
write_picture(struct book_writer *w, const struct node *node, const char **why)
{
    double scale = (double)PIXELS_AN_INCH / PAINT_DPI;
    struct buffer png = { .arena = w->arena };
    lxw_image_options options = { .x_scale = scale, .y_scale = scale };
    struct drawing drawing;

    if (node->chart)
        chart_draw(w->arena, node->chart, &drawing);
    else
        diagram_draw(w->arena, node->diagram, &drawing);
    if (!drawing_png(&drawing, PAINT_DPI, &png, why))
        return false;
    options.description = (char *)book_clean(w, drawing.alternative);
    worksheet_insert_image_buffer_opt(
        w->sheet, w->row, 0, (const unsigned char *)buffer_string(&png), png.length, &options);
    w->row += (lxw_row_t)(drawing.height * PIXELS_AN_INCH / POINTS_AN_INCH / PIXELS_A_ROW) + 2;
    return true;
}

bool
book_chart(struct book_writer *w, const struct node *node, const char **why)
{
    const struct chart *chart = node->chart;
    const char *caption = chart ? chart->caption : node->diagram->caption;
    const char *sheet = w->name_count < BOOK_MOST_SHEETS ? write_data(w, node) : NULL;

    if (chart && chart->say)
        book_line(w, chart->say, (struct book_look){ .bold = true, .ink = COLOUR_KEY });
    if (sheet && chart && chart->count && chart->series_count && native_type(chart))
        write_native(w, chart, sheet);
    else if (!write_picture(w, node, why))
        return false;
    if (caption)
        book_line(w, words_caption(w->arena, node->label, caption),
                  (struct book_look){ .bold = true, .size = 85 });
    if (sheet)
        book_line(w, arena_print(w->arena, "値は、シート「%s」にあります。", sheet),
                  (struct book_look){ .size = 75, .ink = COLOUR_SUB });
    if (chart && chart->note)
        book_line(w, chart->note, (struct book_look){ .size = 75, .ink = COLOUR_SUB });
    w->row++;
    return true;
}
