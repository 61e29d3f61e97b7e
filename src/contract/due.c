#include "contract/due.h"

#include "base/arena.h"
#include "base/wareki.h"

enum {
    PART_EARLY = 45, /* so long before a quarter ends its day may lie */
    TERMS_MOST = 1200
};

bool
due_repeats(const struct due *rule)
{
    return rule->kind == DUE_MONTHLY || rule->kind == DUE_QUARTERS || rule->kind == DUE_HALVES ||
           rule->kind == DUE_FIRST_HALF || rule->kind == DUE_YEARLY;
}

static struct date
rolled(const struct due *rule, const struct calendar *calendar, struct date date)
{
    return date.day ? calendar_roll(calendar, date, rule->roll) : date;
}

struct date
due_of(const struct due *rule, const struct calendar *calendar, struct date event)
{
    struct date date = { 0 };

    if (rule->kind != DUE_FROM || !event.day)
        return date;
    switch (rule->unit) {
    case DUE_DAYS:
        date = date_add(event, rule->count);
        break;
    case DUE_WEEKS:
        date = date_add(event, rule->count * 7);
        break;
    case DUE_MONTHS:
        date = date_add_months(event, rule->count);
        break;
    case DUE_BUSINESS_DAYS:
    case DUE_OFFICE_DAYS:
        date = calendar_business_days(calendar, event, rule->count);
        break;
    }
    return rolled(rule, calendar, date);
}

static struct date
day_of_month(int year, int month, int day)
{
    struct date date = { 0 };

    date_make(year, month, 1, &date);
    if (!date_make(year, month, day, &date))
        date = date_month_end(date);
    return date;
}

static bool
once(const struct due *rule, const struct due_basis *basis, struct date *out)
{
    switch (rule->anchor) {
    case DUE_AWARD:
        *out = due_of(rule, basis->calendar, basis->award);
        break;
    case DUE_BEGIN:
        *out = due_of(rule, basis->calendar, basis->period.from);
        break;
    case DUE_END:
        *out = due_of(rule, basis->calendar, basis->period.until);
        break;
    case DUE_EVENT:
        return false;
    }
    return out->day != 0;
}

static struct period
within(struct period part, struct period whole)
{
    if (whole.from.day > part.from.day)
        part.from = whole.from;
    if (whole.until.day && whole.until.day < part.until.day)
        part.until = whole.until;
    return part;
}

/* The n-th month from the one the contract begins in. */
static bool
month_term(struct arena *arena, const struct due *rule, const struct due_basis *basis, int n,
           struct due_term *out)
{
    struct day begin = date_take(basis->period.from);
    int months = begin.year * 12 + begin.month - 1 + n;
    int year = months / 12, month = months % 12 + 1;
    struct date first = day_of_month(year, month, 1);
    struct date due;

    out->about = within((struct period){ first, date_month_end(first) }, basis->period);
    if (rule->same_month)
        due = day_of_month(year, month, rule->day);
    else if (month == 3 && !rule->march_too)
        due = day_of_month(year, 3, 31);
    else
        due = day_of_month(month == 12 ? year + 1 : year, month % 12 + 1, rule->day);
    out->due = rolled(rule, basis->calendar, due);
    out->name = arena_print(arena, "%d月分", month);
    return out->about.from.day <= out->about.until.day;
}

/* The first such day on or after `from`. */
static struct date
day_after(struct due_day day, struct date from)
{
    int year = date_take(from).year;
    struct date date = day_of_month(year, day.month, day.day);

    return date.day < from.day ? day_of_month(year + 1, day.month, day.day) : date;
}

/* The n-th part of fiscal years that are cut into `parts`. */
static bool
part_term(struct arena *arena, const struct due *rule, const struct due_basis *basis, int n,
          struct due_term *out)
{
    static const char *const halves[] = { "上半期分", "下半期分" };
    int parts = rule->kind == DUE_QUARTERS ? 4 : 2;
    int each = rule->kind == DUE_FIRST_HALF ? 1 : parts;
    int year = fiscal_year(basis->period.from) + n / each, part = n % each;
    struct period about;

    about.from = date_add_months(fiscal_period(year).from, part * 12 / parts);
    about.until = date_add(date_add_months(about.from, 12 / parts), -1);
    out->due = rolled(rule, basis->calendar,
                      day_after(rule->dates[part], date_add(about.until, -PART_EARLY)));
    out->about = within(about, basis->period);
    out->name = parts == 4 ? arena_print(arena, "第%d四半期分", part + 1) : halves[part];
    return out->about.from.day <= out->about.until.day;
}

static bool
year_term(struct arena *arena, const struct due *rule, const struct due_basis *basis, int n,
          struct due_term *out)
{
    int each = (int)rule->date_count;
    int year = date_take(basis->period.from).year + n / each;
    struct due_day day = rule->dates[n % each];
    struct date date = day_of_month(year, day.month, day.day);

    out->due = rolled(rule, basis->calendar, date);
    out->about = within(fiscal_period(fiscal_year(date)), basis->period);
    out->name = arena_print(arena, "%s分", wareki_fiscal(arena, fiscal_year(date)));
    return date.day >= basis->period.from.day &&
           (!basis->period.until.day || date.day <= basis->period.until.day);
}

static bool
repeated(struct arena *arena, const struct due *rule, const struct due_basis *basis,
         struct date from, struct due_term *out)
{
    struct date last = basis->period.until;

    if (!basis->period.from.day)
        return false;
    for (int n = 0; n < TERMS_MOST; n++) {
        struct arena_mark mark = arena_mark(arena);
        struct due_term term = { .name = "" };
        bool counts = rule->kind == DUE_MONTHLY  ? month_term(arena, rule, basis, n, &term)
                      : rule->kind == DUE_YEARLY ? year_term(arena, rule, basis, n, &term)
                                                 : part_term(arena, rule, basis, n, &term);

        if (counts && term.due.day >= from.day) {
            *out = term;
            return true;
        }
        arena_reset(arena, mark);
        /* Parts of a contract that is over are all behind; its years' days too. */
        if (last.day && term.due.day > date_add_months(last, 24).day)
            break;
    }
    return false;
}

bool
due_next(struct arena *arena, const struct due *rule, const struct due_basis *basis,
         struct date from, struct due_term *out)
{
    *out = (struct due_term){ .name = "" };
    if (due_repeats(rule))
        return repeated(arena, rule, basis, from, out);
    if (rule->kind == DUE_ON)
        out->due = rolled(rule, basis->calendar, rule->on);
    else if (rule->kind != DUE_FROM || !once(rule, basis, &out->due))
        return false;
    return out->due.day >= from.day;
}
