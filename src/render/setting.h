/*
 * Setting: runs of text broken into lines of a width, after the rules of Japanese
 * typesetting (禁則, strict): what may not begin or end a line, units that stay with their
 * number, words of letters and digits that are not cut unless they are longer than a line.
 */
#ifndef RENDER_SETTING_H
#define RENDER_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/colour.h"
#include "render/figure.h"
#include "render/font.h"

struct arena;

struct letter {
    struct glyph glyph;
    enum colour colour;
};

struct set_line {
    size_t first, count; /* letters */
    double width;
    bool ends; /* the paragraph ends here, or a line feed stood */
};

/* How text is to look; sizes and widths in points. */
struct manner {
    double size;
    double leading; /* from base to base */
    double width;
    double indent;  /* of the first line */
    double hanging; /* of all others */
    bool mincho;
    bool bold;
    bool justified;
    double spacing; /* added behind each letter */
    enum colour colour;
};

struct set_text {
    struct manner manner;
    const struct letter *letters;
    const struct set_line *lines;
    size_t count; /* of lines, at least 1 */
};

/* In the arena; NULL texts are empty. */
struct set_text
set_runs(struct arena *arena, struct fonts *fonts, const struct text *text, struct manner manner);
struct set_text
set_words(struct arena *arena, struct fonts *fonts, const char *text, struct manner manner);

/* Width of a text in one line. */
double set_width(struct fonts *fonts, const char *text, struct manner manner);
/* Width of the widest line as it was set. */
double set_widest(const struct set_text *text);
/* Lines times leading. */
double set_height(const struct set_text *text);
/* From the top of a line to its base. */
double set_base(const struct manner *manner);

#endif
