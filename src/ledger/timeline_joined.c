#include "ledger/timeline_joined.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"

static const struct field *
code_of(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && f->type == FIELD_TEXT)
            return f;
    return NULL;
}

static const char *
code_text(struct act *a, const struct ledger *l, const struct field *code, const void *row)
{
    return code ? field_text(a, code, record_at(a, l, code, row), STYLE_SHOWN) : "";
}

/* The one it became a part of, whether the reader may read it or not: its answers are for
   everybody who asked. */
static void
add_whole(struct act *a, const struct ledger *l, const struct record *record, struct joined *rows,
          size_t *count)
{
    const struct field *to = shape_field(shape_of(l), l->joined_to);
    const struct field *at = shape_field(shape_of(l), l->joined_at);
    const struct ref *ref = record_at(a, l, to, record);

    if (ref->id)
        rows[(*count)++] =
            (struct joined){ .record = ref->id,
                             .code = to->label,
                             .answers_only = true,
                             .since = *(const struct instant *)record_at(a, l, at, record) };
}

/* A list, so that the rights are those of every list. */
static bool
add_parts(struct act *a, const struct ledger *l, const struct record *record, struct joined *rows,
          size_t *count)
{
    struct pair items[] = {
        { l->joined_to, arena_print(a->arena, "%lld", (long long)record->id) },
        { "sort", "-id" },
        { "limit", arena_print(a->arena, "%d", JOINED_MOST) },
    };
    const struct field *code = code_of(l);
    size_t faults = a->fault_count;
    struct list_request request;
    struct list list;

    /* Who sees only some fields may not ask by this one. */
    if (!list_parse(a, l, &(struct pairs){ items, 3 }, &request)) {
        act_forgive(a, faults);
        return true;
    }
    request.columns = code ? code->name : "id";
    request.patient = true;
    if (!list_read(a, &request, &list)) {
        if (act_fault_kind(a) == FAULT_BROKEN)
            return false;
        act_forgive(a, faults);
        return true;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct record *row = (const struct record *)(const void *)((const char *)list.rows +
                                                                         i * shape_of(l)->row_size);

        rows[(*count)++] = (struct joined){
            .record = row->id,
            .code = code_text(a, l, code, row),
            .notes = access_may(a, l, DEED_NOTE, row),
        };
    }
    return true;
}

/* What a reader of some fields only was shown has the reference emptied; the row itself is
   asked again, for its answers are his. */
static bool
reread(struct act *a, const struct ledger *l, int64_t id, struct record **out)
{
    bool found;

    *out = ledger_new(a, l);
    return shape_read(a, shape_of(l), id, false, *out, &found);
}

bool
timeline_joined(struct act *a, const struct ledger *l, const struct record *record,
                struct joined **out, size_t *count)
{
    struct record *whole;

    *count = 0;
    *out = NULL;
    if (!l->joined_to)
        return true;
    *out = NEW_ARRAY(a->arena, JOINED_MOST + 1, struct joined);
    if (!reread(a, l, record->id, &whole))
        return false;
    add_whole(a, l, whole, *out, count);
    return add_parts(a, l, record, *out, count);
}
