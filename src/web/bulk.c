#include "web/bulk.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/record_page.h"
#include "web/session.h"
#include "web/views.h"

enum { MOST_ROWS = 1000, MOST_CHOICES = 60, MOST_FIELDS = 12 };

FRAME_BODY(bulk_view, struct bulk_page)

/* What is being done. */
struct bulk {
    const struct ledger *ledger;
    const struct transition *move; /* or … */
    const struct field *field;     /* … the field that is set */
    const char *text;
    struct pairs needs; /* typed for the transition */
    struct bulk_row *rows;
    size_t count;
    size_t done;
};

static bool
is_settable(const struct field *f)
{
    return control_exists(f) && !f->unique && !f->unique_everywhere && !f->settled && !f->code &&
           !f->secret && !f->personal && f->type != FIELD_PROSE;
}

struct bulk_choice *
bulk_choices(struct act *a, const struct request *q, size_t *count)
{
    const struct ledger *l = q->ledger;
    const struct shape *s = shape_of(l);
    const struct transition *t = l->states ? l->states->transitions : NULL;
    struct bulk_choice *choices = NEW_ARRAY(a->arena, MOST_CHOICES, struct bulk_choice);

    *count = 0;
    for (; t && t->action && *count < MOST_CHOICES; t++)
        if (!t->own && access_move(a, l, t, NULL))
            choices[(*count)++] =
                (struct bulk_choice){ arena_print(a->arena, "move.%s", t->action), t->label };
    if (!access_may(a, l, DEED_CHANGE, NULL))
        return choices;
    for (size_t i = 0; i < s->field_count && *count < MOST_CHOICES; i++)
        if (is_settable(&s->fields[i]) && access_sets(a, l, &s->fields[i], DEED_CHANGE, NULL))
            choices[(*count)++] = (struct bulk_choice){
                arena_print(a->arena, "set.%s", s->fields[i].name),
                arena_print(a->arena, "%sを変える", s->fields[i].label),
            };
    return choices;
}

static bool
find_choice(struct act *a, const struct ledger *l, const char *value, struct bulk *out)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;

    *out = (struct bulk){ .ledger = l };
    if (value && strncmp(value, "move.", 5) == 0)
        for (; t && t->action; t++)
            if (strcmp(t->action, value + 5) == 0)
                out->move = t;
    if (value && strncmp(value, "set.", 4) == 0)
        out->field = shape_field(shape_of(l), value + 4);
    if (out->field && !is_settable(out->field))
        out->field = NULL;
    return out->move || out->field ||
           fail(a, FAULT_MALFORMED, "do", "することを一覧の下から選んでください。");
}

/* "1042.7": id and version as they were picked. */
static bool
parse_pick(const char *text, int64_t *id, int64_t *version)
{
    int64_t numbers[2] = { 0 };
    int part = 0;

    for (; *text; text++) {
        if (*text == '.' && part == 0)
            part = 1;
        else if (*text >= '0' && *text <= '9' && numbers[part] < INT64_MAX / 10 - 1)
            numbers[part] = numbers[part] * 10 + (*text - '0');
        else
            return false;
    }
    *id = numbers[0];
    *version = numbers[1];
    return *id && *version;
}

static const char *
before_words(struct act *a, const struct bulk *b, const struct record *record)
{
    const struct state *state;
    const char *text;

    if (b->move) {
        state = state_find(b->ledger, record->state);
        return state ? state->label : "";
    }
    text = field_text(a, b->field, record_at(a, b->ledger, b->field, record), STYLE_SHOWN);
    return *text ? text : "（なし）";
}

static const char *
after_words(struct act *a, const struct bulk *b, struct record *record)
{
    const struct state *state;
    const char *text;

    if (b->move) {
        state = state_find(b->ledger, b->move->to);
        return state ? state->label : "";
    }
    if (!b->text)
        return "";
    text = field_text(a, b->field, record_at(a, b->ledger, b->field, record), STYLE_SHOWN);
    return *text ? text : "（なし）";
}

static const char *
fault_since(const struct act *a, size_t count)
{
    const struct fault *f = a->faults;

    for (size_t i = 0; f && i < count; i++)
        f = f->next;
    return f ? f->message : "書き込めません。";
}

/* Reads a row, sets what is asked, and says beforehand why it could not be. */
static void
read_row(struct act *a, struct bulk *b, struct bulk_row *row)
{
    struct record *record = ledger_new(a, b->ledger);
    size_t faults = a->fault_count;
    const char *why = "";
    bool good = ledger_read(a, b->ledger, row->id, false, record);

    if (!good) {
        row->title = arena_print(a->arena, "%lld番", (long long)row->id);
        row->before = row->after = "";
        row->fault = fault_since(a, faults);
        act_forgive(a, faults);
        return;
    }
    row->title = record_title(a, b->ledger, record);
    row->before = before_words(a, b, record);
    if (record->version != row->version)
        row->fault = "選んだ後で、ほかの方が変えました。";
    else if (b->move && !names_have(b->move->from, record->state))
        row->fault =
            arena_print(a->arena, "「%s」からは「%s」ができません。", row->before, b->move->label);
    else if (b->field && b->text && !record_put(a, b->ledger, b->field, b->text, record, &why))
        row->fault = why;
    if (!row->fault && b->needs.count && !ledger_fill(a, b->ledger, record, &b->needs))
        row->fault = fault_since(a, faults);
    if (!row->fault && !ledger_prepare(a, b->ledger, record))
        row->fault = fault_since(a, faults);
    act_forgive(a, faults);
    row->after = after_words(a, b, record);
    row->record = record;
}

