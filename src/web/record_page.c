#include "web/record_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/who.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/panel.h"
#include "web/route.h"
#include "web/session.h"
#include "web/timeline_page.h"

enum { MOST_MOVES = 12, MOST_NEEDS = 8 };

static bool
is_title(const struct ledger *l, const struct field *f)
{
    return l->titled_by && strcmp(f->name, l->titled_by) == 0;
}

const char *
record_code(struct act *a, const struct ledger *l, const void *row)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && f->type == FIELD_TEXT && !is_title(l, f))
            return field_text(a, f, record_at(a, l, f, row), STYLE_SHOWN);
    return "";
}

static const char *
fact_value(struct act *a, const struct request *q, const struct field *f, const void *at)
{
    struct control_maker maker = { .western = q->session->western };
    int minute;

    if (f->type == FIELD_TIME) {
        struct instant instant = *(const struct instant *)at;

        minute = instant_minute(instant);
        if (maker.western)
            return control_value(a, &maker, f, at);
        return arena_print(a->arena, "%s %d:%02d",
                           field_text(a, &(struct field){ .type = FIELD_DATE },
                                      &(struct date){ instant_date(instant).day }, STYLE_SHOWN),
                           minute / 60, minute % 60);
    }
    if (f->type == FIELD_DATE && maker.western)
        return field_text(a, f, at, STYLE_PLAIN);
    return field_text(a, f, at, STYLE_SHOWN);
}

static const char *
fact_link(struct act *a, const struct field *f, const void *at)
{
    const struct ref *ref = at;

    if (f->type != FIELD_REF || !f->to->path || !ref->id || !access_may(a, f->to, DEED_READ, NULL))
        return NULL;
    return address_record(a, f->to->path, ref->id);
}

/* Long texts are passages above the timeline, the rest stands beside. */
static void
fill_facts(struct act *a, const struct request *q, const void *row, struct record_page *out)
{
    const struct ledger *l = q->ledger;
    const struct shape *s = shape_of(l);
    bool personal = access_may(a, l, DEED_PERSONAL, row);

    out->facts = NEW_ARRAY(a->arena, s->field_count + 1, struct fact);
    out->passages = NEW_ARRAY(a->arena, s->field_count + 1, struct passage);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];
        const void *at = record_at(a, l, f, row);

        if (f->secret || is_title(l, f) || field_is_empty(f, at))
            continue;
        if (f->personal && !personal) {
            out->facts[out->fact_count++] = (struct fact){ f->label, "（権限がありません）", NULL };
        } else if (f->type == FIELD_PROSE) {
            out->passages[out->passage_count++] =
                (struct passage){ f->label, field_text(a, f, at, STYLE_SHOWN) };
        } else {
            out->facts[out->fact_count++] =
                (struct fact){ f->label, fact_value(a, q, f, at), fact_link(a, f, at) };
        }
    }
}

static void
fill_origin(struct act *a, const struct request *q, const struct record *record,
            struct record_page *out)
{
    static const struct field time = { .name = "at", .type = FIELD_TIME, .label = "" };
    size_t n = 0;

    out->origin = NEW_ARRAY(a->arena, 4, struct fact);
    out->origin[n++] = (struct fact){ "登録", fact_value(a, q, &time, &record->created_at), NULL };
    out->origin[n++] = (struct fact){ "変更", fact_value(a, q, &time, &record->changed_at), NULL };
    out->origin[n++] =
        (struct fact){ "版", arena_print(a->arena, "第%lld版", (long long)record->version), NULL };
    out->origin_count = n;
}

static bool
fill_clocks(struct act *a, const struct request *q, int64_t id, struct record_page *out)
{
    struct clock *clocks;
    size_t count;

    if (!q->ledger->clocks)
        return true;
    if (!clocks_read(a, q->ledger, id, &clocks, &count))
        return false;
    out->clocks = NEW_ARRAY(a->arena, count + 1, struct shown_clock);
    for (size_t i = 0; i < count; i++)
        out->clocks[out->clock_count++] =
            (struct shown_clock){ clocks[i].rule->label, clock_look(a, &clocks[i]) };
    return true;
}

/* What comes with a transition; a day it needs is today unless told. Personal values of who may
   not see them are not asked: what he left empty would empty them. */
static void
fill_taken(struct act *a, const struct request *q, const struct transition *t, const void *row,
           struct shown_move *move)
{
    struct control_maker maker = { .western = q->session->western };
    struct date today = instant_date(a->now);
    const char *at = transition_takes(a, t);
    const char *name;
    size_t length;

