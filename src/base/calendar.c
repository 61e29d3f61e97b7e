#include "base/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"

enum {
    MOST_CLOSED_DAYS = CALENDAR_YEARS_AHEAD * 366,
    LAST_DAY = 3652059, /* 9999-12-31 */
};

#define OFFICE_HOURS                                                                               \
    {                                                                                              \
        {                                                                                          \
            8 * 60 + 30, 17 * 60 + 15                                                              \
        }                                                                                          \
    }

const struct calendar calendar_office = {
    .weekly = {
        [MONDAY] = OFFICE_HOURS,
        [TUESDAY] = OFFICE_HOURS,
        [WEDNESDAY] = OFFICE_HOURS,
        [THURSDAY] = OFFICE_HOURS,
        [FRIDAY] = OFFICE_HOURS,
    },
    .holidays_closed = true,
    .year_end_closed = true,
};

static bool
spans_check(const struct hours spans[CALENDAR_SPANS], const char **why)
{
    int last = -1;

    for (int i = 0; i < CALENDAR_SPANS; i++) {
        if (!spans[i].from && !spans[i].until) {
            last = DAY_MINUTES; /* none may follow */
            continue;
        }
        if (spans[i].from < 0 || spans[i].until > DAY_MINUTES || spans[i].from >= spans[i].until) {
            *why = "始まりは終わりより前、終わりは 24:00 までにします。";
            return false;
        }
        if (spans[i].from <= last) {
            *why = "時間帯は早い順に、重ならず、間を空けて並べます。";
            return false;
        }
        last = spans[i].until;
    }
    return true;
}

bool
calendar_check(struct arena *arena, const struct calendar *calendar, const char **why)
{
    const char *wrong;
    char text[DATE_TEXT];

    for (int weekday = SUNDAY; weekday <= SATURDAY; weekday++)
        if (!spans_check(calendar->weekly[weekday], &wrong)) {
            *why = arena_print(arena, "%s曜日の時間帯：%s", weekday_name((enum weekday)weekday),
                               wrong);
            return false;
        }
    for (size_t i = 0; i < calendar->specials; i++) {
        const struct special_day *day = &calendar->special[i];

        date_print(day->date, text);
        if (!day->date.day) {
            *why = "日付のない特別な日があります。";
            return false;
        }
        if (i && day->date.day <= day[-1].date.day) {
            *why = arena_print(arena, "特別な日 %s が2回あるか、日付の順でありません。", text);
            return false;
        }
        if (!spans_check(day->spans, &wrong)) {
            *why = arena_print(arena, "特別な日 %s：%s", text, wrong);
            return false;
        }
    }
    return true;
}

static int
by_date(const void *a, const void *b)
{
    const struct special_day *left = a;
    const struct special_day *right = b;

    return (left->date.day > right->date.day) - (left->date.day < right->date.day);
}

static const struct special_day *
special_find(const struct calendar *calendar, struct date date)
{
    const struct special_day wanted = { .date = date };

    if (!calendar->specials)
        return NULL;
    return bsearch(&wanted, calendar->special, calendar->specials, sizeof(wanted), by_date);
}

static bool
is_year_end(struct date date)
{
    struct day day = date_take(date);

    return (day.month == 12 && day.day >= 29) || (day.month == 1 && day.day <= 3);
}

const struct hours *
calendar_hours(const struct calendar *calendar, struct date date)
{
    static const struct hours closed[CALENDAR_SPANS];
    const struct special_day *special = special_find(calendar, date);
    const struct hours *spans = calendar->weekly[date_weekday(date)];

    if (special)
        return special->spans;
    if (date.day < 1 || !spans->until)
        return closed;
    if (calendar->year_end_closed && is_year_end(date))
        return closed;
    if (calendar->holidays_closed && holiday_listed(calendar->override, date))
        return closed;
    return spans;
}

bool
calendar_open_day(const struct calendar *calendar, struct date date)
{
    return calendar_hours(calendar, date)->until > 0;
}

const char *
calendar_reason(const struct calendar *calendar, struct date date)
{
    static const char *const weekdays[] = {
        [SUNDAY] = "日曜日",   [MONDAY] = "月曜日", [TUESDAY] = "火曜日",  [WEDNESDAY] = "水曜日",
        [THURSDAY] = "木曜日", [FRIDAY] = "金曜日", [SATURDAY] = "土曜日",
    };
    const struct special_day *special = special_find(calendar, date);
    const char *holiday = holiday_listed(calendar->override, date);

    if (special && special->name)
        return special->name;
    if (special)
        return special->spans[0].until ? "特別な開庁日" : "臨時の休み";
    if (calendar->holidays_closed && holiday)
        return holiday;
    if (calendar->year_end_closed && is_year_end(date))
        return "年末年始";
    return calendar->weekly[date_weekday(date)]->until ? NULL : weekdays[date_weekday(date)];
}

/* The first open day at or after (step 1) or before (step -1) `date`. */
static struct date
open_from(const struct calendar *calendar, struct date date, int step)
{
    for (int closed = 0; date.day && closed <= MOST_CLOSED_DAYS; closed++) {
        if (calendar_open_day(calendar, date))
            return date;
        date = date_add(date, step);
    }
    return (struct date){ 0 };
}

