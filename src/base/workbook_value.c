#include "base/workbook_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/time.h"

/* --- formats --------------------------------------------------------------------------- */

struct letters {
    bool day;   /* y d g e a: of a day for certain */
    bool month; /* m: of a day, or minutes beside h and s */
    bool hour;
    bool span;
    bool percent;
    bool other; /* # ? . , / E: a number */
    int zeros;
};

/* [h] and its like are spans; [Red], [>1], [$-411] say nothing. */
static const char *
skip_bracket(const char *at, struct letters *seen)
{
    const char *end = strchr(at, ']');
    const char *c = at + 1;

    if (!end)
        return at + 1;
    while (c < end && *c && strchr("hHmMsS", *c))
        c++;
    if (c == end && end > at + 1)
        seen->span = true;
    return end + 1;
}

static void
see_letter(const char *at, struct letters *seen)
{
    switch (tolower((unsigned char)*at)) {
    case 'y':
    case 'd':
    case 'g':
        seen->day = true;
        break;
    case 'e':
        /* 0.00E+00 is a number, gge"年" an era. */
        if (at[1] == '+' || at[1] == '-')
            seen->other = true;
        else
            seen->day = true;
        break;
    case 'm':
        seen->month = true;
        break;
    case 'h':
    case 's':
        seen->hour = true;
        break;
    case '0':
        seen->zeros++;
        break;
    case '%':
        seen->percent = true;
        break;
    case '#':
    case '?':
    case '.':
    case ',':
    case '@':
        seen->other = true;
        break;
    }
}

/* The first section, without what is quoted, escaped or only takes room. */
static void
see_code(const char *code, struct letters *seen)
{
    for (const char *at = code; *at && *at != ';';) {
        if (*at == '"') {
            const char *end = strchr(at + 1, '"');

            at = end ? end + 1 : at + strlen(at);
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            at += at[1] ? 2 : 1;
        } else if (*at == '[') {
            at = skip_bracket(at, seen);
        } else if ((*at == 'A' || *at == 'a') && strncmp(at, "AM/PM", 5) == 0) {
            seen->hour = true;
            at += 5;
        } else if (strncmp(at, "aaa", 3) == 0) {
            seen->day = true;
            at += 3;
        } else {
            see_letter(at, seen);
            at++;
        }
    }
}

struct number_form
number_form_of(const char *code)
{
    struct letters seen = { 0 };

    if (strncmp(code, "General", 7) == 0)
        return (struct number_form){ NUMBER_PLAIN, 0 };
    see_code(code, &seen);
    if (seen.span)
        return (struct number_form){ NUMBER_SPAN, 0 };
    if (seen.day || (seen.month && !seen.hour))
        return (struct number_form){ seen.hour ? NUMBER_DATE_TIME : NUMBER_DATE, 0 };
    if (seen.hour)
        return (struct number_form){ NUMBER_TIME, 0 };
    if (seen.percent)
        return (struct number_form){ NUMBER_PERCENT, 0 };
    if (seen.zeros > 1 && !seen.other && strspn(code, "0") == strlen(code))
        return (struct number_form){ NUMBER_ZEROS, seen.zeros < 20 ? seen.zeros : 20 };
    return (struct number_form){ NUMBER_PLAIN, 0 };
}

