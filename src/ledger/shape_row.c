#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/must.h"
#include "base/text.h"
#include "ledger/shape_build.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/seal.h"

static struct place
sealed_place(const struct shape *s, const struct field *f, const struct record *record)
{
    return (struct place){ .contract = record->contract,
                           .ledger = s->ledger->name,
                           .record = record->id,
                           .field = f->name };
}

bool
shape_key(struct act *a, const struct shape *s, const struct field *f, const char *text,
          int64_t contract, struct bytes *out)
{
    /* Folded, so that width, kana and spaces do not hide an equal name or address. */
    return seal_equality(a, f->unique_everywhere ? 0 : contract, s->ledger->name, f->name,
                         fold_text(a->arena, text), out);
}

struct binding {
    struct act *a;
    const struct shape *shape;
    const struct record *record;
    struct bound *out;
};

static void
add(struct binding *b, struct bound bound)
{
    *b->out++ = bound;
}

static const char *
or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static const char *
text_member(const void *at)
{
    const char *text;

    memcpy(&text, at, sizeof text);
    return text;
}

static bool
bind_personal(struct binding *b, const struct field_place *p, const void *at)
{
    struct place place = sealed_place(b->shape, p->field, b->record);
    const char *text = text_member(at);
    struct bytes sealed = { 0 }, key = { 0 };

    /* A member that was not opened must be filled from the stored record first. */
    must(text != field_sealed);
    text = text ? text : "";
    if (*text && !seal_value(b->a, &place, text, &sealed))
        return false;
    add(b, bind_bytes(p->columns[0].name, sealed));
    if (!p->key)
        return true;
    if (*text && !shape_key(b->a, b->shape, p->field, text, b->record->contract, &key))
        return false;
    add(b, bind_bytes(p->key, key));
    return true;
}

static void
bind_period(struct binding *b, const struct field_place *p, const struct period *period)
{
    add(b, bind_date(p->columns[0].name, period->from));
    add(b, bind_date(p->columns[1].name, period->until));
}

static void
bind_file(struct binding *b, const struct field_place *p, const struct file *file)
{
    bool none = !or_null(file->hash);

    add(b, bind_text(p->columns[0].name, or_null(file->hash)));
    add(b, bind_text(p->columns[1].name, none ? NULL : file->name));
    add(b, bind_open(p->columns[2].name, (struct yen){ none ? NO_NUMBER : file->size }));
}

static void
bind_member(struct binding *b, const struct field_place *p, const void *at)
{
    const char *name = p->columns[0].name;
    const struct ref *ref = at;

    switch (p->field->type) {
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        add(b, bind_open(name, *(const struct yen *)at));
        break;
    case FIELD_DATE:
        add(b, bind_date(name, *(const struct date *)at));
        break;
    case FIELD_TIME:
        add(b, bind_instant(name, *(const struct instant *)at));
        break;
    case FIELD_BOOL:
        add(b, bind_bool(name, *(const bool *)at));
        break;
    case FIELD_REF:
        add(b, bind_open(name, (struct yen){ ref->id ? ref->id : NO_NUMBER }));
        break;
    case FIELD_REFS:
        add(b, bind_text(name, or_null(refs_store(b->a, at))));
        break;
    case FIELD_INET:
        add(b, bind_text(name, or_null(inet_key(b->a->arena, at))));
        break;
    case FIELD_PERIOD:
        bind_period(b, p, at);
        break;
    case FIELD_FILE:
        bind_file(b, p, at);
        break;
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_CHOICE:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_MAC:
    case FIELD_URL:
        add(b, bind_text(name, or_null(text_member(at))));
        break;
    }
}

static void
bind_head(struct binding *b)
{
    const struct record *r = b->record;

    add(b, bind_int("id", r->id));
    add(b, bind_int("contract", r->contract));
    add(b, bind_int("organisation", r->organisation));
    add(b, bind_int("owner", r->owner));
    add(b, bind_int("zone", r->zone));
    add(b, bind_text("state", r->state ? r->state : ""));
    add(b, bind_int("version", r->version));
    add(b, bind_instant("created_at", r->created_at));
    add(b, bind_instant("changed_at", r->changed_at));
    add(b, bind_instant("removed_at", r->removed_at));
}

