#include "ledger/shape.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape_build.h"
#include "ledger/type.h"
#include "store/act.h"

const char field_sealed[1] = "";

enum { MOST_SHAPES = 512, HEAD_FIELDS = 7 };

/* Shapes are never freed: the arena is reachable until the process ends. */
static struct {
    pthread_mutex_t lock;
    struct arena arena;
    _Atomic(const struct shape *) shapes[MOST_SHAPES];
} registry = { .lock = PTHREAD_MUTEX_INITIALIZER };

const struct column shape_head[] = {
    { "id", offsetof(struct record, id), COLUMN_INT },
    { "contract", offsetof(struct record, contract), COLUMN_INT },
    { "organisation", offsetof(struct record, organisation), COLUMN_INT },
    { "owner", offsetof(struct record, owner), COLUMN_INT },
    { "zone", offsetof(struct record, zone), COLUMN_INT },
    { "state", offsetof(struct record, state), COLUMN_TEXT },
    { "version", offsetof(struct record, version), COLUMN_INT },
    { "created_at", offsetof(struct record, created_at), COLUMN_INSTANT },
    { "changed_at", offsetof(struct record, changed_at), COLUMN_INSTANT },
    { "removed_at", offsetof(struct record, removed_at), COLUMN_INSTANT },
    { 0 },
};

const struct head_ref shape_head_refs[] = {
    { "contract", offsetof(struct record, contract), offsetof(struct record, contract_title),
      "contract__title", &contract_ledger },
    { "organisation", offsetof(struct record, organisation),
      offsetof(struct record, organisation_title), "organisation__title", &organisation_ledger },
    { "owner", offsetof(struct record, owner), offsetof(struct record, owner_title), "owner__title",
      &person_ledger },
};

bool
shape_is_custom(const struct field *f)
{
    return f->name[0] == 'x' && f->name[1] == '_';
}

const char *
shape_title_column(const struct ledger *l)
{
    return l ? l->titled_by : NULL;
}

static size_t
aligned(size_t size)
{
    return (size + 7) / 8 * 8;
}

static const struct choice_item *
state_choices(struct arena *arena, const struct ledger *l)
{
    struct choice_item *items;
    size_t count = 0;

    while (l->states && l->states->states[count].name)
        count++;
    items = NEW_ARRAY(arena, count + 1, struct choice_item);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct choice_item){ l->states->states[i].name, l->states->states[i].label,
                                         l->states->states[i].also };
    return items;
}

static const struct field *
make_head(struct arena *arena, const struct ledger *l)
{
    const struct field fields[HEAD_FIELDS + 1] = {
        { "id", offsetof(struct record, id), FIELD_NUMBER, "識別番号", .fixed = true },
        { "state", offsetof(struct record, state), FIELD_CHOICE, "状態",
          .choices = state_choices(arena, l), .fixed = true },
        { "owner", offsetof(struct record, owner), FIELD_REF, "所有者", .to = &person_ledger },
        { "organisation", offsetof(struct record, organisation), FIELD_REF, "組織",
          .to = &organisation_ledger },
        { "contract", offsetof(struct record, contract), FIELD_REF, "契約",
          .to = &contract_ledger },
        { "created_at", offsetof(struct record, created_at), FIELD_TIME, "作成日時",
          .fixed = true },
        { "changed_at", offsetof(struct record, changed_at), FIELD_TIME, "更新日時",
          .fixed = true },
        { 0 },
    };
    struct field *head = NEW_ARRAY(arena, HEAD_FIELDS + 1, struct field);

    memcpy(head, fields, sizeof fields);
    return head;
}

static void
add_column(struct field_place *p, const char *name, size_t offset, enum column_type type)
{
    p->columns[p->count++] = (struct column){ name, offset, type };
}

/* The columns of one field that is read straight into its member, or into `at`. */
static void
plain_columns(struct arena *arena, struct field_place *p, size_t at)
{
    const struct field *f = p->field;

    if (f->type == FIELD_PERIOD) {
        add_column(p, arena_print(arena, "%s_from", f->name), at + offsetof(struct period, from),
                   COLUMN_DATE);
        add_column(p, arena_print(arena, "%s_until", f->name), at + offsetof(struct period, until),
                   COLUMN_DATE);
    } else if (f->type == FIELD_FILE) {
        add_column(p, f->name, at + offsetof(struct file, hash), COLUMN_TEXT);
        add_column(p, arena_print(arena, "%s_name", f->name), at + offsetof(struct file, name),
                   COLUMN_TEXT);
        add_column(p, arena_print(arena, "%s_size", f->name), at + offsetof(struct file, size),
                   COLUMN_INT);
    } else {
        add_column(p, f->name, at, type_of(f->type)->column);
    }
}

