#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/colour.h"
#include "render/document_words.h"
#include "render/draw.h"
#include "render/fit.h"
#include "render/markup.h"
#include "render/paint.h"
#include "render/slides.h"
#include "render/slides_parts.h"

#define SLIDE_NAMES                                                                                \
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                            \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define TYPE_HEAD "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const double leading = 1.45, text_gap = 4;

static long long
emu(double points)
{
    return (long long)(points * SLIDE_EMU);
}

void
slide_paragraph(struct slide_writer *w, struct buffer *out, const char *text,
                struct slide_look look)
{
    static const char *const aligns[ALIGNS] = {
        [ALIGN_LEFT] = "l", [ALIGN_RIGHT] = "r", [ALIGN_CENTRE] = "ctr"
    };
    int size = (int)((look.size > 0 ? look.size : 14) * 100);

    markup_print(out, "<a:p><a:pPr algn=\"%s\"/>", aligns[look.align]);
    for (const char *line = text ? text : ""; line;) {
        size_t length = strcspn(line, "\n");

        if (length)
            buffer_print(out,
                         "<a:r><a:rPr lang=\"ja-JP\" sz=\"%d\" b=\"%d\"><a:solidFill><a:srgbClr"
                         " val=\"%06X\"/></a:solidFill></a:rPr><a:t>",
                         size, look.bold, look.ink ? (unsigned)look.ink : COLOUR_TEXT);
        if (length) {
            markup_text(out, arena_slice(w->arena, line, length));
            buffer_text(out, "</a:t></a:r>");
        }
        line = line[length] ? line + length + 1 : NULL;
        if (line)
            buffer_text(out, "<a:br/>");
    }
    buffer_text(out, "</a:p>");
}

/* Shape properties: a place, and a rectangle. */
static void
write_place(struct slide_writer *w, double x, double y, double width, double height)
{
    markup_print(w->out,
                 "<p:spPr><a:xfrm><a:off x=\"%lld\" y=\"%lld\"/><a:ext cx=\"%lld\" cy=\"%lld\"/>"
                 "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>",
                 emu(x), emu(y), emu(width), emu(height));
}

static void
write_shape(struct slide_writer *w, const char *name, const char *placeholder)
{
    w->ids++;
    markup_print(w->out, "<p:sp><p:nvSpPr><p:cNvPr id=\"%d\" name=\"%s %d\"/>", w->ids, name,
                 w->ids);
    buffer_text(w->out, placeholder ? "<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>"
                                    : "<p:cNvSpPr txBox=\"1\"/><p:nvPr>");
    if (placeholder)
        buffer_print(w->out, "<p:ph %s/>", placeholder);
    buffer_text(w->out, "</p:nvPr></p:nvSpPr>");
}

static void
write_title(struct slide_writer *w)
{
    size_t used, length = strlen(w->title);
    double size = 24;

    while (size > 12 && fit_lines(w->title, size, SLIDE_WIDTH, 1, &used) < length)
        size -= 2;
    write_shape(w, "題名", "type=\"title\"");
    buffer_text(w->out, "<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>");
    slide_paragraph(w, w->out, w->title,
                    (struct slide_look){ .size = size, .bold = true, .ink = COLOUR_INK });
    buffer_text(w->out, "</p:txBody></p:sp>\n");
}

static void
write_footer(struct slide_writer *w)
{
    const struct document *d = w->document;
    const char *foot = arena_print(w->arena, "%s　%s　%s", d->class_mark ? d->class_mark : "",
                                   d->number ? d->number : "", words_frozen(w->arena, d));

    write_shape(w, "フッター", "type=\"ftr\" sz=\"quarter\" idx=\"3\"");
    buffer_text(w->out, "<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>");
    slide_paragraph(w, w->out, foot, (struct slide_look){ .size = 8, .ink = COLOUR_SUB });
    buffer_text(w->out, "</p:txBody></p:sp>\n");
    write_shape(w, "番号", "type=\"sldNum\" sz=\"quarter\" idx=\"4\"");
    buffer_print(w->out,
                 "<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"r\"/><a:fld"
                 " id=\"{5F0C1A2E-6B0B-4C7E-9E40-0E1F6A4C1B01}\" type=\"slidenum\"><a:rPr"
                 " lang=\"ja-JP\" sz=\"1000\"/><a:t>%zu</a:t></a:fld></a:p></p:txBody></p:sp>\n",
                 w->slides);
}

