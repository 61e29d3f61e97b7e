#include "ledger/titles.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/generation.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "ledger/value.h"
#include "store/act.h"
#include "store/query.h"

enum {
    SLOTS = 8192,
    LONGEST = 96, /* bytes with the end; longer ones are looked up each time */
    NOT_KEPT = -1,
};

struct slot {
    const struct store *store;
    const struct ledger *ledger;
    int64_t id;
    int64_t generation;
    char text[LONGEST];
};

static struct {
    pthread_mutex_t lock;
    struct slot slots[SLOTS]; /* by the id; the last one to come stays */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct titled {
    int64_t id;
    const char *title;
};

static const struct column titled_columns[] = {
    { "id", offsetof(struct titled, id), COLUMN_INT },
    { "title", offsetof(struct titled, title), COLUMN_TEXT },
    { 0 },
};

struct titled_list {
    struct titled *rows;
    size_t count;
};

/* One field's references in the rows of a list. */
struct column_of {
    const struct field *field;
    char *rows;
    size_t count;
    size_t size;
    int64_t generation; /* NOT_KEPT: looked up without the copies */
};

static struct ref *
ref_of(const struct column_of *c, size_t i)
{
    return (struct ref *)(void *)(c->rows + i * c->size + c->field->offset);
}

static struct slot *
slot_of(const struct ledger *l, int64_t id)
{
    return &kept.slots[((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) ^ (uintptr_t)l >> 4) % SLOTS];
}

/* True when none is missing; the missing ones have no title then. */
static bool
fill_from_kept(struct act *a, const struct column_of *c)
{
    bool all = true;

    pthread_mutex_lock(&kept.lock);
    for (size_t i = 0; i < c->count; i++) {
        struct ref *ref = ref_of(c, i);
        const struct slot *slot = slot_of(c->field->to, ref->id);

        ref->title = NULL;
        if (!ref->id)
            ref->title = "";
        else if (slot->id == ref->id && slot->ledger == c->field->to && slot->store == a->store &&
                 slot->generation == c->generation)
            ref->title = arena_copy(a->arena, slot->text);
        else
            all = false;
    }
    pthread_mutex_unlock(&kept.lock);
    return all;
}

static void
keep(const struct act *a, const struct column_of *c, const struct titled_list *list)
{
    pthread_mutex_lock(&kept.lock);
    for (size_t i = 0; i < list->count; i++) {
        const struct titled *found = &list->rows[i];
        struct slot *slot = slot_of(c->field->to, found->id);
        size_t size = strlen(found->title) + 1;

        if (size > LONGEST)
            continue;
        slot->store = a->store;
        slot->ledger = c->field->to;
        slot->id = found->id;
        slot->generation = c->generation;
        memcpy(slot->text, found->title, size);
    }
    pthread_mutex_unlock(&kept.lock);
}

/* Ids are digits of our own making; as one value they keep the statement's text the same. */
static bool
look_up(struct act *a, const struct column_of *c, struct titled_list *out)
{
    struct sql *s = sql_new(a, "reference.titles");
    bool postgres = sql_postgres(s);
    struct buffer ids = { .arena = a->arena };

    buffer_char(&ids, postgres ? '{' : '[');
    for (size_t i = 0; i < c->count; i++) {
        const struct ref *ref = ref_of(c, i);

        if (ref->title)
            continue;
        if (ids.length > 1)
            buffer_char(&ids, ',');
        buffer_int(&ids, ref->id);
    }
    buffer_char(&ids, postgres ? '}' : ']');
    SQL(s, "SELECT \"id\", ");
    sql_name(s, c->field->to->titled_by);
    SQL(s, " AS \"title\" FROM ");
    sql_name(s, c->field->to->name);
    if (postgres)
        SQL(s, " WHERE \"id\" = ANY(CAST(");
    else
        SQL(s, " WHERE \"id\" IN (SELECT value FROM json_each(");
    sql_value(s, bind_text(NULL, buffer_string(&ids)));
    if (postgres)
        SQL(s, " AS bigint[]))");
    else
        SQL(s, "))");
    SQL(s, " ORDER BY \"id\"");
    return sql_rows(a, s, titled_columns, sizeof *out->rows, &out->rows, &out->count);
}

static int
compare(const void *left, const void *right)
{
    const struct titled *l = left, *r = right;

    return (l->id > r->id) - (l->id < r->id);
}

static bool
fill_missing(struct act *a, const struct column_of *c)
{
    struct titled_list list;

    if (!look_up(a, c, &list))
        return false;
    for (size_t i = 0; i < c->count; i++) {
        struct ref *ref = ref_of(c, i);
        struct titled wanted = { .id = ref->id };
        const struct titled *found;

        if (ref->title)
            continue;
        found = list.count ? bsearch(&wanted, list.rows, list.count, sizeof wanted, compare) : NULL;
        ref->title = found ? found->title : "";
    }
    if (c->generation != NOT_KEPT)
        keep(a, c, &list);
    return true;
}

bool
titles_fill(struct act *a, const struct field *const *fields, size_t field_count, void *rows,
            size_t count, size_t row_size)
{
    int64_t generation = NOT_KEPT;

    if (!field_count || !count)
        return true;
    /* What a transaction sees may still be undone. */
    if (!a->writing && !generation_get(a, GENERATION_TITLES, &generation))
        return false;
    for (size_t i = 0; i < field_count; i++) {
        struct column_of c = { .field = fields[i], .rows = rows, .count = count, .size = row_size };

        c.generation = fields[i]->to->installation ? generation : NOT_KEPT;
        if (!fill_from_kept(a, &c) && !fill_missing(a, &c))
            return false;
    }
    return true;
}

/* A new record need not be noted: nobody can have kept its title. */
bool
titles_note(struct act *a, const struct ledger *l, const struct record *before,
            const struct record *record)
{
    const struct field *f;

    if (!before || !l->installation || !l->titled_by)
        return true;
    f = shape_field(shape_of(l), l->titled_by);
    if (before->removed_at.us == record->removed_at.us &&
        strcmp(field_text(a, f, record_at(a, l, f, before), STYLE_PLAIN),
               field_text(a, f, record_at(a, l, f, record), STYLE_PLAIN)) == 0)
        return true;
    return generation_bump(a, GENERATION_TITLES);
}
