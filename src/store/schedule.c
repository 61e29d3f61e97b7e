#include "store/schedule.h"

#include <stdio.h>
#include <string.h>

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* "HH:MM" and nothing behind it. */
static bool
parse_minute(const char *text, int *minute)
{
    if (strlen(text) != 5 || text[2] != ':')
        return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (text[i] < '0' || text[i] > '9'))
            return false;
    *minute = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
    return text[3] < '6' && *minute < DAY_MINUTES;
}

static bool
parse_number(const char *text, int64_t most, int64_t *number)
{
    *number = 0;
    if (!*text || strlen(text) > 9)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        *number = *number * 10 + *text - '0';
    }
    return *number >= 1 && *number <= most;
}

static bool
parse_day(struct schedule *s, const char *text)
{
    int64_t day;

    if (s->kind == SCHEDULE_WEEKLY) {
        for (s->day = 0; s->day < 7; s->day++)
            if (strcmp(text, weekdays[s->day]) == 0)
                return true;
        return false;
    }
    s->day = 0;
    if (strcmp(text, "end") == 0)
        return true;
    if (!parse_number(text, 28, &day))
        return false;
    s->day = (int)day;
    return true;
}

bool
schedule_parse(const char *text, struct schedule *out)
{
    char words[3][16] = { "", "", "" };
    struct schedule s = { 0 };
    size_t count = 0;

    if (strlen(text) > 40)
        return false;
    for (const char *at = text; *at; count++) {
        size_t length = strcspn(at, " ");

        if (count == 3 || length == 0 || length > 15)
            return false;
        snprintf(words[count], sizeof words[count], "%.*s", (int)length, at);
        at += length;
        if (*at == ' ' && *++at == '\0')
            return false;
    }
    if (strcmp(words[0], "every") == 0 && count == 2) {
        s.kind = SCHEDULE_EVERY;
        if (!parse_number(words[1], 31 * 86400, &s.seconds))
            return false;
    } else if (strcmp(words[0], "daily") == 0 && count == 2) {
        s.kind = SCHEDULE_DAILY;
        if (!parse_minute(words[1], &s.minute))
            return false;
    } else if (count == 3) {
        s.kind = words[0][0] == 'w' ? SCHEDULE_WEEKLY : SCHEDULE_MONTHLY;
        if (strcmp(words[0], s.kind == SCHEDULE_WEEKLY ? "weekly" : "monthly") != 0 ||
            !parse_day(&s, words[1]) || !parse_minute(words[2], &s.minute))
            return false;
    } else {
        return false;
    }
    *out = s;
    return true;
}

/* Japan's midnight of 1970-01-01 was nine hours before the zero of instants. */
static const int64_t midnight_us = INT64_C(-9) * 3600 * 1000000;

static bool
falls_on(const struct schedule *s, struct date date)
{
    switch (s->kind) {
    case SCHEDULE_EVERY:
    case SCHEDULE_DAILY:
        return true;
    case SCHEDULE_WEEKLY:
        return (int)date_weekday(date) == s->day;
    case SCHEDULE_MONTHLY:
        return s->day == 0 ? date.day == date_month_end(date).day : date_take(date).day == s->day;
    }
    return false;
}

struct instant
schedule_latest(const struct schedule *s, struct instant now)
{
    struct date date = instant_date(now);
    struct instant due;

    if (s->kind == SCHEDULE_EVERY) {
        int64_t step = s->seconds * 1000000;

        return (struct instant){ now.us - (now.us - midnight_us) % step };
    }
    for (;; date = date_add(date, -1)) {
        due = instant_make(date, s->minute);
        if (falls_on(s, date) && due.us <= now.us)
            return due;
    }
}

struct instant
schedule_next(const struct schedule *s, struct instant due)
{
    struct date date = instant_date(due);

    if (s->kind == SCHEDULE_EVERY)
        return (struct instant){ due.us + s->seconds * 1000000 };
    do
        date = date_add(date, 1);
    while (!falls_on(s, date));
    return instant_make(date, s->minute);
}
