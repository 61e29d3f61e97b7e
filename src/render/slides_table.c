#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/colour.h"
#include "render/column_group.h"
#include "render/document_words.h"
#include "render/fit.h"
#include "render/markup.h"
#include "render/slides.h"
#include "render/slides_parts.h"

enum { CELL_SIDES = 8, CELL_ENDS = 8 };

static double
letters_of(const struct slide_grid *grid)
{
    return grid->columns > 6 ? 10 : 12;
}

static double
total_of(const struct slide_grid *grid)
{
    double total = 0;

    for (size_t i = 0; i < grid->columns; i++)
        total += grid->widths[i];
    return total > 0 ? total : 1;
}

static double
row_height(const struct slide_grid *grid, size_t row)
{
    double size = letters_of(grid), most = 0;

    for (size_t i = 0; i < grid->columns; i++) {
        const struct slide_cell *cell = &grid->cells[row * grid->columns + i];
        double width = grid->widths[i] / total_of(grid) * SLIDE_WIDTH - CELL_SIDES;
        size_t used;

        if (cell->span > 1)
            continue;
        (void)fit_lines(cell->text ? cell->text : "", size, width > size ? width : size, SIZE_MAX,
                        &used);
        most = (double)used > most ? (double)used : most;
    }
    return (most > 1 ? most : 1) * size * 1.4 + CELL_ENDS;
}

static void
write_line(struct slide_writer *w, const char *tag, int colour, int width)
{
    if (width)
        buffer_print(w->out,
                     "<a:%s w=\"%d\"><a:solidFill><a:srgbClr val=\"%06X\"/></a:solidFill></a:%s>",
                     tag, width, (unsigned)colour, tag);
    else
        buffer_print(w->out, "<a:%s w=\"0\"><a:noFill/></a:%s>", tag, tag);
}

static void
write_cell(struct slide_writer *w, const struct slide_grid *grid, const struct slide_cell *cell,
           size_t covered)
{
    buffer_text(w->out, "<a:tc");
    if (cell->span > 1)
        buffer_print(w->out, " gridSpan=\"%zu\"", cell->span);
    if (covered)
        buffer_text(w->out, " hMerge=\"1\"");
    buffer_text(w->out, "><a:txBody><a:bodyPr/><a:lstStyle/>");
    slide_paragraph(
        w, w->out, covered ? "" : cell->text,
        (struct slide_look){
            .size = letters_of(grid), .bold = cell->bold, .ink = cell->ink, .align = cell->align });
    buffer_text(w->out, "</a:txBody><a:tcPr marL=\"50800\" marR=\"50800\" marT=\"38100\""
                        " marB=\"38100\" anchor=\"ctr\">");
    write_line(w, "lnL", 0, 0);
    write_line(w, "lnR", 0, 0);
    write_line(w, "lnT", COLOUR_HAIR, 6350);
    write_line(w, "lnB", COLOUR_HAIR, 6350);
    if (cell->fill)
        buffer_print(w->out, "<a:solidFill><a:srgbClr val=\"%06X\"/></a:solidFill>",
                     (unsigned)cell->fill);
    else
        buffer_text(w->out, "<a:noFill/>");
    buffer_text(w->out, "</a:tcPr></a:tc>");
}

static void
write_row(struct slide_writer *w, const struct slide_grid *grid, size_t row)
{
    size_t covered = 0;

    buffer_print(w->out, "<a:tr h=\"%lld\">", (long long)(row_height(grid, row) * SLIDE_EMU));
    for (size_t i = 0; i < grid->columns; i++) {
        const struct slide_cell *cell = &grid->cells[row * grid->columns + i];

        write_cell(w, grid, cell, covered);
        if (covered)
            covered--;
        else if (cell->span > 1)
            covered = cell->span - 1;
    }
    buffer_text(w->out, "</a:tr>\n");
}

static void
write_part(struct slide_writer *w, const struct slide_grid *grid, size_t from, size_t until)
{
    double height = 0;

    for (size_t i = 0; i < grid->heads; i++)
        height += row_height(grid, i);
    for (size_t i = from; i < until; i++)
        height += row_height(grid, i);
    buffer_print(w->out,
                 "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"%d\" name=\"表 %d\"/>"
                 "<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr>"
                 "<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"%lld\" y=\"%lld\"/>"
                 "<a:ext cx=\"%lld\" cy=\"%lld\"/></p:xfrm><a:graphic><a:graphicData"
                 " uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>"
                 "<a:tblPr firstRow=\"1\"/><a:tblGrid>",
                 w->ids + 1, w->ids + 1, (long long)SLIDE_LEFT * SLIDE_EMU,
                 (long long)(w->y * SLIDE_EMU), (long long)SLIDE_WIDTH * SLIDE_EMU,
                 (long long)(height * SLIDE_EMU));
    w->ids++;
    for (size_t i = 0; i < grid->columns; i++)
        buffer_print(w->out, "<a:gridCol w=\"%lld\"/>",
                     (long long)(grid->widths[i] / total_of(grid) * SLIDE_WIDTH * SLIDE_EMU));
    buffer_text(w->out, "</a:tblGrid>\n");
    for (size_t i = 0; i < grid->heads; i++)
        write_row(w, grid, i);
    for (size_t i = from; i < until; i++)
        write_row(w, grid, i);
    buffer_text(w->out, "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>\n");
    w->y += height + 10;
}

