#include "web/edit_clash.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "web/session.h"

/* The value a field had when the form was made, if others changed it since: that of the
   oldest change. NULL when they left it alone. Entries stand newest first. */
static const char *
value_before(const struct edit_page *page, const struct field *f)
{
    const char *before = NULL;

    for (size_t i = 0; i < page->since_count; i++)
        for (size_t k = 0; k < page->since[i].change_count; k++) {
            const struct history_change *c = &page->since[i].changes[k];

            if (c->field ? strcmp(c->field->name, f->name) == 0 : strcmp(c->label, f->label) == 0)
                before = c->before;
        }
    return before;
}

/* What was typed, as it would be shown; the text itself when it cannot be read. */
static const char *
shown_typed(struct act *a, const struct field *f, const char *typed)
{
    void *member = arena_get(a->arena, field_size(f->type));
    size_t faults = a->fault_count;
    const char *why;

    if (field_parse(a, f, typed, member, &why))
        return field_text(a, f, member, STYLE_SHOWN);
    act_forgive(a, faults);
    return typed;
}

static const char *
or_none(const char *text)
{
    return *text ? text : "（なし）";
}

bool
edit_clash_fill(struct act *a, const struct request *q, const struct record *record,
                struct edit_page *out)
{
    const struct shape *s = shape_of(q->ledger);
    struct pairs typed = edit_pairs(a, q, record);
    struct control_maker maker = { .western = q->session->western };

    out->clashes = NEW_ARRAY(a->arena, typed.count + 1, struct edit_clash);
    out->kept = NEW_ARRAY(a->arena, typed.count + 1, struct pair);
    for (size_t i = 0; i < typed.count; i++) {
        const struct field *f = shape_field(s, typed.items[i].name);
        const char *mine = typed.items[i].value;
        /* Without the history any difference may be theirs. */
        const char *before = !f ? NULL : out->since_count ? value_before(out, f) : "";
        const char *theirs, *shown;

        if (!f || !before) {
            out->kept[out->kept_count++] = typed.items[i];
            continue;
        }
        theirs = control_value(a, &maker, f, record_at(a, q->ledger, f, record));
        shown = shown_typed(a, f, mine);
        out->clashes[out->clash_count++] = (struct edit_clash){
            .name = f->name,
            .label = f->label,
            .mine = mine,
            .theirs = theirs,
            .mine_shown = or_none(shown),
            .theirs_shown =
                or_none(field_text(a, f, record_at(a, q->ledger, f, record), STYLE_SHOWN)),
            .is_theirs = strcmp(or_none(shown), before) == 0 ||
                         strcmp(text_clean(a->arena, mine), before) == 0,
        };
    }
    return true;
}