void
slide_begin(struct slide_writer *w, const char *title)
{
    slide_end(w);
    w->title = title;
    w->slides++;
    /* What is too much goes nowhere, and the whole is refused at the end. */
    w->overfull |= w->slides > SLIDES_MOST;
    w->out = w->overfull ? NEW(w->arena, struct buffer)
                         : package_add(&w->package,
                                       arena_print(w->arena, "ppt/slides/slide%zu.xml", w->slides));
    w->out->arena = w->arena;
    w->relations = (struct buffer){ .arena = w->arena };
    w->ids = 1;
    w->has_body = false;
    w->y = SLIDE_TOP;
    buffer_text(w->out,
                XML_HEAD "<p:sld " SLIDE_NAMES "><p:cSld><p:spTree><p:nvGrpSpPr>"
                         "<p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
                         "<p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/>"
                         "<a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm>"
                         "</p:grpSpPr>\n");
    write_title(w);
}

static void
note_slide(struct slide_writer *w)
{
    struct buffer *relations = package_add(
        &w->package, arena_print(w->arena, "ppt/slides/_rels/slide%zu.xml.rels", w->slides));

    buffer_text(relations,
                XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                         "relationships\"><Relationship Id=\"rIdLayout\" Type=\"" TYPE_HEAD
                         "slideLayout\" Target=\"../slideLayouts/slideLayout1.xml\"/>");
    buffer_add(relations, buffer_string(&w->relations), w->relations.length);
    buffer_text(relations, "</Relationships>\n");
    buffer_print(&w->list, "<p:sldId id=\"%zu\" r:id=\"rIdSlide%zu\"/>", 255 + w->slides,
                 w->slides);
    buffer_print(&w->known,
                 "<Relationship Id=\"rIdSlide%zu\" Type=\"" TYPE_HEAD
                 "slide\" Target=\"slides/slide%zu.xml\"/>",
                 w->slides, w->slides);
    buffer_print(&w->types,
                 "<Override PartName=\"/ppt/slides/slide%zu.xml\" ContentType=\"application/"
                 "vnd.openxmlformats-officedocument.presentationml.slide+xml\"/>",
                 w->slides);
}

void
slide_end(struct slide_writer *w)
{
    if (!w->out)
        return;
    slide_flush(w);
    write_footer(w);
    buffer_text(w->out, "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
                        "</p:sld>\n");
    if (!w->overfull)
        note_slide(w);
    w->out = NULL;
}

void
slide_next(struct slide_writer *w)
{
    static const char more[] = "（続き）";
    const char *title = w->title;

    if (!strstr(title, more))
        title = arena_print(w->arena, "%s%s", title, more);
    slide_begin(w, title);
}

bool
slide_is_fresh(const struct slide_writer *w)
{
    return w->y <= SLIDE_TOP;
}

/* --- text -------------------------------------------------------------------------------- */

void
slide_flush(struct slide_writer *w)
{
    if (!w->frame.length)
        return;
    write_shape(w, "本文", w->has_body ? NULL : "type=\"body\" idx=\"1\"");
    w->has_body = true;
    write_place(w, SLIDE_LEFT, w->frame_top, SLIDE_WIDTH, w->y - w->frame_top);
    buffer_text(w->out, "</p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\""
                        " rIns=\"0\" bIns=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/>");
    buffer_add(w->out, buffer_string(&w->frame), w->frame.length);
    buffer_text(w->out, "</p:txBody></p:sp>\n");
    buffer_clear(&w->frame);
    w->y += text_gap * 2;
}

void
slide_text(struct slide_writer *w, const char *text, struct slide_look look)
{
    double size = look.size > 0 ? look.size : 14;
    size_t whole = (size_t)((SLIDE_BOTTOM - SLIDE_TOP) / (size * leading)), used;

    text = text ? text : "";
    do {
        double left = (SLIDE_BOTTOM - w->y) / (size * leading);
        size_t room = left < 1 ? 0 : (size_t)left, length;

        length = fit_lines(text, size, SLIDE_WIDTH, room ? room : whole, &used);
        /* Not one line here and the rest there. */
        if (!slide_is_fresh(w) && (!room || (text[length] && room < 3))) {
            slide_next(w);
            continue;
        }
        if (!w->frame.length)
            w->frame_top = w->y;
        slide_paragraph(w, &w->frame, arena_slice(w->arena, text, length), look);
        w->y += (double)used * size * leading + text_gap;
        text += length;
    } while (*text);
}

/* --- tiles and pictures ------------------------------------------------------------------ */

