#include "web/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"

enum { FIRST_HEADING = 3, LAST_HEADING = 6 };

static pthread_once_t registered = PTHREAD_ONCE_INIT;

static void
register_extensions(void)
{
    cmark_gfm_core_extensions_ensure_registered();
}

static cmark_node *
parse(const char *text)
{
    static const char *const extensions[] = { "table", "strikethrough", "autolink" };
    cmark_parser *parser;
    cmark_node *document;

    pthread_once(&registered, register_extensions);
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        cmark_syntax_extension *it = cmark_find_syntax_extension(extensions[i]);

        must(it && cmark_parser_attach_syntax_extension(parser, it));
    }
    cmark_parser_feed(parser, text, strlen(text));
    document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static int
highest_heading(cmark_node *document)
{
    cmark_iter *it = cmark_iter_new(document);
    int highest = LAST_HEADING;

    while (cmark_iter_next(it) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(it);

        if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
            cmark_node_get_heading_level(node) < highest)
            highest = cmark_node_get_heading_level(node);
    }
    cmark_iter_free(it);
    return highest;
}

static bool
is_allowed(const char *url)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:", "#" };

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return url[0] == '/' && url[1] != '/' && url[1] != '\\';
}

/* A picture that is not ours gives way to what stands in its brackets. */
static void
show_picture(cmark_node *node, const struct markdown_pictures *pictures)
{
    const char *address =
        pictures ? pictures->address(pictures->with, cmark_node_get_url(node)) : NULL;

    if (address) {
        cmark_node_set_url(node, address);
        return;
    }
    while (cmark_node_first_child(node))
        cmark_node_insert_before(node, cmark_node_first_child(node));
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* By iterator, as people may nest as deep as they like. What is taken out is gathered first. */
static void
settle(cmark_node *document, int shift, const struct markdown_pictures *pictures)
{
    cmark_iter *it = cmark_iter_new(document);
    struct buffer images = { 0 };
    cmark_event_type event;
    cmark_node *node;

    while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
        node = cmark_iter_get_node(it);
        if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            buffer_add(&images, &node, sizeof node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            int level = cmark_node_get_heading_level(node) + shift;

            cmark_node_set_heading_level(node, level > LAST_HEADING ? LAST_HEADING : level);
        }
        if (cmark_node_get_type(node) == CMARK_NODE_LINK && !is_allowed(cmark_node_get_url(node)))
            cmark_node_set_url(node, "#");
    }
    cmark_iter_free(it);
    for (size_t at = 0; at < images.length; at += sizeof node) {
        memcpy(&node, images.data + at, sizeof node);
        show_picture(node, pictures);
    }
    buffer_release(&images);
}

void
markdown_view(struct out *o, const char *text, const struct markdown_pictures *pictures)
{
    cmark_node *document = parse(text);
    char *html;

    settle(document, FIRST_HEADING - highest_heading(document), pictures);
    html = cmark_render_html(document, CMARK_OPT_DEFAULT, NULL);
    out_raw(o, html, strlen(html));
    free(html);
    cmark_node_free(document);
}
