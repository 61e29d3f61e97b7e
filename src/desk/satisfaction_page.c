#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "desk/satisfaction.h"
#include "desk/views.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/csrf.h"
#include "web/route.h"
#include "web/session.h"

struct given {
    const char *score;
    const char *comment;
    struct instant answered_at;
};

static const struct query given_query = {
    .name = "satisfaction.given",
    .sql = "SELECT score, COALESCE(comment, '') AS comment, answered_at FROM satisfaction"
           " WHERE inquiry = :inquiry AND removed_at IS NULL",
    .row_size = sizeof(struct given),
    .columns = COLUMNS(COLUMN(struct given, score), COLUMN(struct given, comment),
                       COLUMN(struct given, answered_at)),
};

static bool
is_over(const struct act *a, const struct given *given)
{
    return a->now.us - given->answered_at.us > SATISFACTION_DAYS * 24 * 60 * (int64_t)MINUTE_US;
}

static bool
fill_page(struct act *a, const struct request *q, const struct inquiry *it,
          struct satisfaction_page *page)
{
    const struct choice_item *items = shape_field(shape_of(&satisfaction_ledger), "score")->choices;
    const char *chosen = pairs_get(&q->form, "score");
    struct given given = { 0 };
    bool found;

    if (!query_first(a, &given_query, &given, &found, BOUND(BIND(inquiry, it->base.id))))
        return false;
    chosen = chosen ? chosen : given.score;
    page->code = it->number;
    page->comment = pairs_get(&q->form, "comment");
    page->comment = page->comment ? page->comment : found ? given.comment : "";
    page->is_open = (state_is(&it->base, "completed") || state_is(&it->base, "answered")) &&
                    (!found || !is_over(a, &given));
    for (const struct choice_item *c = items; c->code && page->choice_count < 4; c++)
        page->choices[page->choice_count++] =
            (struct satisfaction_choice){ c->code, c->label,
                                          chosen && strcmp(chosen, c->code) == 0 };
    if (!page->is_open)
        page->notice = found ? "回答を受け取っています。変えられる期間は過ぎました。"
                             : "まだ回答していない問合せです。回答の後にうかがいます。";
    else if (found)
        page->notice = "回答を受け取りました。ありがとうございます。7日の間は変えられます。";
    return true;
}

/* --- by the link --------------------------------------------------------------------------- */

/* The inquiry the link is good for. A wrong mark and no such record are answered alike. */
static bool
by_link(struct act *a, const struct request *q, struct inquiry **out)
{
    const char *path = NULL;
    const char *asked = arena_print(a->arena, "/desk/satisfaction/%lld/%s", (long long)q->id,
                                    q->word ? q->word : "");
    bool found;

    *out = ledger_new(a, &inquiry_ledger);
    if (!shape_read(a, shape_of(&inquiry_ledger), q->id, false, *out, &found))
        return false;
    if (found && !(*out)->base.removed_at.us && !satisfaction_path(a, &(*out)->base, &path))
        return false;
    return (path && strlen(path) == strlen(asked) && equal_constant(path, asked, strlen(path))) ||
           fail(a, FAULT_MISSING, NULL,
                "このリンクは使えません。メールのリンクをもう一度"
                "開くか、窓口へお知らせください。");
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct inquiry *it)
{
    struct satisfaction_page page = { .csrf = csrf_token(a, q, r),
                                      .fault = a->fault_count ? a->faults->message : NULL };
    struct out o = { .text = r->body };

    if (!satisfaction_path(a, &it->base, &page.action) || !fill_page(a, q, it, &page))
        return false;
    satisfaction_view(&o, &page);
    r->body = o.text;
    return true;
}

bool
satisfaction_show(struct act *a, const struct request *q, struct reply *r)
{
    struct inquiry *it;

    return by_link(a, q, &it) && draw(a, q, r, it);
}

static bool
refused_kindly(struct act *a, struct reply *r)
{
    enum fault_kind kind = act_fault_kind(a);

    r->status = fault_face(kind)->http;
    return kind == FAULT_INVALID || kind == FAULT_CLASH;
}

bool
satisfaction_post(struct act *a, const struct request *q, struct reply *r)
{
    struct inquiry *it;

    if (!by_link(a, q, &it))
        return false;
    if (!satisfaction_answer(a, it->base.id, pairs_get(&q->form, "score"),
                             pairs_get(&q->form, "comment")) &&
        !refused_kindly(a, r))
        return false;
    return draw(a, q, r, it);
}

/* --- on the page ---------------------------------------------------------------------------- */

/* Who asked, or stands for him: the desk does not judge itself with one click. */
static bool
asks(struct act *a, const struct record *record)
{
    return access_may(a, &inquiry_ledger, DEED_READ | DEED_COMMENT, record) &&
           !access_may(a, &inquiry_ledger, DEED_CHANGE, record) &&
           !access_may(a, &inquiry_ledger, DEED_HISTORY, record);
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct satisfaction_page page = { 0 };
    struct out o = panel_out(a, q);

    if (q->ledger != &inquiry_ledger || !asks(a, record))
        return true;
    if (!fill_page(a, q, (const struct inquiry *)record, &page))
        return false;
    if (!page.is_open)
        return true;
    page.csrf = q->session->csrf;
    page.action = arena_print(a->arena, "%s/satisfaction",
                              address_record(a, inquiry_ledger.path, record->id));
    satisfaction_panel_view(&o, &page);
    out->top = html_take(&o);
    return true;
}

const struct panel satisfaction_panel = { "satisfaction", fill };

bool
satisfaction_own_post(struct act *a, const struct request *q, struct reply *r)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    if (!ledger_read(a, &inquiry_ledger, q->id, false, it))
        return false;
    if (!asks(a, &it->base))
        return fail(a, FAULT_DENIED, NULL, "満足度を答えられるのは、問合せをした方です。");
    return satisfaction_answer(a, q->id, pairs_get(&q->form, "score"),
                               pairs_get(&q->form, "comment")) &&
           reply_redirect(a, q, r, address_record(a, inquiry_ledger.path, q->id),
                          "満足度の回答を受け取りました。ありがとうございます。");
}
