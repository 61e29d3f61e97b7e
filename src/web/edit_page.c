#include "web/edit_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/edit_clash.h"
#include "web/frame.h"
#include "web/record_page.h"
#include "web/session.h"
#include "web/views.h"

FRAME_BODY(edit_view, struct edit_page)
FRAME_BODY(clash_view, struct edit_page)

static int64_t
version_of(const struct request *q)
{
    const char *text = pairs_get(&q->form, "version");
    int64_t number = 0;

    for (; text && *text >= '0' && *text <= '9' && number < INT64_MAX / 10 - 1; text++)
        number = number * 10 + (*text - '0');
    return number;
}

bool
edit_has(struct act *a, const struct ledger *l, const struct field *f, const struct record *record)
{
    if (!control_exists(f))
        return false;
    if (f->personal && !access_may(a, l, DEED_PERSONAL, record->id ? record : NULL))
        return false;
    if (!access_sets(a, l, f, record->id ? DEED_CHANGE : DEED_CREATE, record->id ? record : NULL))
        return false;
    return !record->id || !f->settled || field_is_empty(f, record_at(a, l, f, record));
}

/* A time that a new record must have is now, unless told. */
static const char *
first_value(struct act *a, struct control_maker *maker, const struct request *q,
            const struct field *f, const struct record *record)
{
    if (!record->id && f->type == FIELD_TIME && f->required)
        return control_value(a, maker, f, &a->now);
    return control_value(a, maker, f, record_at(a, q->ledger, f, record));
}

/* Too many to choose from: the record whose part the new one will be stands alone, by id,
   since titles need not differ. */
static void
pin_whole(struct act *a, const struct field *f, const void *at, const char *typed,
          struct control *c)
{
    struct ref whole = *(const struct ref *)at;
    size_t faults = a->fault_count;
    const char *why;

    if (c->kind != CONTROL_LINE)
        return;
    if (typed && !field_parse(a, f, typed, &whole, &why))
        act_forgive(a, faults);
    if (!whole.id || !whole.title)
        return;
    c->kind = CONTROL_SELECT;
    c->value = arena_print(a->arena, "%lld", (long long)whole.id);
    c->options = NEW_ARRAY(a->arena, 2, struct option);
    c->options[0] = (struct option){ "", "（なし）", false };
    c->options[1] = (struct option){ c->value, whole.title, true };
    c->option_count = 2;
}

static void
fill_controls(struct act *a, const struct request *q, const struct record *record,
              struct edit_page *out)
{
    const struct ledger *l = q->ledger;
    const struct shape *s = shape_of(l);
    struct control_maker maker = { .prefix = "f-", .western = q->session->western };

    out->controls = NEW_ARRAY(a->arena, s->field_count + 1, struct control);
    out->settled = NEW_ARRAY(a->arena, s->field_count + 1, struct fact);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];
        const char *typed = control_typed(a, f, &q->form);

        if (edit_has(a, l, f, record)) {
            struct control *c = &out->controls[out->control_count++];

            control_make(a, &maker, f,
                         typed ? f->type == FIELD_BOOL ? *typed == '1' ? "1" : "" : typed
                               : first_value(a, &maker, q, f, record),
                         c);
            if (f->part && !record->id)
                pin_whole(a, f, record_at(a, l, f, record), typed, c);
        } else if (control_exists(f) && f->settled && !f->personal)
            out->settled[out->settled_count++] =
                (struct fact){ f->label, field_text(a, f, record_at(a, l, f, record), STYLE_SHOWN),
                               NULL };
    }
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, struct edit_page *page)
{
    struct frame frame;

    frame_fill_ledger(a, q,
                      page->version ? arena_print(a->arena, "%s を直す", page->title)
                                    : arena_print(a->arena, "%sの新規", q->ledger->title),
                      &frame);
    frame.live = NULL;
    return frame_reply(a, r, &frame, page->is_stale ? clash_view_body : edit_view_body, page);
}

static bool
show(struct act *a, const struct request *q, struct reply *r, const struct record *record)
{
    const struct ledger *l = q->ledger;
    const char *path = record->id ? address_record(a, l->path, record->id) : l->path;
    struct edit_page page = {
        .ledger = l,
        .csrf = q->session->csrf,
        .title = record->id ? record_title(a, l, record) : "新規",
        .action = path,
        .cancel = path,
        .draft = record->id ? path
                            : address_with(a, arena_print(a->arena, "%s/new", path), &q->query,
                                           NULL, NULL),
        .version = record->version,
        .asks_why = record->version && !shape_field(shape_of(q->ledger), "reason"),
        .faults = a->faults,
        .fault_count = a->fault_count,
    };

    if (record->id && access_may(a, l, DEED_REMOVE, record))
        page.remove = arena_print(a->arena, "%s/remove", path);
    fill_controls(a, q, record, &page);
    return draw(a, q, r, &page);
}

