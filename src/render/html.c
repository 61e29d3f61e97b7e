#include "render/html.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "render/document_words.h"
#include "render/html_parts.h"
#include "render/markup.h"
#include "render/styles.h"

static void write_nodes(struct html_writer *w, const struct nodes *nodes);

static void
write_letterhead(struct html_writer *w, const struct letterhead *head)
{
    buffer_text(w->out, "<div class=\"doc-head\"><p class=\"doc-number\">");
    if (head->number)
        markup_print(w->out, "%s<br>", head->number);
    markup_print(w->out, "%s</p><p class=\"doc-to\">", words_date(w->arena, head->date));
    for (size_t i = 0; i < head->to_count; i++)
        markup_print(w->out, i ? "<br>%s" : "<b>%s</b>", head->to[i]);
    buffer_text(w->out, "</p><p class=\"doc-from\">");
    for (size_t i = 0; i < head->from_count; i++) {
        buffer_text(w->out, i ? "<br>" : "");
        markup_text(w->out, head->from[i]);
    }
    if (head->sealed)
        buffer_text(w->out, " <span class=\"doc-company-seal\">会社印（電子署名）</span>");
    buffer_text(w->out, "</p></div>\n");
}

static void
write_title(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<h2 class=\"doc-title\">");
    if (node->before)
        markup_print(w->out, "<small>%s</small>", node->before);
    markup_print(w->out, "%s</h2>\n", node->title);
}

/* The ring of a seal says act, day and name, from top to bottom. */
static void
write_stamp(struct html_writer *w, const struct stamp *stamp)
{
    if (stamp->open) {
        buffer_text(w->out, "<td class=\"doc-open\">回議中</td>");
        return;
    }
    markup_print(w->out,
                 "<td><span class=\"doc-seal\"><span>%s</span><span>%s</span>"
                 "<span>%s</span></span>",
                 stamp->act, words_seal_date(w->arena, stamp->date), stamp->name);
    if (stamp->version)
        markup_print(w->out, "第%lld版", (long long)stamp->version);
    buffer_text(w->out, "</td>");
}

static void
write_approvals(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<table class=\"doc-approvals\"><caption>決裁</caption><thead><tr>");
    for (size_t i = 0; i < node->count; i++)
        markup_print(w->out, "<th scope=\"col\">%s</th>", node->stamps[i].role);
    buffer_text(w->out, "</tr></thead><tbody><tr>");
    for (size_t i = 0; i < node->count; i++)
        write_stamp(w, &node->stamps[i]);
    buffer_text(w->out, "</tr></tbody></table>\n");
}

static void
write_section(struct html_writer *w, const struct node *node)
{
    int level = node->level + 1;

    markup_print(w->out, "<h%d class=\"doc-h%d\">", level, node->level);
    if (node->label)
        markup_print(w->out, "<span class=\"doc-n\">%s</span>", node->label);
    markup_print(w->out, "%s</h%d>\n", node->title, level);
}

static void
write_paragraph(struct html_writer *w, const struct node *node)
{
    static const char *const classes[ALIGNS] = {
        [ALIGN_LEFT] = "doc-p", [ALIGN_RIGHT] = "doc-p doc-r", [ALIGN_CENTRE] = "doc-p doc-c"
    };

    markup_print(w->out, "<p class=\"%s%s\">", classes[node->align],
                 node->indented ? " doc-indent" : "");
    html_runs(w, node->texts);
    buffer_text(w->out, "</p>\n");
}

static void
write_lead(struct html_writer *w, const struct node *node)
{
    buffer_text(w->out, "<div class=\"doc-lead\">");
    for (size_t i = 0; i < node->count; i++) {
        buffer_text(w->out, "<p>");
        html_runs(w, &node->texts[i]);
        buffer_text(w->out, "</p>");
    }
    buffer_text(w->out, "</div>\n");
}

static void
write_list(struct html_writer *w, const struct node *node)
{
    const char *tag = node->style == LIST_KANA || node->style == LIST_NUMBER ? "ol" : "ul";

    markup_print(w->out, "<%s class=\"doc-list\">", tag);
    for (size_t i = 0; i < node->count; i++) {
        markup_print(w->out, "<li><span class=\"doc-n\">%s</span>",
                     words_item(w->arena, node->style, i));
        html_runs(w, &node->texts[i]);
        buffer_text(w->out, "</li>");
    }
    markup_print(w->out, "</%s>\n", tag);
}

static void
write_columns(struct html_writer *w, const struct node *node)
{
    markup_print(w->out, "<div class=\"doc-columns doc-columns-%d\">\n", (int)node->count);
    for (size_t i = 0; i < node->count; i++) {
        buffer_text(w->out, "<div>\n");
        write_nodes(w, &node->columns[i]);
        buffer_text(w->out, "</div>\n");
    }
    buffer_text(w->out, "</div>\n");
}