    maker.prefix = arena_print(a->arena, "%s-", t->action);
    move->controls = NEW_ARRAY(a->arena, MOST_NEEDS, struct control);
    while ((name = names_next(&at, &length)) != NULL && move->control_count < MOST_NEEDS) {
        const struct field *f =
            shape_field(shape_of(q->ledger), arena_slice(a->arena, name, length));
        struct control *c = &move->controls[move->control_count];
        const char *typed = f ? control_typed(a, f, &q->form) : NULL;
        bool needed = f && names_have(t->needs, f->name);

        if (!f || !control_exists(f) || (!needed && !access_sees(a, q->ledger, f, row)))
            continue;
        if (!typed && needed && field_is_empty(f, record_at(a, q->ledger, f, row)))
            typed = f->type == FIELD_DATE   ? control_value(a, &maker, f, &today)
                    : f->type == FIELD_TIME ? control_value(a, &maker, f, &a->now)
                                            : "";
        if (!typed)
            typed = control_value(a, &maker, f, record_at(a, q->ledger, f, row));
        control_make(a, &maker, f, typed, c);
        c->is_required = needed;
        move->control_count++;
    }
}

/* Whether somebody asks here and is answered. Elsewhere writing and deciding are two things:
   a comment must not approve what it is about. */
static bool
is_asked(const struct ledger *l)
{
    for (const struct access *row = l->access; row && row->may; row++)
        if (row->role == ROLE_REQUESTER && row->may & DEED_COMMENT)
            return true;
    return false;
}

/* Whether the composer can bring all that a transition needs: what is there already, and days
   and times, which become now. */
static bool
comes_by_itself(struct act *a, const struct ledger *l, const struct transition *t, const void *row)
{
    const char *at = t->needs ? t->needs : "";
    const char *name;
    size_t length;

    while ((name = names_next(&at, &length)) != NULL) {
        const struct field *f = shape_field(shape_of(l), arena_slice(a->arena, name, length));

        if (f && f->type != FIELD_DATE && f->type != FIELD_TIME &&
            field_is_empty(f, record_at(a, l, f, row)))
            return false;
    }
    return true;
}

static void
fill_moves(struct act *a, const struct request *q, const void *row, struct record_page *out)
{
    const struct transition *moves[MOST_MOVES];
    size_t count = ledger_moves(a, q->ledger, row, moves, MOST_MOVES);

    out->moves = NEW_ARRAY(a->arena, count + 1, struct shown_move);
    out->composer.then = NEW_ARRAY(a->arena, count + 2, struct shown_then);
    for (size_t i = 0; i < count; i++) {
        struct shown_move *move = &out->moves[out->move_count++];
        const struct state *to = state_find(q->ledger, moves[i]->to);

        move->label = moves[i]->label;
        move->path = arena_print(a->arena, "%s/%lld/%s", q->ledger->path, (long long)out->id,
                                 moves[i]->action);
        fill_taken(a, q, moves[i], row, move);
        if (to && is_asked(q->ledger) && (to->mark == MARK_SOLVED || to->mark == MARK_DONE) &&
            comes_by_itself(a, q->ledger, moves[i], row))
            out->composer.then[out->composer.then_count++] = (struct shown_then){
                to->mark == MARK_SOLVED ? "回答する"
                                        : arena_print(a->arena, "回答して「%s」にする", to->label),
                moves[i]->action,
            };
    }
}

/* After the rest, which a panel may take over. */
static bool
fill_panels(struct act *a, const struct request *q, const struct record *record,
            struct record_page *out)
{
    if (!panels_fill(a, q, record, &out->panels, &out->panel_count))
        return false;
    for (size_t i = 0; i < out->panel_count; i++) {
        if (out->panels[i].whole)
            out->move_count = out->fact_count = 0;
        if (out->panels[i].whole || out->panels[i].texts)
            out->passage_count = 0;
        if (out->panels[i].fixed)
            out->edit = NULL;
    }
    return true;
}

static void
fill_composer(struct act *a, const struct request *q, const struct record *record,
              struct record_page *out)
{
    struct composer *c = &out->composer;
    const char *text = pairs_get(&q->form, "text");
    const char *as = pairs_get(&q->form, "as");