struct date
calendar_business_days(const struct calendar *calendar, struct date from, int n)
{
    int step = n < 0 ? -1 : 1;
    struct date date = n ? from : open_from(calendar, from, 1);

    for (; n && date.day; n -= step)
        date = open_from(calendar, date_add(date, step), step);
    return date;
}

int
calendar_open_days(const struct calendar *calendar, struct period period)
{
    int count = 0;

    if (!period.from.day)
        return 0;
    for (struct date date = period.from; date.day && date.day <= period.until.day;
         date = date_add(date, 1))
        count += calendar_open_day(calendar, date);
    return count;
}

int
calendar_count(const struct calendar *calendar, struct date from, struct date until)
{
    if (until.day >= from.day)
        return calendar_open_days(calendar, (struct period){ date_add(from, 1), until });
    return -calendar_open_days(calendar, (struct period){ until, date_add(from, -1) });
}

/* The part of a span that lies between two instants, in microseconds, 0 when none does. */
static int64_t
overlap(struct date date, struct hours span, struct instant from, struct instant until)
{
    int64_t start = instant_make(date, span.from).us;
    int64_t end = instant_make(date, span.until).us;

    if (start < from.us)
        start = from.us;
    if (end > until.us)
        end = until.us;
    return end > start ? end - start : 0;
}

/* The last instant that has a day. */
static struct instant
end_of_time(void)
{
    return instant_make((struct date){ LAST_DAY }, DAY_MINUTES);
}

static struct instant
due_forward(const struct calendar *calendar, struct instant from, int64_t left)
{
    struct date date = open_from(calendar, instant_date(from), 1);

    while (date.day) {
        const struct hours *spans = calendar_hours(calendar, date);

        for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++) {
            int64_t open = overlap(date, spans[i], from, end_of_time());

            if (open >= left)
                return (struct instant){ instant_make(date, spans[i].until).us - open + left };
            left -= open;
        }
        date = open_from(calendar, date_add(date, 1), 1);
    }
    return (struct instant){ 0 };
}

static struct instant
due_backward(const struct calendar *calendar, struct instant from, int64_t left)
{
    struct date date = open_from(calendar, instant_date(from), -1);

    while (date.day) {
        const struct hours *spans = calendar_hours(calendar, date);

        for (int i = CALENDAR_SPANS - 1; i >= 0; i--) {
            int64_t open = overlap(date, spans[i], (struct instant){ INT64_MIN }, from);

            if (open && open >= left)
                return (struct instant){ instant_make(date, spans[i].from).us + open - left };
            left -= open;
        }
        date = open_from(calendar, date_add(date, -1), -1);
    }
    return (struct instant){ 0 };
}

struct instant
calendar_due(const struct calendar *calendar, struct instant from, struct minutes business)
{
    int64_t us;

    if (!business.minutes || !from.us)
        return from;
    if (__builtin_mul_overflow(business.minutes, (int64_t)MINUTE_US, &us) || us == INT64_MIN)
        return (struct instant){ 0 };
    return us > 0 ? due_forward(calendar, from, us) : due_backward(calendar, from, -us);
}

static int64_t
spans_minutes(const struct hours spans[CALENDAR_SPANS])
{
    int64_t sum = 0;

    for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++)
        sum += spans[i].until - spans[i].from;
    return sum;
}

/* The turn of the year that ends on or after the day. */
static struct period
year_end_from(struct date date)
{
    struct period turn = { 0 };
    int year = date_take(date).year;

    date_make(year, 1, 3, &turn.until);
    if (date.day <= turn.until.day) {
        turn.from = date_add(turn.until, -5);
        return turn;
    }
    date_make(year, 12, 29, &turn.from);
    turn.until = date_add(turn.from, 5);
    if (!turn.until.day)
        turn.until.day = LAST_DAY;
    return turn;
}

/* Open time of so many days that are like any other. */
static int64_t
ordinary_minutes(const int64_t weekly[7], struct date from, int days)
{
    int64_t sum = 0;

    for (int day = 0; day < 7; day++)
        sum += weekly[day] * (days / 7);
    for (int day = 0; day < days % 7; day++)
        sum += weekly[((int)date_weekday(from) + day) % 7];
    return sum;
}

/* The days that are not, as they come: the next special day, holiday and turn of the year. */
struct exceptions {
    const struct calendar *calendar;
    const struct special_day *special;
    struct date holiday;
    struct period turn;
};

/* The first of them from `date` on, or `last` when none is earlier. */
static struct date
exception_from(struct exceptions *e, struct date date, struct date last)
{
    const struct calendar *c = e->calendar;

    while (e->special < c->special + c->specials && e->special->date.day < date.day)
        e->special++;
    if (e->special < c->special + c->specials && e->special->date.day < last.day)
        last = e->special->date;
    if (c->year_end_closed && date.day > e->turn.until.day)
        e->turn = year_end_from(date);
    if (c->year_end_closed && e->turn.from.day < last.day)
        last = e->turn.from.day > date.day ? e->turn.from : date;
    if (c->holidays_closed && e->holiday.day && e->holiday.day < date.day)
        e->holiday = holiday_next(c->override, date);
    if (c->holidays_closed && e->holiday.day && e->holiday.day < last.day)
        last = e->holiday;
    return last;
}

