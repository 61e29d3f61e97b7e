#include "render/workbook.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "render/colour.h"
#include "render/document_words.h"
#include "render/scratch.h"
#include "render/workbook_parts.h"

/* --- sheets ------------------------------------------------------------------------------ */

static bool
name_taken(const struct book_writer *w, const char *name)
{
    for (size_t i = 0; i < w->name_count; i++)
        if (strcasecmp(w->names[i], name) == 0)
            return true;
    return false;
}

/* At most 31 letters, without what Excel forbids in names, and no second of its kind. */
static const char *
sheet_name(struct book_writer *w, const char *wanted)
{
    enum { MOST_LETTERS = 26 };
    struct buffer name = { .arena = w->arena };
    const char *at = book_clean(w, wanted), *result;
    size_t letters = 0;

    while (*at && letters < MOST_LETTERS) {
        const char *start = at;

        letters += utf8_next(&at) > 0xffff ? 2 : 1;
        if (strchr("[]:*?/\\'\n\t", *start))
            buffer_text(&name, " ");
        else
            buffer_add(&name, start, (size_t)(at - start));
    }
    result = name.length ? buffer_string(&name) : "シート";
    for (int n = 2; name_taken(w, result); n++)
        result = arena_print(w->arena, "%s %d", name.length ? buffer_string(&name) : "シート", n);
    return result;
}

static const char *
foot_part(struct book_writer *w, const char *text)
{
    struct buffer out = { .arena = w->arena };

    for (const char *at = book_clean(w, text ? text : ""); *at; at++) {
        buffer_char(&out, *at);
        if (*at == '&')
            buffer_char(&out, '&');
    }
    return buffer_string(&out);
}

/* A header longer than Excel takes is left to the sheet 表紙, which says the same. */
static void
set_print(struct book_writer *w)
{
    const struct document *d = w->document;
    bool wide = w->paper != PAPER_A4;

    worksheet_set_paper(w->sheet, w->paper == PAPER_A3_WIDE ? 8 : 9);
    if (wide)
        worksheet_set_landscape(w->sheet);
    worksheet_set_margins(w->sheet, wide ? 0.71 : 0.98, 0.79, wide ? 0.91 : 0.98, 0.91);
    worksheet_fit_to_pages(w->sheet, 1, 0);
    worksheet_set_header(w->sheet, arena_print(w->arena, "&L&8%s&R&8%s", foot_part(w, d->title),
                                               foot_part(w, d->class_mark)));
    worksheet_set_footer(w->sheet, arena_print(w->arena, "&L&6%s&C- &P -&R&7%s　全&Nページ",
                                               foot_part(w, words_frozen(w->arena, d)),
                                               foot_part(w, d->number)));
    worksheet_gridlines(w->sheet, LXW_HIDE_ALL_GRIDLINES);
}

static void
protect_forms(struct book_writer *w)
{
    lxw_protection may = { .format_columns = 1, .format_rows = 1, .autofilter = 1, .sort = 1 };

    if (w->has_form && w->sheet)
        worksheet_protect(w->sheet, NULL, &may);
    w->has_form = false;
}

void
book_sheet(struct book_writer *w, const char *name)
{
    w->sheet_name = sheet_name(w, name);
    w->names[w->name_count++] = w->sheet_name;
    w->sheet = workbook_add_worksheet(w->book, w->sheet_name);
    w->row = 0;
    w->width = BOOK_LEAST_WIDTH;
    w->letters = 12 * 5.2 * BOOK_LEAST_WIDTH;
    w->has_form = false;
    set_print(w);
}

/* --- nodes ------------------------------------------------------------------------------- */

static void
write_letterhead(struct book_writer *w, const struct letterhead *head)
{
    struct book_look right = { .align = ALIGN_RIGHT + 1 };

    if (head->number)
        book_line(w, head->number, right);
    book_line(w, words_date(w->arena, head->date), right);
    for (size_t i = 0; i < head->to_count; i++)
        book_line(w, head->to[i], (struct book_look){ .bold = i == 0 });
    for (size_t i = 0; i < head->from_count; i++)
        book_line(w, head->from[i], right);
    if (head->sealed)
        book_line(w, "会社印（電子署名）", right);
    w->row++;
}

static void
write_section(struct book_writer *w, const struct node *node)
{
    static const int sizes[] = { 0, 130, 110, 100, 100 };
    struct book_look look = { .bold = true };
    const char *title = node->title ? node->title : "";

    if (node->label)
        title = arena_print(w->arena, "%s　%s", node->label, title);
    if (node->level == 1 && w->name_count < BOOK_MOST_SHEETS) {
        protect_forms(w);
        book_sheet(w, title);
        book_widths(w, node);
        look.below = LXW_BORDER_THIN;
        look.ink = COLOUR_KEY;
    }
    look.size = sizes[node->level > 0 && node->level <= 4 ? node->level : 4];
    book_line(w, title, look);
}

static void
write_texts(struct book_writer *w, const struct node *node, struct book_look look)
{
    for (size_t i = 0; i < node->count; i++) {
        const char *text = book_plain(w, &node->texts[i]);

        if (node->kind == NODE_LIST && node->style != LIST_PLAIN)
            text = arena_print(w->arena, "%s　%s", words_item(w->arena, node->style, i), text);
        book_line(w, text, look);
    }
}