    if (!q->ledger->talked)
        return;
    c->has_note = access_may(a, q->ledger, DEED_NOTE, record);
    c->has_answer = access_may(a, q->ledger, DEED_COMMENT | DEED_CHANGE, record);
    c->exists = c->has_note || access_may(a, q->ledger, DEED_COMMENT, record);
    c->is_note = c->has_note && as && strcmp(as, "note") == 0;
    c->reader = is_asked(q->ledger) ? "依頼者" : "発注者";
    c->to = is_asked(q->ledger) ? "依頼者へ回答" : "発注者にも見せる";
    c->path = arena_print(a->arena, "%s/%lld/entries", q->ledger->path, (long long)out->id);
    c->text = text ? text : "";
    c->is_filled = text != NULL;
    c->fault = control_fault(a, "text");
    if (!c->has_answer || !c->then_count || strcmp(c->then[0].label, "回答する") != 0) {
        memmove(c->then + 1, c->then, c->then_count * sizeof *c->then);
        c->then[0] =
            (struct shown_then){ c->has_answer && is_asked(q->ledger) ? "回答する" : "送る", "" };
        c->then_count = c->has_answer ? c->then_count + 1 : 1;
    } else {
        c->then[c->then_count++] = (struct shown_then){ "状態を変えずに送る", "" };
    }
}

static bool
fill_neighbours(struct act *a, const struct request *q, const struct pairs *query,
                struct record_page *out)
{
    size_t stride = shape_of(q->ledger)->row_size;
    struct list_request request;
    struct list list;
    size_t faults = a->fault_count;

    /* The address may be an old one: then there are just no neighbours. */
    if (!query->count || !list_parse(a, q->ledger, query, &request)) {
        act_forgive(a, faults);
        return true;
    }
    request.columns = "id";
    request.counted = request.count_exact = false;
    if (!list_read(a, &request, &list)) {
        act_forgive(a, faults);
        return true;
    }
    for (size_t i = 0; i < list.count; i++) {
        const char *at = (const char *)list.rows + i * stride;

        if (((const struct record *)(const void *)at)->id != out->id)
            continue;
        if (i > 0)
            out->previous = address_with(
                a,
                address_record(a, q->ledger->path,
                               ((const struct record *)(const void *)(at - stride))->id),
                query, NULL, NULL);
        if (i + 1 < list.count)
            out->next = address_with(
                a,
                address_record(a, q->ledger->path,
                               ((const struct record *)(const void *)(at + stride))->id),
                query, NULL, NULL);
    }
    return true;
}

static void
fill_links(struct act *a, const struct request *q, const struct record *record,
           const struct pairs *query, struct record_page *out)
{
    const struct ledger *l = q->ledger;
    const char *view = pairs_get(&q->query, "view");
    const char *path = address_record(a, l->path, record->id);

    out->list = address_with(a, l->path, query, NULL, NULL);
    for (const struct view *v = l->views; view && v && v->name; v++)
        if (strcmp(v->name, view) == 0)
            out->list_title = v->title;
    out->path = address_with(a, path, query, NULL, NULL);
    if (access_may(a, l, DEED_CHANGE, record))
        out->edit = arena_print(a->arena, "%s/edit", path);
    if (access_may(a, l, DEED_HISTORY, record))
        out->history = arena_print(a->arena, "%s/history", path);
}

bool
record_page_fill(struct act *a, const struct request *q, int64_t id, bool brief,
                 struct record_page *out)
{
    const struct ledger *l = q->ledger;
    struct record *record = ledger_new(a, l);
    struct pairs query = pairs_without(a, &q->query, PAGE_PARAMETERS, NULL);

    *out = (struct record_page){ .ledger = l, .id = id, .csrf = q->session->csrf };
    if (!ledger_show(a, l, id, record))
        return false;
    out->version = record->version;
    out->code = record_code(a, l, record);
    out->title = record_title(a, l, record);
    out->state = l->states ? state_find(l, record->state) : NULL;
    fill_links(a, q, record, &query, out);
    fill_facts(a, q, record, out);
    fill_origin(a, q, record, out);
    fill_moves(a, q, record, out);
    fill_composer(a, q, record, out);
    return (brief || fill_panels(a, q, record, out)) && fill_clocks(a, q, id, out) &&
           timeline_fill(a, q, record, brief, out) &&
           (brief || attachments_fill(a, q, record, &out->files)) &&
           (brief || links_fill(a, q, record, &out->links)) &&
           (brief || parts_fill(a, q, record, &out->parts, &out->part_count)) &&
           (brief || q->method != GET || fill_neighbours(a, q, &query, out));
}