static void
place_field(struct arena *arena, struct shape *s, struct field_place *p, const struct field *f)
{
    p->field = f;
    p->custom = shape_is_custom(f);
    p->decoded = p->custom || f->personal || f->type == FIELD_INET || f->type == FIELD_REFS;
    if (f->type == FIELD_REF)
        p->title_alias = arena_print(arena, "%s__title", f->name);
    if (f->personal && (f->unique || f->unique_everywhere || f->code || f->searched))
        p->key = arena_print(arena, "%s_key", f->name);
    if (!p->decoded) {
        plain_columns(arena, p, f->offset);
        return;
    }
    p->slot = s->read_size;
    s->read_size += 32;
    if (f->personal)
        add_column(p, f->name, p->slot, COLUMN_BYTES);
    else if (p->custom)
        plain_columns(arena, p, p->slot);
    else
        add_column(p, f->name, p->slot, COLUMN_TEXT);
}

static size_t
count_fields(const struct field *fields)
{
    size_t count = 0;

    while (fields && fields[count].name)
        count++;
    return count;
}

/* Declared fields, members of structless ledgers laid out one after the other, then the
   custom ones. */
static void
lay_out(struct arena *arena, struct shape *s, const struct field *custom, size_t custom_count)
{
    const struct ledger *l = s->ledger;
    struct field *fields;
    struct field_place *places;
    size_t row = aligned(sizeof(struct record));

    s->declared = count_fields(l->fields);
    s->field_count = s->declared + custom_count;
    fields = NEW_ARRAY(arena, s->field_count + 1, struct field);
    places = NEW_ARRAY(arena, s->field_count + 1, struct field_place);
    for (size_t i = 0; i < s->declared; i++) {
        fields[i] = l->fields[i];
        if (l->row_size == 0) {
            fields[i].offset = row;
            row += aligned(field_size(fields[i].type));
        }
    }
    if (custom_count)
        memcpy(fields + s->declared, custom, custom_count * sizeof *custom);
    s->fields = l->row_size && custom_count == 0 ? l->fields : fields;
    s->row_size = l->row_size ? l->row_size : row;
    s->read_size = aligned(s->row_size);
    for (size_t i = 0; i < s->field_count; i++) {
        place_field(arena, s, &places[i], &s->fields[i]);
        places[i].extra = i < s->declared ? 0 : i - s->declared;
    }
    s->places = places;
}

static const struct shape *
build(const struct ledger *l, const struct field *head, const struct field *custom, size_t count)
{
    struct shape *s = NEW(&registry.arena, struct shape);

    s->ledger = l;
    s->head = head ? head : make_head(&registry.arena, l);
    lay_out(&registry.arena, s, custom, count);
    s->table = shape_make_table(&registry.arena, s);
    while (s->table->columns[s->column_count].name)
        s->column_count++;
    shape_make_queries(&registry.arena, s);
    return s;
}

/* Where the ledger stands in the table of shapes, or the free row for it. */
static size_t
row_of(const struct ledger *l)
{
    size_t at = (uintptr_t)l / 16 % MOST_SHAPES;

    for (size_t tries = 0;; tries++, at = (at + 1) % MOST_SHAPES) {
        const struct shape *s = atomic_load_explicit(&registry.shapes[at], memory_order_acquire);

        must(tries < MOST_SHAPES);
        if (!s || s->ledger == l)
            return at;
    }
}

const struct shape *
shape_of(const struct ledger *l)
{
    size_t at = row_of(l);
    const struct shape *s = atomic_load_explicit(&registry.shapes[at], memory_order_acquire);

    if (s)
        return s;
    pthread_mutex_lock(&registry.lock);
    at = row_of(l);
    s = atomic_load_explicit(&registry.shapes[at], memory_order_acquire);
    if (!s) {
        s = build(l, NULL, NULL, 0);
        atomic_store_explicit(&registry.shapes[at], s, memory_order_release);
    }
    pthread_mutex_unlock(&registry.lock);
    return s;
}

static const char *
kept(const char *text)
{
    return text ? arena_copy(&registry.arena, text) : NULL;
}

