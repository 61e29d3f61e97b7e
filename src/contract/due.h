/*
 * Due rules: when something in a contract is owed, as a specification says it.
 *
 * A rule is typed as text, kept as text, and read into a `struct due`. Full-width digits,
 * blanks and the usual endings (まで, 以内) may stand or not:
 *
 *     令和8年9月30日                       a fixed day, in any form of base/wareki.h
 *     契約後14日以内                       from the day of award; also 開始後, 終了後, 契約の5日前
 *     毎月 翌月15日（3月分は3月31日）      the month's part; 中旬 is the 15th, 末日 the last day
 *     毎月 当月25日                        the same without waiting for the month to end
 *     四半期 7月10日、10月10日、1月10日、3月31日   one day for each quarter from April on
 *     上半期分を10月中旬まで               the first half; 半期 with two days for both
 *     毎年 6月30日、12月25日               days of each year
 *     会議後5営業日、報告会の2開庁日前     from an event each record has for itself
 *     求めに応じて                         when asked
 *
 * Units are 日, 週間, か月, 営業日 and 開庁日; the last two are both open days of the
 * contract's calendar, the word is kept as written. The day of the event does not count
 * (Civil Code 140). A last day that is closed stays where it is, which is never too late;
 * （休日は翌営業日） or （休日は前営業日） behind a rule moves it.
 *
 * The accounts of a fiscal year close with it, so a March part is due by 31 March however the
 * month's day reads; （3月分も翌月） says otherwise. 中旬 means up to the 20th in common use;
 * the 15th is what specifications set beside it, and is never too late.
 *
 * Functions are pure. Texts belong to the arena; `why` is a short sentence in Japanese.
 */
#ifndef CONTRACT_DUE_H
#define CONTRACT_DUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "base/time.h"

struct arena;

enum due_kind {
    DUE_NONE,
    DUE_ON,         /* one fixed day */
    DUE_FROM,       /* so long after or before something */
    DUE_MONTHLY,    /* a day of the next month, or of the month itself */
    DUE_QUARTERS,   /* four days, April's quarter first */
    DUE_HALVES,     /* two days */
    DUE_FIRST_HALF, /* one day */
    DUE_YEARLY,     /* days of each year */
    DUE_REQUEST,    /* when asked */
};
enum { DUE_KINDS = DUE_REQUEST + 1 };

enum due_anchor { DUE_AWARD, DUE_BEGIN, DUE_END, DUE_EVENT };
enum due_unit { DUE_DAYS, DUE_WEEKS, DUE_MONTHS, DUE_BUSINESS_DAYS, DUE_OFFICE_DAYS };

enum { DUE_DATES = 12, DUE_LAST_DAY = 31, DUE_COUNT_MOST = 3650 };

struct due_day {
    int month;
    int day; /* DUE_LAST_DAY: the month's last */
};

struct due {
    enum due_kind kind;
    struct date on; /* of DUE_ON */
    enum due_anchor anchor;
    enum due_unit unit;
    int count;         /* of DUE_FROM, below 0: before */
    const char *event; /* of DUE_EVENT: 会議 */
    int day;           /* of DUE_MONTHLY */
    bool same_month;
    bool march_too; /* the March part waits for April like the others */
    struct due_day dates[DUE_DATES];
    size_t date_count;
    enum roll roll;
};

/* What a contract says that rules count from. Days of none are not known. */
struct due_basis {
    struct date award;
    struct period period;
    const struct calendar *calendar;
};

/* One day owed, and what for. */
struct due_term {
    struct date due;
    struct period about; /* the month, quarter …; none for what is owed once */
    const char *name;    /* 11月分, 第3四半期分; "" for what is owed once */
};

bool due_parse(struct arena *arena, const char *text, struct due *out, const char **why);

/* As a clerk writes it; due_parse reads it back as the same rule. "" for DUE_NONE. */
const char *due_show(struct arena *arena, const struct due *rule);

/* The first term that is due on `from` or later; none: the first of all. False when there is
   none (left), and for rules that wait for an event or a request. */
bool due_next(struct arena *arena, const struct due *rule, const struct due_basis *basis,
              struct date from, struct due_term *out);

/* Whether there is more than one term. */
bool due_repeats(const struct due *rule);

/* The day of a DUE_FROM rule from this event; none for other rules. */
struct date due_of(const struct due *rule, const struct calendar *calendar, struct date event);

#endif
