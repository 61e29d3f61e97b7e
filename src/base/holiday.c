#include "base/holiday.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

enum {
    FIRST_YEAR = 1948,
    FIRST_DAY = 711127, /* 1948-01-01 */
    LAST_YEAR = 2099,
    FOREVER = 9999,
    YEARS = LAST_YEAR - FIRST_YEAR + 1,
    ALL_DAYS = YEARS * 366,
    SUBSTITUTE = 1, /* names in the table of all days; 0 is no holiday */
    BETWEEN = 2,
    FIRST_NAMED = 3,
};

/* How the law fixes a day: the n-th Monday of the month, or a day of it. */
enum fixing { ON_DAY, ON_MONDAY };

static const struct rule {
    const char *name;
    int from, until; /* years */
    int month;
    int day; /* or which Monday */
    enum fixing fixing;
} rules[] = {
    { "元日", .from = 1949, .until = FOREVER, .month = 1, .day = 1 },
    { "成人の日", .from = 1949, .until = 1999, .month = 1, .day = 15 },
    { "成人の日", .from = 2000, .until = FOREVER, .month = 1, .day = 2, .fixing = ON_MONDAY },
    { "建国記念の日", .from = 1967, .until = FOREVER, .month = 2, .day = 11 },
    { "天皇誕生日", .from = 2020, .until = FOREVER, .month = 2, .day = 23 },
    { "天皇誕生日", .from = 1949, .until = 1988, .month = 4, .day = 29 },
    { "みどりの日", .from = 1989, .until = 2006, .month = 4, .day = 29 },
    { "昭和の日", .from = 2007, .until = FOREVER, .month = 4, .day = 29 },
    { "憲法記念日", .from = 1949, .until = FOREVER, .month = 5, .day = 3 },
    { "みどりの日", .from = 2007, .until = FOREVER, .month = 5, .day = 4 },
    { "こどもの日", .from = 1949, .until = FOREVER, .month = 5, .day = 5 },
    { "海の日", .from = 1996, .until = 2002, .month = 7, .day = 20 },
    { "海の日", .from = 2003, .until = 2019, .month = 7, .day = 3, .fixing = ON_MONDAY },
    { "海の日", .from = 2020, .until = 2020, .month = 7, .day = 23 },
    { "海の日", .from = 2021, .until = 2021, .month = 7, .day = 22 },
    { "海の日", .from = 2022, .until = FOREVER, .month = 7, .day = 3, .fixing = ON_MONDAY },
    { "山の日", .from = 2016, .until = 2019, .month = 8, .day = 11 },
    { "山の日", .from = 2020, .until = 2020, .month = 8, .day = 10 },
    { "山の日", .from = 2021, .until = 2021, .month = 8, .day = 8 },
    { "山の日", .from = 2022, .until = FOREVER, .month = 8, .day = 11 },
    { "敬老の日", .from = 1966, .until = 2002, .month = 9, .day = 15 },
    { "敬老の日", .from = 2003, .until = FOREVER, .month = 9, .day = 3, .fixing = ON_MONDAY },
    { "体育の日", .from = 1966, .until = 1999, .month = 10, .day = 10 },
    { "体育の日", .from = 2000, .until = 2019, .month = 10, .day = 2, .fixing = ON_MONDAY },
    { "スポーツの日", .from = 2020, .until = 2020, .month = 7, .day = 24 },
    { "スポーツの日", .from = 2021, .until = 2021, .month = 7, .day = 23 },
    { "スポーツの日", .from = 2022, .until = FOREVER, .month = 10, .day = 2, .fixing = ON_MONDAY },
    { "文化の日", .from = 1948, .until = FOREVER, .month = 11, .day = 3 },
    { "勤労感謝の日", .from = 1948, .until = FOREVER, .month = 11, .day = 23 },
    { "天皇誕生日", .from = 1989, .until = 2018, .month = 12, .day = 23 },
    /* Acts for one day each. */
    { "皇太子明仁親王の結婚の儀", .from = 1959, .until = 1959, .month = 4, .day = 10 },
    { "昭和天皇の大喪の礼", .from = 1989, .until = 1989, .month = 2, .day = 24 },
    { "即位礼正殿の儀", .from = 1990, .until = 1990, .month = 11, .day = 12 },
    { "皇太子徳仁親王の結婚の儀", .from = 1993, .until = 1993, .month = 6, .day = 9 },
    { "天皇の即位の日", .from = 2019, .until = 2019, .month = 5, .day = 1 },
    { "即位礼正殿の儀の行われる日", .from = 2019, .until = 2019, .month = 10, .day = 22 },
    /* The day is reckoned, see equinox_day. */
    { "春分の日", .from = 1949, .until = FOREVER, .month = 3 },
    { "秋分の日", .from = 1948, .until = FOREVER, .month = 9 },
};
enum { RULES = sizeof(rules) / sizeof(rules[0]) };

