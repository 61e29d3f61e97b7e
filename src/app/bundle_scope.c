#include <stdlib.h>
#include <string.h>

#include "app/bundle.h"
#include "app/bundle_table.h"
#include "base/arena.h"
#include "store/act.h"

static size_t
slot_of(const struct bundle_ids *ids, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 16) & (ids->room - 1);

    while (ids->slots[at] && ids->slots[at] != id)
        at = (at + 1) & (ids->room - 1);
    return at;
}

bool
bundle_ids_has(const struct bundle_ids *ids, int64_t id)
{
    return ids->room && ids->slots[slot_of(ids, id)] == id;
}

static struct bundle_ids
wider(const struct bundle_ids *ids, struct buffer *keep)
{
    struct bundle_ids out = { .room = ids->room ? ids->room * 2 : 1024, .count = ids->count };

    *keep = (struct buffer){ 0 };
    out.slots = (int64_t *)(void *)buffer_room(keep, out.room * sizeof *out.slots);
    memset(out.slots, 0, out.room * sizeof *out.slots);
    for (size_t i = 0; i < ids->room; i++)
        if (ids->slots[i])
            out.slots[slot_of(&out, ids->slots[i])] = ids->slots[i];
    return out;
}

bool
bundle_ids_add(struct bundle_ids *ids, int64_t id)
{
    struct buffer keep;

    if (bundle_ids_has(ids, id))
        return false;
    if (ids->count * 2 >= ids->room) {
        struct bundle_ids next = wider(ids, &keep);

        if (ids->slots)
            buffer_release(&(struct buffer){ .data = (char *)ids->slots });
        *ids = next;
    }
    ids->slots[slot_of(ids, id)] = id;
    ids->count++;
    return true;
}

/* --- the records of a contract -------------------------------------------------------------- */

struct scoping {
    struct bundle *bundle;
    const struct bundle_table *table;
    bool grown;
};

/* Numbers in a column of references: one, or a list ",12,15,". */
static int64_t
next_number(const struct bundle_column *c, const struct bundle_cell *cell, const char **at)
{
    char *end;
    int64_t number;

    if (c->type != COLUMN_TEXT) {
        number = *at ? 0 : cell->number;
        *at = "";
        return number;
    }
    *at = *at ? *at : cell->text;
    while (**at == ',')
        (*at)++;
    number = strtoll(*at, &end, 10);
    *at = end;
    return number;
}

static bool
refers_to(const struct bundle_table *t, const struct bundle_cell *cells, int64_t id)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *at = NULL;

        if (t->columns[i].refers && !cells[i].none)
            for (int64_t found; (found = next_number(&t->columns[i], &cells[i], &at)) != 0;)
                if (found == id)
                    return true;
    }
    return false;
}

bool
bundle_in_scope(const struct bundle *b, const struct bundle_table *t,
                const struct bundle_cell *cells)
{
    int64_t id = bundle_number(t, cells, t->id);
    int64_t contract = bundle_contract(t, cells);

    if (!b->contract || t->id == t->count)
        return true;
    if (contract)
        return contract == b->contract;
    return bundle_ids_has(&b->ids, id) || (t->shape && refers_to(t, cells, b->contract));
}

static bool
see(void *with, const struct bundle_cell *cells)
{
    struct scoping *s = with;
    const struct bundle_table *t = s->table;

    if (!bundle_in_scope(s->bundle, t, cells))
        return true;
    s->grown |= t->shape && bundle_ids_add(&s->bundle->ids, bundle_number(t, cells, t->id));
    for (size_t i = 0; i < t->count; i++) {
        const char *at = NULL;

        if (t->columns[i].refers && !cells[i].none)
            for (int64_t id; (id = next_number(&t->columns[i], &cells[i], &at)) != 0;)
                s->grown |= bundle_ids_add(&s->bundle->ids, id);
    }
    return true;
}

/* Until nothing more is referred to; references are few steps deep. */
bool
bundle_scope(struct bundle *b, const struct bundle_table *tables, size_t count)
{
    struct scoping s = { .bundle = b, .grown = true };

    bundle_ids_add(&b->ids, b->contract);
    while (s.grown) {
        s.grown = false;
        for (size_t i = 0; i < count; i++) {
            s.table = &tables[i];
            if (tables[i].id != tables[i].count && !bundle_rows(b->act, &tables[i], see, &s))
                return false;
        }
    }
    return true;
}
