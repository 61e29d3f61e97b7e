#include "desk/apply_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/approval_route.h"
#include "contract/consequence.h"
#include "contract/form_page.h"
#include "contract/views.h"
#include "desk/application.h"
#include "desk/application_answers.h"
#include "desk/application_begin.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/route.h"
#include "web/session.h"

enum { MOST_KINDS = 300, MOST_MINE = 10, MOST_GIVEN = 8000 };

#define PATH "/desk/apply"

FRAME_BODY(apply_view, struct apply_page)
FRAME_BODY(fill_view, struct fill_page)

/* --- what there is to apply for ------------------------------------------------------------- */

static bool
read_list(struct act *a, const struct ledger *l, const char *view, int limit, struct list *out)
{
    struct pair pair = { "view", view };
    struct list_request request;

    if (!list_parse(a, l, &(struct pairs){ &pair, 1 }, &request))
        return false;
    request.limit = limit;
    return list_read(a, &request, out);
}

/* 所属長 → 情報政策担当 */
static bool
way_of(struct act *a, int64_t route, const char **out)
{
    struct buffer text = { .arena = a->arena };
    struct route_steps steps;

    if (!route_steps_read(a, route, &steps))
        return false;
    for (size_t i = 0; i < steps.count; i++)
        buffer_print(&text, "%s%s", i ? " → " : "", steps.rows[i]->label);
    *out = buffer_string(&text);
    return true;
}

static struct apply_group *
group_of(struct act *a, struct apply_page *page, const char *title, size_t most)
{
    for (size_t i = 0; i < page->group_count; i++)
        if (strcmp(page->groups[i].title, title) == 0)
            return &page->groups[i];
    page->groups[page->group_count] =
        (struct apply_group){ title, NEW_ARRAY(a->arena, most, struct apply_kind), 0 };
    return &page->groups[page->group_count++];
}

static bool
add_kind(struct act *a, const struct request *q, const struct application_kind *it,
         struct apply_page *page, size_t most)
{
    const struct field *category = shape_field(shape_of(&application_kind_ledger), "category");
    const char *title = field_text(a, category, &it->category, STYLE_SHOWN);
    struct record head = { .contract = it->base.contract, .owner = a->who->person };
    struct apply_kind shown = { .title = it->title,
                                .needs = it->needs.text ? it->needs.text : "",
                                .days = it->days };
    struct apply_group *group;

    if (q->session->contract && q->session->contract != it->base.contract)
        return true;
    if (!way_of(a, it->route.id, &shown.way))
        return false;
    if (a->who->person && access_may(a, &application_ledger, DEED_CREATE, &head))
        shown.href = arena_print(a->arena, PATH "/%lld", (long long)it->base.id);
    group = group_of(a, page, title, most);
    group->kinds[group->count++] = shown;
    return true;
}

static bool
fill_mine(struct act *a, struct apply_page *page)
{
    struct list list;

    if (!a->who->person)
        return true;
    if (!read_list(a, &application_ledger, "mine", MOST_MINE, &list))
        return false;
    page->mine = NEW_ARRAY(a->arena, list.count + 1, struct apply_mine);
    for (size_t i = 0; i < list.count; i++) {
        const struct application *it = (const struct application *)list.rows + i;
        const struct state *state = state_find(&application_ledger, it->base.state);

        if (state && !state->ended)
            page->mine[page->mine_count++] =
                (struct apply_mine){ address_record(a, application_ledger.path, it->base.id),
                                     it->number, it->title, state };
    }
    return true;
}

bool
apply_show(struct act *a, const struct request *q, struct reply *r)
{
    struct apply_page page = { .csrf = q->session->csrf };
    struct frame frame;
    struct list list;

    if (!read_list(a, &application_kind_ledger, "used", MOST_KINDS, &list))
        return false;
    page.groups = NEW_ARRAY(a->arena, list.count + 1, struct apply_group);
    for (size_t i = 0; i < list.count; i++)
        if (!add_kind(a, q, (const struct application_kind *)list.rows + i, &page, list.count))
            return false;
    page.may_begin =
        !page.group_count && access_may(a, &application_kind_ledger, DEED_CREATE, NULL);
    if (!fill_mine(a, &page))
        return false;
    frame_fill(a, q, "申請する", &frame);
    return frame_reply(a, r, &frame, apply_view_body, &page);
}

static bool
find_contract(struct act *a, const struct request *q, int64_t *out)
{
    struct list_request request = { .ledger = &contract_ledger, .limit = 2 };
    struct list list;

    *out = q->session->contract;
    if (*out)
        return true;
    request.sort = list_field(&contract_ledger, "id");
    if (!list_read(a, &request, &list))
        return false;
    if (list.count != 1)
        return fail(a, FAULT_INVALID, "contract", "先に、上の欄で契約を選んでください。");
    *out = ((const struct contract *)list.rows)->base.id;
    return true;
}

bool
apply_begin(struct act *a, const struct request *q, struct reply *r)
{
    int64_t contract;
    size_t made;

    return find_contract(a, q, &contract) && application_kinds_load(a, contract, &made) &&
           reply_redirect(a, q, r, PATH, "申請の種類を入れました。承認経路を確かめてください。");
}

/* --- the form ------------------------------------------------------------------------------- */

struct filling {
    const struct application_kind *kind;
    struct application *row; /* a new one has no id yet */
    struct questions all;
    struct questions visible;
    int64_t sent;
};

