/*
 * Figures: what a cell, a key figure or a calculation shows.
 *
 * A number stays a number in the model – an integer, how many of its digits are
 * decimals, a unit – and only writers make text of it: 173 with one decimal and the unit
 * ％ is shown as 17.3％, and is 17.3 in a spreadsheet. Nothing there, counted and none,
 * and not yet known are three different things: －, 0件, （未確定）.
 */
#ifndef RENDER_FIGURE_H
#define RENDER_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"

struct arena;
struct chart;

enum tone {
    TONE_PLAIN,
    TONE_STRONG, /* bold */
    TONE_CODE,
    TONE_DIM,
    TONE_GOOD,
    TONE_BAD,
    TONE_KEY,
};
enum { TONES = TONE_KEY + 1 };

/* Part of a line of text. */
struct run {
    const char *text;
    const char *link; /* http(s) address, or NULL */
    enum tone tone;
};

struct text {
    const struct run *runs;
    size_t count;
};

/* Boxes with a word in them. */
enum mark_tone {
    MARK_TONE_URGENT,
    MARK_TONE_HIGH,
    MARK_TONE_MIDDLE,
    MARK_TONE_LOW,
    MARK_TONE_INFORMATION,
    MARK_TONE_PLAIN,
};
enum { MARK_TONES = MARK_TONE_PLAIN + 1 };

enum figure_kind {
    FIGURE_NONE,    /* － */
    FIGURE_UNKNOWN, /* （未確定） */
    FIGURE_EMPTY,   /* nothing is written at all */
    FIGURE_TEXT,
    FIGURE_NUMBER,
    FIGURE_CHANGE, /* always with its sign: ＋93, −25, ±0 */
    FIGURE_YEN,
    FIGURE_DATE,
    FIGURE_TIME,
    FIGURE_DURATION, /* `number` minutes: 0:11 */
    FIGURE_MARK,
    FIGURE_SPARK, /* `chart` of kind CHART_SPARK */
};
enum { FIGURE_KINDS = FIGURE_SPARK + 1 };

/* How a day is written. */
enum day_form {
    DAY_LONG,     /* 令和8年11月13日 */
    DAY_WEEKDAY,  /* 令和8年11月27日（金） */
    DAY_MONTH,    /* 11月13日; times 10月7日 9:12 */
    DAY_NARROW,   /* R8.11.13 */
    DAY_DEADLINE, /* 11月27日（金） */
};
enum { DAY_FORMS = DAY_DEADLINE + 1 };

struct figure {
    enum figure_kind kind;
    int64_t number;   /* scaled by `decimals` */
    int decimals;     /* 0 to 6 */
    const char *unit; /* shown behind the number in words; NULL in tables whose head says it */
    struct text text;
    struct date date;
    struct instant time;
    enum day_form form;
    enum mark_tone mark; /* of FIGURE_MARK, whose word is its text */
    const struct chart *chart;
    bool strong;
    /* The list whose rows the number counts, as a path of the installation: /desk/…?state=done.
       A page makes a link of it; files that leave the installation do not. NULL: none. */
    const char *rows;
};

/* Ways to make them; texts are kept, not copied. */
struct figure figure_none(void);
struct figure figure_unknown(void);
struct figure figure_empty(void);
struct figure figure_text(struct arena *arena, const char *text);
struct figure figure_strong(struct arena *arena, const char *text);
struct figure figure_count(int64_t number, const char *unit);
struct figure figure_decimal(int64_t scaled, int decimals, const char *unit);
struct figure figure_change(int64_t scaled, int decimals, const char *unit);
struct figure figure_yen(struct yen yen);
struct figure figure_date(struct date date, enum day_form form);
struct figure figure_time(struct instant time, enum day_form form);
struct figure figure_duration(int64_t minutes);
struct figure figure_mark(struct arena *arena, enum mark_tone tone, const char *word);
struct figure figure_spark(const struct chart *chart);

/* part ÷ base in percent with one decimal, rounded half up; FIGURE_NONE when base is 0. */
struct figure figure_share(int64_t part, int64_t base);

/* As a person reads it, runs put together: 1,234件, 17.3％, ＋93, 5,191,204円, （未確定）.
   A spark is an empty text. In the arena. */
const char *figure_print(struct arena *arena, const struct figure *figure);

/* Whether it belongs at the right of a column. */
bool figure_is_number(const struct figure *figure);

#endif
