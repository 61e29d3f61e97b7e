#include "base/wareki.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

enum {
    MOST_SIGNS = 48, /* of a date or time once it is made plain */
    LAST_YEAR = 9999,
    NOON = 12 * 60,
};

/* Days since 0000-12-31, as in base/time.h. */
enum {
    GREGORIAN_FROM = 683735, /* 1873-01-01 */
    TAISHO_FROM = 698189,    /* 1912-07-30 */
    SHOWA_FROM = 703450,     /* 1926-12-25 */
    HEISEI_FROM = 726110,    /* 1989-01-08 */
    REIWA_FROM = 737180,     /* 2019-05-01 */
};

/* Newest first. Taisho and Showa began on the day their elder ended, so that day has both;
   Heisei and Reiwa began on the day after. */
static const struct era eras[] = {
    { 'R', "令和", .before = 2018, .from = { REIWA_FROM } },
    { 'H', "平成", .before = 1988, .from = { HEISEI_FROM }, .until = { REIWA_FROM - 1 } },
    { 'S', "昭和", .before = 1925, .from = { SHOWA_FROM }, .until = { HEISEI_FROM - 1 } },
    { 'T', "大正", .before = 1911, .from = { TAISHO_FROM }, .until = { SHOWA_FROM } },
    { 'M', "明治", .before = 1867, .from = { GREGORIAN_FROM }, .until = { TAISHO_FROM } },
};
enum { ERAS = sizeof(eras) / sizeof(eras[0]) };

/* What people type, as one plain sign each; the longer text stands first. Capitals are
   eras, small letters stand for units and weekdays. */
static const struct sign {
    const char *text;
    char plain;
} signs[] = {
    { "明治", 'M' }, { "大正", 'T' },   { "昭和", 'S' },   { "平成", 'H' }, { "令和", 'R' },
    { "明", 'M' },   { "大", 'T' },     { "昭", 'S' },     { "平", 'H' },   { "令", 'R' },
    { "㍾", 'M' },   { "㍽", 'T' },     { "㍼", 'S' },     { "㍻", 'H' },   { "㋿", 'R' },
    { "元", 'g' },   { "年", 'y' },     { "月", 'm' },     { "日", 'd' },   { "時", 'h' },
    { "分", 'n' },   { "秒", 's' },     { "半", 'q' },     { "火", 'a' },   { "水", 'b' },
    { "木", 'c' },   { "金", 'e' },     { "土", 'f' },     { "曜日", 'w' }, { "曜", 'w' },
    { "・祝", 'i' }, { "祝", 'i' },     { "午前", '<' },   { "午後", '>' }, { "正午", '@' },
    { "（", '(' },   { "）", ')' },     { "／", '/' },     { "．", '.' },   { "。", '.' },
    { "：", ':' },   { "－", '-' },     { "−", '-' },      { "‐", '-' },    { "–", '-' },
    { "ー", '-' },   { "\u3000", ' ' }, { "\u00a0", ' ' }, { "\t", ' ' },   { "･祝", 'i' },
};
enum { SIGNS = sizeof(signs) / sizeof(signs[0]) };

