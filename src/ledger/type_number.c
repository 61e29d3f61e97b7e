#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/type.h"
#include "store/act.h"

/* What a spreadsheet and JavaScript still hold exactly. */
static const int64_t most_number = 9007199254740991;

static int64_t
number_at(const void *at)
{
    int64_t number;

    memcpy(&number, at, sizeof number);
    return number;
}

static bool
number_empty(const void *at)
{
    return number_at(at) == NO_NUMBER;
}

static int
number_compare(const struct field *f, const void *left, const void *right)
{
    int64_t l = number_at(left), r = number_at(right);

    (void)f;
    return (l > r) - (l < r);
}

/* Digits with thousands separators at `*text`, moved behind them. False when there are
   none or the number is too large. */
static bool
take_digits(const char **text, int64_t *out)
{
    const char *c = *text;
    int64_t number = 0;
    bool some = false;

    for (; isdigit((unsigned char)*c) || (*c == ',' && isdigit((unsigned char)c[1]) && some); c++) {
        if (*c == ',')
            continue;
        number = number * 10 + (*c - '0');
        some = true;
        if (number > most_number)
            return false;
    }
    if (c[0] == '.' && c[1] == '0') {
        c++;
        while (*c == '0')
            c++;
    }
    *text = c;
    *out = number;
    return some;
}

static const char *
skip(const char *text, const char *word)
{
    size_t length = strlen(word);

    while (*text == ' ')
        text++;
    return strncmp(text, word, length) == 0 ? text + length : text;
}

static bool
in_range(struct act *a, const struct field *f, int64_t number, const char *unit, const char **why)
{
    int64_t most = f->most ? f->most : most_number;

    if (number >= f->least && number <= most)
        return true;
    if (f->most)
        return type_refuse(a, why, "%lld%sから %lld%sまでです。", (long long)f->least, unit,
                           (long long)most, unit);
    return type_refuse(a, why, "%lld%s以上で書いてください。", (long long)f->least, unit);
}

/* Clerks write negative amounts with a triangle. */
static const char *
take_sign(const char *text, bool *negative)
{
    static const char *const signs[] = { "-", "△", "▲", "−" };

    text = skip(text, "");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (skip(text, signs[i]) != text) {
            *negative = true;
            return skip(skip(text, signs[i]), "");
        }
    return skip(text, "+");
}

static bool
parse_amount(struct act *a, const struct field *f, const char *text, void *at, const char *unit,
             const char **why)
{
    const char *c = text_narrow(a->arena, text);
    bool negative = false;
    int64_t number;

    c = take_sign(c, &negative);
    c = skip(skip(skip(c, "¥"), "\\"), "￥");
    c = take_sign(c, &negative);
    if (!take_digits(&c, &number))
        return type_refuse(a, why, "数字で書いてください。例：1200");
    c = skip(skip(c, unit), "");
    if (*c)
        return type_refuse(a, why, "数字の後に余分な文字があります。整数で書いてください。");
    if (negative)
        number = -number;
    if (!in_range(a, f, number, unit, why))
        return false;
    memcpy(at, &number, sizeof number);
    return true;
}

static bool
parse_number(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    return parse_amount(a, f, text, at, "", why);
}

static bool
parse_yen(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    return parse_amount(a, f, text, at, "円", why);
}

static const char *
grouped(struct act *a, int64_t number)
{
    char digits[32], out[48];
    size_t length, o = 0;

    length = (size_t)snprintf(digits, sizeof digits, "%llu",
                              (unsigned long long)(number < 0 ? -number : number));
    if (number < 0)
        out[o++] = '-';
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            out[o++] = ',';
        out[o++] = digits[i];
    }
    return arena_slice(a->arena, out, o);
}

static const char *
number_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    (void)f;
    if (style == STYLE_SHOWN)
        return grouped(a, number_at(at));
    return arena_print(a->arena, "%lld", (long long)number_at(at));
}

static const char *
yen_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    if (style == STYLE_PLAIN)
        return number_text(a, f, at, style);
    return arena_print(a->arena, "%s円", grouped(a, number_at(at)));
}

static void
number_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    (void)a, (void)f;
    buffer_int(out, number_at(at));
}

