#include "ledger/clock.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { HOUR = 60 };

/* The length of a working day, for spans that are told in days. */
static int64_t
day_minutes(const struct calendar *calendar, struct date date)
{
    const struct hours *spans = calendar_hours(calendar, date);
    int64_t sum = 0;

    for (int day = 0; !spans[0].until && day < 7; day++)
        spans = calendar->weekly[day];
    for (int i = 0; i < CALENDAR_SPANS && spans[i].until; i++)
        sum += spans[i].until - spans[i].from;
    return sum > 0 ? sum : DAY_MINUTES;
}

/* One unit, rounded down: 41分, 3時間, 2日. */
static const char *
span_text(struct act *a, int64_t minutes, int64_t day)
{
    if (minutes < HOUR)
        return arena_print(a->arena, "%lld分", (long long)minutes);
    if (minutes < day)
        return arena_print(a->arena, "%lld時間", (long long)(minutes / HOUR));
    return arena_print(a->arena, "%lld日", (long long)(minutes / day));
}

static const char *
limit_text(struct act *a, struct instant due)
{
    struct date date = instant_date(due);
    struct day day = date_take(date);
    int minute = instant_minute(due);
    const char *when;

    /* A limit at midnight is the end of the day before. */
    if (minute == 0) {
        date = date_add(date, -1);
        day = date_take(date);
        minute = DAY_MINUTES;
    }
    when = day.year == date_take(instant_date(a->now)).year
               ? arena_print(a->arena, "%d月%d日（%s）", day.month, day.day,
                             weekday_name(date_weekday(date)))
               : wareki_print(a->arena, date, WAREKI_LONG);
    return arena_print(a->arena, "%s%d:%02dまで", when, minute / HOUR, minute % HOUR);
}

static int
share_of(int64_t used, int64_t total)
{
    if (used <= 0)
        return 0;
    return used >= total ? 100 : (int)(used * 100 / total);
}

/* The face of a clock that runs, or was late when it ended at `now`. `total` 0: unknown. */
static struct clock_look
running(struct act *a, const struct calendar *calendar, struct instant now, struct instant due,
        int64_t total)
{
    struct clock_look look = { .words = "", .limit = limit_text(a, due) };
    int64_t day = day_minutes(calendar, instant_date(due));
    int64_t left;

    if (now.us > due.us) {
        int64_t late = calendar_between(calendar, due, now).minutes;

        look.face = FACE_OVER;
        look.share = 100;
        look.words = late > 0 ? arena_print(a->arena, "超過 %s", span_text(a, late, day)) : "超過";
        return look;
    }
    left = calendar_between(calendar, now, due).minutes;
    look.face = left <= HOUR || left * 4 <= total ? FACE_NEAR : FACE_LEFT;
    if (left <= 15 || left * 8 <= total)
        look.face = FACE_SOON;
    look.share = share_of(total - left, total);
    look.words = left > 0 ? arena_print(a->arena, "残 %s", span_text(a, left, day)) : "残 1分未満";
    return look;
}

static const struct calendar *
calendar_of(struct act *a, int64_t contract)
{
    const struct calendar *calendar = NULL;

    return contract_calendar(a, contract, &calendar) ? calendar : &calendar_office;
}

/* Of limits that run by day and night the calendar's hours tell nothing. */
static struct clock_look
running_always(struct act *a, struct instant now, struct instant due, int64_t total)
{
    struct calendar always = { .holidays_closed = false };

    for (int day = 0; day < 7; day++)
        always.weekly[day][0] = (struct hours){ 0, DAY_MINUTES };
    return running(a, &always, now, due, total);
}

static bool
runs_always(const struct clock_rule *rule)
{
    return rule->kind == CLOCK_MINUTES || rule->kind == CLOCK_DATE;
}

struct clock_look
clock_look(struct act *a, const struct clock *c)
{
    const struct calendar *calendar = calendar_of(a, c->contract);
    struct instant whole = clock_due(calendar, c->rule, c->started);
    int64_t total = calendar_between(calendar, c->started, whole).minutes;
    struct clock_look look = { .words = "停止中", .limit = "", .face = FACE_PAUSED };

    if (!c->started.us)
        return (struct clock_look){ .words = "", .limit = "", .face = FACE_MET };
    if (c->state == CLOCK_PAUSED) {
        look.share = share_of(c->used.minutes, total);
        return look;
    }
    if (c->state == CLOCK_MET) {
        look.face = FACE_MET;
        look.words = "達成";
        look.share = share_of(
            c->used.minutes + calendar_between(calendar, c->resumed, c->ended).minutes, total);
        look.limit = c->due.us ? limit_text(a, c->due) : "";
        return look;
    }
    if (runs_always(c->rule))
        return running_always(
            a, c->ended.us ? c->ended : a->now, c->due,
            c->rule->kind == CLOCK_DATE ? 0 : instant_between(c->started, c->due).minutes);
    return running(a, calendar, c->ended.us ? c->ended : a->now, c->due, total);
}

/* Met, paused or none, as the state alone says; false when the clock runs. */
static bool
told_by_state(const struct clock_rule *rule, const char *state, struct instant due,
              struct clock_look *look)
{
    *look = (struct clock_look){ .words = "", .limit = "", .face = FACE_MET };
    if (names_have(rule->met, state)) {
        look->words = "達成";
        look->share = 100;
    } else if (names_have(rule->pauses, state)) {
        look->face = FACE_PAUSED;
        look->words = "停止中";
    } else if (due.us) {
        return false;
    } else {
        look->face = FACE_LEFT;
    }
    return true;
}

struct clock_look
clock_look_due(struct act *a, struct instant due, const char *state, const struct ledger *l)
{
    const struct clock_rule *rule = l->clocks;
    struct clock_look look = { .words = "", .limit = "" };
    int64_t total;

    if (!rule || !rule->name || told_by_state(rule, state, due, &look))
        return look;
    if (runs_always(rule))
        return running_always(a, a->now, due, 0);
    total = rule->kind == CLOCK_BUSINESS_MINUTES ? rule->span : 0;
    return running(a, calendar_of(a, 0), a->now, due, total);
}

struct clock_look
clock_look_record(struct act *a, const struct ledger *l, const struct record *record)
{
    const struct clock_rule *rule = l->clocks;
    struct clock_look look = { .words = "", .limit = "" };
    const struct calendar *calendar;
    struct instant due;
    struct instant from;
    struct instant done;

    if (!rule || !rule->name)
        return look;
    due = clock_rule_due(l, rule, record);
    if (told_by_state(rule, record->state, due, &look))
        return look;
    from = clock_rule_from(a, l, rule, record);
    done = clock_rule_done(a, l, rule, record);
    if (done.us && done.us <= due.us)
        return (struct clock_look){ .words = "達成", .limit = "", .face = FACE_MET, .share = 100 };
    if (runs_always(rule))
        return running_always(a, done.us ? done : a->now, due,
                              rule->kind == CLOCK_DATE ? 0 : instant_between(from, due).minutes);
    calendar = calendar_of(a, record->contract);
    return running(a, calendar, done.us ? done : a->now, due,
                   calendar_between(calendar, from, clock_due(calendar, rule, from)).minutes);
}
