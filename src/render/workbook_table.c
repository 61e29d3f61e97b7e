#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/colour.h"
#include "render/column_group.h"
#include "render/document_words.h"
#include "render/workbook.h"
#include "render/workbook_parts.h"

/* A letter of the standard width is about 1.9 mm; widths are tenths of a millimetre. */
static double
column_width(const struct document_column *column)
{
    double width = column->width ? column->width / 17.0 : 16;

    return width < 8 ? 8 : width > 80 ? 80 : width;
}

bool
book_table_apart(const struct node *node)
{
    return node->kind == NODE_TABLE &&
           (node->table->filtered || node->table->row_count > WORKBOOK_INLINE);
}

static void
see_widths(struct book_writer *w, const struct nodes *nodes, double *widths, size_t most);

static void
see_node(struct book_writer *w, const struct node *node, double *widths, size_t most)
{
    for (size_t i = 0; node->kind == NODE_COLUMNS && i < node->count; i++)
        see_widths(w, &node->columns[i], widths, most);
    if (node->kind == NODE_PAIRS || node->kind == NODE_FORM) {
        widths[0] = widths[0] > 20 ? widths[0] : 20;
        widths[1] = widths[1] > 30 ? widths[1] : 30;
    }
    if (node->kind != NODE_TABLE || book_table_apart(node))
        return;
    for (size_t i = 0; i < node->table->column_count && i < most; i++) {
        double width = column_width(&node->table->columns[i]);

        widths[i] = width > widths[i] ? width : widths[i];
    }
    if (node->table->column_count > w->width)
        w->width = node->table->column_count < most ? node->table->column_count : most;
}

static void
see_widths(struct book_writer *w, const struct nodes *nodes, double *widths, size_t most)
{
    for (const struct node *node = nodes->first; node; node = node->next)
        see_node(w, node, widths, most);
}

static void
set_widths(struct book_writer *w, const double *widths)
{
    double total = 0;

    for (size_t i = 0; i < w->width; i++) {
        worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
        total += widths[i];
    }
    w->letters = total * 5.2;
}

void
book_widths(struct book_writer *w, const struct node *from)
{
    enum { MOST = 40 };
    double widths[MOST];

    for (size_t i = 0; i < MOST; i++)
        widths[i] = 12;
    w->width = BOOK_LEAST_WIDTH;
    for (const struct node *node = from; node; node = node->next) {
        if (node->kind == NODE_SECTION && node->level == 1 && node != from)
            break;
        see_node(w, node, widths, MOST);
    }
    set_widths(w, widths);
}

/* --- tables ------------------------------------------------------------------------------ */

static void
write_groups(struct book_writer *w, const struct document_table *table, struct book_look look)
{
    size_t span;

    look.align = ALIGN_CENTRE + 1;
    for (size_t i = 0; i < table->column_count; i += span) {
        const char *group = table->columns[i].group;

        span = column_group_span(table, i);
        if (span > 1)
            worksheet_merge_range(w->sheet, w->row, (lxw_col_t)i, w->row, (lxw_col_t)(i + span - 1),
                                  book_clean(w, group), book_format(w, look));
        else
            book_text(w, w->row, i, group ? group : "", look);
    }
    w->row++;
}

static void
write_head(struct book_writer *w, const struct document_table *table)
{
    struct book_look look = { .bold = true,
                              .wrap = true,
                              .fill = COLOUR_TINT,
                              .above = LXW_BORDER_MEDIUM,
                              .below = LXW_BORDER_MEDIUM,
                              .grid = table->grid };

    if (column_groups_any(table))
        write_groups(w, table, look);
    for (size_t i = 0; i < table->column_count; i++) {
        look.align = (int)table->columns[i].align + 1;
        book_text(w, w->row, i, table->columns[i].title, look);
    }
    w->row++;
}