/* For each day since 1948-01-01 the number of its name. */
static unsigned char names[ALL_DAYS];
static pthread_once_t named = PTHREAD_ONCE_INIT;

/* The usual approximation of the National Astronomical Observatory's days, in millionths
   of a day. Compared with an astronomical computation for all years of the law. */
static int
equinox_day(int year, int month)
{
    bool early = year < 1980;
    int64_t start = month == 3 ? (early ? 20835700 : 20843100) : (early ? 23258800 : 23248800);
    int leaps = early ? (year - 1983) / 4 : (year - 1980) / 4;

    return (int)((start + (int64_t)242194 * (year - 1980) - (int64_t)leaps * 1000000) / 1000000);
}

static struct date
rule_date(const struct rule *rule, int year)
{
    struct date date = { 0 };

    if (rule->fixing == ON_MONDAY) {
        date_make(year, rule->month, 1, &date);
        return date_add(date, (8 - (int)date_weekday(date)) % 7 + 7 * (rule->day - 1));
    }
    date_make(year, rule->month, rule->day ? rule->day : equinox_day(year, rule->month), &date);
    return date;
}

static unsigned char *
name_at(struct date date)
{
    static unsigned char none;
    int64_t at = (int64_t)date.day - FIRST_DAY;

    none = 0;
    return at >= 0 && at < ALL_DAYS ? &names[at] : &none;
}

/* A day of article 2, not one that only follows from others. */
static bool
is_national(struct date date)
{
    return *name_at(date) >= FIRST_NAMED;
}

static bool
is_on_or_after(struct date date, int year, int month, int day)
{
    struct date start;

    return date_make(year, month, day, &start) && date.day >= start.day;
}

/* Article 3 (2): a holiday on a Sunday makes a later day off: until 2006 the next one,
   since then the nearest that is no holiday. */
static void
add_substitute(struct date sunday)
{
    struct date next = date_add(sunday, 1);

    if (date_weekday(sunday) != SUNDAY || !is_on_or_after(sunday, 1973, 4, 12))
        return;
    if (is_on_or_after(sunday, 2007, 1, 1))
        while (is_national(next))
            next = date_add(next, 1);
    if (!*name_at(next))
        *name_at(next) = SUBSTITUTE;
}

/* Article 3 (3): a day between two holidays is off; until 2006 not a Sunday. */
static void
add_between(struct date before)
{
    struct date between = date_add(before, 1);

    if (!is_national(date_add(before, 2)) || *name_at(between) ||
        !is_on_or_after(between, 1985, 12, 27))
        return;
    if (is_on_or_after(between, 2007, 1, 1) || date_weekday(between) != SUNDAY)
        *name_at(between) = BETWEEN;
}

static void
name_all(void)
{
    struct date start = { FIRST_DAY };

    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
        for (size_t i = 0; i < RULES; i++)
            if (year >= rules[i].from && year <= rules[i].until)
                *name_at(rule_date(&rules[i], year)) = (unsigned char)(FIRST_NAMED + i);
    for (int i = 0; i < ALL_DAYS; i++)
        if (names[i] >= FIRST_NAMED)
            add_substitute(date_add(start, i));
    for (int i = 0; i < ALL_DAYS; i++)
        if (names[i] >= FIRST_NAMED)
            add_between(date_add(start, i));
}

