/*
 * Text as the automatic answers compare it: letters with their script, and terms made of them.
 *
 * Every run of one script is folded by itself (base/fold.h), so ﾌﾟﾘﾝﾀｰ, プリンタ and プリンター are
 * one word, and what was katakana is still known as such afterwards: it makes words, while
 * hiragana mostly is grammar. Terms are pairs and triples of letters, whole words of katakana
 * and Latin letters, single kanji that stand alone, and concepts: what a thesaurus knows to
 * mean the same. Each carries what its kind is worth.
 */
#ifndef DESK_ASK_TEXT_H
#define DESK_ASK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum script { SCRIPT_NONE, SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_KANJI, SCRIPT_LATIN };

struct letter {
    uint32_t code; /* folded */
    uint8_t script;
    uint32_t at; /* byte in the text as typed, where its run begins */
};

struct letters {
    struct letter *items;
    size_t count;
};

void letters_read(struct arena *arena, const char *text, struct letters *out);

/* Takes out what people say around a question (教えてください, できますか). */
void letters_quieten(struct arena *arena, struct letters *letters);

/* --- thesaurus ------------------------------------------------------------------------------ */

struct thesaurus;

/* Empty, in this arena, for about so many words. */
struct thesaurus *thesaurus_new(struct arena *arena, size_t words);

/* `word` and the words of `others`, with | 、 , or a line end between, mean the same; `percent`
   is how near the others are to it, unless one says so itself (端末:60). */
void thesaurus_add(struct thesaurus *t, const char *word, const char *others, int64_t percent);

size_t thesaurus_count(const struct thesaurus *t); /* words */

/* --- terms ---------------------------------------------------------------------------------- */

enum term_kind { TERM_PAIR, TERM_TRIPLE, TERM_WORD, TERM_SINGLE, TERM_CONCEPT };

struct term {
    uint64_t key;
    float weight; /* what its kind is worth, and how near a synonym is */
    uint32_t from, until;
    uint8_t kind;
};

struct terms {
    struct term *items;
    size_t count;
};

/* `thesaurus` may be NULL. */
void terms_read(struct arena *arena, const struct letters *letters,
                const struct thesaurus *thesaurus, struct terms *out);

/* The fewest letters put in, taken out or changed from one word to the other; more than
   `most` counts as most + 1. */
int letters_distance(const struct letter *left, size_t left_count, const struct letter *right,
                     size_t right_count, int most);

#endif
