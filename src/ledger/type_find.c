/* The record that a person means by an id, a code or a title. */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fold.h"
#include "base/text.h"
#include "ledger/ref_kept.h"
#include "ledger/shape_build.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/store.h"

struct named {
    int64_t id;
    const char *title;
    const char *code;
};
struct named_list {
    struct named *rows;
    size_t count;
};

static const struct column named_columns[] = {
    { "id", offsetof(struct named, id), COLUMN_INT },
    { "title", offsetof(struct named, title), COLUMN_TEXT },
    { "code", offsetof(struct named, code), COLUMN_TEXT },
    { 0 },
};

/* The field by which imports know records of this ledger, if it stands in clear. */
static const struct field *
code_of(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && type_of(f->type)->column == COLUMN_TEXT)
            return f;
    return NULL;
}

static struct sql *
select_named(struct act *a, const struct ledger *l)
{
    struct sql *s = sql_new(a, "reference.find");
    const struct field *code = code_of(l);

    SQL(s, "SELECT t.\"id\" AS \"id\", ");
    if (l->titled_by)
        sql_column(s, "t", l->titled_by);
    else
        SQL(s, "''");
    SQL(s, " AS \"title\", ");
    if (code)
        sql_column(s, "t", code->name);
    else
        SQL(s, "''");
    SQL(s, " AS \"code\" FROM ");
    sql_name(s, l->name);
    SQL(s, " AS t WHERE t.\"removed_at\" IS NULL");
    access_sql(a, l, DEED_READ, s, "t");
    return s;
}

static bool
equals(struct sql *s, const char *column, struct bound value, bool first)
{
    if (first)
        SQL(s, " AND (");
    else
        SQL(s, " OR ");
    sql_column(s, "t", column);
    SQL(s, " = ");
    sql_value(s, value);
    return false;
}

static bool
by_id(struct act *a, const struct ledger *l, int64_t id, struct named_list *out)
{
    struct sql *s = select_named(a, l);

    SQL(s, " AND t.\"id\" = ");
    sql_value(s, bind_int(NULL, id));
    return sql_rows(a, s, named_columns, sizeof *out->rows, &out->rows, &out->count);
}

/* Exactly as written: code or title, or a personal name or address by its key. */
static bool
by_text(struct act *a, const struct ledger *l, const char *text, struct named_list *out)
{
    const struct shape *shape = shape_of(l);
    struct sql *s = select_named(a, l);
    const struct field *code = code_of(l);
    bool first = true;

    *out = (struct named_list){ 0 };
    if (l->titled_by)
        first = equals(s, l->titled_by, bind_text(NULL, text), first);
    if (code)
        first = equals(s, code->name, bind_text(NULL, text), first);
    /* Only where records lie in the installation is it known whose key they have. */
    for (size_t i = 0; i < shape->field_count && l->installation; i++) {
        struct bytes key;

        if (!shape->places[i].key || !access_may(a, l, DEED_PERSONAL, NULL))
            continue;
        if (!shape_key(a, shape, &shape->fields[i], text, 0, &key))
            return false;
        if (key.size > 0)
            first = equals(s, shape->places[i].key, bind_bytes(NULL, key), first);
    }
    if (first)
        return true;
    SQL(s, ") ORDER BY t.\"id\" LIMIT 2");
    return sql_rows(a, s, named_columns, sizeof *out->rows, &out->rows, &out->count);
}

/*
 * Names of the smaller ledgers as one user may know them, so that an import of a
 * hundred thousand rows does not ask the database for each of its sections. A set is
 * good while nothing was committed; on PostgreSQL, where that is not known, for a second.
 */
enum {
    NAME_SETS = 32,
    MOST_NAMES = 20000,
    GOOD_US = 1000 * 1000,
};

struct name {
    const char *folded; /* NULL: free */
    const char *title;
    int64_t id; /* 0: several records are called so, or none is */
    bool several;
};

