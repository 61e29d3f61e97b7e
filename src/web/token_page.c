/* One's own tokens of the API. */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/access.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/own_page.h"
#include "web/session.h"
#include "web/views.h"

enum { USUAL_DAYS = 90, PAGE_DAYS_MOST = 365 };

FRAME_BODY(tokens_view, struct tokens_page)

static bool
is_chosen(const struct request *q, const char *name)
{
    for (size_t i = 0; i < q->form.count; i++)
        if (strcmp(q->form.items[i].name, "ledger") == 0 &&
            strcmp(q->form.items[i].value, name) == 0)
            return true;
    return false;
}

static void
fill_ledgers(struct act *a, const struct request *q, struct tokens_page *page)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    page->ledgers = NEW_ARRAY(a->arena, count, struct token_ledger);
    for (size_t i = 0; i < count; i++)
        if (access_may(a, all[i], DEED_READ, NULL))
            page->ledgers[page->ledger_count++] =
                (struct token_ledger){ all[i]->name, all[i]->title, is_chosen(q, all[i]->name) };
}

static bool
show(struct act *a, const struct request *q, struct reply *r, struct tokens_page page)
{
    struct token_entry *list;
    struct frame frame;

    if (!token_list(a, a->who->id, &list, &page.count))
        return false;
    page.csrf = q->session->csrf;
    page.lines = NEW_ARRAY(a->arena, page.count, struct token_line);
    for (size_t i = 0; i < page.count; i++)
        page.lines[i] = (struct token_line){ list[i], scope_words(a, list[i].scope) };
    fill_ledgers(a, q, &page);
    frame_fill(a, q, "APIのトークン", &frame);
    return frame_reply(a, r, &frame, tokens_view_body, &page);
}

bool
tokens_show(struct act *a, const struct request *q, struct reply *r)
{
    return show(a, q, r, (struct tokens_page){ .title = "", .days = USUAL_DAYS });
}

static const char *
field(const struct request *q, const char *name)
{
    const char *value = pairs_get(&q->form, name);

    return value ? value : "";
}

bool
tokens_make(struct act *a, const struct request *q, struct reply *r)
{
    struct tokens_page page = { .title = field(q, "title"),
                                .days = (int)strtol(field(q, "days"), NULL, 10),
                                .writes = strcmp(field(q, "deeds"), "write") == 0 };
    struct buffer scope = { .arena = a->arena };
    struct token_wish wish = { .user = a->who->id, .days = page.days, .title = page.title };

    buffer_text(&scope, page.writes ? "write" : "read");
    for (size_t i = 0; i < q->form.count; i++)
        if (strcmp(q->form.items[i].name, "ledger") == 0)
            buffer_print(&scope, " %s", q->form.items[i].value);
    wish.scope = buffer_string(&scope);
    if (page.days < 1 || page.days > PAGE_DAYS_MOST)
        fail(a, FAULT_INVALID, "days", "日数は1から%dまでです。", PAGE_DAYS_MOST);
    else if (!*page.title)
        fail(a, FAULT_INVALID, "title", "何に使うかを書いてください。");
    else if (token_make(a, &wish, &page.made))
        return show(a, q, r,
                    (struct tokens_page){ .title = "", .days = USUAL_DAYS, .made = page.made });
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    r->status = 422;
    page.fault = own_fault(a);
    return show(a, q, r, page);
}

bool
tokens_close(struct act *a, const struct request *q, struct reply *r)
{
    return token_end(a, a->who->id, strtoll(field(q, "token"), NULL, 10)) &&
           reply_redirect(a, q, r, "/settings/tokens", "トークンを終了しました。");
}
