#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/api_parts.h"

static bool
is_wanted(const struct api_row *row, const char *name)
{
    return !row->columns || names_have(row->columns, name);
}

struct api_row
api_row_make(struct act *a, const struct ledger *l, const char *columns, bool personal)
{
    const struct shape *s = shape_of(l);
    struct api_row row = {
        .ledger = l,
        .fields = NEW_ARRAY(a->arena, s->field_count, const struct field *),
        .keys = NEW_ARRAY(a->arena, s->field_count, const char *),
        .columns = columns,
        .personal = personal,
    };

    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (!access_sees(a, l, f, NULL) || (f->personal && !personal) || !is_wanted(&row, f->name))
            continue;
        row.fields[row.count] = f;
        row.keys[row.count++] = arena_print(a->arena, ",\"%s\":", f->name);
    }
    return row;
}

void
api_ref(struct buffer *out, int64_t id, const char *title)
{
    if (!id) {
        buffer_text(out, "null");
        return;
    }
    buffer_text(out, "{\"id\":");
    buffer_int(out, id);
    buffer_text(out, ",\"title\":");
    json_text(out, title ? title : "");
    buffer_char(out, '}');
}

void
api_instant(struct buffer *out, struct instant at)
{
    char text[INSTANT_TEXT];

    if (!at.us) {
        buffer_text(out, "null");
        return;
    }
    instant_print(at, text);
    buffer_char(out, '"');
    buffer_text(out, text);
    buffer_char(out, '"');
}

static void
head_ref(struct buffer *out, const struct api_row *row, const char *name, int64_t id,
         const char *title)
{
    if (!is_wanted(row, name))
        return;
    json_key(out, name, false);
    api_ref(out, id, title);
}

static void
head_instant(struct buffer *out, const struct api_row *row, const char *name, struct instant at)
{
    if (!is_wanted(row, name))
        return;
    json_key(out, name, false);
    api_instant(out, at);
}

static void
write_head(struct buffer *out, const struct api_row *row, const struct record *at)
{
    buffer_text(out, "{\"id\":");
    buffer_int(out, at->id);
    buffer_text(out, ",\"version\":");
    buffer_int(out, at->version);
    if (is_wanted(row, "state")) {
        buffer_text(out, ",\"state\":");
        json_text(out, at->state && *at->state ? at->state : NULL);
    }
    head_ref(out, row, "contract", at->contract, at->contract_title);
    head_ref(out, row, "organisation", at->organisation, at->organisation_title);
    head_ref(out, row, "owner", at->owner, at->owner_title);
    head_instant(out, row, "created_at", at->created_at);
    head_instant(out, row, "changed_at", at->changed_at);
}

static bool
is_sealed(const struct field *f, const void *at)
{
    const char *text;

    if (!f->personal)
        return false;
    memcpy(&text, (const char *)at + f->offset, sizeof text);
    return text == field_sealed;
}

void
api_row_write(struct act *a, struct buffer *out, const struct api_row *row, const void *at)
{
    write_head(out, row, at);
    for (size_t i = 0; i < row->count; i++) {
        const struct field *f = row->fields[i];

        if (is_sealed(f, at))
            continue;
        buffer_text(out, row->keys[i]);
        field_json(a, out, f, record_at(a, row->ledger, f, at));
    }
    buffer_char(out, '}');
}

const char *
api_columns(struct act *a, const struct ledger *l, bool personal)
{
    const struct shape *s = shape_of(l);
    struct buffer names = { .arena = a->arena };

    for (const struct field *f = s->head; f->name; f++)
        buffer_print(&names, "%s%s", names.length ? " " : "", f->name);
    for (size_t i = 0; i < s->field_count; i++)
        if (!s->fields[i].secret && (personal || !s->fields[i].personal))
            buffer_print(&names, " %s", s->fields[i].name);
    return buffer_string(&names);
}