static void
write_rows(struct book_writer *w, const struct document_table *table)
{
    for (size_t i = 0; i < table->row_count; i++, w->row++) {
        const struct document_line *line = &table->rows[i];
        struct book_look look = { .wrap = true,
                                  .grid = table->grid,
                                  .below = LXW_BORDER_HAIR,
                                  .above = line->sum ? LXW_BORDER_THIN : 0,
                                  .bold = line->sum };

        for (size_t column = 0; column < table->column_count; column++) {
            look.align = (int)table->columns[column].align + 1;
            book_cell(w, w->row, column, &line->cells[column], look);
        }
    }
}

static const char *
caption_of(struct book_writer *w, const struct node *node)
{
    const char *caption = words_caption(w->arena, node->label, node->table->caption);

    return node->table->unit ? arena_print(w->arena, "%s　（単位：%s）", caption, node->table->unit)
                             : caption;
}

static void
write_table(struct book_writer *w, const struct node *node, bool apart)
{
    const struct document_table *table = node->table;
    lxw_row_t head, last;

    if (table->caption || table->unit)
        book_text(w, w->row++, 0, caption_of(w, node), (struct book_look){ .bold = true });
    head = w->row;
    write_head(w, table);
    if (apart) {
        worksheet_freeze_panes(w->sheet, w->row, 0);
        worksheet_repeat_rows(w->sheet, head, w->row - 1);
    }
    head = w->row - 1;
    write_rows(w, table);
    last = w->row - 1;
    for (size_t i = table->row_count; i > 0 && table->rows[i - 1].sum; i--)
        last--;
    if (apart && table->column_count)
        worksheet_autofilter(w->sheet, head, 0, last > head ? last : head,
                             (lxw_col_t)(table->column_count - 1));
    if (table->note)
        book_text(w, w->row++, 0, table->note, (struct book_look){ .size = 75, .ink = COLOUR_SUB });
    w->row++;
}

/* On a sheet of its own, after which the section goes on where it was. */
static void
write_apart(struct book_writer *w, const struct node *node)
{
    struct book_writer kept = *w;
    double *widths = NEW_ARRAY(w->arena, node->table->column_count + 1, double);
    const char *name;

    for (size_t i = 0; i < node->table->column_count; i++)
        widths[i] = column_width(&node->table->columns[i]);
    book_sheet(w, node->label ? node->label : node->table->caption ? node->table->caption : "一覧");
    w->width = node->table->column_count;
    set_widths(w, widths);
    write_table(w, node, true);
    name = w->sheet_name;
    kept.formats = w->formats;
    kept.name_count = w->name_count;
    *w = kept;
    book_line(w, arena_print(w->arena, "%sは、シート「%s」にあります。", caption_of(w, node), name),
              (struct book_look){ 0 });
    w->row++;
}

void
book_table(struct book_writer *w, const struct node *node)
{
    if (book_table_apart(node) && w->name_count < BOOK_MOST_SHEETS)
        write_apart(w, node);
    else
        write_table(w, node, false);
}

void
book_pairs(struct book_writer *w, const struct node *node)
{
    struct book_look label = { .bold = true, .fill = COLOUR_TINT, .grid = true, .wrap = true };
    struct book_look value = { .grid = true, .wrap = true, .align = ALIGN_LEFT + 1 };

    for (size_t i = 0; i < node->count; i++, w->row++) {
        book_text(w, w->row, 0, node->pairs[i].label, label);
        book_cell(w, w->row, 1, &node->pairs[i].value, value);
    }
    w->row++;
}

