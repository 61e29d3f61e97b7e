/*
 * Drawings as SVG: real text, title and description for who cannot see, no script, no
 * outside file, no class, no style – presentation attributes only, since pages forbid
 * inline style.
 */
#ifndef RENDER_SVG_H
#define RENDER_SVG_H

struct buffer;
struct drawing;

/* `prefix` makes the ids unique in a page: letters, digits and hyphens. */
void drawing_svg(const struct drawing *d, const char *prefix, struct buffer *out);

#endif
