#include "base/arena.h"
#include "render/document_words.h"
#include "render/draw.h"
#include "render/markup.h"
#include "render/paint.h"
#include "render/word_parts.h"

/* Lengths of drawings are 1/12700 of a point. */
enum { EMU = 12700 };

bool
word_picture(struct word_writer *w, const struct chart *chart, const struct diagram *diagram,
             const char **why)
{
    struct drawing drawing;
    struct buffer *png;
    const char *name;
    long long wide, high;

    if (chart ? !chart_draw(w->arena, chart, &drawing) && !drawing.first
              : !diagram_draw(w->arena, diagram, &drawing) && !drawing.first)
        return true;
    name = arena_print(w->arena, "picture%d.png", ++w->pictures);
    png = package_picture(&w->package, arena_print(w->arena, "word/media/%s", name));
    if (!drawing_png(&drawing, PAINT_DPI, png, why))
        return false;
    markup_print(&w->relations,
                 "<Relationship Id=\"rIdPicture%d\" Type=\"http://schemas.openxmlformats.org/"
                 "officeDocument/2006/relationships/image\" Target=\"media/%s\"/>\n",
                 w->pictures, name);
    wide = (long long)(drawing.width * EMU);
    high = (long long)(drawing.height * EMU);
    markup_print(w->out,
                 "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
                 "<wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%d\" name=\"図%d\""
                 " title=\"%s\" descr=\"%s\"/>",
                 wide, high, ++w->ids, w->pictures, drawing.title, drawing.alternative);
    markup_print(w->out,
                 "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/"
                 "2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"%d\" name=\"%s\"/>"
                 "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdPicture%d\"/>"
                 "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
                 "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm>"
                 "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
                 "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
                 w->ids, name, w->pictures, wide, high);
    return true;
}

bool
word_chart(struct word_writer *w, const struct node *node, const char **why)
{
    const struct chart *chart = node->chart;
    const char *caption = chart ? chart->caption : node->diagram->caption;

    if (chart && chart->say)
        word_paragraph(w, "Say", chart->say);
    word_paragraph_begin(w, "Figure");
    if (!word_picture(w, chart, node->diagram, why))
        return false;
    word_paragraph_end(w);
    if (caption)
        word_paragraph(w, "FigureCaption", words_caption(w->arena, node->label, caption));
    if (chart && chart->note)
        word_paragraph(w, "Note", chart->note);
    return true;
}