void
slide_grid(struct slide_writer *w, const struct slide_grid *grid)
{
    double heads = 0;

    slide_flush(w);
    for (size_t i = 0; i < grid->heads; i++)
        heads += row_height(grid, i);
    for (size_t from = grid->heads, until; from < grid->rows; from = until) {
        double height = heads;

        for (until = from; until < grid->rows; until++) {
            height += row_height(grid, until);
            /* A row higher than a slide stands alone and runs over its end. */
            if (w->y + height > SLIDE_BOTTOM && (until > from || !slide_is_fresh(w)))
                break;
        }
        if (until > from)
            write_part(w, grid, from, until);
        if (until < grid->rows)
            slide_next(w);
    }
    if (grid->rows == grid->heads && grid->rows)
        write_part(w, grid, grid->heads, grid->heads);
}

/* --- nodes as grids ---------------------------------------------------------------------- */

static struct slide_cell
figure_cell(struct slide_writer *w, const struct figure *f, enum align align, bool strong)
{
    static const int fills[MARK_TONES] = {
        [MARK_TONE_URGENT] = COLOUR_URGENT,    [MARK_TONE_HIGH] = COLOUR_PEACH,
        [MARK_TONE_MIDDLE] = COLOUR_YELLOW,    [MARK_TONE_LOW] = COLOUR_LIGHT,
        [MARK_TONE_INFORMATION] = COLOUR_GRID, [MARK_TONE_PLAIN] = 0,
    };
    struct slide_cell cell = { .text = f->kind == FIGURE_SPARK ? f->chart->alternative
                                                               : figure_print(w->arena, f),
                               .align = align,
                               .bold = strong || f->strong || f->kind == FIGURE_MARK };

    if (f->kind == FIGURE_MARK) {
        cell.fill = fills[f->mark];
        cell.ink = f->mark == MARK_TONE_URGENT ? COLOUR_WHITE : COLOUR_INK;
    }
    return cell;
}

static size_t
fill_heads(const struct document_table *table, struct slide_cell *cells)
{
    size_t heads = column_groups_any(table) ? 2 : 1, span;

    for (size_t i = 0; heads == 2 && i < table->column_count; i += span) {
        span = column_group_span(table, i);
        cells[i] = (struct slide_cell){ .text = table->columns[i].group,
                                        .span = span,
                                        .fill = COLOUR_TINT,
                                        .align = ALIGN_CENTRE,
                                        .bold = true };
    }
    for (size_t i = 0; i < table->column_count; i++)
        cells[(heads - 1) * table->column_count + i] =
            (struct slide_cell){ .text = table->columns[i].title,
                                 .fill = COLOUR_TINT,
                                 .align = table->columns[i].align,
                                 .bold = true };
    return heads;
}

static void
write_native(struct slide_writer *w, const struct document_table *table)
{
    size_t columns = table->column_count;
    struct slide_cell *cells =
        NEW_ARRAY(w->arena, columns * (table->row_count + 2), struct slide_cell);
    double *widths = NEW_ARRAY(w->arena, columns, double);
    struct slide_grid grid = { .cells = cells, .widths = widths, .columns = columns };

    grid.heads = fill_heads(table, cells);
    grid.rows = grid.heads + table->row_count;
    for (size_t i = 0; i < columns; i++)
        widths[i] = table->columns[i].width > 0 ? table->columns[i].width : 260;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t i = 0; i < columns; i++)
            cells[(grid.heads + r) * columns + i] = figure_cell(
                w, &table->rows[r].cells[i], table->columns[i].align, table->rows[r].sum);
    slide_grid(w, &grid);
}

void
slide_table(struct slide_writer *w, const struct node *node)
{
    const struct document_table *table = node->table;
    const char *caption = words_caption(w->arena, node->label, table->caption);

    if (table->row_count > SLIDES_TABLE_ROWS || table->column_count > SLIDES_TABLE_COLUMNS ||
        !table->column_count) {
        slide_text(w,
                   arena_print(w->arena, "%s（%zu行）は、PDF・Word・Excelの同じ文書にあります。",
                               *caption ? caption : "表", table->row_count),
                   (struct slide_look){ .size = 13 });
        return;
    }
    if (w->y > SLIDE_BOTTOM - 110)
        slide_next(w);
    if (*caption || table->unit)
        slide_text(w,
                   table->unit ? arena_print(w->arena, "%s　（単位：%s）", caption, table->unit)
                               : caption,
                   (struct slide_look){ .size = 12, .bold = true });
    write_native(w, table);
    if (table->note)
        slide_text(w, table->note, (struct slide_look){ .size = 11, .ink = COLOUR_SUB });
}

void
slide_pairs(struct slide_writer *w, const struct node *node)
{
    static const double widths[] = { 25, 75 };
    struct slide_cell *cells = NEW_ARRAY(w->arena, node->count * 2, struct slide_cell);
    struct slide_grid grid = {
        .cells = cells, .widths = widths, .rows = node->count, .columns = 2
    };

    for (size_t i = 0; i < node->count; i++) {
        cells[i * 2] =
            (struct slide_cell){ .text = node->pairs[i].label, .fill = COLOUR_TINT, .bold = true };
        cells[i * 2 + 1] = figure_cell(w, &node->pairs[i].value, ALIGN_LEFT, false);
    }
    slide_grid(w, &grid);
}

void
slide_form(struct slide_writer *w, const struct node *node)
{
    static const double widths[] = { 25, 75 };
    struct slide_cell *cells = NEW_ARRAY(w->arena, node->count * 2, struct slide_cell);
    struct slide_grid grid = {
        .cells = cells, .widths = widths, .rows = node->count, .columns = 2
    };

    if (node->title)
        slide_text(w, node->title, (struct slide_look){ .bold = true });
    for (size_t i = 0; i < node->count; i++) {
        cells[i * 2] =
            (struct slide_cell){ .text = node->blanks[i].label, .fill = COLOUR_TINT, .bold = true };
        cells[i * 2 + 1] = (struct slide_cell){ .text = node->blanks[i].value };
    }
    slide_grid(w, &grid);
}
