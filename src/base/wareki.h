/*
 * Dates and times of day as people in an office type and read them.
 *
 * What is stored is ISO 8601 (base/time.h); the era is display only. Years of an
 * era begin with 元年 in documents. Dates count from 1873-01-01, the first day of
 * the Gregorian calendar in Japan. A reason (`why`) is a short sentence in Japanese,
 * static or in the arena, and set only when the function returns false.
 */
#ifndef BASE_WAREKI_H
#define BASE_WAREKI_H

#include <stdbool.h>

#include "base/time.h"

struct arena;

enum wareki_form {
    WAREKI_LONG,    /* 令和8年4月9日（木） */
    WAREKI_PLAIN,   /* 令和8年4月9日 */
    WAREKI_SHORT,   /* R8.4.9 */
    WAREKI_WESTERN, /* 2026-04-09 */
};

struct era {
    char letter;       /* M T S H R */
    const char *name;  /* 令和 */
    int before;        /* western year = year of the era + before */
    struct date from;  /* first day that is printed with this era */
    struct date until; /* last day that is accepted with it; none: goes on */
};

/*
 * Reads 令和8年4月1日, 令和元年5月1日, 令8.4.9, R8.4.1, r8/4/1, R080401, 2026-04-01,
 * 2026/4/1, 20260401, 2026年4月1日, ㋿ and its elders; full-width forms, spaces beside
 * signs, and a weekday in brackets at the end, which must be the right one. Both eras
 * are accepted on the days of 1912 and 1926 that carry two.
 */
bool wareki_parse(struct arena *arena, const char *text, struct date *out, const char **why);

/* Days before 1873 are printed as western ones, none as an empty text. */
char *wareki_print(struct arena *arena, struct date date, enum wareki_form form);

/* 令和8年度 for 2026. The year is named for the era of its 1 April, except 令和元年度. */
char *wareki_fiscal(struct arena *arena, int year);

/* The era a day is printed with; NULL before 1873. */
const struct era *wareki_era(struct date date);

/* 木 for a Thursday. */
const char *weekday_name(enum weekday weekday);

/*
 * Minutes since midnight, 0..1440: 8:45, ８：４５, 0845, 8:45:30 (seconds are cut off),
 * 16時, 16時5分, 午前9時30分, 午後12時10分 (which is 12:10), 24:00. 午前12時 is refused,
 * since it is midnight for some and noon for others.
 */
bool time_of_day_parse(struct arena *arena, const char *text, int *minute, const char **why);

#endif
