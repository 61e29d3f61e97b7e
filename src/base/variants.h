/*
 * Variants of kanji that stand in names beside the everyday form (髙 for 高).
 *
 * Only for searching: 斎藤 and 斉藤 are two families that one wants to find with either
 * spelling. Compatibility ideographs (神 U+FA19) need no row, Unicode itself maps them.
 */
#ifndef BASE_VARIANTS_H
#define BASE_VARIANTS_H

struct variant {
    const char *everyday; /* one character, never a variant in another row */
    const char *variants; /* one or more characters */
};

/* Ends with a zero row. */
extern const struct variant variants[];

#endif