bool
shape_bind(struct act *a, const struct shape *s, const void *row, int64_t before,
           const struct bound **out)
{
    struct bound *bounds = NEW_ARRAY(a->arena, s->column_count + 2, struct bound);
    struct binding b = { .a = a, .shape = s, .record = row, .out = bounds };

    must(b.record->id != 0);
    bind_head(&b);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field_place *p = &s->places[i];
        const void *at = record_at(a, s->ledger, p->field, row);

        if (!p->field->personal)
            bind_member(&b, p, at);
        else if (!bind_personal(&b, p, at))
            return false;
    }
    must((size_t)(b.out - bounds) == s->column_count);
    if (before)
        add(&b, bind_int("version_before", before));
    *out = bounds;
    return true;
}

static bool
decode_personal(struct act *a, const struct shape *s, const struct field_place *p, bool personal,
                char *row)
{
    struct place place = sealed_place(s, p->field, (const struct record *)(void *)row);
    const char *text = NULL;
    struct bytes sealed;

    memcpy(&sealed, row + p->slot, sizeof sealed);
    if (sealed.size > 0 && !personal)
        text = field_sealed;
    else if (sealed.size > 0 && !open_value(a, &place, sealed, &text))
        return false;
    memcpy(row + p->field->offset, &text, sizeof text);
    return true;
}

static bool
decode_one(struct act *a, const struct shape *s, const struct field_place *p, bool personal,
           char *row)
{
    struct record *record = (struct record *)(void *)row;
    const struct field *f = p->field;
    void *slot = row + p->slot;

    if (f->personal)
        return decode_personal(a, s, p, personal, row);
    if (p->custom) {
        if (!record->extra)
            record->extra = NEW_ARRAY(a->arena, s->field_count - s->declared, const char *);
        record->extra[p->extra] = field_text(a, f, slot, STYLE_PLAIN);
        return true;
    }
    if (f->type == FIELD_REFS) {
        refs_load(a, text_member(slot), (struct refs *)(void *)(row + f->offset));
        return true;
    }
    return inet_unkey(text_member(slot), (struct inet *)(void *)(row + f->offset)) ||
           fail(a, FAULT_BROKEN, f->name, "保存されているIPアドレスが読めません。");
}

bool
shape_decode(struct act *a, const struct shape *s, const struct field_place *const *places,
             size_t count, bool personal, void *row)
{
    for (size_t i = 0; i < count; i++)
        if (places[i]->decoded && !decode_one(a, s, places[i], personal, row))
            return false;
    return true;
}

bool
shape_read(struct act *a, const struct shape *s, int64_t id, bool personal, void *row, bool *found)
{
    const struct field_place **places =
        NEW_ARRAY(a->arena, s->field_count, const struct field_place *);
    void *wide = arena_get(a->arena, s->read_size);

    if (!query_first(a, &s->read, wide, found, BOUND(bind_int("id", id))))
        return false;
    if (!*found)
        return true;
    for (size_t i = 0; i < s->field_count; i++)
        places[i] = &s->places[i];
    if (!shape_decode(a, s, places, s->field_count, personal, wide))
        return false;
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].type == FIELD_REFS &&
            !shape_refs_titles(a, &s->fields[i], wide, 1, s->read_size))
            return false;
    memcpy(row, wide, s->row_size);
    return true;
}

bool
shape_rows(struct act *a, const struct shape *s, const struct query *ids,
           const struct bound *bounds, void *rows, size_t *count)
{
    struct found_id *list;
    size_t most;
    char *first;

    if (!query_rows(a, ids, &list, &most, sizeof *list, bounds))
        return false;
    first = arena_array(a->arena, most, s->row_size);
    *count = 0;
    for (size_t i = 0; i < most; i++) {
        bool found;

        if (!shape_read(a, s, list[i].id, false, first + *count * s->row_size, &found))
            return false;
        *count += found;
    }
    memcpy(rows, &first, sizeof first);
    return true;
}
