/*
 * Days, instants and spans of time, each of its own type so that they do not mix.
 *
 * Days are days in Japan. Instants are microseconds since 1970-01-01 UTC; local
 * time is always UTC+9, by arithmetic, without any zone database. A member of 0
 * means "none" in date and instant, so that a zeroed struct is an empty one.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Days since 0000-12-31 in the proleptic Gregorian calendar: 1 is 0001-01-01. */
struct date {
    int32_t day;
};

/* Microseconds since 1970-01-01T00:00:00Z. */
struct instant {
    int64_t us;
};

/* A span of minutes, negative when it points back. */
struct minutes {
    int64_t minutes;
};

/* Both ends belong to the period; an end of none is open. */
struct period {
    struct date from;
    struct date until;
};

/* A day taken apart. */
struct day {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

enum weekday { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

enum {
    MINUTE_US = 60 * 1000000,
    DAY_MINUTES = 24 * 60,
};

/* False, and an untouched result, for a day that does not exist (years 1..9999). */
bool date_make(int year, int month, int day, struct date *out);
struct day date_take(struct date date);
enum weekday date_weekday(struct date date);
struct date date_add(struct date date, int days);

/* The same day `months` later, at the latest the last day of that month. */
struct date date_add_months(struct date date, int months);
struct date date_month_end(struct date date);

/* `YYYY-MM-DD` exactly, as stored; for what people type see base/wareki.h. */
bool date_parse(const char *text, struct date *out);
enum { DATE_TEXT = 11 };
void date_print(struct date date, char out[DATE_TEXT]);

/* The fiscal year (April to March) a day belongs to, and its first and last day. */
int fiscal_year(struct date date);
struct period fiscal_period(int year);

/* One reading of the system clock. */
struct instant instant_now(void);
struct date instant_date(struct instant at);

/* Minutes since midnight in Japan. */
int instant_minute(struct instant at);
struct instant instant_make(struct date date, int minute);
struct instant instant_add(struct instant at, struct minutes span);
struct minutes instant_between(struct instant from, struct instant until);

/* RFC 3339 with any offset; fractions up to microseconds. */
bool instant_parse(const char *text, struct instant *out);

/* `2026-11-20T13:10:53+09:00`; with microseconds it is the fixed width of history. */
enum { INSTANT_TEXT = 40 };
void instant_print(struct instant at, char out[INSTANT_TEXT]);
void instant_print_us(struct instant at, char out[INSTANT_TEXT]);

/* Microseconds of the monotonic clock: for leases, limits and measuring only. */
int64_t clock_ticks(void);

#endif
