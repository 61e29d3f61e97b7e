/*
 * Fonts on paper: which glyph a character is, and how wide.
 *
 * Gothic is Noto Sans CJK JP, else IPAexGothic; Mincho Noto Serif CJK JP, else IPAexMincho.
 * A face that has no bold of its own is set in its regular weight, never made bold by
 * smearing. A character that no such face has is looked for in all fonts of the machine
 * that have outlines; one found nowhere is a geta (〓), as printers have always done.
 */
#ifndef RENDER_FONT_H
#define RENDER_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct fonts;

enum font_face { FONT_GOTHIC, FONT_GOTHIC_BOLD, FONT_MINCHO, FONT_MINCHO_BOLD, FONT_MONO };
enum { FONT_FACES = FONT_MONO + 1 };

/* One file; the same one is opened once. */
struct font {
    const char *path;
    int index;                    /* in a collection */
    size_t number;                /* counted from 0 in the order of opening */
    const char *name;             /* PostScript name */
    bool cff;                     /* outlines of PostScript, else TrueType */
    int ascent, descent;          /* thousandths of an em, descent below 0 */
    int cap_height;               /* the same */
    int left, bottom, right, top; /* box of all glyphs, the same */
    void *face;                   /* hb_font_t, 1000 units an em */
    struct glyph_block *blocks[0x1100];
};

/* A character as it is set. */
struct glyph {
    struct font *font;
    uint16_t index;
    uint16_t advance; /* thousandths of an em */
    uint32_t code;    /* what it stands for, also for a geta */
};

/* Opens what it needs later; ends with the arena. False with a Japanese sentence when the
   machine has no Japanese font. */
bool fonts_open(struct arena *arena, struct fonts **out, const char **why);

/* `selector` is a variation selector that followed the character, or 0. */
struct glyph
fonts_glyph(struct fonts *fonts, enum font_face face, uint32_t code, uint32_t selector);

/* All that were opened, for who writes them into a file. */
struct font *const *fonts_list(const struct fonts *fonts, size_t *count);

#endif