static const char *
about(struct act *a, const struct application_kind *kind)
{
    const char *way, *days = "";

    if (!way_of(a, kind->route.id, &way))
        return NULL;
    if (kind->days != NO_NUMBER)
        days = arena_print(a->arena, "完了までの目安は%lld営業日です。", (long long)kind->days);
    return arena_print(a->arena, "%s の順に承認を受けます。%s%s%s", way, days,
                       kind->needs.text && *kind->needs.text ? "用意するもの：" : "",
                       kind->needs.text ? kind->needs.text : "");
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct filling *f)
{
    struct question_form *form = ledger_new(a, &question_form_ledger);
    struct fill_page page = {
        .csrf = q->session->csrf,
        .title = f->kind->title,
        .faults = a->faults,
        .send = "申請する",
        .after = "申請すると承認に回ります。承認されるまでは、引き戻して直せます。",
    };
    struct frame frame;

    if (!consequence_read(a, &question_form_ledger,
                          f->row->form.id ? f->row->form.id : f->kind->form.id, form))
        return false;
    page.purpose = form->purpose.text ? form->purpose.text : "";
    page.about = about(a, f->kind);
    page.action = f->row->base.id
                      ? arena_print(a->arena, "%s/%lld/fill", application_ledger.path,
                                    (long long)f->row->base.id)
                      : arena_print(a->arena, PATH "/%lld", (long long)f->kind->base.id);
    form_questions_show(a, q, &f->visible, &page);
    frame_fill(a, q, page.title, &frame);
    return frame_reply(a, r, &frame, fill_view_body, &page);
}

static bool
begin_new(struct act *a, const struct request *q, struct filling *f)
{
    struct application_kind *kind = ledger_new(a, &application_kind_ledger);

    if (!ledger_read(a, &application_kind_ledger, q->id, false, kind))
        return false;
    if (!state_is(&kind->base, "used"))
        return fail(a, FAULT_CLASH, NULL, "「%s」は、いま受け付けていません。", kind->title);
    f->kind = kind;
    f->row = ledger_new(a, &application_ledger);
    f->row->base.contract = kind->base.contract;
    f->row->kind.id = kind->base.id;
    return questions_read(a, kind->form.id, &f->all) &&
           form_visible(a, &f->all, &q->form, &f->visible);
}

bool
apply_form_show(struct act *a, const struct request *q, struct reply *r)
{
    struct filling f;

    return begin_new(a, q, &f) && draw(a, q, r, &f);
}

/* Made or changed, and sent, or nothing of it. */
static bool
send(struct act *a, void *with)
{
    struct filling *f = with;
    struct application row = *f->row; /* may run twice */

    if (row.base.id ? !ledger_change(a, &application_ledger, &row)
                    : !ledger_create(a, &application_ledger, &row))
        return false;
    if (!ledger_move(a, &application_ledger, "send", &row))
        return false;
    f->sent = row.base.id;
    return true;
}

static bool
post(struct act *a, const struct request *q, struct reply *r, struct filling *f)
{
    if (!form_all_asked(a, q, &f->visible))
        return draw(a, q, r, f);
    if (!answers_write(a, &f->all, &q->form, f->row) ||
        !ledger_prepare(a, &application_ledger, f->row))
        return false;
    if (!act_write(a, send, f)) {
        if (act_fault_kind(a) != FAULT_INVALID)
            return false;
        r->status = fault_face(FAULT_INVALID)->http;
        return draw(a, q, r, f);
    }
    return reply_redirect(a, q, r, address_record(a, application_ledger.path, f->sent),
                          "申請しました。");
}

bool
apply_form_post(struct act *a, const struct request *q, struct reply *r)
{
    struct filling f;

    return begin_new(a, q, &f) && post(a, q, r, &f);
}

/* --- once more ------------------------------------------------------------------------------ */

static bool
begin_again(struct act *a, const struct request *q, struct filling *f, struct pairs *kept)
{
    struct application_kind *kind = ledger_new(a, &application_kind_ledger);
    size_t faults = a->fault_count;

    f->kind = kind;
    f->row = ledger_new(a, &application_ledger);
    if (!ledger_show(a, &application_ledger, q->id, f->row) ||
        !consequence_read(a, &application_kind_ledger, f->row->kind.id, kind))
        return false;
    if (f->row->base.owner != a->who->person)
        return fail(a, FAULT_DENIED, NULL, "申請した本人だけが直せます。");
    if (!state_is(&f->row->base, "draft") && !state_is(&f->row->base, "returned"))
        return fail(a, FAULT_CLASH, NULL, "申請した後は直せません。引き戻してから直します。");
    if (!questions_read(a, f->row->form.id, &f->all))
        return false;
    *kept = (struct pairs){ NEW_ARRAY(a->arena, MOST_GIVEN, struct pair), 0 };
    /* What a program wrote into a draft may not be in order: the form begins anew then. */
    if (!answers_parse(a, &f->all, f->row->answers.text, kept) ||
        !answers_parse(a, &f->all, f->row->details.text, kept))
        act_forgive(a, faults);
    return true;
}

bool
apply_again_show(struct act *a, const struct request *q, struct reply *r)
{
    struct request filled = *q;
    struct filling f;

    return begin_again(a, q, &f, &filled.form) &&
           form_visible(a, &f.all, &filled.form, &f.visible) && draw(a, &filled, r, &f);
}

bool
apply_again_post(struct act *a, const struct request *q, struct reply *r)
{
    struct pairs kept;
    struct filling f;

    return begin_again(a, q, &f, &kept) && form_visible(a, &f.all, &q->form, &f.visible) &&
           post(a, q, r, &f);
}
