#include "render/word.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "render/document_words.h"
#include "render/information.h"
#include "render/markup.h"
#include "render/word_parts.h"

#define MAIN_NAMES                                                                                 \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                     \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""         \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                           \
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* Paper and margins, twentieths of a point: top 25, right 20, bottom 23, left 25 mm. */
static const struct sheet {
    int width, height, top, right, bottom, left;
} sheets[PAPERS] = {
    [PAPER_A4] = { 11906, 16838, 1417, 1134, 1304, 1417 },
    [PAPER_A4_WIDE] = { 16838, 11906, 1304, 1020, 1134, 1020 },
    [PAPER_A3_WIDE] = { 23811, 16838, 1304, 1020, 1134, 1134 },
    [PAPER_SLIDE] = { 16838, 11906, 1304, 1020, 1134, 1020 },
};

int
word_width(enum paper paper)
{
    return sheets[paper].width - sheets[paper].left - sheets[paper].right;
}

void
word_run(struct word_writer *w, const struct run *run)
{
    static const char *const styles[TONES] = {
        [TONE_STRONG] = "Strong", [TONE_CODE] = "Code", [TONE_DIM] = "Dim",
        [TONE_GOOD] = "Good",     [TONE_BAD] = "Bad",   [TONE_KEY] = "Key",
    };

    buffer_text(w->out, "<w:r>");
    if (styles[run->tone])
        markup_print(w->out, "<w:rPr><w:rStyle w:val=\"%s\"/></w:rPr>", styles[run->tone]);
    for (const char *line = run->text; line;) {
        size_t length = strcspn(line, "\n");

        markup_print(w->out, "<w:t xml:space=\"preserve\">%s</w:t>",
                     arena_slice(w->arena, line, length));
        line = line[length] ? line + length + 1 : NULL;
        if (line)
            buffer_text(w->out, "<w:br/>");
    }
    buffer_text(w->out, "</w:r>");
}

void
word_runs(struct word_writer *w, const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        word_run(w, &text->runs[i]);
}

