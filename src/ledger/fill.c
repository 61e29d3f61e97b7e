#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"

static const struct field *
field_named(const struct ledger *l, const char *name)
{
    const struct field *f = shape_field(shape_of(l), name);

    return f ? f : list_field(l, name);
}

/* Parts of the head that are given when a record is made; the others are the engine's. */
static bool
is_given_head(const char *name)
{
    return strcmp(name, "contract") == 0 || strcmp(name, "organisation") == 0 ||
           strcmp(name, "owner") == 0;
}

static bool
may_be_filled(struct act *a, const struct ledger *l, const struct field *f)
{
    if (shape_field(shape_of(l), f->name))
        return !f->fixed;
    return is_given_head(f->name) ||
           (strcmp(f->name, "state") == 0 && a->origin != ORIGIN_PAGE && a->origin != ORIGIN_API);
}

/* Several values of one name: a list of references, else a mistake. */
static const char *
value_of(struct act *a, const struct pairs *pairs, size_t first, const struct field *f, bool *many)
{
    struct buffer list = { .arena = a->arena };
    size_t count = 0;

    for (size_t i = first; i < pairs->count; i++) {
        if (strcmp(pairs->items[i].name, f->name) != 0)
            continue;
        if (count++)
            buffer_char(&list, ',');
        buffer_text(&list, pairs->items[i].value);
    }
    *many = count > 1 && f->type != FIELD_REFS;
    return buffer_string(&list);
}

static bool
came_before(const struct pairs *pairs, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(pairs->items[i].name, pairs->items[at].name) == 0)
            return true;
    return false;
}

static bool
refuse(struct act *a, const struct field *f, const char *value, const char *why)
{
    return fail_at(a, (struct fault){ .kind = FAULT_INVALID,
                                      .message = why,
                                      .field = f->name,
                                      .value = f->personal || f->secret ? NULL : value });
}

static bool
fill_one(struct act *a, const struct ledger *l, void *row, const struct pairs *pairs, size_t at)
{
    const struct pair *pair = &pairs->items[at];
    const struct field *f = field_named(l, pair->name);
    const char *value;
    const char *why = "";
    bool many;

    if (!f)
        return fail(a, FAULT_INVALID, pair->name, "「%s」という項目は%sにありません。", pair->name,
                    l->title);
    if (!may_be_filled(a, l, f))
        return fail(a, FAULT_INVALID, pair->name, "%sは書き込めません。", f->label);
    value = value_of(a, pairs, at, f, &many);
    if (many)
        return refuse(a, f, NULL, arena_print(a->arena, "%sが2つあります。", f->label));
    return record_put(a, l, f, value, row, &why) || refuse(a, f, value, why);
}

bool
ledger_fill(struct act *a, const struct ledger *l, void *row, const struct pairs *pairs)
{
    bool good = true;

    for (size_t i = 0; i < pairs->count; i++) {
        if (came_before(pairs, i))
            continue;
        if (strcmp(pairs->items[i].name, "reason") == 0 && !field_named(l, "reason"))
            a->reason = arena_copy(a->arena, pairs->items[i].value);
        else if (!fill_one(a, l, row, pairs, i))
            good = false;
    }
    return good;
}
