#include "ledger/ledger.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"

/* Set once at start, before other threads. */
static const struct ledger *const *all;
static size_t all_count;

void
ledgers_set(const struct ledger *const *ledgers, size_t count)
{
    all = ledgers;
    all_count = count;
}

const struct ledger *const *
ledgers_all(size_t *count)
{
    *count = all_count;
    return all;
}

const struct ledger *
ledger_find(const char *name)
{
    for (size_t i = 0; i < all_count; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

const struct state *
state_find(const struct ledger *l, const char *name)
{
    for (const struct state *s = l->states ? l->states->states : NULL; s && s->name; s++)
        if (name && strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

void *
ledger_new(struct act *a, const struct ledger *l)
{
    const struct shape *s = shape_of(l);
    struct record *record = arena_get(a->arena, s->row_size);

    for (size_t i = 0; i < s->declared; i++)
        field_clear(&s->fields[i], (char *)record + s->fields[i].offset);
    record->state = l->states ? l->states->states[0].name : "";
    return record;
}

static const char *
personal_names(struct act *a, const struct shape *s)
{
    struct buffer names = { .arena = a->arena };

    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].personal)
            buffer_print(&names, "%s%s", names.length ? " " : "", s->fields[i].name);
    return buffer_string(&names);
}

/* The record as it stands, nothing opened. */
static bool
find_record(struct act *a, const struct ledger *l, int64_t id, unsigned deeds, void *row)
{
    const struct record *record = row;
    bool found;

    if (!shape_read(a, shape_of(l), id, false, row, &found))
        return false;
    if (!found || record->removed_at.us)
        return access_missing(a, l, id);
    return access_require(a, l, deeds, record);
}

static bool
open_personal(struct act *a, const struct ledger *l, int64_t id, const char *names, void *row)
{
    bool found;

    return shape_read(a, shape_of(l), id, true, row, &found) &&
           history_reading(a, l, names, &id, 1);
}

bool
ledger_read(struct act *a, const struct ledger *l, int64_t id, bool personal, void *row)
{
    const struct shape *s = shape_of(l);
    void *read = arena_get(a->arena, s->row_size);
    const char *names = personal ? personal_names(a, s) : "";
    unsigned deeds = DEED_READ | (*names ? DEED_PERSONAL : 0);

    if (!find_record(a, l, id, deeds, read) || (*names && !open_personal(a, l, id, names, read)))
        return false;
    access_hide(a, l, read);
    memcpy(row, read, s->row_size);
    return true;
}

bool
ledger_show(struct act *a, const struct ledger *l, int64_t id, void *row)
{
    const struct shape *s = shape_of(l);
    void *read = arena_get(a->arena, s->row_size);
    const char *names = personal_names(a, s);

    if (!find_record(a, l, id, DEED_READ, read) ||
        (*names && access_may(a, l, DEED_PERSONAL, read) && !open_personal(a, l, id, names, read)))
        return false;
    access_hide(a, l, read);
    memcpy(row, read, s->row_size);
    return true;
}

const char *
record_title(struct act *a, const struct ledger *l, const void *row)
{
    const struct shape *s = shape_of(l);
    const struct field *f = l->titled_by ? shape_field(s, l->titled_by) : NULL;
    const struct record *record = row;
    const char *title = f ? field_text(a, f, (const char *)row + f->offset, STYLE_SHOWN) : "";

    if (*title)
        return title;
    return arena_print(a->arena, "%s %lld", l->title, (long long)record->id);
}