void
word_paragraph_begin(struct word_writer *w, const char *style)
{
    markup_print(w->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

void
word_paragraph_end(struct word_writer *w)
{
    buffer_text(w->out, "</w:p>\n");
}

void
word_paragraph(struct word_writer *w, const char *style, const char *text)
{
    struct run run = { text ? text : "", NULL, TONE_PLAIN };

    word_paragraph_begin(w, style);
    word_run(w, &run);
    word_paragraph_end(w);
}

static void
write_section_properties(struct word_writer *w)
{
    const struct sheet *s = &sheets[w->paper];

    markup_print(w->out,
                 "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>"
                 "<w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>"
                 "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>"
                 "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\""
                 " w:header=\"680\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>",
                 s->width, s->height, "", s->top, s->right, s->bottom, s->left);
}

/* A page of other paper is a section of its own; the same paper only a break. */
static void
write_pagebreak(struct word_writer *w, enum paper paper)
{
    if (paper == w->paper) {
        buffer_text(w->out, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n");
        return;
    }
    buffer_text(w->out, "<w:p><w:pPr>");
    write_section_properties(w);
    buffer_text(w->out, "</w:pPr></w:p>\n");
    w->paper = paper;
}

static void
write_letterhead(struct word_writer *w, const struct letterhead *head)
{
    if (head->number)
        word_paragraph(w, "Right", head->number);
    word_paragraph(w, "Right", words_date(w->arena, head->date));
    for (size_t i = 0; i < head->to_count; i++)
        word_paragraph(w, i ? "Body" : "Addressee", head->to[i]);
    for (size_t i = 0; i < head->from_count; i++)
        word_paragraph(w, "Right", head->from[i]);
    if (head->sealed)
        word_paragraph(w, "Seal", "会社印（電子署名）");
}

static void
write_section(struct word_writer *w, const struct node *node)
{
    word_paragraph_begin(w, arena_print(w->arena, "Heading%d", node->level));
    w->ids++;
    markup_print(w->out, "<w:bookmarkStart w:id=\"%d\" w:name=\"s%d\"/>", w->ids, w->ids);
    if (node->label) {
        struct run label = { arena_print(w->arena, "%s　", node->label), NULL,
                             node->level == 1 ? TONE_KEY : TONE_PLAIN };

        word_run(w, &label);
    }
    word_run(w, &(struct run){ node->title, NULL, TONE_PLAIN });
    markup_print(w->out, "<w:bookmarkEnd w:id=\"%d\"/>", w->ids);
    word_paragraph_end(w);
}

static void
write_texts(struct word_writer *w, const struct node *node, const char *style)
{
    for (size_t i = 0; i < node->count; i++) {
        word_paragraph_begin(w, style);
        if (node->kind == NODE_LIST && node->style != LIST_PLAIN)
            word_run(w, &(struct run){
                            arena_print(w->arena, "%s　", words_item(w->arena, node->style, i)),
                            NULL, TONE_PLAIN });
        word_runs(w, &node->texts[i]);
        word_paragraph_end(w);
    }
}

static void
write_paragraph(struct word_writer *w, const struct node *node)
{
    static const char *const styles[ALIGNS] = {
        [ALIGN_LEFT] = "Body", [ALIGN_RIGHT] = "Right", [ALIGN_CENTRE] = "Centre"
    };

    write_texts(w, node,
                node->indented && node->align == ALIGN_LEFT ? "BodyIndent" : styles[node->align]);
}

static void
write_calculation(struct word_writer *w, const struct node *node)
{
    word_paragraph(w, "BoxTitle", node->title ? node->title : "計算の根拠");
    for (size_t i = 0; i < node->count; i++)
        word_paragraph(w, "Box",
                       arena_print(w->arena, "%s　%s",
                                   node->steps[i].label ? node->steps[i].label : "・",
                                   node->steps[i].words));
}

static void
write_verification(struct word_writer *w, const struct verification *v)
{
    word_paragraph(w, "BoxTitle", "真正性の確認");
    word_paragraph(w, "Box", words_verification(w->arena, v, w->document->number));
    word_paragraph(w, "Box", arena_print(w->arena, "凍結データ　%s（SHA-256）", v->hash));
    word_paragraph(w, "Box", arena_print(w->arena, "履歴の先頭　%s", v->head));
}

static bool write_nodes(struct word_writer *w, const struct nodes *nodes, const char **why);

/* Word has no frames beside each other that survive editing: one below the other. */
static bool
write_columns(struct word_writer *w, const struct node *node, const char **why)
{
    for (size_t i = 0; i < node->count; i++)
        if (!write_nodes(w, &node->columns[i], why))
            return false;
    return true;
}

static bool
write_node(struct word_writer *w, const struct node *node, const char **why)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        write_letterhead(w, node->letterhead);
        return true;
    case NODE_TITLE:
        if (node->before)
            word_paragraph(w, "Subtitle", node->before);
        word_paragraph(w, "Title", node->title);
        return true;
    case NODE_APPROVALS:
        word_approvals(w, node);
        return true;
    case NODE_SECTION:
        write_section(w, node);
        return true;
    case NODE_PARAGRAPH:
        write_paragraph(w, node);
        return true;
    case NODE_LEAD:
        write_texts(w, node, "Lead");
        return true;
    case NODE_KEYFIGURES:
        word_keyfigures(w, node);
        return true;
    case NODE_LIST:
        write_texts(w, node, "Item");
        return true;
    case NODE_TABLE:
        word_table(w, node);
        return true;
    case NODE_PAIRS:
        word_pairs(w, node);
        return true;
    case NODE_CHART:
    case NODE_DIAGRAM:
        return word_chart(w, node, why);
    case NODE_FORM:
        word_form(w, node);
        return true;
    case NODE_COLUMNS:
        return write_columns(w, node, why);
    case NODE_CALCULATION:
        write_calculation(w, node);
        return true;
    case NODE_VERIFICATION:
        write_verification(w, node->verification);
        return true;
    case NODE_PAGEBREAK:
        write_pagebreak(w, node->page);
        return true;
    case NODE_END:
        word_paragraph(w, "Right", "以上");
        return true;
    }
    return true;
}

static bool
write_nodes(struct word_writer *w, const struct nodes *nodes, const char **why)
{
    for (const struct node *node = nodes->first; node; node = node->next)
        if (!write_node(w, node, why))
            return false;
    return true;
}

/* A field of Word's own, filled with what it will say, so that F9 adds the pages. */
static void
write_contents(struct word_writer *w)
{
    word_paragraph(w, "ContentsTitle", "目次");
    buffer_text(w->out, "<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr><w:r><w:fldChar"
                        " w:fldCharType=\"begin\"/></w:r><w:r><w:instrText"
                        " xml:space=\"preserve\"> TOC \\o \"1-2\" \\h </w:instrText></w:r><w:r>"
                        "<w:fldChar w:fldCharType=\"separate\"/></w:r></w:p>\n");
    for (const struct node *node = w->document->nodes.first; node; node = node->next)
        if (node->kind == NODE_SECTION && node->level <= 2)
            word_paragraph(
                w, node->level == 1 ? "TOC1" : "TOC2",
                arena_print(w->arena, "%s　%s", node->label ? node->label : "", node->title));
    buffer_text(w->out, "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\n");
}

static void
write_cover(struct word_writer *w)
{
    const struct document *d = w->document;

    word_paragraph(w, "CoverTitle", d->title);
    word_paragraph(w, "Centre", words_date(w->arena, d->date));
    word_paragraph(w, "Centre", d->author);
    write_pagebreak(w, w->paper);
}

static bool
write_body(struct word_writer *w, const char **why)
{
    const struct document *d = w->document;

    buffer_text(w->out, XML_HEAD "<w:document " MAIN_NAMES "><w:body>\n");
    if (d->draft)
        word_paragraph(w, "Draft", words_draft(w->arena, d));
    if (d->cover)
        write_cover(w);
    if (d->contents)
        write_contents(w);
    if (!write_nodes(w, &d->nodes, why))
        return false;
    write_section_properties(w);
    buffer_text(w->out, "</w:body></w:document>\n");
    return true;
}

static void
write_header(struct word_writer *w)
{
    struct buffer *out = package_add(&w->package, "word/header1.xml");

    markup_print(out,
                 XML_HEAD "<w:hdr " MAIN_NAMES "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>"
                          "<w:r><w:t>%s</w:t></w:r><w:r><w:tab/><w:t>%s</w:t></w:r></w:p>"
                          "</w:hdr>\n",
                 w->document->title ? w->document->title : "",
                 w->document->class_mark ? w->document->class_mark : "");
}

static void
write_field(struct buffer *out, const char *name)
{
    markup_print(out, "<w:fldSimple w:instr=\"%s\"><w:r><w:t>1</w:t></w:r></w:fldSimple>", name);
}

static void
write_footer(struct word_writer *w)
{
    struct buffer *out = package_add(&w->package, "word/footer1.xml");

    markup_print(out,
                 XML_HEAD "<w:ftr " MAIN_NAMES "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
                          "<w:r><w:t>%s</w:t></w:r><w:r><w:tab/><w:t>- </w:t></w:r>",
                 words_frozen(w->arena, w->document));
    write_field(out, "PAGE");
    markup_print(out, "<w:r><w:t> -</w:t></w:r><w:r><w:tab/><w:t>%s　全</w:t></w:r>",
                 w->document->number ? w->document->number : "");
    write_field(out, "NUMPAGES");
    buffer_text(out, "<w:r><w:t>ページ</w:t></w:r></w:p></w:ftr>\n");
}

static void
write_relations(struct word_writer *w)
{
    struct buffer *out = package_add(&w->package, "word/_rels/document.xml.rels");

    buffer_text(out, XML_HEAD
                "<Relationships"
                " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\n");
    buffer_text(out, "<Relationship Id=\"rIdStyles\" Type=\"http://schemas.openxmlformats.org/"
                     "officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>"
                     "<Relationship Id=\"rIdSettings\" Type=\"http://schemas.openxmlformats.org/"
                     "officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>"
                     "<Relationship Id=\"rIdHeader\" Type=\"http://schemas.openxmlformats.org/"
                     "officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>"
                     "<Relationship Id=\"rIdFooter\" Type=\"http://schemas.openxmlformats.org/"
                     "officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>\n");
    buffer_add(out, buffer_string(&w->relations), w->relations.length);
    buffer_text(out, "</Relationships>\n");
}

bool
document_word(struct arena *arena, const struct document *d, struct buffer *out, const char **why)
{
    struct word_writer w = {
        .arena = arena, .document = d, .relations = { .arena = arena }, .paper = d->page
    };

    package_begin(&w.package, arena);
    package_ship(&w.package, "[Content_Types].xml", "word_types.xml");
    package_ship(&w.package, "_rels/.rels", "word_rels.xml");
    package_ship(&w.package, "word/styles.xml", "word_styles.xml");
    package_ship(&w.package, "word/settings.xml", "word_settings.xml");
    information_add(&w.package, d);
    write_header(&w);
    write_footer(&w);
    w.out = package_add(&w.package, "word/document.xml");
    if (!write_body(&w, why))
        return false;
    write_relations(&w);
    return package_write(&w.package, out, why);
}