/* The form again with its faults; what is no matter of its fields goes to the error page. */
static bool
show_refused(struct act *a, const struct request *q, struct reply *r, const struct record *record)
{
    enum fault_kind kind = act_fault_kind(a);

    if (kind != FAULT_INVALID && kind != FAULT_CLASH)
        return false;
    r->status = fault_face(kind)->http;
    return show(a, q, r, record);
}

struct pairs
edit_pairs(struct act *a, const struct request *q, const struct record *record)
{
    const struct shape *s = shape_of(q->ledger);
    struct control_maker maker = { .western = q->session->western };
    struct pairs pairs = { NEW_ARRAY(a->arena, s->field_count + 2, struct pair), 0 };
    /* A field of this name is what was typed; then there is no second one to explain it. */
    const char *reason = shape_field(s, "reason") ? NULL : pairs_get(&q->form, "reason");

    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];
        const char *typed = control_typed(a, f, &q->form);
        const char *shown;

        if (!typed || !edit_has(a, q->ledger, f, record) || (f->secret && !*typed))
            continue;
        /* Untouched: seconds of a time, a title that two records have, stay as stored. */
        shown = control_value(a, &maker, f, record_at(a, q->ledger, f, record));
        if (record->id && strcmp(text_clean(a->arena, typed), text_clean(a->arena, shown)) == 0)
            continue;
        pairs.items[pairs.count++] = (struct pair){ f->name, typed };
    }
    if (reason && *reason)
        pairs.items[pairs.count++] = (struct pair){ "reason", reason };
    return pairs;
}

/* What the address fills in beforehand: new?document=12. What cannot be read is not there. */
static void
fill_given(struct act *a, const struct request *q, struct record *record)
{
    for (size_t i = 0; i < q->query.count; i++) {
        const struct pair *pair = &q->query.items[i];
        const struct field *f = shape_field(shape_of(q->ledger), pair->name);
        size_t faults = a->fault_count;
        const char *why;

        if (!f || f->secret || !edit_has(a, q->ledger, f, record))
            continue;
        record_put(a, q->ledger, f, pair->value, record, &why);
        act_forgive(a, faults);
    }
}

bool
edit_new(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);

    if (!access_require(a, q->ledger, DEED_CREATE, NULL))
        return false;
    fill_given(a, q, record);
    return show(a, q, r, record);
}

bool
edit_create(struct act *a, const struct request *q, struct reply *r)
{
    const struct ledger *l = q->ledger;
    struct record *record = ledger_new(a, l);
    struct record *empty = ledger_new(a, l);
    struct pairs pairs = edit_pairs(a, q, record);

    if (!l->installation)
        record->contract = q->session->contract;
    if (!l->installation && !record->contract)
        return fail(a, FAULT_CLASH, NULL,
                    "契約が選ばれていません。画面の上で契約を選んでください。");
    if (!(ledger_fill(a, l, record, &pairs) || ledger_refuse(a, l, record)) ||
        !ledger_create(a, l, record))
        return show_refused(a, q, r, empty);
    return reply_redirect(a, q, r, address_record(a, l->path, record->id), "登録しました。");
}

static bool
read_record(struct act *a, const struct request *q, struct record *record)
{
    return ledger_show(a, q->ledger, q->id, record) &&
           access_require(a, q->ledger, DEED_CHANGE, record);
}

bool
edit_show(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);

    return read_record(a, q, record) && show(a, q, r, record);
}

static bool
show_clash(struct act *a, const struct request *q, struct reply *r, int64_t version)
{
    struct record *record = ledger_new(a, q->ledger);
    const char *path = address_record(a, q->ledger->path, q->id);
    struct edit_page page = {
        .ledger = q->ledger, .csrf = q->session->csrf, .action = path, .cancel = path, .draft = path
    };

    if (!read_record(a, q, record))
        return false;
    page.title = record_title(a, q->ledger, record);
    page.version = record->version;
    page.is_stale = true;
    if (!changes_since(a, q->ledger, q->id, version, record->version, &page.since,
                       &page.since_count) ||
        !edit_clash_fill(a, q, record, &page))
        return false;
    r->status = fault_face(FAULT_STALE)->http;
    return draw(a, q, r, &page);
}

bool
edit_change(struct act *a, const struct request *q, struct reply *r)
{
    const struct ledger *l = q->ledger;
    struct record *record = ledger_new(a, l);
    struct record *stored = ledger_new(a, l);
    int64_t version = version_of(q);
    struct pairs pairs;

    if (!read_record(a, q, record))
        return false;
    memcpy(stored, record, shape_of(l)->row_size);
    if (version != record->version)
        return show_clash(a, q, r, version);
    pairs = edit_pairs(a, q, record);
    if (!(ledger_fill(a, l, record, &pairs) || ledger_refuse(a, l, record)) ||
        !ledger_change(a, l, record)) {
        if (act_fault_kind(a) == FAULT_STALE)
            return show_clash(a, q, r, version);
        return show_refused(a, q, r, stored);
    }
    return reply_redirect(a, q, r, address_record(a, l->path, q->id), "保存しました。");
}
