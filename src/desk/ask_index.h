/*
 * The index of automatic answers: articles of one contract, ranked for a question in memory.
 *
 * A first look scores all articles by weighted fields, the rarity of terms and their length
 * (BM25F over the terms of ask_text.h); a second one looks closely at the best ones: how much
 * of the question the article, its title and its best two sentences cover, and how much of the
 * title was asked. Nothing here knows the database; ask.h fills it from the ledgers.
 *
 * Many threads may ask it at once. Adding and dropping an article costs as much as reading it
 * (0.2 ms), and nobody may ask meanwhile; the mean length stays as it was at building.
 */
#ifndef DESK_ASK_INDEX_H
#define DESK_ASK_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/ask_text.h"

struct arena;

struct ask_source {
    int64_t id;
    const char *title;
    const char *category; /* or NULL */
    const char *keywords; /* or NULL */
    const char *body;
};

struct ask_index;

/* `sources` and their texts must live as long as the index; so must `thesaurus`. */
struct ask_index *ask_index_build(struct arena *arena, const struct ask_source *sources,
                                  size_t count, const struct thesaurus *thesaurus);

/* Those from the index's own count on are new; the array may have moved, what it held has not. */
void ask_index_add(struct ask_index *index, const struct ask_source *sources, size_t count);

/* It is found no more. Its text must still be there, now and later. */
void ask_index_drop(struct ask_index *index, size_t source);

enum { ASK_HITS = 8 };

enum ask_feature {
    ASK_FIRST,   /* score of the first look, of the most this question could have */
    ASK_COVER,   /* how much of the question the article covers */
    ASK_PASSAGE, /* … its title and best two sentences */
    ASK_TITLE,   /* … its title and category */
    ASK_ASKED,   /* how much of the title was asked */
    ASK_PRIOR,
    ASK_MEANT,       /* share of the words of the thesaurus in it that the article has */
    ASK_MEANT_TITLE, /* … its title and category have */
    ASK_TOPIC,       /* cover of the least covered noun before を, が, は, も */
    ASK_FEATURES
};

struct ask_hit {
    size_t source; /* which of the sources */
    double score;  /* 0..1, for comparing within one question */
    double features[ASK_FEATURES];
    size_t from, until; /* bytes of the body: the best passage, whole sentences */
};

struct ask_hits {
    struct ask_hit items[ASK_HITS]; /* best first */
    size_t count;
    double mass;       /* what the question could match at most: how much was asked */
    size_t letters;    /* of the question, without what people say around it */
    double confidence; /* 0..1: the share of right first answers at such a score */
};

/* What feedback taught of an article, and of it together with a term of the question. */
struct ask_lesson {
    uint64_t key; /* of the term; 0: of the article itself */
    int64_t id;   /* of the article */
    double worth; /* -1..1 */
};
struct ask_lessons {
    const struct ask_lesson *rows; /* in the order of key and id */
    size_t count;
};

/* `lessons` may be NULL. */
void ask_index_find(struct arena *arena, const struct ask_index *index, const char *question,
                    const struct ask_lessons *lessons, struct ask_hits *out);

/* Whether an article has this term. */
bool ask_index_knows(const struct ask_index *index, uint64_t key);

/* The terms by which questions are compared with each other and feedback is remembered. */
void ask_question_terms(struct arena *arena, const struct thesaurus *thesaurus,
                        const char *question, struct terms *out);

#endif
