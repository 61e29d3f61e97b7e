/* The calendars in use and the listed holidays, kept in memory until their generation
   changes. */

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/holiday.h"
#include "base/log.h"
#include "ledger/core/calendar.h"
#include "ledger/core/core.h"
#include "ledger/core/generation.h"
#include "store/act.h"
#include "store/query.h"

enum { CONTRACTS_KEPT = 256 };

/* Which calendar a contract has. A calendar once made is never freed, since acts may
   still be using it; it is a few hundred bytes, and calendars change rarely. */
struct copy {
    const struct store *store;
    int64_t contract;
    int64_t generation;
    const struct calendar *calendar;
};

/* The same for the list that overrides the holidays by law; a list that was read again
   and found to be equal keeps its place. */
struct listed {
    const struct store *store;
    int64_t generation;
    const struct holiday_list *list; /* NULL: there is none */
};

static struct {
    pthread_mutex_t lock;
    struct arena arena;
    struct copy copies[CONTRACTS_KEPT];
    struct listed listed;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const struct query calendar_of_contract = {
    .name = "calendar.of_contract",
    .sql = "SELECT c.hours, c.holidays, c.year_end, c.special FROM contract AS k"
           " JOIN calendar AS c ON c.id = k.calendar"
           " WHERE k.id = :contract AND c.removed_at IS NULL",
    .row_size = sizeof(struct calendar_row),
    .columns =
        (const struct column[]){
            { "hours", offsetof(struct calendar_row, hours), COLUMN_TEXT },
            { "holidays", offsetof(struct calendar_row, holidays), COLUMN_BOOL },
            { "year_end", offsetof(struct calendar_row, year_end), COLUMN_BOOL },
            { "special", offsetof(struct calendar_row, special), COLUMN_TEXT },
            { 0 } },
};

struct holiday_rows {
    struct holiday *rows;
    size_t count;
};

static const struct query holidays_listed = {
    .name = "holiday.listed",
    .sql = "SELECT date, title AS name FROM holiday WHERE removed_at IS NULL ORDER BY date",
    .row_size = sizeof(struct holiday),
    .columns = COLUMNS(COLUMN(struct holiday, date), COLUMN(struct holiday, name)),
};

static bool
same_days(const struct holiday_list *left, const struct holiday_list *right)
{
    if (!left || left->count != right->count)
        return false;
    for (size_t i = 0; i < left->count; i++)
        if (left->days[i].date.day != right->days[i].date.day ||
            strcmp(left->days[i].name, right->days[i].name) != 0)
            return false;
    return true;
}

static const struct holiday_list *
copy_days(struct arena *arena, const struct holiday_list *from)
{
    struct holiday_list *list = NEW(arena, struct holiday_list);
    struct holiday *days = NEW_ARRAY(arena, from->count, struct holiday);

    for (size_t i = 0; i < from->count; i++)
        days[i] = (struct holiday){ from->days[i].date, arena_copy(arena, from->days[i].name) };
    *list = (struct holiday_list){ days, from->count };
    return list;
}

static const struct holiday_list *
keep_days(const struct act *a, int64_t generation, const struct holiday_list *days)
{
    struct listed *listed = &kept.listed;
    const struct holiday_list *list;

    pthread_mutex_lock(&kept.lock);
    if (days->count == 0)
        listed->list = NULL;
    else if (!same_days(listed->list, days))
        listed->list = copy_days(&kept.arena, days);
    listed->store = a->store;
    listed->generation = generation;
    list = listed->list;
    pthread_mutex_unlock(&kept.lock);
    return list;
}

/* Kept also when a transaction read it: a generation that is undone never comes back, and
   no one asks between a holiday's writing and the new generation. An import, which only
   writes, would else read a thousand rows for each of its own. */
static bool
listed_days(struct act *a, int64_t generation, const struct holiday_list **out)
{
    struct holiday_rows rows;
    struct holiday_list days;
    const char *why;
    bool current;

    pthread_mutex_lock(&kept.lock);
    current = kept.listed.store == a->store && kept.listed.generation == generation;
    *out = kept.listed.list;
    pthread_mutex_unlock(&kept.lock);
    if (current)
        return true;
    if (!query_rows(a, &holidays_listed, &rows.rows, &rows.count, sizeof *rows.rows, UNBOUND))
        return false;
    if (!holiday_sort(a->arena, rows.rows, rows.count, &days, &why)) {
        /* As with calendars, only a change past the program gets here. */
        log_line(LOG_ERROR, "holidays.unreadable", "why", why, NULL);
        days.count = 0;
    }
    *out = keep_days(a, generation, &days);
    return true;
}

static struct copy *
copy_of(int64_t contract)
{
    return &kept.copies[(uint64_t)contract % CONTRACTS_KEPT];
}

static bool
is_current(const struct copy *copy, const struct act *a, int64_t contract, int64_t generation)
{
    return copy->calendar && copy->store == a->store && copy->contract == contract &&
           copy->generation == generation;
}

/* `row` NULL: the contract has no calendar. */
static const struct calendar *
make(struct arena *arena, const struct calendar_row *row, const struct holiday_list *days)
{
    struct calendar *calendar;
    const char *field, *why;

    if (!row && !days)
        return &calendar_office;
    calendar = NEW(arena, struct calendar);
    if (row && !calendar_make(arena, row, calendar, &field, &why)) {
        /* It was checked when it was written, so only a change past the program gets here. */
        log_line(LOG_ERROR, "calendar.unreadable", "field", field, "why", why, NULL);
        row = NULL;
    }
    if (!row)
        *calendar = calendar_office;
    calendar->override = days;
    return calendar;
}

static void
keep(const struct act *a, int64_t contract, int64_t generation, const struct calendar_row *row,
     const struct holiday_list *days, const struct calendar **out)
{
    struct copy *copy = copy_of(contract);

    pthread_mutex_lock(&kept.lock);
    if (!is_current(copy, a, contract, generation))
        *copy = (struct copy){ .store = a->store,
                               .contract = contract,
                               .generation = generation,
                               .calendar = make(&kept.arena, row, days) };
    *out = copy->calendar;
    pthread_mutex_unlock(&kept.lock);
}

/* A list asks for each of its rows, an import for each that it writes: a snapshot asks the
   database once. */
static bool
generation_of(struct act *a, int64_t *generation)
{
    if (a->generation) {
        *generation = a->generation - 1;
        return true;
    }
    if (!generation_get(a, GENERATION_CALENDAR, generation))
        return false;
    a->generation = *generation + 1;
    return true;
}

bool
contract_calendar(struct act *a, int64_t contract, const struct calendar **out)
{
    struct copy *copy = copy_of(contract);
    struct calendar_row row = { 0 };
    const struct holiday_list *days;
    int64_t generation;
    bool found;

    if (!generation_of(a, &generation))
        return false;
    pthread_mutex_lock(&kept.lock);
    *out = is_current(copy, a, contract, generation) ? copy->calendar : NULL;
    pthread_mutex_unlock(&kept.lock);
    if (*out)
        return true;
    if (!listed_days(a, generation, &days) ||
        !query_first(a, &calendar_of_contract, &row, &found, BOUND(bind_int("contract", contract))))
        return false;
    /* What a transaction sees may still be undone, so it is not kept for others. */
    if (a->writing)
        *out = make(a->arena, found ? &row : NULL, days);
    else
        keep(a, contract, generation, found ? &row : NULL, days, out);
    return true;
}
