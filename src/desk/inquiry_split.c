#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "desk/inquiry.h"
#include "desk/inquiry_page.h"
#include "desk/views.h"
#include "ledger/link.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"

FRAME_BODY(split_view, struct split_page)

struct splitting {
    struct inquiry *from;
    struct entry *entries; /* that may become an inquiry */
    size_t count;
    const struct entry *chosen; /* NULL: the text of the inquiry */
    const char *title;
    const char *kind;
    const struct inquiry *made;
};

/* Words of the record itself: what stands in a joined one is split there. */
static bool
read_pieces(struct act *a, const struct request *q, struct splitting *s)
{
    struct entry *entries;
    size_t count;

    s->from = ledger_new(a, &inquiry_ledger);
    if (!ledger_show(a, &inquiry_ledger, q->id, s->from) ||
        !access_require(a, &inquiry_ledger, DEED_CHANGE | DEED_CREATE, &s->from->base) ||
        !timeline_read(a, &inquiry_ledger, &s->from->base, &entries, &count))
        return false;
    s->entries = NEW_ARRAY(a->arena, count + 1, struct entry);
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind != ENTRY_CHANGE && !entries[i].source)
            s->entries[s->count++] = entries[i];
    return true;
}

static const char *
given(const struct request *q, const char *name)
{
    const char *value = pairs_get(q->method == POST ? &q->form : &q->query, name);

    return value ? value : "";
}

static bool
choose(struct act *a, const struct request *q, struct splitting *s)
{
    const char *entry = given(q, "entry");
    int64_t id = strtoll(entry, NULL, 10);

    s->chosen = NULL;
    for (size_t i = 0; i < s->count; i++)
        if (id && s->entries[i].id == id)
            s->chosen = &s->entries[i];
    if (s->chosen || strcmp(entry, "0") == 0)
        return true;
    return fail(a, FAULT_INVALID, "entry", "別の問合せにするものを選びます。");
}

/* --- the page ----------------------------------------------------------------------------- */

static void
add_piece(struct act *a, const struct request *q, int64_t entry, const char *who, const char *text,
          struct split_page *page)
{
    page->pieces[page->piece_count++] = (struct split_piece){
        .entry = entry,
        .who = who,
        .text = text,
        .is_chosen =
            strcmp(given(q, "entry"), arena_print(a->arena, "%lld", (long long)entry)) == 0,
    };
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct splitting *s)
{
    const struct shape *shape = shape_of(&inquiry_ledger);
    struct control_maker maker = { .western = q->session->western, .prefix = "split-" };
    struct split_page page = { .csrf = q->session->csrf };
    struct frame frame;

    page.back = address_record(a, inquiry_ledger.path, q->id);
    page.action = arena_print(a->arena, "%s/split", page.back);
    page.code = s->from->number;
    page.title = s->from->title;
    page.fault = control_fault(a, "entry");
    page.pieces = NEW_ARRAY(a->arena, s->count + 1, struct split_piece);
    if (s->from->body.text && *s->from->body.text)
        add_piece(a, q, 0, "問合せの内容", s->from->body.text, &page);
    for (size_t i = 0; i < s->count; i++)
        add_piece(a, q, s->entries[i].id, s->entries[i].who, s->entries[i].text, &page);
    control_make(a, &maker, shape_field(shape, "title"), given(q, "title"), &page.subject);
    control_make(a, &maker, shape_field(shape, "kind"),
                 *given(q, "kind") ? given(q, "kind") : s->from->kind, &page.kind);
    frame_fill_ledger(a, q, arena_print(a->arena, "%s を分ける", s->from->number), &frame);
    return frame_reply(a, r, &frame, split_view_body, &page);
}

bool
inquiry_split_show(struct act *a, const struct request *q, struct reply *r)
{
    struct splitting s = { 0 };

    return read_pieces(a, q, &s) && draw(a, q, r, &s);
}

/* --- splitting ---------------------------------------------------------------------------- */

static struct inquiry *
begin(struct act *a, const struct splitting *s)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    it->base.contract = s->from->base.contract;
    it->base.owner = s->from->base.owner;
    it->received_at = s->chosen ? s->chosen->at : s->from->received_at;
    it->channel = s->from->channel;
    it->section = s->from->section;
    it->section_name = s->from->section_name;
    it->requester = s->from->requester;
    it->requester_name = s->from->requester_name;
    it->priority = s->from->priority;
    it->team = s->from->team;
    it->kind = s->kind;
    it->title = s->title;
    it->body.text = s->chosen ? s->chosen->text : s->from->body.text;
    return it;
}

static bool
split(struct act *a, void *with)
{
    struct splitting *s = with;
    struct inquiry *it = begin(a, s);

    s->made = it;
    return ledger_create(a, &inquiry_ledger, it) &&
           link_add(a, (struct link_end){ &inquiry_ledger, s->from->base.id },
                    (struct link_end){ &inquiry_ledger, it->base.id }, link_kind_find("child"),
                    NULL) &&
           entry_add(a, &inquiry_ledger, &s->from->base, ENTRY_NOTE,
                     arena_print(a->arena, "「%s」を %s に分けました。", it->title, it->number),
                     (struct instant){ 0 }, NULL, NULL);
}

bool
inquiry_split_post(struct act *a, const struct request *q, struct reply *r)
{
    struct splitting s = { .title = given(q, "title"), .kind = given(q, "kind") };
    struct pair items[] = { { "title", s.title }, { "kind", s.kind } };
    struct inquiry *checked = ledger_new(a, &inquiry_ledger);
    bool good;

    if (!read_pieces(a, q, &s))
        return false;
    good = choose(a, q, &s);
    if (!*s.title)
        good = fail(a, FAULT_INVALID, "title", "件名は必須です。");
    if (!*s.kind)
        good = fail(a, FAULT_INVALID, "kind", "種別は必須です。");
    good = ledger_fill(a, &inquiry_ledger, checked, &(struct pairs){ items, 2 }) && good;
    s.title = checked->title;
    s.kind = checked->kind;
    if (good && act_write(a, split, &s))
        return reply_redirect(a, q, r, address_record(a, inquiry_ledger.path, s.made->base.id),
                              arena_print(a->arena, "%s から分けました。", s.from->number));
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    r->status = fault_face(FAULT_INVALID)->http;
    return draw(a, q, r, &s);
}
