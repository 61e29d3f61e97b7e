/*
 * National holidays (国民の祝日に関する法律, Act 178 of 1948), computed from the law.
 *
 * Covers 1948-07-20 to 2099-12-31, with substitute holidays, days between two
 * holidays and one-off Acts. The equinoxes become official only on 1 February of the
 * year before, and Acts move days, so an imported list of the Cabinet Office overrides:
 * it stands alone for all years from that of its first to that of its last day.
 */
#ifndef BASE_HOLIDAY_H
#define BASE_HOLIDAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"

struct arena;

struct holiday {
    struct date date;
    const char *name;
};

/* Sorted by date, each date once. */
struct holiday_list {
    const struct holiday *days;
    size_t count;
};

/* The name of the day off by law, NULL for other days and outside 1948 to 2099. */
const char *holiday_name(struct date date);

/* The same with a list that overrides; `list` may be NULL. */
const char *holiday_listed(const struct holiday_list *list, struct date date);

/* The first day off on or after `from`; none when there is none. */
struct date holiday_next(const struct holiday_list *list, struct date from);

/* Adds the days off of one year in order to `out`, which must be empty or sorted and
   end before that year; the memory is the arena's, `list` may be NULL. */
void holidays_year(struct arena *arena, const struct holiday_list *list, int year,
                   struct holiday_list *out);

/* Sorts what was read from a file by date. False, with a reason in Japanese in the
   arena, when a date is missing or stands there twice or a name is empty. */
bool holiday_sort(struct arena *arena, struct holiday *days, size_t count, struct holiday_list *out,
                  const char **why);

#endif
