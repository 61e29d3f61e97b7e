/*
 * Synonyms (言い換え): words that mean the same to the automatic answers.
 *
 * The program brings a set that desks of local governments use (facts/desk_synonyms.csv). It
 * holds in every contract; a row of the ledger with the same word takes the place of the
 * built-in one there, and a row 「使わない」 takes it out. A new installation has the set in its
 * first contract as rows, so that it is seen and edited like everything else.
 */
#ifndef DESK_SYNONYM_H
#define DESK_SYNONYM_H

#include "ledger/ledger.h"

struct act;
struct arena;
struct thesaurus;

struct synonym {
    struct record base;
    const char *word;
    struct prose others; /* | or 、 or a line end between */
    int64_t weight;      /* percent: how near the others are to the word */
};

extern const struct ledger synonym_ledger;

/* The built-in set as rows of this contract. Those that are there stay as they are. */
bool synonyms_load(struct act *a, int64_t contract);

/* The thesaurus of a contract, in its own arena. */
bool synonyms_read(struct act *a, int64_t contract, struct arena *arena, struct thesaurus **out);

#endif
