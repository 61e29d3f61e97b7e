#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/canned_answer.h"
#include "desk/inquiry.h"
#include "desk/inquiry_page.h"
#include "desk/satisfaction.h"
#include "desk/views.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/address.h"
#include "web/record_act.h"
#include "web/session.h"

enum { CANNED_MOST = 200 };

static void
add_canned(struct act *a, const struct canned_answer *it, struct inquiry_panel_page *page)
{
    const char *category = it->category && *it->category ? it->category : "分類なし";
    size_t i = 0;

    while (i < page->group_count && strcmp(page->groups[i].title, category) != 0)
        i++;
    if (i == page->group_count)
        page->groups[page->group_count++] =
            (struct canned_group){ category, NEW_ARRAY(a->arena, CANNED_MOST, struct canned_option),
                                   0 };
    page->groups[i].options[page->groups[i].count++] =
        (struct canned_option){ it->base.id, it->title };
}

/* Those of the inquiry's contract, in groups; within one the most used first. */
static bool
read_canned(struct act *a, const struct record *record, struct inquiry_panel_page *page)
{
    struct pair items[] = {
        { "view", "active" },
        { "contract", arena_print(a->arena, "%lld", (long long)record->contract) },
        { "limit", arena_print(a->arena, "%d", CANNED_MOST) },
    };
    struct list_request request;
    struct list list;

    if (!access_may(a, &canned_answer_ledger, DEED_READ, NULL))
        return true;
    if (!list_parse(a, &canned_answer_ledger, &(struct pairs){ items, 3 }, &request))
        return false;
    request.columns = "title category";
    if (!list_read(a, &request, &list))
        return false;
    page->groups = NEW_ARRAY(a->arena, list.count + 1, struct canned_group);
    for (size_t i = 0; i < list.count; i++)
        add_canned(a, (const struct canned_answer *)list.rows + i, page);
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct inquiry_panel_page page = { 0 };
    struct out reply = panel_out(a, q), beside = panel_out(a, q);
    const char *path;

    if (q->ledger != &inquiry_ledger || !access_may(a, &inquiry_ledger, DEED_CHANGE, record))
        return true;
    path = address_record(a, inquiry_ledger.path, record->id);
    page.fill = arena_print(a->arena, "%s/canned", path);
    if (access_may(a, &inquiry_ledger, DEED_CREATE, NULL))
        page.split = arena_print(a->arena, "%s/split", path);
    if ((state_is(record, "answered") || state_is(record, "completed")) &&
        !satisfaction_path(a, record, &page.opinion))
        return false;
    if (!read_canned(a, record, &page))
        return false;
    if (page.group_count) {
        inquiry_reply_view(&reply, &page);
        out->reply = html_take(&reply);
    }
    if (page.split || page.opinion) {
        inquiry_beside_view(&beside, &page);
        out->beside = html_take(&beside);
    }
    return true;
}

const struct panel inquiry_panel = { "inquiry", fill };

/* --- choosing one ------------------------------------------------------------------------- */

static int64_t
chosen(const struct request *q)
{
    const char *text = pairs_get(&q->form, "canned");

    return text && *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 17
               ? strtoll(text, NULL, 10)
               : 0;
}

/* The form as it was, with another text. */
static struct pairs
with_text(struct act *a, const struct pairs *form, const char *text)
{
    struct pairs out = { NEW_ARRAY(a->arena, form->count + 1, struct pair), 0 };

    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, "text") != 0)
            out.items[out.count++] = form->items[i];
    out.items[out.count++] = (struct pair){ "text", text };
    return out;
}

bool
inquiry_canned_post(struct act *a, const struct request *q, struct reply *r)
{
    struct canned_answer *canned = ledger_new(a, &canned_answer_ledger);
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    const char *typed = pairs_get(&q->form, "text");
    struct request again = *q;
    const char *text;

    if (!ledger_show(a, &inquiry_ledger, q->id, it))
        return false;
    if (!chosen(q)) {
        again.form = with_text(a, &q->form, typed ? typed : "");
        return record_show(a, &again, r);
    }
    if (!ledger_read(a, &canned_answer_ledger, chosen(q), false, canned) ||
        !canned_used(a, canned->base.id))
        return false;
    text = canned_text(a, canned, it);
    if (typed && *typed)
        text = arena_print(a->arena, "%s\n\n%s", typed, text);
    again.form = with_text(a, &q->form, text);
    return record_show(a, &again, r);
}