struct name_set {
    const struct store *store;
    const struct ledger *ledger;
    int64_t user;
    int64_t rights;
    struct date day; /* of the rights */
    int64_t version;
    int64_t ticks;
    bool too_large;
    struct arena arena;
    struct name *names;
    size_t room; /* a power of two, at least twice the names */
};

static struct {
    pthread_mutex_t lock;
    struct name_set sets[NAME_SETS];
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct name_set *
set_of(const struct act *a, const struct ledger *l)
{
    uint64_t hash = (uintptr_t)l / 16 * 31 + (uint64_t)a->who->id * 17 + (uintptr_t)a->store / 64;

    return &known.sets[hash % NAME_SETS];
}

static bool
is_good(const struct name_set *set, const struct act *a, const struct ledger *l, int64_t version)
{
    if (set->store != a->store || set->ledger != l || set->user != a->who->id ||
        set->rights != a->who->generation || set->day.day != instant_date(a->now).day)
        return false;
    if (store_kind(a->store) == STORE_SQLITE)
        return set->version == version;
    return clock_ticks() - set->ticks < GOOD_US;
}

static uint64_t
hash_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return hash ^ hash >> 29;
}

static struct name *
find_name(const struct name_set *set, const char *folded)
{
    size_t at = hash_text(folded) & (set->room - 1);

    while (set->names[at].folded && strcmp(set->names[at].folded, folded) != 0)
        at = (at + 1) & (set->room - 1);
    return &set->names[at];
}

static void
add_name(struct name_set *set, const char *text, const struct named *row)
{
    const char *folded = fold_text(&set->arena, text);
    struct name *name = find_name(set, folded);

    if (*folded == '\0' || (name->folded && name->id == row->id))
        return;
    name->several = name->folded != NULL;
    name->folded = folded;
    name->title = arena_copy(&set->arena, row->title);
    name->id = name->several ? 0 : row->id;
}

static void
fill(struct name_set *set, const struct act *a, const struct ledger *l, int64_t version,
     const struct named_list *list)
{
    arena_release(&set->arena);
    *set = (struct name_set){ .store = a->store,
                              .ledger = l,
                              .user = a->who->id,
                              .rights = a->who->generation,
                              .day = instant_date(a->now),
                              .version = version,
                              .ticks = clock_ticks(),
                              .too_large = list->count > MOST_NAMES };
    if (set->too_large)
        return;
    for (set->room = 16; set->room < list->count * 4;)
        set->room *= 2;
    set->names = NEW_ARRAY(&set->arena, set->room, struct name);
    for (size_t i = 0; i < list->count; i++) {
        add_name(set, list->rows[i].title, &list->rows[i]);
        add_name(set, list->rows[i].code, &list->rows[i]);
    }
}

static bool
load_names(struct act *a, const struct ledger *l, struct named_list *out)
{
    struct sql *s = select_named(a, l);

    SQL(s, " LIMIT ");
    sql_value(s, bind_int(NULL, MOST_NAMES + 1));
    return sql_rows(a, s, named_columns, sizeof *out->rows, &out->rows, &out->count);
}

/* What the set knows: `*out` has a title, or is `several`, or is empty. */
static bool
ask_names(struct act *a, const struct ledger *l, const char *text, struct name *out)
{
    int64_t version = store_version(a->store);
    const char *folded = fold_text(a->arena, text);
    struct name_set *set = set_of(a, l);
    struct named_list list;
    bool good;

    pthread_mutex_lock(&known.lock);
    good = is_good(set, a, l, version);
    pthread_mutex_unlock(&known.lock);
    /* Not under the lock: a query may have to wait for a connection. */
    if (!good && !load_names(a, l, &list))
        return false;
    pthread_mutex_lock(&known.lock);
    if (!good)
        fill(set, a, l, version, &list);
    *out = (struct name){ 0 };
    if (is_good(set, a, l, version) && !set->too_large)
        *out = *find_name(set, folded);
    if (out->title)
        out->title = arena_copy(a->arena, out->title);
    pthread_mutex_unlock(&known.lock);
    return true;
}

