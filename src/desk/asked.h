/*
 * Questions (質問) that staff put to the automatic answers, with what they got and whether it
 * helped.
 *
 * What was typed may hold anything, so it is personal and encrypted. Beside it stand the keys
 * of its terms that published articles have too (never others, so they tell nothing of a
 * person): from them and the outcome the ranking learns without reading a question again.
 */
#ifndef DESK_ASKED_H
#define DESK_ASKED_H

#include "ledger/ledger.h"

struct asked {
    struct record base;
    struct prose text;
    struct ref article; /* of the answer */
    const char *title;  /* … as it was called */
    int64_t confidence; /* percent */
    bool answered;      /* it was sure enough */
    struct choice outcome;
    const char *terms; /* keys, space between */
};

extern const struct ledger asked_ledger;

#endif
