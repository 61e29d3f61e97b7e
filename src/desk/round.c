#include "desk/round.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

enum { AHEAD_MOST = 2 * 366, REACH = 45 };

static const char *const weekday_names[] = { "日", "月", "火", "水", "木", "金", "土" };

/* --- on which days ----------------------------------------------------------------------- */

static bool
is_last_open_day(const struct calendar *calendar, struct date day)
{
    return calendar_open_day(calendar, day) &&
           calendar_count(calendar, day, date_month_end(day)) == 0;
}

/* Which open day of its month a day is, 0 for a closed one. */
static int
open_number(const struct calendar *calendar, struct date day)
{
    struct date before = date_add(day, -date_take(day).day);

    return calendar_open_day(calendar, day) ? calendar_count(calendar, before, day) : 0;
}

static bool
is_number(const struct round *rule, size_t i, const struct calendar *calendar, struct date date)
{
    struct day day = date_take(date);
    int last = date_take(date_month_end(date)).day, number = rule->on[i].number;

    switch (rule->kind) {
    case ROUND_MONTH_WEEKDAYS:
        return number == ROUND_LAST ? day.day + 7 > last : (day.day - 1) / 7 + 1 == number;
    case ROUND_MONTH_OPEN_DAYS:
        return number == ROUND_LAST ? is_last_open_day(calendar, date)
                                    : open_number(calendar, date) == number;
    case ROUND_YEAR_DAYS:
        if (day.month != rule->on[i].month)
            return false;
        return day.day == (number < last ? number : last);
    case ROUND_NONE:
    case ROUND_DAYS:
    case ROUND_OPEN_DAYS:
    case ROUND_WEEKDAYS:
    case ROUND_MONTH_DAYS:
        break;
    }
    return day.day == (number < last ? number : last);
}

/* Before anything is moved. */
static bool
is_named(const struct round *rule, const struct calendar *calendar, struct date day)
{
    if (rule->kind == ROUND_NONE)
        return false;
    if (rule->kind == ROUND_OPEN_DAYS)
        return calendar_open_day(calendar, day);
    if (rule->weekdays && !(rule->weekdays & 1u << date_weekday(day)))
        return false;
    for (size_t i = 0; i < rule->count; i++)
        if (is_number(rule, i, calendar, day))
            return true;
    return rule->count == 0;
}

static bool
moved(const struct round *rule, const struct calendar *calendar, struct date named,
      struct date *out)
{
    *out = rule->before ? calendar_business_days(calendar, named, -rule->before) : named;
    if (rule->skipped && !calendar_open_day(calendar, *out))
        return false;
    *out = calendar_roll(calendar, *out, rule->roll);
    return true;
}

bool
round_comes(const struct round *rule, const struct calendar *calendar, struct date day)
{
    int reach = rule->before || rule->roll != ROLL_NONE ? REACH : 0;
    struct date to;

    for (int i = -reach; i <= reach; i++)
        if (is_named(rule, calendar, date_add(day, i)) &&
            moved(rule, calendar, date_add(day, i), &to) && to.day == day.day)
            return true;
    return false;
}

bool
round_next(const struct round *rule, const struct calendar *calendar, struct date from,
           struct date *out)
{
    for (int i = 0; i < AHEAD_MOST; i++)
        if (round_comes(rule, calendar, date_add(from, i))) {
            *out = date_add(from, i);
            return true;
        }
    return false;
}

/* --- as people type it --------------------------------------------------------------------- */

