#include "base/time.h"

#include <string.h>
#include <time.h>

#include "base/must.h"

enum {
    LAST_YEAR = 9999,
    LAST_DAY = 3652059,   /* 9999-12-31 */
    EPOCH_DAY = 719163,   /* 1970-01-01 */
    CYCLE_DAYS = 146097,  /* 400 years */
    CENTURY_DAYS = 36524, /* the short ones */
    LEAP_DAYS = 1461,     /* four years */
    APRIL = 4,
};

static const int64_t SECOND_US = 1000000;
static const int64_t DAY_US = (int64_t)DAY_MINUTES * MINUTE_US;
static const int64_t JAPAN_US = (int64_t)9 * 60 * MINUTE_US;

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days of the year before the month begins. */
static int
days_before(int year, int month)
{
    static const int days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };

    return days[month - 1] + (month > 2 && is_leap(year));
}

static struct date
date_within(int64_t day)
{
    return (struct date){ day >= 1 && day <= LAST_DAY ? (int32_t)day : 0 };
}

bool
date_make(int year, int month, int day, struct date *out)
{
    int past = year - 1;

    if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return false;
    out->day = 365 * past + past / 4 - past / 100 + past / 400 + days_before(year, month) + day;
    return true;
}

struct day
date_take(struct date date)
{
    int rest = date.day - 1;
    int cycles, centuries, leaps, years, month;
    struct day day;

    if (date.day < 1)
        return (struct day){ 0 };
    cycles = rest / CYCLE_DAYS;
    rest %= CYCLE_DAYS;
    centuries = rest / CENTURY_DAYS < 3 ? rest / CENTURY_DAYS : 3;
    rest -= centuries * CENTURY_DAYS;
    leaps = rest / LEAP_DAYS;
    rest %= LEAP_DAYS;
    years = rest / 365 < 3 ? rest / 365 : 3;
    rest -= years * 365;
    day.year = cycles * 400 + centuries * 100 + leaps * 4 + years + 1;
    month = rest / 32 + 1; /* at most one too low */
    if (month < 12 && rest >= days_before(day.year, month + 1))
        month++;
    day.month = month;
    day.day = rest - days_before(day.year, month) + 1;
    return day;
}

enum weekday
date_weekday(struct date date)
{
    return (enum weekday)((unsigned)date.day % 7);
}

struct date
date_add(struct date date, int days)
{
    if (!date.day)
        return date;
    return date_within((int64_t)date.day + days);
}

struct date
date_add_months(struct date date, int months)
{
    struct day day = date_take(date);
    int64_t month = (int64_t)day.year * 12 + day.month - 1 + months;
    struct date moved = { 0 };
    int year;

    if (!date.day || month < 12 || month / 12 > LAST_YEAR)
        return moved;
    year = (int)(month / 12);
    day.month = (int)(month % 12) + 1;
    if (day.day > month_days(year, day.month))
        day.day = month_days(year, day.month);
    date_make(year, day.month, day.day, &moved);
    return moved;
}

struct date
date_month_end(struct date date)
{
    struct day day = date_take(date);

    if (!date.day)
        return date;
    return date_add(date, month_days(day.year, day.month) - day.day);
}

