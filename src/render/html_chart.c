#include "base/arena.h"
#include "base/buffer.h"
#include "render/document_words.h"
#include "render/draw.h"
#include "render/html_parts.h"
#include "render/markup.h"
#include "render/svg.h"

void
html_chart(struct html_writer *w, const struct node *node)
{
    const struct chart *chart = node->chart;
    const char *caption = chart ? chart->caption : node->diagram->caption;
    struct drawing drawing;

    if (chart)
        chart_draw(w->arena, chart, &drawing);
    else
        diagram_draw(w->arena, node->diagram, &drawing);
    if (chart && chart->kind == CHART_SPARK) {
        drawing_svg(&drawing, arena_print(w->arena, "doc-%d", ++w->charts), w->out);
        return;
    }
    buffer_text(w->out, "<figure class=\"doc-figure\">");
    if (chart && chart->say)
        markup_print(w->out, "<p class=\"doc-say\">%s</p>", chart->say);
    drawing_svg(&drawing, arena_print(w->arena, "doc-%d", ++w->charts), w->out);
    if (caption)
        markup_print(w->out, "<figcaption>%s</figcaption>",
                     words_caption(w->arena, node->label, caption));
    if (chart && chart->note)
        markup_print(w->out, "<p class=\"doc-note\">%s</p>", chart->note);
    buffer_text(w->out, "</figure>\n");
}