/* A typed date taken apart, before anything is known to exist. */
struct typed {
    const struct era *era; /* NULL: western */
    int year, month, day;
    int weekday; /* -1: not given */
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The plain form of what stands at `text`: one ASCII character, a full-width one, or a row
   of the table. Returns the bytes read, 0 for anything else. */
static size_t
sign_read(const char *text, char *plain)
{
    const unsigned char *at = (const unsigned char *)text;

    for (size_t i = 0; i < SIGNS; i++) {
        size_t length = strlen(signs[i].text);

        if (strncmp(text, signs[i].text, length) == 0) {
            *plain = signs[i].plain;
            return length;
        }
    }
    *plain = text[0];
    if (at[0] == 0xEF && at[1] == 0xBC && at[2] >= 0x90 && at[2] <= 0xBA) /* ０ to Ｚ */
        *plain = (char)(at[2] - 0x90 + '0');
    else if (at[0] == 0xEF && at[1] == 0xBD && at[2] >= 0x81 && at[2] <= 0x9A) /* ａ to ｚ */
        *plain = (char)(at[2] - 0x81 + 'A');
    else if (*plain >= 'a' && *plain <= 'z')
        *plain = (char)(*plain - 'a' + 'A');
    if (!*plain || !strchr("0123456789MTSHR./-:() ", *plain))
        return 0;
    return at[0] == 0xEF ? 3 : 1;
}

/* The whole text in plain signs, without spaces except between two digits. */
static bool
make_plain(const char *text, char plain[MOST_SIGNS + 1])
{
    size_t count = 0;
    bool spaced = false;

    while (*text) {
        char sign;
        size_t read = sign_read(text, &sign);

        if (!read || count + 1 >= MOST_SIGNS)
            return false;
        text += read;
        if (sign == ' ') {
            spaced = count > 0;
            continue;
        }
        if (spaced && is_digit(sign) && is_digit(plain[count - 1]))
            plain[count++] = ' ';
        spaced = false;
        plain[count++] = sign;
    }
    plain[count] = '\0';
    return true;
}

/* Reads `least` to `most` digits; the place behind them, or NULL. */
static const char *
number_read(const char *at, int least, int most, int *number)
{
    int count = 0;

    if (!at)
        return NULL;
    *number = 0;
    for (; count < most && is_digit(at[count]); count++)
        *number = *number * 10 + (at[count] - '0');
    return count < least || is_digit(at[count]) ? NULL : at + count;
}

/* Cuts 木, 木曜日 or （木・祝） off the end. */
static bool
weekday_cut(char *plain, int *weekday)
{
    static const char weekdays[] = "dmabcef"; /* from Sunday */
    size_t length = strlen(plain);
    bool bracket = length && plain[length - 1] == ')';
    const char *found;

    *weekday = -1;
    if (!bracket && (!length || plain[length - 1] != 'w'))
        return true;
    if (bracket)
        plain[--length] = '\0';
    if (bracket && length && plain[length - 1] == 'i')
        plain[--length] = '\0';
    if (length && plain[length - 1] == 'w')
        plain[--length] = '\0';
    found = length ? strchr(weekdays, plain[length - 1]) : NULL;
    if (!found)
        return false;
    plain[--length] = '\0';
    *weekday = (int)(found - weekdays);
    if (!bracket)
        return true;
    if (!length || plain[length - 1] != '(')
        return false;
    plain[length - 1] = '\0';
    return true;
}

static const struct era *
era_find(char letter)
{
    for (size_t i = 0; i < ERAS; i++)
        if (letter && eras[i].letter == letter)
            return &eras[i];
    return NULL;
}

/* 20260401, or R080401 behind the letter. */
static bool
typed_packed(const char *at, struct typed *typed)
{
    int number;
    int width = typed->era ? 6 : 8;

    if (!number_read(at, width, width, &number) || at[width])
        return false;
    typed->year = number / 10000;
    typed->month = number / 100 % 100;
    typed->day = number % 100;
    return true;
}

static bool
typed_read(char *plain, struct typed *typed)
{
    const char *at = plain;
    char sign;

    if (!weekday_cut(plain, &typed->weekday))
        return false;
    typed->era = era_find(*at);
    if (typed->era)
        at++;
    if (typed_packed(at, typed))
        return true;
    if (*at == 'g' && typed->era) {
        typed->year = 1;
        at++;
    } else {
        at = number_read(at, 1, 4, &typed->year);
    }
    if (!at || !*at || !strchr("y./-", *at))
        return false;
    sign = *at;
    at = number_read(at + 1, 1, 2, &typed->month);
    if (!at || *at != (sign == 'y' ? 'm' : sign))
        return false;
    at = number_read(at + 1, 1, 2, &typed->day);
    if (at && sign == 'y' && *at == 'd')
        at++;
    return at && !*at;
}

static bool
refuse(const char **why, const char *sentence)
{
    *why = sentence;
    return false;
}

/* The day does not exist in any year count; says where it ends. */
static bool
refuse_day(struct arena *arena, const struct typed *typed, int year, const char **why)
{
    struct date first;

    if (typed->month < 1 || typed->month > 12)
        return refuse(why, "この日付はありません。月は1から12までです。");
    if (!date_make(year, typed->month, 1, &first))
        return refuse(why, "この日付はありません。年は西暦で9999年までです。");
    if (typed->era && typed->year == 1)
        *why = arena_print(arena, "この日付はありません。%s元年%d月は%d日までです。",
                           typed->era->name, typed->month, date_take(date_month_end(first)).day);
    else
        *why = arena_print(arena, "この日付はありません。%s%d年%d月は%d日までです。",
                           typed->era ? typed->era->name : "", typed->year, typed->month,
                           date_take(date_month_end(first)).day);
    return false;
}

bool
wareki_parse(struct arena *arena, const char *text, struct date *out, const char **why)
{
    char plain[MOST_SIGNS + 1];
    struct typed typed = { 0 };
    struct date date;
    int year;

    if (!make_plain(text, plain) || !typed_read(plain, &typed))
        return refuse(why, "日付を読み取れません。令和8年4月1日なら R8.4.1 か 2026-04-01 のように"
                           "書きます。");
    if (!typed.era && typed.year < 1000)
        return refuse(why, "年がはっきりしません。西暦なら4桁、令和8年なら R8 のように書きます。");
    if (typed.era && !typed.year)
        return refuse(why, "この日付はありません。元号の年は1年（元年）からです。");
    year = typed.year + (typed.era ? typed.era->before : 0);
    if (year > LAST_YEAR || !date_make(year, typed.month, typed.day, &date))
        return refuse_day(arena, &typed, year, why);
    if (date.day < GREGORIAN_FROM)
        return refuse(why, "明治6年（1873年）1月1日より前の日付は書けません。");
    if (typed.era && (date.day < typed.era->from.day ||
                      (typed.era->until.day && date.day > typed.era->until.day))) {
        *why = arena_print(arena, "この日付はありません。%sなら %s と書きます。",
                           wareki_print(arena, date, WAREKI_PLAIN),
                           wareki_print(arena, date, WAREKI_SHORT));
        return false;
    }
    if (typed.weekday >= 0 && typed.weekday != (int)date_weekday(date)) {
        *why =
            arena_print(arena, "%sは%s曜日です。日付か曜日を直してください。",
                        wareki_print(arena, date, WAREKI_PLAIN), weekday_name(date_weekday(date)));
        return false;
    }
    *out = date;
    return true;
}

const struct era *
wareki_era(struct date date)
{
    for (size_t i = 0; i < ERAS; i++)
        if (date.day >= eras[i].from.day)
            return &eras[i];
    return NULL;
}

const char *
weekday_name(enum weekday weekday)
{
    static const char *const days[] = {
        [SUNDAY] = "日",   [MONDAY] = "月", [TUESDAY] = "火",  [WEDNESDAY] = "水",
        [THURSDAY] = "木", [FRIDAY] = "金", [SATURDAY] = "土",
    };

    return days[weekday];
}

static char *
print_long(struct arena *arena, const struct era *era, struct date date)
{
    struct day day = date_take(date);

    if (day.year - era->before == 1)
        return arena_print(arena, "%s元年%d月%d日", era->name, day.month, day.day);
    return arena_print(arena, "%s%d年%d月%d日", era->name, day.year - era->before, day.month,
                       day.day);
}

char *
wareki_print(struct arena *arena, struct date date, enum wareki_form form)
{
    const struct era *era = wareki_era(date);
    struct day day = date_take(date);
    char western[DATE_TEXT];

    date_print(date, western);
    if (!era)
        return arena_copy(arena, western);
    switch (form) {
    case WAREKI_LONG:
        return arena_print(arena, "%s（%s）", print_long(arena, era, date),
                           weekday_name(date_weekday(date)));
    case WAREKI_PLAIN:
        return print_long(arena, era, date);
    case WAREKI_SHORT:
        return arena_print(arena, "%c%d.%d.%d", era->letter, day.year - era->before, day.month,
                           day.day);
    case WAREKI_WESTERN:
        break;
    }
    return arena_copy(arena, western);
}

char *
wareki_fiscal(struct arena *arena, int year)
{
    struct date april = { 0 };
    const struct era *era;

    date_make(year, 4, 1, &april);
    if (year == 2019) /* a month after its beginning the whole year was renamed */
        return arena_copy(arena, "令和元年度");
    era = wareki_era(april);
    if (!era)
        return arena_print(arena, "%d年度", year);
    if (year - era->before == 1)
        return arena_print(arena, "%s元年度", era->name);
    return arena_print(arena, "%s%d年度", era->name, year - era->before);
}

/* 8:45, 8:45:30, 0845, 16時, 16時半, 16時5分, 16時5分10秒 behind 午前 or 午後. */
static bool
clock_read(const char *at, int *hour, int *minute)
{
    int number;
    int second = 0;

    *minute = 0;
    if (number_read(at, 4, 4, &number) && !at[4]) {
        *hour = number / 100;
        *minute = number % 100;
        return true;
    }
    at = number_read(at, 1, 2, hour);
    if (!at)
        return false;
    if (*at == ':') {
        at = number_read(at + 1, 2, 2, minute);
        if (at && *at == ':')
            at = number_read(at + 1, 2, 2, &second);
        return at && !*at && second < 60;
    }
    if (*at != 'h')
        return false;
    at++;
    if (strcmp(at, "q") == 0) {
        *minute = 30;
        return true;
    }
    if (*at)
        at = number_read(at, 1, 2, minute);
    if (at && *at == 'n')
        at++;
    else if (at && is_digit(at[-1]))
        return false; /* a number without its 分 */
    if (at && is_digit(*at)) {
        at = number_read(at, 1, 2, &second);
        at = at && *at == 's' ? at + 1 : NULL;
    }
    return at && !*at && second < 60;
}

bool
time_of_day_parse(struct arena *arena, const char *text, int *minute, const char **why)
{
    char plain[MOST_SIGNS + 1];
    int hour, past;
    bool half;

    if (!make_plain(text, plain))
        return refuse(why, "時刻を読み取れません。8:45 か 午後1時30分 のように書きます。");
    if (strcmp(plain, "@") == 0) {
        *minute = NOON;
        return true;
    }
    half = plain[0] == '<' || plain[0] == '>';
    if (!clock_read(plain + half, &hour, &past))
        return refuse(why, "時刻を読み取れません。8:45 か 午後1時30分 のように書きます。");
    if (past > 59 || hour * 60 + past > DAY_MINUTES)
        return refuse(why, "この時刻はありません。0:00 から 24:00 までです。");
    if (half && hour > 12)
        return refuse(why, "この時刻はありません。午前・午後を付けるなら0時から12時までです。");
    if (plain[0] == '<' && hour == 12) {
        *why =
            arena_print(arena, "午前12時は夜中か正午かわかりません。0:%02d か 12:%02d と書きます。",
                        past, past);
        return false;
    }
    *minute = hour * 60 + past + (plain[0] == '>' && hour < 12 ? NOON : 0);
    return true;
}
