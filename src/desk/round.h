/*
 * Rounds: on which days recurring work comes, as the list of duties says it.
 *
 *     毎日
 *     毎営業日
 *     毎週 月・木曜日
 *     毎月 5日・20日・末日
 *     毎月 第2・第4火曜日、毎月 最終金曜日
 *     毎月 第3営業日、毎月 最終営業日
 *     毎年 4月1日・10月1日
 *
 * Behind all but the first two may stand の2営業日前: so many open days before. What then falls
 * on a closed day stays there; （休日は翌営業日）, （休日は前営業日） and （休日は行わない） behind the
 * rule say otherwise. 31日 is the last day of a shorter month. Open days are those of the
 * contract's calendar. Functions are pure; texts belong to the arena.
 */
#ifndef DESK_ROUND_H
#define DESK_ROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "base/time.h"

struct arena;

enum round_kind {
    ROUND_NONE,
    ROUND_DAYS,
    ROUND_OPEN_DAYS,
    ROUND_WEEKDAYS,
    ROUND_MONTH_DAYS,
    ROUND_MONTH_WEEKDAYS,
    ROUND_MONTH_OPEN_DAYS,
    ROUND_YEAR_DAYS,
};

enum { ROUND_MOST = 12, ROUND_LAST = 31, ROUND_BEFORE_MOST = 20 };

struct round {
    enum round_kind kind;
    unsigned weekdays; /* a bit for each, 1 << MONDAY … */
    /* Days, or the n-th; ROUND_LAST: the last. Months only of ROUND_YEAR_DAYS. */
    struct {
        int month, number;
    } on[ROUND_MOST];
    size_t count;
    int before;     /* open days */
    enum roll roll; /* of what falls on a closed day */
    bool skipped;   /* it does not take place then */
};

/* `*why` is a short sentence in Japanese. */
bool round_parse(struct arena *arena, const char *text, struct round *out, const char **why);

/* As a clerk writes it; round_parse reads it back as the same rule. "" for ROUND_NONE. */
const char *round_show(struct arena *arena, const struct round *rule);

bool round_comes(const struct round *rule, const struct calendar *calendar, struct date day);

/* The first day it comes on, from `from` on; false when there is none within two years. */
bool round_next(const struct round *rule, const struct calendar *calendar, struct date from,
                struct date *out);

#endif
