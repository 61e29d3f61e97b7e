/*
 * Writing HTML, SVG and the XML of Office files: text that cannot break out.
 */
#ifndef RENDER_MARKUP_H
#define RENDER_MARKUP_H

#include "base/buffer.h"

/* Escapes & < > " ' and leaves out what XML 1.0 cannot hold: control characters but tab
   and line end, and U+FFFE and U+FFFF. `text` is valid UTF-8; NULL writes nothing. */
void markup_text(struct buffer *b, const char *text);

/* printf whose `%s` are escaped. Others: %d, %lld, %zu, and %g for a length with at most
   two decimals. */
__attribute__((format(printf, 2, 3))) void markup_print(struct buffer *b, const char *format, ...);

#endif
