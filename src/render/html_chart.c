#include "base/buffer.h"
#include "render/document_words.h"
#include "render/html_parts.h"
#include "render/markup.h"

void
html_chart(struct html_writer *w, const struct node *node)
{
    const struct chart *chart = node->chart;
    const char *caption = chart ? chart->caption : node->diagram->caption;
    const char *words = chart ? chart->alternative : node->diagram->alternative;

    buffer_text(w->out, "<figure class=\"doc-figure\">");
    if (chart && chart->say)
        markup_print(w->out, "<p class=\"doc-say\">%s</p>", chart->say);
    markup_print(w->out, "<p>%s</p>", words ? words : "");
    if (caption)
        markup_print(w->out, "<figcaption>%s</figcaption>",
                     words_caption(w->arena, node->label, caption));
    if (chart && chart->note)
        markup_print(w->out, "<p class=\"doc-note\">%s</p>", chart->note);
    buffer_text(w->out, "</figure>\n");
}
