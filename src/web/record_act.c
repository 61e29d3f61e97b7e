#include "web/record_act.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/record_page.h"
#include "web/timeline_page.h"
#include "web/views.h"

FRAME_BODY(record_view, struct record_page)

static int64_t
number_of(const char *text)
{
    int64_t number = 0;

    for (; text && *text >= '0' && *text <= '9' && number < INT64_MAX / 10 - 1; text++)
        number = number * 10 + (*text - '0');
    return number;
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, struct record_page *page)
{
    struct frame frame;

    frame_fill_ledger(
        a, q, *page->code ? arena_print(a->arena, "%s %s", page->code, page->title) : page->title,
        &frame);
    frame.layout = "record";
    frame.is_kept = q->method == GET;
    return frame_reply(a, r, &frame, record_view_body, page);
}

bool
record_show(struct act *a, const struct request *q, struct reply *r)
{
    struct record_page page;

    if (!record_page_fill(a, q, q->id, false, &page))
        return false;
    return draw(a, q, r, &page);
}

bool
record_refused(struct act *a, const struct request *q, struct reply *r, int64_t version)
{
    enum fault_kind kind = act_fault_kind(a);
    const struct fault *faults = a->faults;
    struct record_page page;

    if (kind != FAULT_INVALID && kind != FAULT_STALE && kind != FAULT_CLASH)
        return false;
    if (!record_page_fill(a, q, q->id, false, &page))
        return false;
    page.faults = faults;
    if (kind == FAULT_STALE &&
        !changes_since(a, q->ledger, q->id, version, page.version, &page.since, &page.since_count))
        return false;
    r->status = fault_face(kind)->http;
    return draw(a, q, r, &page);
}

static const struct transition *
find_move(const struct ledger *l, const char *action)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;

    while (t && t->action && strcmp(t->action, action) != 0)
        t++;
    return t && t->action ? t : NULL;
}

/* Fills what comes with the transition from the form; days and times that are needed and empty
   become now. */
static bool
fill_taken(struct act *a, const struct request *q, const struct transition *t, void *row)
{
    const struct ledger *l = q->ledger;
    struct pairs pairs = { NEW_ARRAY(a->arena, 16, struct pair), 0 };
    struct date today = instant_date(a->now);
    const char *at = transition_takes(a, t);
    const char *name;
    size_t length;

    while ((name = names_next(&at, &length)) != NULL && pairs.count < 15) {
        const struct field *f = shape_field(shape_of(l), arena_slice(a->arena, name, length));
        const char *typed = f ? control_typed(a, f, &q->form) : NULL;

        if (!f)
            continue;
        if (!typed && names_have(t->needs, f->name) && field_is_empty(f, record_at(a, l, f, row)))
            typed = f->type == FIELD_DATE   ? field_text(a, f, &today, STYLE_PLAIN)
                    : f->type == FIELD_TIME ? field_text(a, f, &a->now, STYLE_PLAIN)
                                            : NULL;
        if (typed)
            pairs.items[pairs.count++] = (struct pair){ f->name, typed };
    }
    if (pairs_get(&q->form, "reason") && !shape_field(shape_of(l), "reason"))
        pairs.items[pairs.count++] = (struct pair){ "reason", pairs_get(&q->form, "reason") };
    return ledger_fill(a, l, row, &pairs);
}

static const char *
state_notice(struct act *a, const struct ledger *l, const struct record *record)
{
    const struct state *state = state_find(l, record->state);

    return arena_print(a->arena, "状態を「%s」にしました。", state ? state->label : "");
}

bool
record_move(struct act *a, const struct request *q, struct reply *r)
{
    const struct transition *t = find_move(q->ledger, q->word);
    int64_t version = number_of(pairs_get(&q->form, "version"));
    struct record *record = ledger_new(a, q->ledger);

    if (!t)
        return fail(a, FAULT_MISSING, NULL, "%sに「%s」という操作はありません。", q->ledger->title,
                    q->word);
    if (!ledger_show(a, q->ledger, q->id, record))
        return false;
    record->version = version ? version : record->version;
    if (!fill_taken(a, q, t, record) || !ledger_move(a, q->ledger, t->action, record))
        return record_refused(a, q, r, version);
    return reply_redirect(
        a, q, r, address_with(a, address_record(a, q->ledger->path, q->id), &q->query, NULL, NULL),
        state_notice(a, q->ledger, record));
}

