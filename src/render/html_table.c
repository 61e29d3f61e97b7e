#include "render/html_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/column_group.h"
#include "render/document_words.h"
#include "render/markup.h"

static const char *const align_classes[ALIGNS] = {
    [ALIGN_LEFT] = "", [ALIGN_RIGHT] = " class=\"doc-r\"", [ALIGN_CENTRE] = " class=\"doc-c\""
};

static void
write_run(struct html_writer *w, const struct run *run)
{
    static const char *const opens[TONES] = {
        [TONE_PLAIN] = "",
        [TONE_STRONG] = "<b>",
        [TONE_CODE] = "<code>",
        [TONE_DIM] = "<span class=\"doc-dim\">",
        [TONE_GOOD] = "<b class=\"doc-good\">",
        [TONE_BAD] = "<b class=\"doc-bad\">",
        [TONE_KEY] = "<b class=\"doc-key\">",
    };
    static const char *const closes[TONES] = {
        [TONE_PLAIN] = "",      [TONE_STRONG] = "</b>", [TONE_CODE] = "</code>",
        [TONE_DIM] = "</span>", [TONE_GOOD] = "</b>",   [TONE_BAD] = "</b>",
        [TONE_KEY] = "</b>",
    };
    bool linked = run->link && (strncmp(run->link, "https://", 8) == 0 ||
                                strncmp(run->link, "http://", 7) == 0 || *run->link == '/');

    if (linked)
        markup_print(w->out, "<a href=\"%s\">", run->link);
    buffer_text(w->out, opens[run->tone]);
    for (const char *line = run->text; line;) {
        size_t length = strcspn(line, "\n");

        markup_text(w->out, arena_slice(w->arena, line, length));
        line = line[length] ? line + length + 1 : NULL;
        if (line)
            buffer_text(w->out, "<br>");
    }
    buffer_text(w->out, closes[run->tone]);
    if (linked)
        buffer_text(w->out, "</a>");
}

void
html_runs(struct html_writer *w, const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        write_run(w, &text->runs[i]);
}

/* Only paths of the installation; "//" would be another host. */
static bool
begin_rows(struct html_writer *w, const struct figure *f)
{
    if (!w->inside || !f->rows || f->rows[0] != '/' || f->rows[1] == '/')
        return false;
    markup_print(w->out, "<a class=\"doc-rows\" href=\"%s\">", f->rows);
    return true;
}

void
html_figure(struct html_writer *w, const struct figure *f)
{
    static const char *const marks[MARK_TONES] = {
        [MARK_TONE_URGENT] = "urgent",           [MARK_TONE_HIGH] = "high",
        [MARK_TONE_MIDDLE] = "middle",           [MARK_TONE_LOW] = "low",
        [MARK_TONE_INFORMATION] = "information", [MARK_TONE_PLAIN] = "plain",
    };
    bool linked = begin_rows(w, f);

    if (f->strong)
        buffer_text(w->out, "<b>");
    if (f->kind == FIGURE_SPARK) {
        struct node node = { .kind = NODE_CHART, .chart = f->chart };

        html_chart(w, &node);
    } else if (f->kind == FIGURE_MARK) {
        markup_print(w->out, "<span class=\"doc-m doc-m-%s\">%s</span>", marks[f->mark],
                     figure_print(w->arena, f));
    } else if (f->kind == FIGURE_TEXT) {
        html_runs(w, &f->text);
    } else {
        markup_text(w->out, figure_print(w->arena, f));
    }
    if (f->strong)
        buffer_text(w->out, "</b>");
    if (linked)
        buffer_text(w->out, "</a>");
}

/* Widths are tenths of a millimetre of the whole; the rest share what is left. */
static void
write_widths(struct html_writer *w, const struct document_table *table)
{
    enum { TEXT_WIDTH = 1650, WIDE_WIDTH = 2610 };
    int whole = w->document->page == PAPER_A4 ? TEXT_WIDTH : WIDE_WIDTH;

    buffer_text(w->out, "<colgroup>");
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].width > 0)
            markup_print(w->out, "<col width=\"%d%%\">", table->columns[i].width * 100 / whole);
        else
            buffer_text(w->out, "<col>");
    }
    buffer_text(w->out, "</colgroup>");
}

