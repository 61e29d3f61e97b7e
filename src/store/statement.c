#include "store/statement.h"

#include <string.h>

#include "base/must.h"
#include "store/engine.h"

enum { FIRST_ROWS = 16 };

static bool
begin(struct act *a, const struct statement *s, struct cursor *c)
{
    const struct engine *engine = a->store->engine;

    if (!a->link && !engine->take(a))
        return false;
    *c = (struct cursor){ .statement = s };
    return engine->begin(a, s, c);
}

static bool
end(struct act *a, struct cursor *c, bool done, bool *late)
{
    a->store->engine->end(a, c);
    if (late)
        *late = c->late;
    return done;
}

bool
statement_rows(struct act *a, const struct statement *s, size_t row_size, void *rows, size_t *count,
               bool *late)
{
    struct cursor c;
    size_t room = 0;
    size_t used = 0;
    char *list = NULL;
    bool done;
    bool more = true;

    *count = 0;
    if (!begin(a, s, &c))
        return false;
    do {
        if (used == room) {
            size_t wider = room ? room * 2 : FIRST_ROWS;
            char *grown = arena_array(a->arena, wider, row_size);

            if (used)
                memcpy(grown, list, used * row_size);
            list = grown;
            room = wider;
        }
        done = a->store->engine->next(a, &c, a->arena, list + used * row_size, &more);
        used += done && more;
    } while (done && more);
    memcpy(rows, &list, sizeof(list));
    *count = used;
    return end(a, &c, done, late);
}

bool
statement_first(struct act *a, const struct statement *s, size_t row_size, void *row, bool *found,
                bool *late)
{
    struct cursor c;
    bool done;

    *found = false;
    memset(row, 0, row_size);
    if (!begin(a, s, &c))
        return false;
    done = a->store->engine->next(a, &c, a->arena, row, found);
    return end(a, &c, done, late);
}

bool
statement_each(struct act *a, const struct statement *s, size_t row_size,
               bool (*each)(void *with, const void *row), void *with, bool *late)
{
    struct arena scratch = { 0 };
    struct arena_mark mark;
    struct cursor c;
    void *row = arena_get(&scratch, row_size);
    bool begun = begin(a, s, &c);
    bool done = begun;
    bool more = begun;

    mark = arena_mark(&scratch);
    while (done && more) {
        memset(row, 0, row_size);
        done = a->store->engine->next(a, &c, &scratch, row, &more);
        more = done && more && each(with, row);
        arena_reset(&scratch, mark);
    }
    if (begun)
        end(a, &c, done, late);
    arena_release(&scratch);
    return done;
}

/* The wish to change outside act_write is a mistake of the program: the connection there
   is read-only, and the change would have no history. */
bool
statement_run(struct act *a, const struct statement *s, int64_t *changed)
{
    struct cursor c;
    bool more = true;
    bool done;

    must(a->writing);
    if (!begin(a, s, &c))
        return false;
    do
        done = a->store->engine->next(a, &c, a->arena, NULL, &more);
    while (done && more);
    if (changed)
        *changed = c.changed;
    return end(a, &c, done, NULL);
}

bool
statement_later(struct act *a, const struct statement *s)
{
    must(a->writing);
    return a->store->engine->later(a, s);
}
