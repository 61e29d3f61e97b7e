#include "render/slides.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "render/colour.h"
#include "render/document_words.h"
#include "render/information.h"
#include "render/markup.h"
#include "render/slides_parts.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define TYPE_HEAD "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define OFFICE_TYPE "application/vnd.openxmlformats-officedocument."

static void
write_letterhead(struct slide_writer *w, const struct letterhead *head)
{
    struct slide_look right = { .align = ALIGN_RIGHT };

    if (head->number)
        slide_text(w, head->number, right);
    slide_text(w, words_date(w->arena, head->date), right);
    for (size_t i = 0; i < head->to_count; i++)
        slide_text(w, head->to[i], (struct slide_look){ .size = 16, .bold = i == 0 });
    for (size_t i = 0; i < head->from_count; i++)
        slide_text(w, head->from[i], right);
    if (head->sealed)
        slide_text(w, "会社印（電子署名）", right);
}

static void
write_title(struct slide_writer *w, const struct node *node)
{
    if (node->before)
        slide_text(w, node->before, (struct slide_look){ .align = ALIGN_CENTRE });
    slide_text(
        w, node->title,
        (struct slide_look){ .size = 28, .bold = true, .align = ALIGN_CENTRE, .ink = COLOUR_INK });
}

static void
write_approvals(struct slide_writer *w, const struct node *node)
{
    struct buffer line = { .arena = w->arena };

    buffer_text(&line, "決裁");
    for (size_t i = 0; i < node->count; i++) {
        const struct stamp *stamp = &node->stamps[i];

        buffer_print(&line, "%s%s", i ? "／" : "　", stamp->role);
        if (stamp->open)
            buffer_text(&line, " 回議中");
        else
            buffer_print(&line, " %s %s %s", stamp->act, words_seal_date(w->arena, stamp->date),
                         stamp->name);
        if (!stamp->open && stamp->version)
            buffer_print(&line, " 第%lld版", (long long)stamp->version);
    }
    slide_text(w, buffer_string(&line), (struct slide_look){ .size = 11, .ink = COLOUR_SUB });
}

static void
write_section(struct slide_writer *w, const struct node *node)
{
    const char *title = node->title ? node->title : "";

    if (node->label)
        title = arena_print(w->arena, "%s　%s", node->label, title);
    if (node->level == 1) {
        slide_begin(w, title);
        return;
    }
    /* A long slide is divided where its next part begins. */
    if (w->y > SLIDE_TOP + (SLIDE_BOTTOM - SLIDE_TOP) * 0.55)
        slide_next(w);
    slide_text(
        w, title,
        (struct slide_look){ .size = node->level == 2 ? 16 : 14, .bold = true, .ink = COLOUR_INK });
}

static void
write_texts(struct slide_writer *w, const struct node *node, struct slide_look look)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct text *text = &node->texts[i];
        struct buffer line = { .arena = w->arena };

        if (node->kind == NODE_LIST && node->style != LIST_PLAIN)
            buffer_print(&line, "%s　", words_item(w->arena, node->style, i));
        else if (node->kind == NODE_PARAGRAPH && node->indented)
            buffer_text(&line, "・");
        for (size_t k = 0; k < text->count; k++)
            buffer_text(&line, text->runs[k].text);
        slide_text(w, buffer_string(&line), look);
    }
}

static void
write_calculation(struct slide_writer *w, const struct node *node)
{
    slide_text(w, node->title ? node->title : "計算の根拠", (struct slide_look){ .bold = true });
    for (size_t i = 0; i < node->count; i++)
        slide_text(w,
                   arena_print(w->arena, "%s　%s",
                               node->steps[i].label ? node->steps[i].label : "・",
                               node->steps[i].words),
                   (struct slide_look){ .size = 12 });
}

static void
write_verification(struct slide_writer *w, const struct verification *v)
{
    slide_begin(w, "真正性の確認");
    slide_text(w, words_verification(w->arena, v, w->document->number), (struct slide_look){ 0 });
    slide_text(w, arena_print(w->arena, "凍結データ　%s（SHA-256）", v->hash ? v->hash : ""),
               (struct slide_look){ .size = 12 });
    slide_text(w, arena_print(w->arena, "履歴の先頭　%s", v->head ? v->head : ""),
               (struct slide_look){ .size = 12 });
}

static bool write_node(struct slide_writer *w, const struct node *node, const char **why);

static bool
write_columns(struct slide_writer *w, const struct node *node, const char **why)
{
    for (size_t i = 0; i < node->count; i++)
        for (const struct node *it = node->columns[i].first; it; it = it->next)
            if (!write_node(w, it, why))
                return false;
    return true;
}

