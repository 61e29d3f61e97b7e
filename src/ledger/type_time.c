#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "base/wareki.h"
#include "ledger/type.h"
#include "store/act.h"

static struct date
date_at(const void *at)
{
    struct date date;

    memcpy(&date, at, sizeof date);
    return date;
}

static bool
date_empty(const void *at)
{
    return date_at(at).day == 0;
}

static int
date_compare(const struct field *f, const void *left, const void *right)
{
    int32_t l = date_at(left).day, r = date_at(right).day;

    (void)f;
    return (l > r) - (l < r);
}

static bool
read_date(struct act *a, const char *text, struct date *out, const char **why)
{
    if (date_parse(text, out))
        return true;
    return wareki_parse(a->arena, text, out, why);
}

static bool
parse_date(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    struct date date;

    (void)f;
    if (!read_date(a, text, &date, why))
        return false;
    memcpy(at, &date, sizeof date);
    return true;
}

static const char *
show_date(struct act *a, struct date date, enum field_style style)
{
    char *text;

    if (date.day == 0)
        return "";
    if (style == STYLE_SHOWN)
        return wareki_print(a->arena, date, WAREKI_PLAIN);
    text = arena_get(a->arena, DATE_TEXT);
    date_print(date, text);
    return text;
}

static const char *
date_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    (void)f;
    return show_date(a, date_at(at), style);
}

/* A date and a time of day cut at `cut`; the space between belongs to neither. */
static bool
read_parts(struct act *a, const char *text, size_t cut, struct instant *out, const char **why)
{
    const char *ignored;
    struct date date;
    int minute;

    if (!read_date(a, text_clean(a->arena, arena_slice(a->arena, text, cut)), &date, &ignored) ||
        !time_of_day_parse(a->arena, text_clean(a->arena, text + cut), &minute, why))
        return false;
    *out = instant_make(date, minute);
    return true;
}

/* 2026-04-01 09:30, as most files have it and a browser's control sends it with a T. */
static bool
read_plain(struct act *a, const char *text, struct instant *out)
{
    int hour, minute;
    struct date date;

    if (strnlen(text, 17) != 16 || !strchr(" T", text[10]) || text[13] != ':' ||
        strspn(text + 11, "0123456789") != 2 || strspn(text + 14, "0123456789") != 2 ||
        !date_parse(arena_slice(a->arena, text, 10), &date))
        return false;
    hour = (text[11] - '0') * 10 + text[12] - '0';
    minute = (text[14] - '0') * 10 + text[15] - '0';
    if (hour > 23 || minute > 59)
        return false;
    *out = instant_make(date, hour * 60 + minute);
    return true;
}

static bool
read_time(struct act *a, const char *text, struct instant *out, const char **why)
{
    char *narrow;
    struct date date;
    const char *first = NULL;

    if (instant_parse(text, out) || read_plain(a, text, out))
        return true;
    narrow = text_narrow(a->arena, text);
    /* What a browser's control sends: 2026-04-01T09:30 */
    if (strlen(narrow) >= 16 && narrow[10] == 'T' && isdigit((unsigned char)narrow[9]))
        narrow[10] = ' ';
    if (read_date(a, narrow, &date, &first)) {
        *out = instant_make(date, 0);
        return true;
    }
    for (size_t cut = strlen(narrow); cut > 0; cut--) {
        bool space = narrow[cut] == ' ';
        bool day = cut >= 3 && memcmp(narrow + cut - 3, "日", 3) == 0;
        bool bracket = narrow[cut - 1] == ')';

        if ((space || ((day || bracket) && narrow[cut])) && read_parts(a, narrow, cut, out, why))
            return true;
    }
    if (!*why)
        *why = first;
    return false;
}

static struct instant
instant_at(const void *at)
{
    struct instant instant;

    memcpy(&instant, at, sizeof instant);
    return instant;
}

static bool
parse_time(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    struct instant instant;

    (void)f;
    if (!read_time(a, text, &instant, why))
        return false;
    memcpy(at, &instant, sizeof instant);
    return true;
}

static bool
time_empty(const void *at)
{
    return instant_at(at).us == 0;
}

