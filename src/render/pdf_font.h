/*
 * The fonts of a PDF: which letters were used, and the subsets that carry them.
 *
 * Text is written by numbers of glyphs; a map back to characters (ToUnicode) goes with
 * each font, so that searching and copying work. Outlines are embedded as they are in
 * their font, cut down by HarfBuzz: CFF or TrueType, never Type 3.
 */
#ifndef RENDER_PDF_FONT_H
#define RENDER_PDF_FONT_H

#include <stdbool.h>
#include <stdint.h>

#include "render/font.h"
#include "render/pdf_file.h"

struct pdf_used {
    uint32_t code[65536]; /* first character a glyph stood for; 0: not used */
    uint16_t advance[65536];
};

struct pdf_fonts {
    struct arena *arena;
    struct fonts *fonts;
    struct pdf_used *used[32]; /* by number of the font */
};

/* Notes a letter. False when its glyph stands for another character already, so that this
   place has to say what it means. */
bool pdf_font_use(struct pdf_fonts *f, const struct glyph *glyph);

/* Writes the fonts; the dictionary of their names (/F0 12 0 R …) goes to `names`. False with
   a Japanese sentence when a font cannot be cut down. */
bool
pdf_fonts_write(struct pdf_fonts *f, struct pdf_file *file, struct buffer *names, const char **why);

#endif