static bool
write_node(struct slide_writer *w, const struct node *node, const char **why)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        write_letterhead(w, node->letterhead);
        return true;
    case NODE_TITLE:
        write_title(w, node);
        return true;
    case NODE_APPROVALS:
        write_approvals(w, node);
        return true;
    case NODE_SECTION:
        write_section(w, node);
        return true;
    case NODE_PARAGRAPH:
    case NODE_LIST:
        write_texts(w, node, (struct slide_look){ .align = node->align });
        return true;
    case NODE_LEAD:
        write_texts(w, node, (struct slide_look){ .size = 18, .bold = true, .ink = COLOUR_KEY });
        return true;
    case NODE_KEYFIGURES:
        slide_tiles(w, node);
        return true;
    case NODE_TABLE:
        slide_table(w, node);
        return true;
    case NODE_PAIRS:
        slide_pairs(w, node);
        return true;
    case NODE_CHART:
    case NODE_DIAGRAM:
        return slide_picture(w, node, why);
    case NODE_FORM:
        slide_form(w, node);
        return true;
    case NODE_COLUMNS:
        return write_columns(w, node, why);
    case NODE_CALCULATION:
        write_calculation(w, node);
        return true;
    case NODE_VERIFICATION:
        w->verification = node->verification;
        return true;
    case NODE_PAGEBREAK:
        return true;
    case NODE_END:
        slide_text(w, "以上", (struct slide_look){ .align = ALIGN_RIGHT });
        return true;
    }
    return true;
}

/* The first slide is named after the document, as a reader of outlines needs a name. */
static bool
write_slides(struct slide_writer *w, const char **why)
{
    const struct document *d = w->document;

    slide_begin(w, d->title ? d->title : "文書");
    if (d->draft)
        slide_text(w, words_draft(w->arena, d), (struct slide_look){ .bold = true });
    for (const struct node *node = d->nodes.first; node; node = node->next)
        if (!write_node(w, node, why))
            return false;
    if (w->verification)
        write_verification(w, w->verification);
    slide_end(w);
    *why = "スライドが800枚を超えます。ほかの形式で作ってください。";
    return !w->overfull;
}

static void
write_presentation(struct slide_writer *w)
{
    struct buffer *out = package_add(&w->package, "ppt/presentation.xml");

    buffer_text(out, XML_HEAD
                "<p:presentation xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
                " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
                " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\">"
                "<p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rIdMaster\"/>"
                "</p:sldMasterIdLst><p:sldIdLst>");
    buffer_add(out, buffer_string(&w->list), w->list.length);
    buffer_text(out, "</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/>"
                     "<p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>\n");
    out = package_add(&w->package, "ppt/_rels/presentation.xml.rels");
    buffer_text(out, XML_HEAD
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                "relationships\"><Relationship Id=\"rIdMaster\" Type=\"" TYPE_HEAD
                "slideMaster\" Target=\"slideMasters/slideMaster1.xml\"/><Relationship"
                " Id=\"rIdTheme\" Type=\"" TYPE_HEAD "theme\" Target=\"theme/theme1.xml\"/>");
    buffer_add(out, buffer_string(&w->known), w->known.length);
    buffer_text(out, "</Relationships>\n");
}

static void
write_types(struct slide_writer *w)
{
    static const char *const parts[][2] = {
        { "/ppt/presentation.xml", OFFICE_TYPE "presentationml.presentation.main+xml" },
        { "/ppt/slideMasters/slideMaster1.xml", OFFICE_TYPE "presentationml.slideMaster+xml" },
        { "/ppt/slideLayouts/slideLayout1.xml", OFFICE_TYPE "presentationml.slideLayout+xml" },
        { "/ppt/theme/theme1.xml", OFFICE_TYPE "theme+xml" },
        { "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml" },
    };
    struct buffer *out = package_add(&w->package, "[Content_Types].xml");

    buffer_text(out, XML_HEAD
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package"
                ".relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                "<Default Extension=\"png\" ContentType=\"image/png\"/>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        markup_print(out, "<Override PartName=\"%s\" ContentType=\"%s\"/>", parts[i][0],
                     parts[i][1]);
    buffer_add(out, buffer_string(&w->types), w->types.length);
    buffer_text(out, "</Types>\n");
}

bool
document_slides(struct arena *arena, const struct document *d, struct buffer *out, const char **why)
{
    struct slide_writer w = { .arena = arena,
                              .document = d,
                              .list = { .arena = arena },
                              .known = { .arena = arena },
                              .types = { .arena = arena },
                              .frame = { .arena = arena } };

    package_begin(&w.package, arena);
    package_ship(&w.package, "_rels/.rels", "slides_rels.xml");
    package_ship(&w.package, "ppt/theme/theme1.xml", "slides_theme.xml");
    package_ship(&w.package, "ppt/slideMasters/slideMaster1.xml", "slides_master.xml");
    package_ship(&w.package, "ppt/slideMasters/_rels/slideMaster1.xml.rels",
                 "slides_master_rels.xml");
    package_ship(&w.package, "ppt/slideLayouts/slideLayout1.xml", "slides_layout.xml");
    package_ship(&w.package, "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
                 "slides_layout_rels.xml");
    information_add(&w.package, d);
    if (!write_slides(&w, why))
        return false;
    write_presentation(&w);
    write_types(&w);
    return package_write(&w.package, out, why);
}