void
book_keyfigures(struct book_writer *w, const struct node *node)
{
    struct book_look label = { .size = 80, .ink = COLOUR_SUB, .fill = COLOUR_KEYTINT };
    struct book_look value = { .size = 160,
                               .bold = true,
                               .ink = COLOUR_KEY,
                               .fill = COLOUR_KEYTINT,
                               .align = ALIGN_LEFT + 1 };

    worksheet_set_row(w->sheet, w->row + 1, 26, NULL);
    for (size_t i = 0; i < node->count; i++) {
        const struct keyfigure *key = &node->keyfigures[i];

        label.wrap = true;
        book_text(w, w->row, i, key->label, label);
        book_cell(w, w->row + 1, i, &key->value, value);
        book_text(w, w->row + 2, i, key->remark ? key->remark : "", label);
    }
    w->row += 4;
}

void
book_approvals(struct book_writer *w, const struct node *node)
{
    struct book_look look = { .grid = true, .align = ALIGN_CENTRE + 1, .wrap = true };

    book_text(w, w->row++, 0, "決裁", (struct book_look){ .bold = true });
    for (size_t i = 0; i < node->count; i++) {
        const struct stamp *stamp = &node->stamps[i];

        look.fill = COLOUR_TINT;
        book_text(w, w->row, i, stamp->role, look);
        look.fill = 0;
        if (stamp->open) {
            book_text(w, w->row + 1, i, "回議中", look);
            continue;
        }
        book_text(w, w->row + 1, i,
                  arena_print(w->arena, "%s\n%s\n%s%s", stamp->act,
                              words_seal_date(w->arena, stamp->date), stamp->name,
                              stamp->version
                                  ? arena_print(w->arena, "\n第%lld版", (long long)stamp->version)
                                  : ""),
                  look);
    }
    worksheet_set_row(w->sheet, w->row + 1, 68, NULL);
    w->row += 3;
}

void
book_form(struct book_writer *w, const struct node *node)
{
    struct book_look label = { .bold = true, .fill = COLOUR_TINT, .grid = true, .wrap = true };
    struct book_look blank = { .grid = true, .wrap = true, .unlocked = true, .top = true };

    w->has_form = true;
    if (node->title)
        book_line(w, node->title, (struct book_look){ .bold = true });
    for (size_t i = 0; i < node->count; i++, w->row++) {
        const struct blank *it = &node->blanks[i];

        worksheet_set_row(w->sheet, w->row, 18.0 * (it->lines > 1 ? it->lines : 1), NULL);
        book_text(w, w->row, 0, it->label, label);
        worksheet_merge_range(w->sheet, w->row, 1, w->row, (lxw_col_t)(w->width - 1),
                              book_clean(w, it->value), book_format(w, blank));
    }
    w->row++;
}

/* What a calculation may say: operands, functions by name, nothing that reaches elsewhere. */
static bool
is_plain_formula(const char *formula)
{
    return formula && *formula &&
           strspn(formula, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,()+-*/ ") == strlen(formula);
}

void
book_calculation(struct book_writer *w, const struct node *node)
{
    struct book_look words = { .wrap = true };
    struct book_look result = { .number = "#,##0\"円\";\"−\"#,##0\"円\"",
                                .align = ALIGN_RIGHT + 1 };

    book_line(w, node->title ? node->title : "計算の根拠", (struct book_look){ .bold = true });
    for (size_t i = 0; i < node->count; i++, w->row++) {
        const struct calculation_step *step = &node->steps[i];
        lxw_col_t last = (lxw_col_t)(w->width - 1);

        book_text(w, w->row, 0, step->label ? step->label : "・", words);
        worksheet_merge_range(w->sheet, w->row, 1, w->row, (lxw_col_t)(last - 1),
                              book_clean(w, step->words), book_format(w, words));
        worksheet_set_row(w->sheet, w->row, 34, NULL);
        if (is_plain_formula(step->formula))
            worksheet_write_formula_num(w->sheet, w->row, last,
                                        arena_print(w->arena, "=%s", step->formula),
                                        book_format(w, result), (double)step->result.yen);
        else
            book_cell(
                w, w->row, last,
                &(struct figure){ .kind = FIGURE_YEN, .number = step->result.yen, .unit = "円" },
                result);
    }
    w->row++;
}
