/* The calendars in use, kept in memory until their generation changes. */

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
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

static struct {
    pthread_mutex_t lock;
    struct arena arena;
    struct copy copies[CONTRACTS_KEPT];
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

static const struct calendar *
make(struct arena *arena, const struct calendar_row *row)
{
    struct calendar *calendar = NEW(arena, struct calendar);
    const char *field, *why;

    if (calendar_make(arena, row, calendar, &field, &why))
        return calendar;
    /* It was checked when it was written, so only a change past the program gets here. */
    log_line(LOG_ERROR, "calendar.unreadable", "field", field, "why", why, NULL);
    return &calendar_office;
}

static void
keep(const struct act *a, int64_t contract, int64_t generation, const struct calendar_row *row,
     bool found, const struct calendar **out)
{
    struct copy *copy = copy_of(contract);

    pthread_mutex_lock(&kept.lock);
    if (!is_current(copy, a, contract, generation))
        *copy = (struct copy){ .store = a->store,
                               .contract = contract,
                               .generation = generation,
                               .calendar = found ? make(&kept.arena, row) : &calendar_office };
    *out = copy->calendar;
    pthread_mutex_unlock(&kept.lock);
}

/* A list asks for each of its rows, so a reading act asks the database once. */
static bool
generation_of(struct act *a, int64_t *generation)
{
    if (!a->writing && a->generation) {
        *generation = a->generation - 1;
        return true;
    }
    if (!generation_get(a, GENERATION_CALENDAR, generation))
        return false;
    if (!a->writing)
        a->generation = *generation + 1;
    return true;
}

bool
contract_calendar(struct act *a, int64_t contract, const struct calendar **out)
{
    struct copy *copy = copy_of(contract);
    struct calendar_row row = { 0 };
    int64_t generation;
    bool found;

    if (!generation_of(a, &generation))
        return false;
    pthread_mutex_lock(&kept.lock);
    *out = is_current(copy, a, contract, generation) ? copy->calendar : NULL;
    pthread_mutex_unlock(&kept.lock);
    if (*out)
        return true;
    if (!query_first(a, &calendar_of_contract, &row, &found, BOUND(bind_int("contract", contract))))
        return false;
    /* What a transaction sees may still be undone, so it is not kept for others. */
    if (a->writing)
        *out = found ? make(a->arena, &row) : &calendar_office;
    else
        keep(a, contract, generation, &row, found, out);
    return true;
}
