/*
 * Invented text of a city's desk: numbers drawn by a seed, names, and sentences whose gaps are
 * filled, some words very common and some very rare.
 */
#ifndef BENCH_TEXT_H
#define BENCH_TEXT_H

#include <stddef.h>
#include <stdint.h>

enum {
    TEXT_SECTIONS = 60,
    TEXT_PEOPLE = 2000,
    TEXT_STAFF = 12,
    TEXT_TEAMS = 4,
    TEXT_SIZE = 4096, /* room for any text below */
};

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *r);
size_t random_below(struct random *r, size_t count);

/* Small numbers far more often than large ones. */
size_t random_few(struct random *r, size_t count);

void section_name(size_t i, char *out, size_t size);
void person_name(size_t i, char *out, size_t size);

/* Appends the pattern with its gaps filled: {d}evice {s}ystem {p}lace {m}essage {t}ime {n}umber
   {a}sset {r}are {k} section. */
void text_fill(struct random *r, const char *pattern, char *out, size_t size);

/* Appends different ones of the list until there are so many characters. */
void
text_sentences(struct random *r, const char *const *list, size_t count, size_t least, char *out);

size_t text_characters(const char *text);

#endif