static void
write_verification(struct book_writer *w, const struct verification *v)
{
    struct book_writer kept = *w;
    struct book_look plain = { 0 };

    book_sheet(w, "真正性");
    book_line(w, "真正性の確認", (struct book_look){ .bold = true, .size = 130 });
    book_line(w, words_verification(w->arena, v, w->document->number), plain);
    book_line(w, arena_print(w->arena, "凍結データ　%s（SHA-256）", v->hash ? v->hash : ""), plain);
    book_line(w, arena_print(w->arena, "履歴の先頭　%s", v->head ? v->head : ""), plain);
    kept.formats = w->formats;
    kept.name_count = w->name_count;
    *w = kept;
}

static bool write_nodes(struct book_writer *w, const struct nodes *nodes, const char **why);

static bool
write_columns(struct book_writer *w, const struct node *node, const char **why)
{
    for (size_t i = 0; i < node->count; i++)
        if (!write_nodes(w, &node->columns[i], why))
            return false;
    return true;
}

/* Blocks of more than text. */
static bool
write_block(struct book_writer *w, const struct node *node, const char **why)
{
    if (node->kind == NODE_TABLE)
        book_table(w, node);
    else if (node->kind == NODE_PAIRS)
        book_pairs(w, node);
    else if (node->kind == NODE_KEYFIGURES)
        book_keyfigures(w, node);
    else if (node->kind == NODE_APPROVALS)
        book_approvals(w, node);
    else if (node->kind == NODE_FORM)
        book_form(w, node);
    else if (node->kind == NODE_CALCULATION)
        book_calculation(w, node);
    else
        return book_chart(w, node, why);
    return true;
}

static bool
write_node(struct book_writer *w, const struct node *node, const char **why)
{
    struct book_look look = { 0 };

    switch (node->kind) {
    case NODE_LETTERHEAD:
        write_letterhead(w, node->letterhead);
        return true;
    case NODE_TITLE:
        look = (struct book_look){ .align = ALIGN_CENTRE + 1 };
        if (node->before)
            book_line(w, node->before, look);
        look.bold = true;
        look.size = 170;
        book_line(w, node->title, look);
        w->row++;
        return true;
    case NODE_SECTION:
        write_section(w, node);
        return true;
    case NODE_PARAGRAPH:
    case NODE_LIST:
        look.align = node->kind == NODE_PARAGRAPH ? (int)node->align + 1 : 0;
        write_texts(w, node, look);
        return true;
    case NODE_LEAD:
        write_texts(w, node, (struct book_look){ .size = 110, .fill = COLOUR_KEYTINT });
        return true;
    case NODE_APPROVALS:
    case NODE_KEYFIGURES:
    case NODE_TABLE:
    case NODE_PAIRS:
    case NODE_FORM:
    case NODE_CALCULATION:
    case NODE_CHART:
    case NODE_DIAGRAM:
        return write_block(w, node, why);
    case NODE_COLUMNS:
        return write_columns(w, node, why);
    case NODE_VERIFICATION:
        write_verification(w, node->verification);
        return true;
    case NODE_PAGEBREAK:
        w->paper = node->page;
        return true;
    case NODE_END:
        book_line(w, "以上", (struct book_look){ .align = ALIGN_RIGHT + 1 });
        return true;
    }
    return true;
}

static bool
write_nodes(struct book_writer *w, const struct nodes *nodes, const char **why)
{
    for (const struct node *node = nodes->first; node; node = node->next)
        if (!write_node(w, node, why))
            return false;
    return true;
}

static bool
write_book(struct book_writer *w, const char **why)
{
    const struct document *d = w->document;

    book_sheet(w, "表紙");
    book_widths(w, d->nodes.first);
    if (d->draft)
        book_line(w, words_draft(w->arena, d), (struct book_look){ .bold = true, .grid = true });
    if (d->cover)
        book_line(w, d->title, (struct book_look){ .bold = true, .size = 170 });
    if (!write_nodes(w, &d->nodes, why))
        return false;
    protect_forms(w);
    return true;
}

/* --- file -------------------------------------------------------------------------------- */

static void
set_properties(struct book_writer *w)
{
    const struct document *d = w->document;
    struct date epoch;
    lxw_doc_properties p = { .title = (char *)book_clean(w, d->title),
                             .subject = (char *)book_clean(w, d->subject),
                             .author = (char *)book_clean(w, d->author) };

    /* Never 0, which would mean now. */
    if (!date_make(1980, 1, 1, &epoch) || d->date.day)
        epoch = d->date;
    p.created = (time_t)(instant_make(epoch, 0).us / 1000000);
    workbook_set_properties(w->book, &p);
}

bool
document_workbook(struct arena *arena, const struct document *d, struct buffer *out,
                  const char **why)
{
    struct book_writer w = { .arena = arena, .document = d, .paper = d->page };
    lxw_workbook_options options = { .tmpdir = (char *)scratch_folder() };
    struct scratch scratch;
    bool good;

    *why = "Excelのファイルを組み立てられません。";
    if (!scratch_open(arena, &scratch, why))
        return false;
    w.names = NEW_ARRAY(arena, BOOK_MOST_SHEETS + 2, const char *);
    w.book = workbook_new_opt(scratch.path, &options);
    if (!w.book)
        return false;
    set_properties(&w);
    good = write_book(&w, why);
    if (workbook_close(w.book) != LXW_NO_ERROR && good) {
        *why = "Excelのファイルを組み立てられません。空き容量を確かめてください。";
        good = false;
    }
    return good && scratch_take(&scratch, out, why);
}
