/*
 * A document as a Word file.
 *
 * Styles, not formatting by hand: a clerk who changes 「見出し 1」 changes all of them.
 * Tables are Word's own, their heads repeat, rows do not break. Charts are pictures of
 * 300 dpi with the numbers in words as alternative text.
 */
#ifndef RENDER_WORD_H
#define RENDER_WORD_H

#include <stdbool.h>

struct arena;
struct buffer;
struct document;

/* Appended to `out`. False with a Japanese sentence. */
bool
document_word(struct arena *arena, const struct document *d, struct buffer *out, const char **why);

#endif