static bool
take(struct act *a, const struct ledger *l, const struct named_list *list, int64_t *id,
     const char **title, const char **why)
{
    if (list->count == 1) {
        *id = list->rows[0].id;
        *title = list->rows[0].title;
        return true;
    }
    if (list->count > 1)
        return type_refuse(a, why, "同じ名前の%sがいくつかあります。コードか番号で書いてください。",
                           l->title);
    return type_refuse(a, why, "%sの台帳に見つかりません。", l->title);
}

static bool
parse_id(const char *text, int64_t *id)
{
    size_t length = strspn(text, "0123456789");

    if (length == 0 || length > 15 || text[length])
        return false;
    *id = strtoll(text, NULL, 10);
    return true;
}

bool
ref_find(struct act *a, const struct ledger *to, const char *text, int64_t *id, const char **title,
         const char **why)
{
    struct named_list list = { 0 };
    struct name name = { 0 };
    size_t faults = a->fault_count;
    int64_t number = 0;
    bool is_id = parse_id(text_narrow(a->arena, text), &number);
    bool fine = true;

    /* In a file a number is more likely the section's code than our id. */
    if (is_id && a->origin != ORIGIN_IMPORT) {
        if (ref_kept_find(a, to, number, title)) {
            *id = number;
            return true;
        }
        fine = by_id(a, to, number, &list);
        if (fine && list.count == 1)
            ref_keep(a, to, number, list.rows[0].title);
    }
    if (fine && list.count == 0 && !a->writing)
        fine = ask_names(a, to, text, &name);
    if (fine && list.count == 0 && name.id == 0 && !name.several)
        fine = by_text(a, to, text, &list);
    if (fine && list.count == 0 && name.id == 0 && is_id && a->origin == ORIGIN_IMPORT)
        fine = by_id(a, to, number, &list);
    if (!fine) {
        /* The fault of the database stays in the act beside this sentence. */
        return type_refuse(a, why, "%s",
                           a->fault_count > faults ? "いま調べられません。" : "見つかりません。");
    }
    if (name.id) {
        *id = name.id;
        *title = name.title;
        return true;
    }
    list.count = name.several ? 2 : list.count;
    return take(a, to, &list, id, title, why);
}

struct titled {
    int64_t id;
    const char *title;
};
struct titled_list {
    struct titled *rows;
    size_t count;
};

static struct refs *
refs_of(const struct field *f, void *rows, size_t row, size_t row_size)
{
    return (struct refs *)(void *)((char *)rows + row * row_size + f->offset);
}

static void
put_titles(struct refs *refs, const struct titled_list *list)
{
    for (size_t i = 0; i < refs->count; i++)
        for (size_t n = 0; n < list->count; n++)
            if (list->rows[n].id == refs->items[i].id)
                refs->items[i].title = list->rows[n].title;
}

bool
shape_refs_titles(struct act *a, const struct field *f, void *rows, size_t count, size_t row_size)
{
    static const struct column columns[] = {
        { "id", offsetof(struct titled, id), COLUMN_INT },
        { "title", offsetof(struct titled, title), COLUMN_TEXT },
        { 0 },
    };
    struct sql *s = sql_new(a, "reference.titles");
    struct titled_list list;
    size_t ids = 0;

    if (!f->to->titled_by)
        return true;
    SQL(s, "SELECT \"id\", ");
    sql_name(s, f->to->titled_by);
    SQL(s, " AS \"title\" FROM ");
    sql_name(s, f->to->name);
    SQL(s, " WHERE \"id\" IN (");
    for (size_t row = 0; row < count; row++) {
        const struct refs *refs = refs_of(f, rows, row, row_size);

        for (size_t i = 0; i < refs->count; i++) {
            if (ids++)
                SQL(s, ", ");
            sql_value(s, bind_int(NULL, refs->items[i].id));
        }
    }
    SQL(s, ")");
    if (ids == 0)
        return true;
    if (!sql_rows(a, s, columns, sizeof *list.rows, &list.rows, &list.count))
        return false;
    for (size_t row = 0; row < count; row++)
        put_titles(refs_of(f, rows, row, row_size), &list);
    return true;
}