static bool
takes(const char **at, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

static bool
takes_number(const char **at, int *out)
{
    size_t digits = strspn(*at, "0123456789");

    *out = 0;
    if (!digits || digits > 2)
        return false;
    for (; digits; digits--)
        *out = *out * 10 + (*(*at)++ - '0');
    return true;
}

/* 月・木曜日, 月,木 */
static bool
takes_weekdays(const char **at, unsigned *out)
{
    *out = 0;
    do {
        size_t i = 0;

        while (i < 7 && !takes(at, weekday_names[i]))
            i++;
        if (i == 7)
            return false;
        *out |= 1u << i;
        if (!takes(at, "曜日"))
            takes(at, "曜");
    } while (takes(at, ","));
    return true;
}

static bool
add(struct round *out, int month, int number)
{
    if (out->count == ROUND_MOST)
        return false;
    out->on[out->count].month = month;
    out->on[out->count++].number = number;
    return true;
}

/* 第2・第4火曜日, 第3営業日, 最終営業日 */
static bool
takes_numbered(const char **at, struct round *out)
{
    do {
        int number = ROUND_LAST;

        if (takes(at, "第") ? !takes_number(at, &number) || number < 1 || number > 23
                            : !takes(at, "最終"))
            return false;
        if (!add(out, 0, number))
            return false;
    } while (takes(at, ","));
    if (takes(at, "営業日") || takes(at, "開庁日")) {
        out->kind = ROUND_MONTH_OPEN_DAYS;
        return true;
    }
    out->kind = ROUND_MONTH_WEEKDAYS;
    for (size_t i = 0; i < out->count; i++)
        if (out->on[i].number > 5 && out->on[i].number != ROUND_LAST)
            return false;
    return takes_weekdays(at, &out->weekdays);
}

/* 5日, 末日 */
static bool
takes_day(const char **at, int *out)
{
    if (takes(at, "末日") || takes(at, "月末")) {
        *out = ROUND_LAST;
        return true;
    }
    return takes_number(at, out) && takes(at, "日") && *out >= 1 && *out <= 31;
}

static bool
takes_days(const char **at, struct round *out, bool of_year)
{
    out->kind = of_year ? ROUND_YEAR_DAYS : ROUND_MONTH_DAYS;
    do {
        int month = 0, day;

        if (of_year && (!takes_number(at, &month) || month < 1 || month > 12 || !takes(at, "月")))
            return false;
        if (!takes_day(at, &day) || !add(out, month, day))
            return false;
    } while (takes(at, ","));
    return true;
}

static bool
takes_named(const char **at, struct round *out)
{
    if (takes(at, "毎営業日") || takes(at, "毎開庁日"))
        out->kind = ROUND_OPEN_DAYS;
    else if (takes(at, "毎日"))
        out->kind = ROUND_DAYS;
    else if (takes(at, "毎週")) {
        out->kind = ROUND_WEEKDAYS;
        return takes_weekdays(at, &out->weekdays);
    } else if (takes(at, "毎月"))
        return strncmp(*at, "第", 3) == 0 || strncmp(*at, "最", 3) == 0
                   ? takes_numbered(at, out)
                   : takes_days(at, out, false);
    else
        return takes(at, "毎年") && takes_days(at, out, true);
    return true;
}

static bool
takes_rest(const char **at, struct round *out)
{
    if (takes(at, "の")) {
        if (out->kind == ROUND_DAYS || out->kind == ROUND_OPEN_DAYS ||
            !takes_number(at, &out->before) || out->before < 1 || out->before > ROUND_BEFORE_MOST ||
            !(takes(at, "営業日前") || takes(at, "開庁日前")))
            return false;
    }
    if (takes(at, "(休日は翌営業日)"))
        out->roll = ROLL_FORWARD;
    else if (takes(at, "(休日は前営業日)"))
        out->roll = ROLL_BACKWARD;
    else if (takes(at, "(休日は行わない)"))
        out->skipped = true;
    return !**at;
}

/* Half-width, without blanks, parts between commas. */
static const char *
tightened(struct arena *arena, const char *text)
{
    const char *at = text_narrow(arena, text);
    struct buffer out = { .arena = arena };

    while (*at)
        if (takes(&at, "、") || takes(&at, "・"))
            buffer_char(&out, ',');
        else if (*at == ' ' || *at == '\n' || *at == '\t')
            at++;
        else
            buffer_char(&out, *at++);
    return buffer_string(&out);
}

bool
round_parse(struct arena *arena, const char *text, struct round *out, const char **why)
{
    const char *at = tightened(arena, text);

    *out = (struct round){ 0 };
    if (takes_named(&at, out) && takes_rest(&at, out))
        return true;
    *out = (struct round){ 0 };
    *why = "読めません。「毎日」「毎週 月・木曜日」「毎月 第3営業日」「毎月 末日の2営業日前」"
           "「毎年 4月1日（休日は翌営業日）」のように書いてください。";
    return false;
}

/* --- as it is shown ------------------------------------------------------------------------- */

static void
show_weekdays(struct buffer *out, unsigned weekdays)
{
    bool first = true;

    for (size_t i = 1; i <= 7; i++)
        if (weekdays & 1u << i % 7) {
            buffer_print(out, "%s%s", first ? "" : "・", weekday_names[i % 7]);
            first = false;
        }
    buffer_text(out, "曜日");
}

static void
show_numbers(struct buffer *out, const struct round *rule)
{
    for (size_t i = 0; i < rule->count; i++) {
        int number = rule->on[i].number;

        buffer_text(out, i ? "・" : " ");
        if (rule->kind == ROUND_YEAR_DAYS)
            buffer_print(out, "%d月", rule->on[i].month);
        if (rule->kind == ROUND_MONTH_DAYS || rule->kind == ROUND_YEAR_DAYS)
            buffer_print(out, number == ROUND_LAST ? "末日" : "%d日", number);
        else
            buffer_print(out, number == ROUND_LAST ? "最終" : "第%d", number);
    }
}

const char *
round_show(struct arena *arena, const struct round *rule)
{
    static const char *const heads[] = {
        [ROUND_NONE] = "",
        [ROUND_DAYS] = "毎日",
        [ROUND_OPEN_DAYS] = "毎営業日",
        [ROUND_WEEKDAYS] = "毎週 ",
        [ROUND_MONTH_DAYS] = "毎月",
        [ROUND_MONTH_WEEKDAYS] = "毎月",
        [ROUND_MONTH_OPEN_DAYS] = "毎月",
        [ROUND_YEAR_DAYS] = "毎年",
    };
    struct buffer out = { .arena = arena };

    buffer_text(&out, heads[rule->kind]);
    show_numbers(&out, rule);
    if (rule->weekdays)
        show_weekdays(&out, rule->weekdays);
    if (rule->kind == ROUND_MONTH_OPEN_DAYS)
        buffer_text(&out, "営業日");
    if (rule->before)
        buffer_print(&out, "の%d営業日前", rule->before);
    if (rule->roll != ROLL_NONE)
        buffer_text(&out, rule->roll == ROLL_FORWARD ? "（休日は翌営業日）" : "（休日は前営業日）");
    if (rule->skipped)
        buffer_text(&out, "（休日は行わない）");
    return buffer_string(&out);
}