/* All rows, each with its own reason; one that refuses undoes them all. */
static bool
write_rows(struct act *a, void *with)
{
    struct bulk *b = with;
    size_t size = shape_of(b->ledger)->row_size;
    bool good = true;

    b->done = 0;
    for (size_t i = 0; i < b->count; i++) {
        struct bulk_row *row = &b->rows[i];
        struct record *copy = arena_get(a->arena, size);
        size_t faults = a->fault_count;

        row->fault = NULL;
        memcpy(copy, row->record, size);
        if (b->move ? ledger_move(a, b->ledger, b->move->action, copy)
                    : ledger_change(a, b->ledger, copy)) {
            b->done++;
            continue;
        }
        if (act_fault_kind(a) == FAULT_BUSY || act_fault_kind(a) == FAULT_BROKEN)
            return false;
        row->fault = fault_since(a, faults);
        act_forgive(a, faults);
        good = false;
    }
    return good;
}

static bool
read_picks(struct act *a, const struct request *q, struct bulk *b)
{
    b->rows = NEW_ARRAY(a->arena, MOST_ROWS, struct bulk_row);
    for (size_t i = 0; i < q->form.count; i++) {
        struct bulk_row *row = &b->rows[b->count];

        if (strcmp(q->form.items[i].name, "pick") != 0)
            continue;
        if (b->count == MOST_ROWS)
            return fail(a, FAULT_INVALID, "pick", "一度に変えられるのは%d件までです。", MOST_ROWS);
        if (!parse_pick(q->form.items[i].value, &row->id, &row->version))
            return fail(a, FAULT_MALFORMED, "pick", "選んだ行を読み取れません。");
        read_row(a, b, row);
        b->count++;
    }
    return b->count ||
           fail(a, FAULT_INVALID, "pick", "行が選ばれていません。左の欄で選んでください。");
}

/* Controls for what must be told, and what was told. */
static void
fill_controls(struct act *a, const struct request *q, struct bulk *b, struct bulk_page *page)
{
    struct control_maker maker = { .prefix = "bulk-", .western = q->session->western };
    struct date today = instant_date(a->now);
    const char *at = b->move ? transition_takes(a, b->move) : b->field->name;
    const char *name;
    size_t length;

    page->controls = NEW_ARRAY(a->arena, MOST_FIELDS, struct control);
    b->needs.items = NEW_ARRAY(a->arena, MOST_FIELDS, struct pair);
    while ((name = names_next(&at, &length)) != NULL && page->control_count < MOST_FIELDS) {
        const struct field *f =
            shape_field(shape_of(b->ledger), arena_slice(a->arena, name, length));
        const char *typed = f ? control_typed(a, f, &q->form) : NULL;
        const char *shown = typed ? typed : "";

        if (!f || !control_exists(f))
            continue;
        if (!typed && b->move && names_have(b->move->needs, f->name) && f->type == FIELD_DATE)
            shown = control_value(a, &maker, f, &today);
        control_make(a, &maker, f, shown, &page->controls[page->control_count]);
        page->controls[page->control_count++].is_required =
            f->required || (b->move && names_have(b->move->needs, f->name));
        if (b->move && *shown)
            b->needs.items[b->needs.count++] = (struct pair){ f->name, shown };
        else
            b->text = b->field ? typed : NULL;
    }
}

static bool
show(struct act *a, const struct request *q, struct reply *r, struct bulk *b,
     struct bulk_page *page)
{
    struct frame frame;

    page->rows = b->rows;
    page->row_count = b->count;
    page->good_count = 0;
    for (size_t i = 0; i < b->count; i++)
        page->good_count += b->rows[i].fault == NULL;
    frame_fill_ledger(a, q, page->what, &frame);
    frame.live = NULL;
    return frame_reply(a, r, &frame, bulk_view_body, page);
}

static void
leave_good(struct bulk *b)
{
    size_t left = 0;

    for (size_t i = 0; i < b->count; i++)
        if (!b->rows[i].fault)
            b->rows[left++] = b->rows[i];
    b->count = left;
}

static bool
has_fault(const struct bulk *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->rows[i].fault)
            return true;
    return false;
}

bool
bulk_do(struct act *a, const struct request *q, struct reply *r)
{
    const char *confirm = pairs_get(&q->form, "confirm");
    const char *back = pairs_get(&q->form, "back");
    struct bulk b;
    struct bulk_page page = { .ledger = q->ledger,
                              .csrf = q->session->csrf,
                              .value = pairs_get(&q->form, "do") };

    if (!find_choice(a, q->ledger, page.value, &b))
        return false;
    page.what = b.move ? b.move->label : arena_print(a->arena, "%sを変える", b.field->label);
    page.back = back && strncmp(back, q->ledger->path, strlen(q->ledger->path)) == 0
                    ? back
                    : q->ledger->path;
    fill_controls(a, q, &b, &page);
    if (!read_picks(a, q, &b))
        return false;
    if (!confirm || (b.field && !b.text))
        return show(a, q, r, &b, &page);
    if (strcmp(confirm, "good") == 0)
        leave_good(&b);
    if (!has_fault(&b) && b.count && act_write(a, write_rows, &b))
        return reply_redirect(a, q, r, page.back,
                              arena_print(a->arena, "%zu件を変えました。", b.done));
    if (a->fault_count)
        return false;
    page.is_refused = true;
    r->status = 422;
    return show(a, q, r, &b, &page);
}