/* Exactly `width` digits; -1 when there is anything else. */
static int
digits(const char *text, int width)
{
    int number = 0;

    for (int i = 0; i < width; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static void
put_digits(char *at, int number, int width)
{
    while (width--) {
        at[width] = (char)('0' + number % 10);
        number /= 10;
    }
}

static bool
date_parse_start(const char *text, struct date *out)
{
    return strnlen(text, 10) == 10 && text[4] == '-' && text[7] == '-' &&
           date_make(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2), out);
}

bool
date_parse(const char *text, struct date *out)
{
    return strnlen(text, 11) == 10 && date_parse_start(text, out);
}

static void
put_date(char *at, struct date date)
{
    struct day day = date_take(date);

    put_digits(at, day.year, 4);
    at[4] = '-';
    put_digits(at + 5, day.month, 2);
    at[7] = '-';
    put_digits(at + 8, day.day, 2);
}

void
date_print(struct date date, char out[DATE_TEXT])
{
    out[0] = '\0';
    if (date.day < 1 || date.day > LAST_DAY)
        return;
    put_date(out, date);
    out[10] = '\0';
}

int
fiscal_year(struct date date)
{
    struct day day = date_take(date);

    return day.month >= APRIL ? day.year : day.year - 1;
}

struct period
fiscal_period(int year)
{
    struct period period = { { 0 }, { 0 } };

    if (date_make(year, APRIL, 1, &period.from))
        period.until = date_add(date_add_months(period.from, 12), -1);
    return period;
}

struct instant
instant_now(void)
{
    struct timespec now;

    must(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (struct instant){ now.tv_sec * SECOND_US + now.tv_nsec / 1000 };
}

int64_t
clock_ticks(void)
{
    struct timespec now;

    must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

/* The local day of an instant, counted from 1970-01-01, and the rest in microseconds. */
static int64_t
day_of(struct instant at, int64_t *rest)
{
    int64_t day = at.us / DAY_US;
    int64_t within = at.us % DAY_US + JAPAN_US;

    /* Divided first and moved then, so that the ends of the range do not overflow. */
    if (within < 0) {
        within += DAY_US;
        day--;
    } else if (within >= DAY_US) {
        within -= DAY_US;
        day++;
    }
    *rest = within;
    return day;
}

struct date
instant_date(struct instant at)
{
    int64_t rest;

    if (!at.us)
        return (struct date){ 0 };
    return date_within(day_of(at, &rest) + EPOCH_DAY);
}

int
instant_minute(struct instant at)
{
    int64_t rest;

    day_of(at, &rest);
    return (int)(rest / MINUTE_US);
}

struct instant
instant_make(struct date date, int minute)
{
    if (!date.day)
        return (struct instant){ 0 };
    return (struct instant){ (date.day - (int64_t)EPOCH_DAY) * DAY_US +
                             (int64_t)minute * MINUTE_US - JAPAN_US };
}

struct instant
instant_add(struct instant at, struct minutes span)
{
    int64_t us;

    if (!at.us || __builtin_mul_overflow(span.minutes, (int64_t)MINUTE_US, &us) ||
        __builtin_add_overflow(at.us, us, &us))
        return (struct instant){ 0 };
    return (struct instant){ us };
}

struct minutes
instant_between(struct instant from, struct instant until)
{
    int64_t us;

    if (!from.us || !until.us || __builtin_sub_overflow(until.us, from.us, &us))
        return (struct minutes){ 0 };
    return (struct minutes){ us / MINUTE_US };
}

/* `.123456` with 1 to 9 digits, of which six count. */
static bool
fraction_parse(const char **text, int64_t *us)
{
    const char *at = *text;
    int count = 0;

    *us = 0;
    if (*at != '.')
        return true;
    for (at++; *at >= '0' && *at <= '9'; at++, count++)
        if (count < 6)
            *us = *us * 10 + (*at - '0');
    for (int i = count; i < 6; i++)
        *us *= 10;
    *text = at;
    return count >= 1 && count <= 9;
}

/* `Z` or `+09:00`, and nothing behind it. */
static bool
offset_parse(const char *text, int *minutes)
{
    int hour, minute;

    *minutes = 0;
    if ((*text == 'Z' || *text == 'z') && !text[1])
        return true;
    if ((*text != '+' && *text != '-') || strnlen(text, 7) != 6 || text[3] != ':')
        return false;
    hour = digits(text + 1, 2);
    minute = digits(text + 4, 2);
    *minutes = (hour * 60 + minute) * (*text == '-' ? -1 : 1);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

bool
instant_parse(const char *text, struct instant *out)
{
    struct date date;
    int hour, minute, second, offset;
    int64_t us;
    struct instant at;

    if (strnlen(text, 20) < 20 || !date_parse_start(text, &date) || !strchr("Tt ", text[10]) ||
        text[13] != ':' || text[16] != ':')
        return false;
    hour = digits(text + 11, 2);
    minute = digits(text + 14, 2);
    second = digits(text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    text += 19;
    if (!fraction_parse(&text, &us) || !offset_parse(text, &offset))
        return false;
    at = instant_make(date, hour * 60 + minute - offset);
    at.us += JAPAN_US + second * SECOND_US + us;
    if (!instant_date(at).day) /* out of range, or the one instant that means none */
        return false;
    *out = at;
    return true;
}

/* Returns the end of `2026-11-20T13:10:53`. */
static char *
put_seconds(char *at, struct instant instant, int64_t *us)
{
    int64_t rest;
    int second;

    day_of(instant, &rest);
    second = (int)(rest / SECOND_US);
    *us = rest % SECOND_US;
    put_date(at, instant_date(instant));
    at[10] = 'T';
    put_digits(at + 11, second / 3600, 2);
    at[13] = ':';
    put_digits(at + 14, second / 60 % 60, 2);
    at[16] = ':';
    put_digits(at + 17, second % 60, 2);
    return at + 19;
}

void
instant_print(struct instant at, char out[INSTANT_TEXT])
{
    int64_t us;

    out[0] = '\0';
    if (instant_date(at).day)
        memcpy(put_seconds(out, at, &us), "+09:00", 7);
}

void
instant_print_us(struct instant at, char out[INSTANT_TEXT])
{
    int64_t us;
    char *end;

    out[0] = '\0';
    if (!instant_date(at).day)
        return;
    end = put_seconds(out, at, &us);
    *end = '.';
    put_digits(end + 1, (int)us, 6);
    memcpy(end + 7, "+09:00", 7);
}
