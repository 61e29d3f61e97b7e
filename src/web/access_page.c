#include "web/access_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/access_explain.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/views.h"

enum { MOST_USERS = 1000 };

FRAME_BODY(access_view, struct access_page)

static bool
fill_users(struct act *a, const char *login, struct access_page *page)
{
    struct pair sorted = { "sort", "login" };
    struct pairs pairs = { &sorted, 1 };
    struct list_request request;
    struct list list;

    if (!list_parse(a, &user_ledger, &pairs, &request))
        return false;
    request.limit = MOST_USERS;
    if (!list_read(a, &request, &list))
        return false;
    page->users = NEW_ARRAY(a->arena, list.count + 1, struct access_choice);
    for (size_t i = 0; i < list.count; i++) {
        const struct user *user = list_record(&user_ledger, &list, i);

        page->users[page->user_count++] = (struct access_choice){
            user->login,
            arena_print(a->arena, "%s　%s", user->login, user->title),
            strcmp(user->login, login) == 0,
        };
    }
    return true;
}

static const struct ledger *
fill_ledgers(struct act *a, const char *name, struct access_page *page)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);
    const struct ledger *chosen = ledger_find(name);

    page->ledgers = NEW_ARRAY(a->arena, count + 1, struct access_choice);
    for (size_t i = 0; i < count; i++)
        page->ledgers[page->ledger_count++] =
            (struct access_choice){ all[i]->name, all[i]->title, all[i] == chosen };
    return chosen;
}

static void
fill_actions(struct act *a, const struct ledger *l, const char *word, struct access_page *page)
{
    size_t count;
    const struct access_word *words = access_actions(a, l, &count);

    page->actions = NEW_ARRAY(a->arena, count + 1, struct access_choice);
    for (size_t i = 0; i < count; i++)
        page->actions[page->action_count++] =
            (struct access_choice){ words[i].word, words[i].title,
                                    strcmp(words[i].word, word) == 0 };
}

static const char *
chosen(const struct access_choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (choices[i].is_chosen)
            return choices[i].label;
    return "";
}

/* What cannot be asked is said on the page, beside the form. */
static bool
ask(struct act *a, const char *login, const struct ledger *l, const char *action,
    struct access_page *page)
{
    struct access_answer *answer = NEW(a->arena, struct access_answer);
    size_t digits = strspn(page->record, "0123456789");
    int64_t record = digits < 17 ? strtoll(page->record, NULL, 10) : 0;
    size_t faults = a->fault_count;

    if (*page->record && (page->record[digits] || record == 0)) {
        page->fault = "記録の番号は数字で書いてください。";
        return true;
    }
    if (!access_ask(a, login, l, record, action, answer)) {
        if (act_fault_kind(a) == FAULT_BROKEN || act_fault_kind(a) == FAULT_BUSY)
            return false;
        page->fault = a->last_fault->message;
        act_forgive(a, faults);
        return true;
    }
    page->answer = answer;
    page->question = arena_print(
        a->arena, "%s は、%s%s%s「%s」ことが%s", chosen(page->users, page->user_count), l->title,
        *page->record ? arena_print(a->arena, " %s番", page->record) : "の台帳", "に",
        chosen(page->actions, page->action_count), answer->allowed ? "できます" : "できません");
    return true;
}

static const char *
word_of(const struct request *q, const char *name)
{
    const char *value = pairs_get(&q->query, name);

    return value ? value : "";
}

bool
access_show(struct act *a, const struct request *q, struct reply *r)
{
    const char *login = word_of(q, "user"), *action = word_of(q, "action");
    struct access_page page = { .record = word_of(q, "record") };
    const struct ledger *l = fill_ledgers(a, word_of(q, "ledger"), &page);
    struct frame frame;

    if (!fill_users(a, login, &page))
        return false;
    if (l)
        fill_actions(a, l, action, &page);
    if (l && *login && *action && !ask(a, login, l, action, &page))
        return false;
    frame_fill(a, q, "なぜできる・できない", &frame);
    return frame_reply(a, r, &frame, access_view_body, &page);
}