/* Open time of whole days, both ends included. Lists show what has been late for years, row
   after row, so it goes from one day that is unlike the others to the next. */
static int64_t
days_minutes(const struct calendar *calendar, struct date from, struct date until)
{
    struct exceptions e = { calendar, calendar->special, holiday_next(calendar->override, from),
                            year_end_from(from) };
    struct date end = { until.day + 1 };
    int64_t weekly[7], sum = 0;

    for (int day = 0; day < 7; day++)
        weekly[day] = spans_minutes(calendar->weekly[day]);
    for (struct date date = from; date.day < end.day; date.day++) {
        struct date next = exception_from(&e, date, end);

        sum += ordinary_minutes(weekly, date, next.day - date.day);
        date = next;
        if (date.day < end.day)
            sum += spans_minutes(calendar_hours(calendar, date));
    }
    return sum;
}

static int64_t
day_overlap(const struct calendar *calendar, struct date date, struct instant from,
            struct instant until)
{
    const struct hours *spans = calendar_hours(calendar, date);
    int64_t us = 0;

    for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++)
        us += overlap(date, spans[i], from, until);
    return us;
}

struct minutes
calendar_between(const struct calendar *calendar, struct instant from, struct instant until)
{
    int64_t us;
    struct date date = instant_date(from);
    struct date last = instant_date(until);

    if (!date.day || !last.day)
        return (struct minutes){ 0 };
    if (until.us < from.us)
        return (struct minutes){ -calendar_between(calendar, until, from).minutes };
    us = day_overlap(calendar, date, from, until);
    if (date.day < last.day)
        us += day_overlap(calendar, last, from, until);
    if (date.day + 1 < last.day)
        us += days_minutes(calendar, date_add(date, 1), date_add(last, -1)) * MINUTE_US;
    return (struct minutes){ us / MINUTE_US };
}

struct instant
calendar_opening(const struct calendar *calendar, struct instant at)
{
    struct date date = open_from(calendar, instant_date(at), 1);

    while (date.day) {
        const struct hours *spans = calendar_hours(calendar, date);

        for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++) {
            struct instant start = instant_make(date, spans[i].from);

            if (at.us < instant_make(date, spans[i].until).us)
                return start.us > at.us ? start : at;
        }
        date = open_from(calendar, date_add(date, 1), 1);
    }
    return (struct instant){ 0 };
}

bool
calendar_open_at(const struct calendar *calendar, struct instant at)
{
    const struct hours *spans = calendar_hours(calendar, instant_date(at));
    int minute = instant_minute(at);

    for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++)
        if (minute >= spans[i].from && minute < spans[i].until)
            return true;
    return false;
}

struct instant
calendar_end_of_day(const struct calendar *calendar, struct date date)
{
    const struct hours *spans = calendar_hours(calendar, date);
    int end = spans->until ? 0 : DAY_MINUTES;

    for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++)
        end = spans[i].until;
    return instant_make(date, end);
}

struct date
calendar_roll(const struct calendar *calendar, struct date date, enum roll roll)
{
    switch (roll) {
    case ROLL_FORWARD:
        return open_from(calendar, date, 1);
    case ROLL_BACKWARD:
        return open_from(calendar, date, -1);
    case ROLL_NONE:
        break;
    }
    return date;
}

struct date
calendar_month_end(const struct calendar *calendar, struct date date)
{
    struct date last = open_from(calendar, date_month_end(date), -1);

    if (!last.day || date_take(last).month != date_take(date).month ||
        date_take(last).year != date_take(date).year)
        return (struct date){ 0 };
    return last;
}

static struct date
roll_deadline(const struct calendar *calendar, struct date date, bool backward, enum roll roll)
{
    return calendar_roll(calendar, date, backward && roll == ROLL_FORWARD ? ROLL_NONE : roll);
}

struct date
deadline_days(const struct calendar *calendar, struct date event, int days,
              struct deadline_rule rule)
{
    struct date last = date_add(event, days);

    if (rule.counts_first_day && days)
        last = date_add(last, days > 0 ? -1 : 1);
    return roll_deadline(calendar, last, days < 0, rule.roll);
}

/* Article 143: a period ends on the day before the one that corresponds to its first day,
   or with the month when that has no such day. Counted backward the law is silent; the
   corresponding day of the event is taken, the earlier of the readings. */
struct date
deadline_months(const struct calendar *calendar, struct date event, int months,
                struct deadline_rule rule)
{
    struct date start = event;
    struct date last;

    if (months > 0 && !rule.counts_first_day)
        start = date_add(event, 1);
    last = date_add_months(start, months);
    if (months > 0 && date_take(last).day == date_take(start).day)
        last = date_add(last, -1);
    if (months < 0 && rule.counts_first_day)
        last = date_add(last, 1);
    return roll_deadline(calendar, last, months < 0, rule.roll);
}