const char *
holiday_name(struct date date)
{
    int64_t at = (int64_t)date.day - FIRST_DAY;
    int name;

    if (at < 0 || at >= ALL_DAYS)
        return NULL;
    pthread_once(&named, name_all);
    name = names[at];
    if (!name)
        return NULL;
    if (name == SUBSTITUTE)
        return "振替休日";
    return name == BETWEEN ? "国民の休日" : rules[name - FIRST_NAMED].name;
}

static int
by_date(const void *a, const void *b)
{
    const struct holiday *left = a;
    const struct holiday *right = b;

    return (left->date.day > right->date.day) - (left->date.day < right->date.day);
}

/* Between its first and its last day a list holds without its years being asked for. */
static bool
is_covered(const struct holiday_list *list, struct date date)
{
    struct date first, last;
    int year;

    if (!list || !list->count)
        return false;
    first = list->days[0].date;
    last = list->days[list->count - 1].date;
    if (date.day >= first.day && date.day <= last.day)
        return true;
    year = date_take(date).year;
    return year >= date_take(first).year && year <= date_take(last).year;
}

const char *
holiday_listed(const struct holiday_list *list, struct date date)
{
    const struct holiday wanted = { .date = date };
    const struct holiday *found;

    if (!list || !is_covered(list, date))
        return holiday_name(date);
    found = bsearch(&wanted, list->days, list->count, sizeof(wanted), by_date);
    return found ? found->name : NULL;
}

/* The first of the list on or after the day. */
static size_t
place_of(const struct holiday_list *list, struct date date)
{
    size_t low = 0, high = list ? list->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->days[middle].date.day < date.day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct date
holiday_next(const struct holiday_list *list, struct date from)
{
    size_t place = place_of(list, from);
    struct date last = { FIRST_DAY + ALL_DAYS - 1 };

    pthread_once(&named, name_all);
    if (list && list->count && list->days[list->count - 1].date.day > last.day)
        last = list->days[list->count - 1].date;
    for (struct date date = from; date.day && date.day <= last.day; date.day++) {
        if (!is_covered(list, date)) {
            if (*name_at(date))
                return date;
        } else if (place < list->count) {
            return list->days[place].date;
        }
    }
    return (struct date){ 0 };
}

void
holidays_year(struct arena *arena, const struct holiday_list *list, int year,
              struct holiday_list *out)
{
    struct date first, last;
    struct holiday *days;
    size_t count = out->count;

    if (!date_make(year, 1, 1, &first) || !date_make(year, 12, 31, &last))
        return;
    for (struct date date = first; date.day && date.day <= last.day; date = date_add(date, 1))
        count += holiday_listed(list, date) != NULL;
    days = NEW_ARRAY(arena, count, struct holiday);
    count = 0;
    for (; count < out->count; count++)
        days[count] = out->days[count];
    for (struct date date = first; date.day && date.day <= last.day; date = date_add(date, 1)) {
        const char *name = holiday_listed(list, date);

        if (name)
            days[count++] = (struct holiday){ date, name };
    }
    *out = (struct holiday_list){ days, count };
}

bool
holiday_sort(struct arena *arena, struct holiday *days, size_t count, struct holiday_list *out,
             const char **why)
{
    char text[DATE_TEXT];

    if (count)
        qsort(days, count, sizeof(*days), by_date);
    for (size_t i = 0; i < count; i++) {
        date_print(days[i].date, text);
        if (!days[i].date.day) {
            *why = "日付のない祝日があります。";
            return false;
        }
        if (!days[i].name || !days[i].name[0]) {
            *why = arena_print(arena, "%s の祝日に名前がありません。", text);
            return false;
        }
        if (i && days[i].date.day == days[i - 1].date.day) {
            *why = arena_print(arena, "%s が2回あります。1日に1つにします。", text);
            return false;
        }
    }
    *out = (struct holiday_list){ days, count };
    return true;
}
