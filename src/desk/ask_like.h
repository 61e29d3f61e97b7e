/*
 * How alike two texts are, by the terms of ask_text.h: 0 nothing in common, 1 the same terms.
 */
#ifndef DESK_ASK_LIKE_H
#define DESK_ASK_LIKE_H

#include "desk/ask_text.h"

struct arena;

struct like {
    struct terms terms; /* each key once, in order */
    double length;
};

/* Without what people say around a question; `thesaurus` may be NULL. */
void like_read(struct arena *arena, const struct thesaurus *thesaurus, const char *text,
               struct like *out);

double like_measure(const struct like *left, const struct like *right);

#endif
