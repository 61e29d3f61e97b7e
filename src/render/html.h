/*
 * A document as HTML: for reading in a page of the product, and as a file that stands alone.
 *
 * Headings, tables with scopes, figures with their text, no script, no style attribute.
 * Classes begin with "doc-"; they are those of assets/document.css.
 */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

struct arena;
struct buffer;
struct document;

/* <article>…</article>; its headings begin at h2, since the page has an h1. */
void document_fragment(struct arena *arena, const struct document *d, struct buffer *out);

/* A whole file with the style inside; nothing is loaded from anywhere. */
void document_html(struct arena *arena, const struct document *d, struct buffer *out);

#endif
