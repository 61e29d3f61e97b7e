/*
 * A calculation with its working: what was multiplied and divided, the exact fraction
 * before anything is cut, how it was cut, and the result.
 *
 * A step is a chain of terms, taken from left to right. Its value is computed from the very
 * terms that are shown, so that a document cannot show other figures than were reckoned
 * with. Everything is whole numbers, in 128 bits between; what does not fit is refused.
 * Later steps begin with results of earlier ones; the last result is that of the whole.
 */
#ifndef CONTRACT_WORKING_H
#define CONTRACT_WORKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"

struct act;
struct arena;
struct buffer;

__extension__ typedef unsigned __int128 wide;

enum { WORKING_STEPS = 24, STEP_TERMS = 7 };

/* The largest amount that is reckoned with: below 1,000 billion yen, more than any contract
   of a municipality. */
#define MOST_YEN INT64_C(999999999999999)

enum unit {
    UNIT_YEN,
    UNIT_RATE,  /* thousandths of a percent, shown as 3.0％ */
    UNIT_TAX,   /* the same shown as 10％ */
    UNIT_SHARE, /* the same shown without the sign: × 10 ÷ 110 */
    UNIT_DAYS,
    UNIT_MONTHS,
    UNIT_TIMES, /* 回 */
    UNIT_PLAIN
};

enum sign {
    SIGN_NONE, /* behind the last term */
    SIGN_FIRST,
    SIGN_TIMES,
    SIGN_OVER,
    SIGN_PLUS,
    SIGN_MINUS,
    SIGN_AT_MOST /* the smaller of both */
};

struct term {
    enum sign sign;
    int64_t value; /* never negative */
    enum unit unit;
};

struct step {
    const char *label;                 /* 遅延利息 */
    struct term terms[STEP_TERMS + 1]; /* closed by SIGN_NONE */
    int64_t cut;                       /* what is below so many yen goes; 0: 1 */
    bool up;                           /* … to the next higher instead */
    const char *note;                  /* a sentence behind the result, or NULL */
    wide numerator;                    /* the exact value before cutting, in lowest terms; */
    wide denominator;                  /* both, and the next one, are filled in */
    struct yen result;
};

struct working {
    struct yen yen; /* the last result */
    struct step steps[WORKING_STEPS];
    size_t count;
};

/* Reckons the step and adds it. FAULT_INVALID when it leaves 0 to MOST_YEN. */
bool working_add(struct act *a, struct working *w, struct step step);

/* 5,500,000円 × 3.0％ × 20日 ÷ 365日 ＝ 9,041.0958…円（660,000/73円） 100円未満切捨て → 9,000円 */
const char *step_text(struct arena *arena, const struct step *step);

/* The exact value as "660000/73", or "9000" when it is whole. */
const char *step_exact(struct arena *arena, const struct step *step);

/* All steps, a line each, label first. */
const char *working_text(struct arena *arena, const struct working *w);

/* A JSON array of {"label":…,"text":…,"exact":"660000/73","cut":100,"rounding":"down",
   "yen":9000}. */
void working_json(struct arena *arena, struct buffer *out, const struct working *w);

/* 5,500,000; below zero −120, with the sign of mathematics as documents print it. */
const char *yen_digits(struct arena *arena, struct yen yen);

#endif
