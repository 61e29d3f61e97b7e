#include <string.h>

#include "base/arena.h"
#include "render/column_group.h"
#include "render/document_words.h"
#include "render/markup.h"
#include "render/word_parts.h"

/* 1 mm is 56.69 twentieths of a point; widths of columns are tenths of a millimetre. */
static int
twips(int tenths)
{
    return tenths * 5669 / 1000;
}

static const char *const alignments[ALIGNS] = {
    [ALIGN_LEFT] = "left", [ALIGN_RIGHT] = "right", [ALIGN_CENTRE] = "center"
};

static void
begin_table(struct word_writer *w, const char *style, int width)
{
    markup_print(w->out,
                 "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
                 "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\""
                 " w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\""
                 " w:noVBand=\"1\"/></w:tblPr>\n",
                 style, width);
}

static void
write_grid(struct word_writer *w, const int *widths, size_t count)
{
    buffer_text(w->out, "<w:tblGrid>");
    for (size_t i = 0; i < count; i++)
        markup_print(w->out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buffer_text(w->out, "</w:tblGrid>\n");
}

static void
begin_row(struct word_writer *w, bool head)
{
    buffer_text(w->out, "<w:tr><w:trPr><w:cantSplit/>");
    if (head)
        buffer_text(w->out, "<w:tblHeader/>");
    buffer_text(w->out, "</w:trPr>");
}

static void
end_row(struct word_writer *w)
{
    buffer_text(w->out, "</w:tr>\n");
}

/* `merge` is "restart", "continue" or NULL: down over the two rows of a head. */
static void
begin_cell(struct word_writer *w, int width, size_t span, const char *merge)
{
    markup_print(w->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        markup_print(w->out, "<w:gridSpan w:val=\"%zu\"/>", span);
    if (merge)
        markup_print(w->out, "<w:vMerge w:val=\"%s\"/>", merge);
    buffer_text(w->out, "</w:tcPr>");
}

static void
end_cell(struct word_writer *w)
{
    buffer_text(w->out, "</w:tc>");
}

static void
begin_paragraph(struct word_writer *w, const char *style, enum align align)
{
    markup_print(w->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/><w:jc w:val=\"%s\"/></w:pPr>", style,
                 alignments[align]);
}

static void
text_cell(struct word_writer *w, int width, const char *style, enum align align, const char *text)
{
    begin_cell(w, width, 1, NULL);
    begin_paragraph(w, style, align);
    word_run(w, &(struct run){ text ? text : "", NULL, TONE_PLAIN });
    word_paragraph_end(w);
    end_cell(w);
}

/* The box of a mark: shaded letters, the word keeps the meaning in grey print. */
static void
write_mark(struct word_writer *w, const struct figure *f)
{
    static const char *const styles[MARK_TONES] = {
        [MARK_TONE_URGENT] = "MarkUrgent",           [MARK_TONE_HIGH] = "MarkHigh",
        [MARK_TONE_MIDDLE] = "MarkMiddle",           [MARK_TONE_LOW] = "MarkLow",
        [MARK_TONE_INFORMATION] = "MarkInformation", [MARK_TONE_PLAIN] = "Strong",
    };

    markup_print(w->out,
                 "<w:r><w:rPr><w:rStyle w:val=\"%s\"/></w:rPr><w:t xml:space=\"preserve\"> %s "
                 "</w:t></w:r>",
                 styles[f->mark], figure_print(w->arena, f));
}

static void
write_figure(struct word_writer *w, const struct figure *f, bool strong)
{
    const char *why;

    if (f->kind == FIGURE_MARK)
        write_mark(w, f);
    else if (f->kind == FIGURE_SPARK)
        (void)word_picture(w, f->chart, NULL, &why);
    else if (f->kind == FIGURE_TEXT && !strong)
        word_runs(w, &f->text);
    else
        word_run(
            w, &(struct run){ figure_print(w->arena, f), NULL, strong ? TONE_STRONG : TONE_PLAIN });
}

/* Columns without a width share what the others leave. */
static int *
column_widths(struct word_writer *w, const struct document_table *table)
{
    int *widths = NEW_ARRAY(w->arena, table->column_count, int);
    int left = word_width(w->paper), open = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        widths[i] = twips(table->columns[i].width);
        left -= widths[i];
        open += widths[i] == 0;
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (!widths[i])
            widths[i] = left / open > twips(80) ? left / open : twips(80);
    return widths;
}

static void
head_cell(struct word_writer *w, int width, size_t span, const char *merge, enum align align,
          const char *text)
{
    begin_cell(w, width, span, merge);
    begin_paragraph(w, "TableHead", align);
    word_run(w, &(struct run){ text, NULL, TONE_PLAIN });
    word_paragraph_end(w);
    end_cell(w);
}

static void
write_groups(struct word_writer *w, const struct document_table *table, const int *widths)
{
    size_t span;

    begin_row(w, true);
    for (size_t i = 0; i < table->column_count; i += span) {
        const struct document_column *column = &table->columns[i];
        int width = widths[i];

        span = column_group_span(table, i);
        for (size_t k = 1; k < span; k++)
            width += widths[i + k];
        head_cell(w, width, span, column->group ? NULL : "restart",
                  column->group ? ALIGN_CENTRE : column->align,
                  column->group ? column->group : column->title);
    }
    end_row(w);
}

static void
write_head(struct word_writer *w, const struct document_table *table, const int *widths)
{
    bool grouped = column_groups_any(table);

    if (grouped)
        write_groups(w, table, widths);
    begin_row(w, true);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct document_column *column = &table->columns[i];
        bool below = grouped && !column->group;

        head_cell(w, widths[i], 1, below ? "continue" : NULL, column->align,
                  below ? "" : column->title);
    }
    end_row(w);
}

static void
write_row(struct word_writer *w, const struct document_table *table,
          const struct document_line *row, const int *widths)
{
    begin_row(w, false);
    for (size_t i = 0; i < table->column_count; i++) {
        begin_cell(w, widths[i], 1, NULL);
        begin_paragraph(w, table->small ? "TableSmall" : "TableText", table->columns[i].align);
        write_figure(w, &row->cells[i], row->sum || row->cells[i].strong);
        word_paragraph_end(w);
        end_cell(w);
    }
    end_row(w);
}

void
word_table(struct word_writer *w, const struct node *node)
{
    const struct document_table *table = node->table;
    const int *widths = column_widths(w, table);

    if (table->caption || table->unit)
        word_paragraph(w, "Caption",
                       arena_print(w->arena, table->unit ? "%s\t単位：%s" : "%s",
                                   words_caption(w->arena, node->label, table->caption),
                                   table->unit ? table->unit : ""));
    begin_table(w, table->grid ? "GridTable" : "RuleTable", word_width(w->paper));
    write_grid(w, widths, table->column_count);
    write_head(w, table, widths);
    for (size_t i = 0; i < table->row_count; i++)
        write_row(w, table, &table->rows[i], widths);
    buffer_text(w->out, "</w:tbl>\n");
    word_paragraph(w, "Note", table->note);
}

void
word_pairs(struct word_writer *w, const struct node *node)
{
    int widths[2] = { twips(300), word_width(w->paper) - twips(300) };

    begin_table(w, "PairTable", word_width(w->paper));
    write_grid(w, widths, 2);
    for (size_t i = 0; i < node->count; i++) {
        begin_row(w, false);
        text_cell(w, widths[0], "TableHead", ALIGN_LEFT, node->pairs[i].label);
        begin_cell(w, widths[1], 1, NULL);
        begin_paragraph(w, "TableText", ALIGN_LEFT);
        write_figure(w, &node->pairs[i].value, node->pairs[i].value.strong);
        word_paragraph_end(w);
        end_cell(w);
        end_row(w);
    }
    buffer_text(w->out, "</w:tbl>\n");
    word_paragraph(w, "Note", NULL);
}

void
word_keyfigures(struct word_writer *w, const struct node *node)
{
    int width = node->count ? word_width(w->paper) / (int)node->count : 0;
    int *widths = NEW_ARRAY(w->arena, node->count + 1, int);

    for (size_t i = 0; i < node->count; i++)
        widths[i] = width;
    begin_table(w, "KeyTable", word_width(w->paper));
    write_grid(w, widths, node->count);
    begin_row(w, false);
    for (size_t i = 0; i < node->count; i++) {
        const struct keyfigure *key = &node->keyfigures[i];

        begin_cell(w, width, 1, NULL);
        word_paragraph(w, "KeyLabel", key->label);
        word_paragraph(w, "KeyValue", figure_print(w->arena, &key->value));
        word_paragraph(w, "KeyLabel", key->remark);
        end_cell(w);
    }
    end_row(w);
    buffer_text(w->out, "</w:tbl>\n");
    word_paragraph(w, "Note", NULL);
}

static void
write_stamp(struct word_writer *w, int width, const struct stamp *stamp)
{
    begin_cell(w, width, 1, NULL);
    if (stamp->open) {
        word_paragraph(w, "Stamp", "回議中");
        end_cell(w);
        return;
    }
    word_paragraph(w, "Seal", stamp->act);
    word_paragraph(w, "Seal", words_seal_date(w->arena, stamp->date));
    word_paragraph(w, "Seal", stamp->name);
    if (stamp->version)
        word_paragraph(w, "Stamp", arena_print(w->arena, "第%lld版", (long long)stamp->version));
    end_cell(w);
}

void
word_approvals(struct word_writer *w, const struct node *node)
{
    int width = twips(190);
    int *widths = NEW_ARRAY(w->arena, node->count + 1, int);

    for (size_t i = 0; i < node->count; i++)
        widths[i] = width;
    word_paragraph(w, "Right", "決裁");
    begin_table(w, "ApprovalTable", width * (int)node->count);
    write_grid(w, widths, node->count);
    begin_row(w, false);
    for (size_t i = 0; i < node->count; i++)
        text_cell(w, width, "Stamp", ALIGN_CENTRE, node->stamps[i].role);
    end_row(w);
    begin_row(w, false);
    for (size_t i = 0; i < node->count; i++)
        write_stamp(w, width, &node->stamps[i]);
    end_row(w);
    buffer_text(w->out, "</w:tbl>\n");
    word_paragraph(w, "Note", NULL);
}

/* A field that Word lets the reader fill in. */
void
word_form(struct word_writer *w, const struct node *node)
{
    int widths[2] = { twips(300), word_width(w->paper) - twips(300) };

    if (node->title)
        word_paragraph(w, "Caption", node->title);
    begin_table(w, "GridTable", word_width(w->paper));
    write_grid(w, widths, 2);
    for (size_t i = 0; i < node->count; i++) {
        const struct blank *blank = &node->blanks[i];

        begin_row(w, false);
        text_cell(w, widths[0], "TableHead", ALIGN_LEFT, blank->label);
        begin_cell(w, widths[1], 1, NULL);
        markup_print(w->out,
                     "<w:sdt><w:sdtPr><w:alias w:val=\"%s\"/><w:id w:val=\"%d\"/><w:text"
                     " w:multiLine=\"1\"/></w:sdtPr><w:sdtContent>",
                     blank->label, ++w->ids);
        word_paragraph(w, "TableText", blank->value ? blank->value : "　");
        buffer_text(w->out, "</w:sdtContent></w:sdt>");
        for (int line = 1; line < blank->lines; line++)
            word_paragraph(w, "TableText", NULL);
        end_cell(w);
        end_row(w);
    }
    buffer_text(w->out, "</w:tbl>\n");
    word_paragraph(w, "Note", NULL);
}
