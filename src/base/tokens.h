/*
 * Tokens of the word index, cut from FOLDED text (fold.h).
 *
 * Japanese has no spaces between words, so each pair of neighbouring characters is a
 * token, and each single character too, so that one-character words are found at
 * once. Words of any length are then found exactly, as phrases of pairs.
 *
 * A run that begins with a private-use character (U+E000–F8FF) is one whole token up
 * to the next space: the scope tokens that carry rights. Folding moves typed private
 * characters elsewhere, so only the program can make them.
 */
#ifndef BASE_TOKENS_H
#define BASE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* 「端末 a」: 端末 at 0, 端 colocated at 0, 末 at 1, a at 3 (a space is a gap of one). */
struct token {
    const char *bytes; /* inside the folded text, not terminated */
    size_t length;
    size_t at;      /* position, one per character */
    bool colocated; /* at the position of the token before */
};

/* Hands out the tokens in order; stops, and is false, when `each` returns false. */
bool tokens_each(const char *folded, size_t length,
                 bool (*each)(void *with, const struct token *token), void *with);

/* Adds an FTS5 MATCH expression for what a person searched: each word, a phrase of its
   pairs or its one character; all words must occur. Adds nothing when nothing is asked.
   Each quoted string is one token: a tokenizer asked with FTS5_TOKENIZE_QUERY must hand
   it out whole. Hyphens before a word are dropped (see fold.h). */
void tokens_query(struct buffer *out, const char *folded);

/* The distinct tokens of the same query, for `words @> list` on PostgreSQL; what contains
   them all may lack a phrase, so hits are compared again with fold_find or strstr. */
size_t tokens_list(struct arena *arena, const char *folded, const char ***list);

/* The distinct tokens of a document, sorted: what the index keeps. */
size_t tokens_all(struct arena *arena, const char *folded, size_t length, const char ***list);

/* Adds a list as a PostgreSQL array literal: {"端末","末"}. */
void tokens_array(struct buffer *out, const char *const *list, size_t count);

#endif