/* The standard's own, with those that Japanese editions add. */
struct number_form
number_form_built_in(long id)
{
    static const struct {
        long first;
        long last;
        enum number_kind kind;
    } ranges[] = {
        { 9, 10, NUMBER_PERCENT },    { 14, 17, NUMBER_DATE }, { 18, 21, NUMBER_TIME },
        { 22, 22, NUMBER_DATE_TIME }, { 27, 31, NUMBER_DATE }, { 32, 35, NUMBER_TIME },
        { 36, 36, NUMBER_DATE },      { 45, 45, NUMBER_TIME }, { 46, 46, NUMBER_SPAN },
        { 47, 47, NUMBER_TIME },      { 50, 54, NUMBER_DATE }, { 55, 56, NUMBER_DATE },
        { 57, 58, NUMBER_DATE },
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (id >= ranges[i].first && id <= ranges[i].last)
            return (struct number_form){ ranges[i].kind, 0 };
    return (struct number_form){ NUMBER_PLAIN, 0 };
}

/* --- decimals -------------------------------------------------------------------------- */

enum { DIGITS = 24, SPREADSHEET_DIGITS = 15, MOST_POINT = 40, REST_DIGITS = 12 };

/* 0.digits × 10^point; no digits: zero. */
struct decimal {
    bool negative;
    char digits[DIGITS + 1];
    int count;
    int point;
};

static void
round_to(struct decimal *d, int count)
{
    bool up;

    if (d->count <= count)
        return;
    up = d->digits[count] >= '5';
    d->count = count;
    while (up && d->count > 0) {
        char *last = &d->digits[d->count - 1];

        up = *last == '9';
        if (up)
            d->count--;
        else
            ++*last;
    }
    if (up) {
        d->digits[0] = '1';
        d->count = 1;
        d->point++;
    }
    while (d->count > 0 && d->digits[d->count - 1] == '0')
        d->count--;
}

static bool
read_exponent(const char *at, int *point)
{
    char *end;
    long exponent;

    if (!*at)
        return true;
    if (*at != 'e' && *at != 'E')
        return false;
    if (!isdigit((unsigned char)at[1]) && !(strchr("+-", at[1]) && isdigit((unsigned char)at[2])))
        return false;
    exponent = strtol(at + 1, &end, 10);
    if (*end || exponent < -999 || exponent > 999)
        return false;
    *point += (int)exponent;
    return true;
}

/* 12, -0.5, 1.1000000000000001, 1.5E-3 */
static bool
read_decimal(const char *text, struct decimal *out)
{
    const char *at = text;
    bool fraction = false, any = false;

    *out = (struct decimal){ .negative = *at == '-' };
    at += *at == '-' || *at == '+';
    for (; isdigit((unsigned char)*at) || (*at == '.' && !fraction); at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        any = true;
        if (*at == '0' && out->count == 0) {
            out->point -= fraction;
            continue;
        }
        if (out->count < DIGITS)
            out->digits[out->count++] = *at;
        out->point += !fraction && out->point < 10000;
    }
    if (!any || !read_exponent(at, &out->point))
        return false;
    round_to(out, SPREADSHEET_DIGITS);
    if (out->count == 0)
        out->negative = false;
    return out->point <= MOST_POINT && out->point >= -MOST_POINT;
}

static void
add_plain(struct buffer *out, const struct decimal *d)
{
    int point = d->count ? d->point : 0;

    if (d->negative)
        buffer_char(out, '-');
    if (point <= 0)
        buffer_char(out, '0');
    for (int i = 0; i < point; i++)
        buffer_char(out, i < d->count ? d->digits[i] : '0');
    if (d->count <= point)
        return;
    buffer_char(out, '.');
    for (int i = point; i < 0; i++)
        buffer_char(out, '0');
    buffer_add(out, d->digits + (point > 0 ? point : 0),
               (size_t)(d->count - (point > 0 ? point : 0)));
}

/* Whole days and the rest in units of 10^-12 days. */
static void
split_days(const struct decimal *d, int64_t *days, int64_t *rest)
{
    *days = *rest = 0;
    for (int i = 0; i < d->point; i++)
        *days = *days * 10 + (i < d->count ? d->digits[i] - '0' : 0);
    for (int i = d->point; i < d->point + REST_DIGITS; i++)
        *rest = *rest * 10 + (i >= 0 && i < d->count ? d->digits[i] - '0' : 0);
}

/* --- days and times -------------------------------------------------------------------- */

enum { DAY_SECONDS = 24 * 60 * 60, MOST_DAYS = 2958465 /* 9999-12-31 */ };

static void
add_clock(struct buffer *out, int64_t seconds, bool padded)
{
    buffer_print(out, padded ? "%02lld:%02d" : "%lld:%02d", (long long)(seconds / 3600),
                 (int)(seconds / 60 % 60));
    if (seconds % 60)
        buffer_print(out, ":%02d", (int)(seconds % 60));
}

/* Day 60 of the calendar from 1900 is 29 February, which there was not: the days before it
   are one off. */
static bool
add_day(struct buffer *out, int64_t days, bool since_1904)
{
    struct date start;
    char text[DATE_TEXT];

    if (!since_1904 && days == 60)
        buffer_text(out, "1900-02-29");
    if (days < (since_1904 ? 0 : 1) || days > MOST_DAYS || (!since_1904 && days == 60))
        return !since_1904 && days == 60;
    if (!(since_1904 ? date_make(1904, 1, 1, &start) : date_make(1899, 12, 30, &start)))
        return false;
    if (!since_1904 && days < 60)
        days++;
    start = date_add(start, (int)days);
    if (date_take(start).year > 9999)
        return false;
    date_print(start, text);
    buffer_text(out, text);
    return true;
}

static bool
add_moment(struct buffer *out, const struct decimal *d, struct number_form form, bool since_1904)
{
    int64_t days, rest, seconds;

    if (d->negative || d->point > 7)
        return false;
    split_days(d, &days, &rest);
    seconds = (rest * DAY_SECONDS + INT64_C(500000000000)) / INT64_C(1000000000000);
    if (form.kind == NUMBER_SPAN) {
        add_clock(out, days * DAY_SECONDS + seconds, false);
        return true;
    }
    /* A span of a whole day or more that its format cuts is still that long. */
    if (form.kind == NUMBER_TIME) {
        add_clock(out, seconds % DAY_SECONDS, false);
        return true;
    }
    if (seconds == DAY_SECONDS) {
        days++;
        seconds = 0;
    }
    if (!add_day(out, days, since_1904))
        return false;
    if (form.kind == NUMBER_DATE_TIME) {
        buffer_char(out, ' ');
        add_clock(out, seconds, true);
    }
    return true;
}

static bool
is_whole(const struct decimal *d)
{
    return d->count <= d->point || d->count == 0;
}

void
number_add(struct buffer *out, const char *number, struct number_form form, bool since_1904)
{
    struct decimal d;

    if (!read_decimal(number, &d)) {
        buffer_text(out, number);
        return;
    }
    switch (form.kind) {
    case NUMBER_DATE:
    case NUMBER_TIME:
    case NUMBER_DATE_TIME:
    case NUMBER_SPAN:
        if (add_moment(out, &d, form, since_1904))
            return;
        break;
    case NUMBER_PERCENT:
        d.point += d.count ? 2 : 0;
        add_plain(out, &d);
        buffer_char(out, '%');
        return;
    case NUMBER_ZEROS:
        for (int i = d.count ? d.point : 1; i < form.digits && !d.negative && is_whole(&d); i++)
            buffer_char(out, '0');
        break;
    case NUMBER_PLAIN:
        break;
    }
    add_plain(out, &d);
}