static void
write_tile(struct slide_writer *w, const struct keyfigure *key, double x, double width)
{
    write_shape(w, "数値", NULL);
    write_place(w, x, w->y, width, 92);
    buffer_print(w->out, "<a:solidFill><a:srgbClr val=\"%06X\"/></a:solidFill></p:spPr>",
                 COLOUR_KEYTINT);
    buffer_text(w->out, "<p:txBody><a:bodyPr wrap=\"square\" anchor=\"ctr\"><a:normAutofit/>"
                        "</a:bodyPr><a:lstStyle/>");
    slide_paragraph(w, w->out, key->label, (struct slide_look){ .size = 12, .ink = COLOUR_SUB });
    slide_paragraph(w, w->out, figure_print(w->arena, &key->value),
                    (struct slide_look){ .size = 26, .bold = true, .ink = COLOUR_KEY });
    if (key->remark)
        slide_paragraph(w, w->out, key->remark,
                        (struct slide_look){ .size = 11, .ink = COLOUR_SUB });
    buffer_text(w->out, "</p:txBody></p:sp>\n");
}

void
slide_tiles(struct slide_writer *w, const struct node *node)
{
    enum { A_ROW = 4 };

    slide_flush(w);
    for (size_t i = 0; i < node->count; i++) {
        size_t in_row = node->count < A_ROW ? node->count : A_ROW;
        double width = (SLIDE_WIDTH - 12.0 * (double)(in_row - 1)) / (double)in_row;

        if (i % A_ROW == 0 && w->y + 92 > SLIDE_BOTTOM)
            slide_next(w);
        write_tile(w, &node->keyfigures[i], SLIDE_LEFT + (double)(i % A_ROW) * (width + 12), width);
        if (i % A_ROW == A_ROW - 1 || i + 1 == node->count)
            w->y += 104;
    }
}

static void
place_picture(struct slide_writer *w, const struct drawing *drawing, double height)
{
    double scale = SLIDE_WIDTH / drawing->width;

    if (drawing->height * scale > height)
        scale = height / drawing->height;
    if (scale > 1.6)
        scale = 1.6;
    w->ids++;
    markup_print(w->out,
                 "<p:pic><p:nvPicPr><p:cNvPr id=\"%d\" name=\"図 %d\" title=\"%s\" descr=\"%s\"/>"
                 "<p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/>"
                 "</p:nvPicPr><p:blipFill><a:blip r:embed=\"rIdPicture%zu\"/><a:stretch>"
                 "<a:fillRect/></a:stretch></p:blipFill>",
                 w->ids, w->ids, drawing->title, drawing->alternative, w->pictures);
    write_place(w, SLIDE_LEFT, w->y, drawing->width * scale, drawing->height * scale);
    buffer_text(w->out, "</p:spPr></p:pic>\n");
    w->y += drawing->height * scale + 6;
}

bool
slide_picture(struct slide_writer *w, const struct node *node, const char **why)
{
    const struct chart *chart = node->chart;
    const char *caption = chart ? chart->caption : node->diagram->caption;
    double below = (caption ? 24 : 0) + (chart && chart->note ? 22 : 0) + 16;
    struct drawing drawing;
    const char *name;

    if (chart)
        chart_draw(w->arena, chart, &drawing);
    else
        diagram_draw(w->arena, node->diagram, &drawing);
    slide_flush(w);
    if (!slide_is_fresh(w) && w->y + 240 + below > SLIDE_BOTTOM)
        slide_next(w);
    if (chart && chart->say)
        slide_text(w, chart->say,
                   (struct slide_look){ .size = 16, .bold = true, .ink = COLOUR_KEY });
    slide_flush(w);
    name = arena_print(w->arena, "picture%zu.png", ++w->pictures);
    if (!w->overfull &&
        !drawing_png(&drawing, PAINT_DPI,
                     package_picture(&w->package, arena_print(w->arena, "ppt/media/%s", name)),
                     why))
        return false;
    markup_print(&w->relations,
                 "<Relationship Id=\"rIdPicture%zu\" Type=\"" TYPE_HEAD
                 "image\" Target=\"../media/%s\"/>",
                 w->pictures, name);
    place_picture(w, &drawing, SLIDE_BOTTOM - w->y - below);
    if (caption)
        slide_text(w, words_caption(w->arena, node->label, caption),
                   (struct slide_look){ .size = 12, .bold = true });
    if (chart && chart->note)
        slide_text(w, chart->note, (struct slide_look){ .size = 11, .ink = COLOUR_SUB });
    return true;
}
