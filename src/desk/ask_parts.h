/*
 * What the files of the index of automatic answers share; nobody else includes it.
 */
#ifndef DESK_ASK_PARTS_H
#define DESK_ASK_PARTS_H

#include "desk/ask_index.h"

struct posting {
    uint32_t source;
    float worth; /* saturated, for the article's length */
};

/* Of an article that was added after the building: nothing is copied to make room. */
struct later {
    struct posting posting;
    struct later *next;
};

struct entry {
    uint64_t key;
    struct posting *postings; /* in the order of the sources, with those that are gone */
    uint32_t count;
    struct later *later;
    uint32_t live; /* articles that have it now */
    bool is_word;
};

struct word {
    uint64_t key;
    struct letter *letters;
    size_t count;
};

struct ask_index {
    struct arena *arena;
    const struct ask_source *sources;
    size_t count;
    size_t built; /* so many of them at once */
    size_t live;
    bool *gone; /* by source */
    size_t gone_room;
    const struct thesaurus *thesaurus;
    double mean; /* length, when it was built */
    struct entry *entries;
    size_t entry_count, entry_room;
    uint32_t *places;
    size_t place_count;
    struct word *words; /* of katakana and Latin letters, for slips of the hand */
    size_t word_count, word_room;
};

const struct entry *entry_find(const struct ask_index *index, uint64_t key); /* NULL: nowhere */
double entry_rarity(const struct ask_index *index, const struct entry *e);
void vocabulary_add(struct ask_index *index, const struct letters *letters, const struct term *t);

/* The confidence in the best of these hits (ask_trust.c). */
double ask_trust(const struct ask_hits *hits);

#endif
