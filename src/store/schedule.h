/*
 * When a scheduled job is due, in local time:
 *
 *     every 60            every 60 seconds, counted from midnight 1970 in Japan
 *     daily 02:00
 *     weekly mon 02:00    sun mon tue wed thu fri sat
 *     monthly 1 02:00     days 1..28, or `end`
 */
#ifndef STORE_SCHEDULE_H
#define STORE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct schedule {
    enum { SCHEDULE_EVERY, SCHEDULE_DAILY, SCHEDULE_WEEKLY, SCHEDULE_MONTHLY } kind;
    int64_t seconds; /* of EVERY */
    int minute;      /* of the day */
    int day;         /* weekday, or day of the month (0: the last) */
};

/* False when the text is none of the above. */
bool schedule_parse(const char *text, struct schedule *out);

/* The newest due time at or before `now`, and the one after a due time. */
struct instant schedule_latest(const struct schedule *schedule, struct instant now);
struct instant schedule_next(const struct schedule *schedule, struct instant due);

#endif