struct saying {
    const struct ledger *ledger;
    struct record *record;
    enum entry_kind kind;
    const char *text;
    const struct transition *then;
    const struct record *written;
};

/* Works on a copy: a second run must begin with the record as it was read. */
static bool
say(struct act *a, void *with)
{
    struct saying *s = with;
    size_t size = shape_of(s->ledger)->row_size;
    struct record *copy = arena_get(a->arena, size);
    int64_t id;

    memcpy(copy, s->record, size);
    s->written = copy;
    return entry_add(a, s->ledger, copy, s->kind, s->text, (struct instant){ 0 }, NULL, &id) &&
           (!s->then || ledger_move(a, s->ledger, s->then->action, copy));
}

static enum entry_kind
kind_of(struct act *a, const struct request *q, const struct record *record)
{
    const char *as = pairs_get(&q->form, "as");

    if (as && strcmp(as, "note") == 0)
        return ENTRY_NOTE;
    return access_may(a, q->ledger, DEED_COMMENT | DEED_CHANGE, record) ? ENTRY_ANSWER
                                                                        : ENTRY_MESSAGE;
}

static const char *
said_notice(struct act *a, const struct saying *s, bool wanted_move)
{
    if (s->kind == ENTRY_NOTE)
        return wanted_move ? "内部メモを書きました。状態は変えていません。"
                           : "内部メモを書きました。";
    if (s->then)
        return arena_print(a->arena, "%s%s",
                           s->kind == ENTRY_ANSWER ? "回答しました。" : "送りました。",
                           state_notice(a, s->ledger, s->written));
    return s->kind == ENTRY_ANSWER ? "回答しました。" : "送りました。";
}

bool
record_say(struct act *a, const struct request *q, struct reply *r)
{
    const char *then = pairs_get(&q->form, "then");
    const char *text = pairs_get(&q->form, "text");
    const char *back = pairs_get(&q->form, "back");
    int64_t version = number_of(pairs_get(&q->form, "version"));
    struct saying s = { .ledger = q->ledger, .record = ledger_new(a, q->ledger) };
    bool wants_move = then && *then;

    if (!ledger_show(a, q->ledger, q->id, s.record))
        return false;
    s.kind = kind_of(a, q, s.record);
    s.text = text ? text : "";
    if (!*s.text) {
        fail(a, FAULT_INVALID, "text", "本文は必須です。");
        return record_refused(a, q, r, version);
    }
    /* A note goes to nobody, so nothing has been answered. */
    if (wants_move && s.kind != ENTRY_NOTE) {
        s.record->version = version ? version : s.record->version;
        s.then = find_move(q->ledger, then);
        if (!s.then)
            return fail(a, FAULT_MALFORMED, "then", "「%s」という操作はありません。", then);
        if (!fill_taken(a, q, s.then, s.record) || !ledger_prepare(a, q->ledger, s.record))
            return record_refused(a, q, r, version);
    }
    if (!act_write(a, say, &s))
        return record_refused(a, q, r, version);
    if (!back || strncmp(back, q->ledger->path, strlen(q->ledger->path)) != 0)
        back = address_record(a, q->ledger->path, q->id);
    return reply_redirect(a, q, r, back, said_notice(a, &s, wants_move));
}

bool
record_remove(struct act *a, const struct request *q, struct reply *r)
{
    int64_t version = number_of(pairs_get(&q->form, "version"));

    a->reason = pairs_get(&q->form, "reason");
    if (!ledger_remove(a, q->ledger, q->id, version))
        return record_refused(a, q, r, version);
    return reply_redirect(a, q, r, q->ledger->path, "削除しました。履歴には残っています。");
}
