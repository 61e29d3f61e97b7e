/*
 * Drawings as pictures, for formats that know no vectors of ours (Word, PowerPoint, Excel).
 */
#ifndef RENDER_PAINT_H
#define RENDER_PAINT_H

#include <stdbool.h>

struct buffer;
struct drawing;

enum { PAINT_DPI = 300 };

/* A PNG on white, appended to `out`. False with a Japanese sentence when it would be larger
   than 40 million pixels. Letters come from the fonts of the machine. */
bool drawing_png(const struct drawing *d, int dpi, struct buffer *out, const char **why);

#endif
