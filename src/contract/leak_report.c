#include "contract/leak_report.h"

#include "base/calendar.h"
#include "base/money.h"

enum {
    PRELIMINARY_FROM = 3,
    PRELIMINARY_DUE = 5,
    FINAL_DUE = 30,
    FINAL_DUE_WRONGFUL = 60,
};

int64_t
leak_limit(enum leak_law law)
{
    return law == LEAK_BUSINESS ? 1000 : 100;
}

static bool
is_due(const struct leak *leak)
{
    return leak->sensitive || leak->property || leak->wrongful || leak->maybe_many ||
           (leak->people != NO_NUMBER && leak->people > leak_limit(leak->law));
}

/* The first day is day 1. */
static struct date
day_number(struct date first, int number)
{
    return date_add(first, number - 1);
}

struct leak_dates
leak_dates(const struct leak *leak)
{
    struct leak_dates dates = { .due = leak->known_on.day && is_due(leak) };
    int final = leak->wrongful ? FINAL_DUE_WRONGFUL : FINAL_DUE;

    if (!dates.due)
        return dates;
    dates.preliminary_from = day_number(leak->known_on, PRELIMINARY_FROM);
    dates.preliminary_due = day_number(leak->known_on, PRELIMINARY_DUE);
    /* The state's days of rest are those of calendar_office. */
    dates.final_due =
        calendar_roll(&calendar_office, day_number(leak->known_on, final), ROLL_FORWARD);
    return dates;
}
