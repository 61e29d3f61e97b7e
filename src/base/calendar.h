/*
 * Business time: which days and hours an office is open, and deadlines counted in them.
 *
 * A calendar says the hours of each weekday (lunch breaks are gaps between spans), which
 * days are closed, and special days, which go before everything else. Spans lie within
 * one day and may end at 24:00. All functions are pure and may be called from any thread.
 * A search that meets ten years without an open day, or leaves the years 1 to 9999,
 * returns a date or instant of none. `calendar` is never NULL.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/holiday.h"
#include "base/time.h"

struct arena;

enum {
    CALENDAR_SPANS = 4,
    CALENDAR_YEARS_AHEAD = 10,
};

/* Minutes since midnight, `until` not included; both 0: no span here and none after. */
struct hours {
    int from;
    int until; /* at most 24 * 60 */
};

/* A day with hours of its own; without a span it is closed. */
struct special_day {
    struct date date;
    struct hours spans[CALENDAR_SPANS];
    const char *name; /* what people are told, may be NULL */
};

struct calendar {
    struct hours weekly[7][CALENDAR_SPANS]; /* by enum weekday, in order, without overlap */
    bool holidays_closed;
    bool year_end_closed;              /* 29 December to 3 January */
    const struct special_day *special; /* sorted by date, each date once */
    size_t specials;
    const struct holiday_list *override; /* NULL: holidays by law */
};

/* Where a last day goes that falls on a closed one. */
enum roll { ROLL_NONE, ROLL_FORWARD, ROLL_BACKWARD };

struct deadline_rule {
    bool counts_first_day; /* a period that begins at midnight, or by contract */
    enum roll roll;
};

/* Weekdays 8:30 to 17:15 without a break; closed on holidays and over the year's end. */
extern const struct calendar calendar_office;

/* False, with a reason in Japanese in the arena, when spans or special days are not in
   order. Whoever takes a calendar from outside calls this once before using it. */
bool calendar_check(struct arena *arena, const struct calendar *calendar, const char **why);

/* The CALENDAR_SPANS spans of a day; the first is empty when it is closed. */
const struct hours *calendar_hours(const struct calendar *calendar, struct date date);
bool calendar_open_day(const struct calendar *calendar, struct date date);
bool calendar_open_at(const struct calendar *calendar, struct instant at);

/* Why the day is closed or special, for people: name of the special day, of the holiday,
   年末年始, 土曜日 …; NULL for an ordinary open day. */
const char *calendar_reason(const struct calendar *calendar, struct date date);

/* The n-th open day after `from`, before it when n is negative; 0: `from` itself, or the
   next open day when it is closed. */
struct date calendar_business_days(const struct calendar *calendar, struct date from, int n);

/* Open days after `from` up to and including `until`; negative when `until` is earlier:
   open days before `from` down to and including `until`. So the count to
   calendar_business_days(from, n) is n. */
int calendar_count(const struct calendar *calendar, struct date from, struct date until);

/* Open days of a period with both ends. */
int calendar_open_days(const struct calendar *calendar, struct period period);

/* The earliest instant with so much business time since `from`; exact to the microsecond.
   0: `from` itself. Negative: the latest instant with so much until `from`. */
struct instant
calendar_due(const struct calendar *calendar, struct instant from, struct minutes business);

/* Business time between, whole minutes (the rest is cut off), negative when `until` is
   earlier. */
struct minutes
calendar_between(const struct calendar *calendar, struct instant from, struct instant until);

/* `at` itself when open, else the next opening. */
struct instant calendar_opening(const struct calendar *calendar, struct instant at);

/* When the last span of the day ends; on a closed day the midnight that ends it, since a
   period that is not rolled ends with its last day. */
struct instant calendar_end_of_day(const struct calendar *calendar, struct date date);

/* The day itself when open or ROLL_NONE, else the next or last open day. */
struct date calendar_roll(const struct calendar *calendar, struct date date, enum roll roll);

/* The last open day of the month of `date`; none when it has no open day. */
struct date calendar_month_end(const struct calendar *calendar, struct date date);

/* The last day of a period of days or months from an event, under the Civil Code (138 to
   143). Negative counts are "at the latest n days before"; these are never rolled
   forward: ROLL_FORWARD leaves the day as it is. */
struct date deadline_days(const struct calendar *calendar, struct date event, int days,
                          struct deadline_rule rule);
struct date deadline_months(const struct calendar *calendar, struct date event, int months,
                            struct deadline_rule rule);

#endif
