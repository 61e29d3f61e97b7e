#include "ledger/core/generation.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/time.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

struct row {
    struct generations generations;
};

static const struct query all_query = {
    .name = "generation.all",
    .sql = "SELECT " GENERATION_COLUMNS,
    .row_size = sizeof(struct row),
    .columns = COLUMNS(GENERATION_PARTS(struct row)),
};

void
generations_note(struct act *a, struct generations generations)
{
    struct generations *kept = NEW(a->arena, struct generations);

    *kept = generations;
    a->generations = kept;
}

static int64_t
one_of(const struct generations *g, const char *name)
{
    if (strcmp(name, GENERATION_RIGHTS) == 0)
        return g->rights;
    if (strcmp(name, GENERATION_CALENDAR) == 0)
        return g->calendar;
    if (strcmp(name, GENERATION_FIELDS) == 0)
        return g->fields;
    must(strcmp(name, GENERATION_TITLES) == 0);
    return g->titles;
}

/* Who writes reads no more than what he needs, since he meets those who change the rest. */
static bool
get_alone(struct act *a, const char *name, int64_t *generation)
{
    const char *text;

    if (!setting_get(a, name, &text))
        return false;
    *generation = strtoll(text, NULL, 10);
    return true;
}

bool
generation_get(struct act *a, const char *name, int64_t *generation)
{
    struct row row;
    bool found;

    if (a->writing || store_kind(a->store) == STORE_SQLITE)
        return get_alone(a, name, generation);
    if (!a->generations) {
        if (!query_first(a, &all_query, &row, &found, UNBOUND))
            return false;
        generations_note(a, row.generations);
    }
    *generation = one_of(a->generations, name);
    return true;
}

bool
generation_bump(struct act *a, const char *name)
{
    int64_t before, next = instant_now().us;

    if (!get_alone(a, name, &before))
        return false;
    if (next <= before)
        next = before + 1;
    a->generations = NULL;
    a->generation = 0; /* what this transaction had asked before */
    return setting_put(a, name, arena_print(a->arena, "%lld", (long long)next));
}