static const struct choice_item *
kept_choices(const struct choice_item *items)
{
    struct choice_item *copy;
    size_t count = 0;

    if (!items)
        return NULL;
    while (items[count].code)
        count++;
    copy = NEW_ARRAY(&registry.arena, count + 1, struct choice_item);
    for (size_t i = 0; i < count; i++)
        copy[i] =
            (struct choice_item){ kept(items[i].code), kept(items[i].label), kept(items[i].also) };
    return copy;
}

static struct field
kept_field(struct field f)
{
    f.name = kept(f.name);
    f.label = kept(f.label);
    f.help = kept(f.help);
    f.also = kept(f.also);
    f.choices = kept_choices(f.choices);
    f.offset = 0;
    return f;
}

void
shape_custom_set(const struct ledger *l, const struct field *fields, size_t count)
{
    const struct shape *before = shape_of(l);
    struct field *custom;
    const struct shape *after;

    pthread_mutex_lock(&registry.lock);
    custom = NEW_ARRAY(&registry.arena, count + 1, struct field);
    for (size_t i = 0; i < count; i++) {
        must(shape_is_custom(&fields[i]) && !fields[i].personal && fields[i].type != FIELD_REF &&
             fields[i].type != FIELD_REFS && fields[i].type != FIELD_FILE &&
             fields[i].type != FIELD_INET && fields[i].type != FIELD_PERIOD);
        custom[i] = kept_field(fields[i]);
    }
    after = build(l, before->head, custom, count);
    atomic_store_explicit(&registry.shapes[row_of(l)], after, memory_order_release);
    pthread_mutex_unlock(&registry.lock);
}

const struct table *const *
shape_tables(struct arena *arena, size_t *count)
{
    const struct ledger *const *ledgers = ledgers_all(count);
    const struct table **tables = NEW_ARRAY(arena, *count + 1, const struct table *);

    for (size_t i = 0; i < *count; i++)
        tables[i] = shape_of(ledgers[i])->table;
    return tables;
}

const struct field *
shape_field(const struct shape *s, const char *name)
{
    for (size_t i = 0; i < s->field_count; i++)
        if (strcmp(s->fields[i].name, name) == 0)
            return &s->fields[i];
    return NULL;
}

const struct field_place *
shape_place(const struct shape *s, const struct field *f)
{
    if (f >= s->fields && f < s->fields + s->field_count)
        return &s->places[f - s->fields];
    f = shape_field(s, f->name);
    return f ? &s->places[f - s->fields] : NULL;
}

static const void *
custom_at(struct act *a, const struct shape *s, const struct field *f, const struct record *record)
{
    const struct field_place *place = shape_place(s, f);
    void *at = arena_get(a->arena, field_size(f->type));
    const char *why;

    field_clear(f, at);
    if (place && record->extra && record->extra[place->extra])
        field_parse(a, f, record->extra[place->extra], at, &why);
    return at;
}

const void *
record_at(struct act *a, const struct ledger *l, const struct field *f, const void *row)
{
    struct ref *ref;

    if (shape_is_custom(f))
        return custom_at(a, shape_of(l), f, row);
    if (f->offset >= sizeof(struct record) || f->type != FIELD_REF)
        return (const char *)row + f->offset;
    ref = NEW(a->arena, struct ref);
    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++)
        if (shape_head_refs[i].offset == f->offset) {
            memcpy(&ref->id, (const char *)row + f->offset, sizeof ref->id);
            memcpy(&ref->title, (const char *)row + shape_head_refs[i].title, sizeof ref->title);
        }
    return ref;
}

bool
record_put(struct act *a, const struct ledger *l, const struct field *f, const char *text,
           void *row, const char **why)
{
    const struct shape *s = shape_of(l);
    struct record *record = row;
    const struct field_place *place;
    void *at;

    if (f->offset < sizeof(struct record) && f->type == FIELD_REF && !shape_is_custom(f)) {
        struct ref ref;

        if (!field_parse(a, f, text, &ref, why))
            return false;
        memcpy((char *)row + f->offset, &ref.id, sizeof ref.id);
        return true;
    }
    if (!shape_is_custom(f))
        return field_parse(a, f, text, (char *)row + f->offset, why);
    place = shape_place(s, f);
    at = arena_get(a->arena, field_size(f->type));
    if (!place || !field_parse(a, f, text, at, why))
        return false;
    if (!record->extra)
        record->extra = NEW_ARRAY(a->arena, s->field_count - s->declared, const char *);
    record->extra[place->extra] = field_text(a, place->field, at, STYLE_PLAIN);
    return true;
}

const struct field *
list_field(const struct ledger *l, const char *name)
{
    const struct shape *s = shape_of(l);

    for (const struct field *f = s->head; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return shape_field(s, name);
}