/* The upper heading reaches over its neighbours; columns without one take both rows. */
static void
write_groups(struct html_writer *w, const struct document_table *table)
{
    size_t span;

    buffer_text(w->out, "<tr>");
    for (size_t i = 0; i < table->column_count; i += span) {
        const struct document_column *column = &table->columns[i];

        span = column_group_span(table, i);
        if (column->group)
            markup_print(w->out, "<th scope=\"colgroup\" colspan=\"%zu\" class=\"doc-c\">%s</th>",
                         span, column->group);
        else {
            markup_print(w->out, "<th scope=\"col\" rowspan=\"2\"");
            buffer_text(w->out, align_classes[column->align]);
            markup_print(w->out, ">%s</th>", column->title);
        }
    }
    buffer_text(w->out, "</tr>");
}

static void
write_head(struct html_writer *w, const struct document_table *table)
{
    bool grouped = column_groups_any(table);

    buffer_text(w->out, "<thead>");
    if (grouped)
        write_groups(w, table);
    buffer_text(w->out, "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        if (grouped && !table->columns[i].group)
            continue;
        buffer_text(w->out, "<th scope=\"col\"");
        buffer_text(w->out, align_classes[table->columns[i].align]);
        markup_print(w->out, ">%s</th>", table->columns[i].title);
    }
    buffer_text(w->out, "</tr></thead>\n");
}

static void
write_row(struct html_writer *w, const struct document_table *table,
          const struct document_line *row)
{
    buffer_text(w->out, row->sum ? "<tr class=\"doc-sum\">" : "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_text(w->out, i ? "<td" : "<th scope=\"row\"");
        buffer_text(w->out, align_classes[table->columns[i].align]);
        buffer_char(w->out, '>');
        html_figure(w, &row->cells[i]);
        buffer_text(w->out, i ? "</td>" : "</th>");
    }
    buffer_text(w->out, "</tr>\n");
}

void
html_table(struct html_writer *w, const struct node *node)
{
    const struct document_table *table = node->table;
    const char *name = words_caption(w->arena, node->label, table->caption);

    /* Who has no mouse moves what is too wide by the keys. */
    markup_print(w->out,
                 "<div class=\"doc-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"%s\">",
                 *name ? name : "表");
    markup_print(w->out, "<table class=\"doc-table%s%s\">", table->grid ? " doc-grid" : "",
                 table->small ? " doc-small" : "");
    if (table->caption || table->unit) {
        markup_print(w->out, "<caption>%s", name);
        if (table->unit)
            markup_print(w->out, "<span class=\"doc-unit\">単位：%s</span>", table->unit);
        buffer_text(w->out, "</caption>");
    }
    write_widths(w, table);
    write_head(w, table);
    buffer_text(w->out, "<tbody>\n");
    for (size_t i = 0; i < table->row_count; i++)
        write_row(w, table, &table->rows[i]);
    buffer_text(w->out, "</tbody></table></div>\n");
    if (table->note)
        markup_print(w->out, "<p class=\"doc-note\">%s</p>\n", table->note);
}

void
html_pairs(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<table class=\"doc-table doc-pairs\"><tbody>\n");
    for (size_t i = 0; i < node->count; i++) {
        markup_print(w->out, "<tr><th scope=\"row\">%s</th><td>", node->pairs[i].label);
        html_figure(w, &node->pairs[i].value);
        buffer_text(w->out, "</td></tr>\n");
    }
    buffer_text(w->out, "</tbody></table>\n");
}

void
html_keyfigures(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<dl class=\"doc-keys\">");
    for (size_t i = 0; i < node->count; i++) {
        const struct keyfigure *key = &node->keyfigures[i];
        struct figure bare = key->value;
        bool linked;

        bare.unit = NULL;
        markup_print(w->out, "<div><dt>%s</dt><dd>", key->label);
        linked = begin_rows(w, &key->value);
        markup_text(w->out, figure_print(w->arena, &bare));
        if (linked)
            buffer_text(w->out, "</a>");
        markup_print(w->out, "<small>%s</small></dd>", key->value.unit ? key->value.unit : "");
        if (key->remark)
            markup_print(w->out, "<dd class=\"doc-remark\">%s</dd>", key->remark);
        buffer_text(w->out, "</div>");
    }
    buffer_text(w->out, "</dl>\n");
}

void
html_form(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<table class=\"doc-table doc-grid doc-form\">");
    if (node->title)
        markup_print(w->out, "<caption>%s</caption>", node->title);
    buffer_text(w->out, "<tbody>\n");
    for (size_t i = 0; i < node->count; i++)
        markup_print(w->out,
                     "<tr><th scope=\"row\">%s</th><td class=\"doc-lines-%d\">%s</td></tr>\n",
                     node->blanks[i].label, node->blanks[i].lines > 3 ? 4 : node->blanks[i].lines,
                     node->blanks[i].value ? node->blanks[i].value : "");
    buffer_text(w->out, "</tbody></table>\n");
}