/* 90, 90分, 1:30, 1時間30分, 2時間 */
static bool
parse_minutes(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *c = text_narrow(a->arena, text);
    int64_t first, second = 0, minutes;
    bool hours = false;

    c = skip(c, "");
    if (!take_digits(&c, &first))
        return type_refuse(a, why, "90分、1:30、1時間30分 のように書いてください。");
    if (skip(c, ":") != c || skip(c, "時間") != c) {
        hours = true;
        c = skip(skip(c, "時間"), ":");
        c = skip(c, "");
        if (*c && !take_digits(&c, &second))
            return type_refuse(a, why, "90分、1:30、1時間30分 のように書いてください。");
    }
    c = skip(skip(c, "分"), "");
    if (*c || (hours && second > 59) || first > 1000000)
        return type_refuse(a, why, "90分、1:30、1時間30分 のように書いてください。");
    minutes = hours ? first * 60 + second : first;
    if (!in_range(a, f, minutes, "分", why))
        return false;
    memcpy(at, &minutes, sizeof minutes);
    return true;
}

static const char *
minutes_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    int64_t minutes = number_at(at);

    (void)f;
    if (style == STYLE_PLAIN)
        return arena_print(a->arena, "%lld", (long long)minutes);
    if (minutes < 60)
        return arena_print(a->arena, "%lld分", (long long)minutes);
    if (minutes % 60 == 0)
        return arena_print(a->arena, "%s時間", grouped(a, minutes / 60));
    return arena_print(a->arena, "%s時間%lld分", grouped(a, minutes / 60),
                       (long long)(minutes % 60));
}

static const struct choice_item flags[] = {
    { "1", "はい", "true|yes|y|on|○|〇|◯|✓|レ|有|有り|あり|要|する|済" },
    { "0", "いいえ", "false|no|n|off|×|✕|無|無し|なし|不要|しない|未|-" },
    { 0 },
};

static bool
parse_bool(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    const struct choice_item *item = type_choose(a, flags, narrow);
    bool value;

    (void)f;
    /* The fold drops some signs altogether, so the text as typed is asked first. */
    if (!item)
        item = type_choose(a, flags, text);
    if (!item)
        return type_refuse(a, why, "はい か いいえ で書いてください。");
    value = item == flags;
    memcpy(at, &value, sizeof value);
    return true;
}

static bool
bool_at(const void *at)
{
    bool value;

    memcpy(&value, at, sizeof value);
    return value;
}

/* Whoever leaves a box unticked has answered: a boolean is never empty. */
static bool
bool_empty(const void *at)
{
    (void)at;
    return false;
}

static int
bool_compare(const struct field *f, const void *left, const void *right)
{
    (void)f;
    return bool_at(left) - bool_at(right);
}

static const char *
bool_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct choice_item *item = bool_at(at) ? &flags[0] : &flags[1];

    (void)a, (void)f;
    return style == STYLE_SHOWN ? item->label : item->code;
}

static void
bool_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    (void)a, (void)f;
    json_flag(out, bool_at(at));
}

const struct type type_number = {
    .title = "数",
    .size = sizeof(int64_t),
    .column = COLUMN_OPEN,
    .parse = parse_number,
    .text = number_text,
    .empty = number_empty,
    .compare = number_compare,
    .json = number_json,
};
const struct type type_yen = {
    .title = "金額",
    .size = sizeof(struct yen),
    .column = COLUMN_OPEN,
    .parse = parse_yen,
    .text = yen_text,
    .empty = number_empty,
    .compare = number_compare,
    .json = number_json,
};
const struct type type_minutes = {
    .title = "時間の長さ",
    .size = sizeof(struct minutes),
    .column = COLUMN_OPEN,
    .parse = parse_minutes,
    .text = minutes_text,
    .empty = number_empty,
    .compare = number_compare,
    .json = number_json,
};
const struct type type_bool = {
    .title = "はい・いいえ",
    .size = sizeof(bool),
    .column = COLUMN_BOOL,
    .parse = parse_bool,
    .text = bool_text,
    .empty = bool_empty,
    .compare = bool_compare,
    .json = bool_json,
};