static void
write_calculation(struct html_writer *w, const struct node *node)
{
    markup_print(w->out, "<div class=\"doc-box\"><p><b>%s</b></p><ul class=\"doc-list\">",
                 node->title ? node->title : "計算の根拠");
    for (size_t i = 0; i < node->count; i++)
        markup_print(w->out, "<li><span class=\"doc-n\">%s</span>%s</li>",
                     node->steps[i].label ? node->steps[i].label : "・", node->steps[i].words);
    buffer_text(w->out, "</ul></div>\n");
}

static void
write_verification(struct html_writer *w, const struct verification *v)
{
    const char *number = w->document->number;

    markup_print(w->out, "<div class=\"doc-verify\"><p><b>真正性の確認</b>　%s</p>",
                 words_verification(w->arena, v, number));
    markup_print(w->out,
                 "<p>凍結データ　<code>%s</code>（SHA-256）<br>履歴の先頭　<code>%s</code></p>",
                 v->hash, v->head);
    buffer_text(w->out, "</div>\n");
}

static void
write_node(struct html_writer *w, const struct node *node)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        write_letterhead(w, node->letterhead);
        return;
    case NODE_TITLE:
        write_title(w, node);
        return;
    case NODE_APPROVALS:
        write_approvals(w, node);
        return;
    case NODE_SECTION:
        write_section(w, node);
        return;
    case NODE_PARAGRAPH:
        write_paragraph(w, node);
        return;
    case NODE_LEAD:
        write_lead(w, node);
        return;
    case NODE_KEYFIGURES:
        html_keyfigures(w, node);
        return;
    case NODE_LIST:
        write_list(w, node);
        return;
    case NODE_TABLE:
        html_table(w, node);
        return;
    case NODE_PAIRS:
        html_pairs(w, node);
        return;
    case NODE_CHART:
    case NODE_DIAGRAM:
        html_chart(w, node);
        return;
    case NODE_FORM:
        html_form(w, node);
        return;
    case NODE_COLUMNS:
        write_columns(w, node);
        return;
    case NODE_CALCULATION:
        write_calculation(w, node);
        return;
    case NODE_VERIFICATION:
        write_verification(w, node->verification);
        return;
    case NODE_PAGEBREAK:
        buffer_text(w->out, "<div class=\"doc-break\"></div>\n");
        return;
    case NODE_END:
        buffer_text(w->out, "<p class=\"doc-p doc-r\">以上</p>\n");
        return;
    }
}

static void
write_nodes(struct html_writer *w, const struct nodes *nodes)
{
    for (const struct node *node = nodes->first; node; node = node->next)
        write_node(w, node);
}

static void
write_contents(struct html_writer *w)
{
    buffer_text(w->out, "<ol class=\"doc-contents\">");
    for (const struct node *node = w->document->nodes.first; node; node = node->next)
        if (node->kind == NODE_SECTION && node->level <= 2)
            markup_print(w->out, "<li class=\"doc-h%d\">%s　%s</li>", node->level,
                         node->label ? node->label : "", node->title);
    buffer_text(w->out, "</ol>\n");
}

static void
write_article(struct arena *arena, const struct document *d, bool inside, struct buffer *out)
{
    static const char *const pages[PAPERS] = { [PAPER_A4] = "",
                                               [PAPER_A4_WIDE] = " doc-wide",
                                               [PAPER_A3_WIDE] = " doc-wide",
                                               [PAPER_SLIDE] = " doc-wide" };
    struct html_writer w = { .arena = arena, .out = out, .document = d, .inside = inside };

    markup_print(out, "<article class=\"doc%s%s\" lang=\"ja\">\n", pages[d->page],
                 d->face == FACE_LETTER ? " doc-letter" : "");
    if (d->class_mark || d->draft)
        markup_print(out, "<p class=\"doc-mark\">%s%s</p>\n", d->class_mark ? d->class_mark : "",
                     d->draft ? words_draft(arena, d) : "");
    if (d->contents)
        write_contents(&w);
    write_nodes(&w, &d->nodes);
    if (d->hash || d->draft)
        markup_print(out, "<p class=\"doc-foot\">%s</p>\n", words_frozen(arena, d));
    buffer_text(out, "</article>\n");
}

void
document_fragment(struct arena *arena, const struct document *d, struct buffer *out)
{
    write_article(arena, d, true, out);
}

void
document_html(struct arena *arena, const struct document *d, struct buffer *out)
{
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width\">\n");
    markup_print(out, "<title>%s</title>\n<style>\n", d->title);
    for (const struct style *it = styles; it->path; it++)
        if (strcmp(it->name, "document.css") == 0)
            buffer_add(out, it->bytes, it->length);
    buffer_text(out, "</style>\n</head>\n<body class=\"doc-alone\">\n");
    write_article(arena, d, false, out);
    buffer_text(out, "</body>\n</html>\n");
}