static int
time_compare(const struct field *f, const void *left, const void *right)
{
    int64_t l = instant_at(left).us, r = instant_at(right).us;

    (void)f;
    return (l > r) - (l < r);
}

static const char *
time_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    struct instant instant = instant_at(at);
    int minute = instant_minute(instant);
    char *text;

    (void)f;
    if (style == STYLE_SHOWN)
        return arena_print(a->arena, "%s %d:%02d",
                           wareki_print(a->arena, instant_date(instant), WAREKI_PLAIN), minute / 60,
                           minute % 60);
    text = arena_get(a->arena, INSTANT_TEXT);
    instant_print(instant, text);
    return text;
}

static struct period
period_at(const void *at)
{
    struct period period;

    memcpy(&period, at, sizeof period);
    return period;
}

/* Where the end begins, and where the beginning ends. */
static bool
split_period(const char *text, size_t *from, size_t *until)
{
    static const char *const signs[] = { "~", "から", "/" };
    const char *found;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        found = strstr(text, signs[i]);
        /* A slash parts ISO days only; elsewhere it stands inside the date. */
        if (!found || (*signs[i] == '/' && found != text && found - text != 10))
            continue;
        *from = (size_t)(found - text);
        *until = *from + strlen(signs[i]);
        return true;
    }
    return false;
}

static bool
end_of_period(struct act *a, const char *text, struct date *out, const char **why)
{
    size_t length;

    text = text_clean(a->arena, text);
    length = strlen(text);
    if (length >= 6 && strcmp(text + length - 6, "まで") == 0)
        text = text_clean(a->arena, arena_slice(a->arena, text, length - 6));
    *out = (struct date){ 0 };
    return *text == '\0' || read_date(a, text, out, why);
}

static bool
parse_period(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    struct period period;
    size_t from, until;

    (void)f;
    if (!split_period(narrow, &from, &until))
        return type_refuse(a, why, "始まりと終わりを ～ でつないでください。例：R8.4.1～R9.3.31");
    if (!end_of_period(a, arena_slice(a->arena, narrow, from), &period.from, why) ||
        !end_of_period(a, narrow + until, &period.until, why))
        return false;
    if (period.from.day && period.until.day && period.until.day < period.from.day)
        return type_refuse(a, why, "終わりの日が始まりの日より前です。");
    memcpy(at, &period, sizeof period);
    return true;
}

static bool
period_empty(const void *at)
{
    struct period period = period_at(at);

    return period.from.day == 0 && period.until.day == 0;
}

static int
period_compare(const struct field *f, const void *left, const void *right)
{
    struct period l = period_at(left), r = period_at(right);
    int from = date_compare(f, &l.from, &r.from);

    return from ? from : date_compare(f, &l.until, &r.until);
}

static const char *
period_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    struct period period = period_at(at);

    (void)f;
    return arena_print(a->arena, "%s%s%s", show_date(a, period.from, style),
                       style == STYLE_SHOWN ? "～" : "/", show_date(a, period.until, style));
}

static void
period_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    struct period period = period_at(at);

    (void)f;
    buffer_text(out, "{\"from\":");
    json_text(out, period.from.day ? show_date(a, period.from, STYLE_PLAIN) : NULL);
    buffer_text(out, ",\"until\":");
    json_text(out, period.until.day ? show_date(a, period.until, STYLE_PLAIN) : NULL);
    buffer_char(out, '}');
}

const struct type type_date = {
    .title = "日付",
    .size = sizeof(struct date),
    .column = COLUMN_DATE,
    .parse = parse_date,
    .text = date_text,
    .empty = date_empty,
    .compare = date_compare,
    .json = type_json_text,
};
const struct type type_time = {
    .title = "日時",
    .size = sizeof(struct instant),
    .column = COLUMN_INSTANT,
    .parse = parse_time,
    .text = time_text,
    .empty = time_empty,
    .compare = time_compare,
    .json = type_json_text,
};
const struct type type_period = {
    .title = "期間",
    .size = sizeof(struct period),
    .column = COLUMN_DATE,
    .parse = parse_period,
    .text = period_text,
    .empty = period_empty,
    .compare = period_compare,
    .json = period_json,
};
