#include "web/settings_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "ledger/block.h"
#include "ledger/core/core.h"
#include "ledger/core/user.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/cell.h"
#include "web/frame.h"
#include "web/session.h"
#include "web/views.h"

enum { MOST_CONTRACTS = 200 };

FRAME_BODY(settings_view, struct settings_page)
FRAME_BODY(contracts_view, struct contracts_page)

static const char *
roles_of(struct act *a)
{
    struct buffer words = { .arena = a->arena };

    for (size_t i = 0; i < a->who->count; i++) {
        const char *title = role_title(a->who->in[i].role);

        if (strstr(buffer_string(&words), title))
            continue;
        if (words.length)
            buffer_text(&words, "、");
        buffer_text(&words, title);
    }
    return buffer_string(&words);
}

/* For whoever keeps it elsewhere: the number and hash that verify compares. */
static bool
fill_head(struct act *a, struct settings_page *page)
{
    char at[INSTANT_TEXT];
    struct block block;
    bool found;

    for (size_t i = 0; i < a->who->count; i++)
        if (a->who->in[i].role == ROLE_ADMINISTRATOR || a->who->in[i].role == ROLE_AUDITOR) {
            if (!block_newest(a, &block, &found))
                return false;
            if (!found)
                return true;
            page->head = arena_print(a->arena, "%lld:%s", (long long)block.number,
                                     hex_print(a->arena, block.hash.data, block.hash.size));
            instant_print(block.sealed_at, at);
            page->sealed_at = arena_copy(a->arena, at);
            return true;
        }
    return true;
}

bool
settings_show(struct act *a, const struct request *q, struct reply *r)
{
    struct settings_page page = {
        .csrf = q->session->csrf,
        .person = a->who->title ? a->who->title : a->who->login,
        .login = a->who->login,
        .roles = roles_of(a),
        .is_western = q->session->western,
        .has_keys = !q->session->no_keys,
    };
    struct frame frame;

    if (!fill_head(a, &page) || !user_quiet(a, a->who->id, &page.is_quiet))
        return false;
    frame_fill(a, q, "自分の設定", &frame);
    return frame_reply(a, r, &frame, settings_view_body, &page);
}

static bool
set_quiet(struct act *a, void *with)
{
    const bool *quiet = with;

    return user_set_quiet(a, a->who->id, *quiet);
}

bool
settings_change(struct act *a, const struct request *q, struct reply *r)
{
    const char *letters = pairs_get(&q->form, "letters");
    bool quiet = letters && strcmp(letters, "off") == 0;
    const char *days = pairs_get(&q->form, "days");
    const char *keys = pairs_get(&q->form, "keys");

    return session_habits(a, q->session, days && strcmp(days, "western") == 0,
                          !keys || strcmp(keys, "on") != 0) &&
           (!letters || act_write(a, set_quiet, &quiet)) &&
           reply_redirect(a, q, r, "/settings", "設定を保存しました。");
}

static void
add_contract(struct act *a, const struct request *q, const struct contract *contract,
             struct contracts_page *page)
{
    const char *role = "";

    for (size_t i = 0; i < a->who->count; i++)
        if (!a->who->in[i].contract || a->who->in[i].contract == contract->base.id)
            role = role_title(a->who->in[i].role);
    page->choices[page->count++] = (struct contract_choice){
        .id = contract->base.id,
        .title = contract->title ? contract->title : "",
        .number = contract->number ? contract->number : "",
        .role = role,
        .is_current = contract->base.id == q->session->contract,
    };
}

/* Whoever is in a contract may know its name; who is in contract 0 may know all. */
static bool
fill_contracts(struct act *a, const struct request *q, struct contracts_page *page)
{
    struct pairs none = { NULL, 0 };
    struct list_request request;
    struct list list;
    bool found;

    page->choices = NEW_ARRAY(a->arena, MOST_CONTRACTS, struct contract_choice);
    for (size_t i = 0; i < a->who->count; i++)
        if (!a->who->in[i].contract && a->who->in[i].role != ROLE_ADMINISTRATOR) {
            if (!list_parse(a, &contract_ledger, &none, &request))
                return false;
            request.limit = MOST_CONTRACTS;
            if (!list_read(a, &request, &list))
                return false;
            for (size_t k = 0; k < list.count; k++)
                add_contract(a, q, list_record(&contract_ledger, &list, k), page);
            return true;
        }
    for (size_t i = 0; i < a->who->count && page->count < MOST_CONTRACTS; i++) {
        struct contract *contract = ledger_new(a, &contract_ledger);
        bool known = !a->who->in[i].contract;

        for (size_t k = 0; k < page->count; k++)
            known = known || page->choices[k].id == a->who->in[i].contract;
        if (known)
            continue;
        if (!shape_read(a, shape_of(&contract_ledger), a->who->in[i].contract, false, contract,
                        &found))
            return false;
        if (found && access_may(a, &contract_ledger, DEED_READ, &contract->base))
            add_contract(a, q, contract, page);
    }
    return true;
}

bool
contracts_show(struct act *a, const struct request *q, struct reply *r)
{
    struct contracts_page page = { .csrf = q->session->csrf };
    struct frame frame;

    if (!fill_contracts(a, q, &page))
        return false;
    frame_fill(a, q, "契約を選ぶ", &frame);
    return frame_reply(a, r, &frame, contracts_view_body, &page);
}

bool
contracts_switch(struct act *a, const struct request *q, struct reply *r)
{
    const char *text = pairs_get(&q->form, "contract");
    int64_t contract = 0;

    for (; text && *text >= '0' && *text <= '9' && contract < INT64_MAX / 10 - 1; text++)
        contract = contract * 10 + (*text - '0');
    return session_switch(a, q->session, contract) &&
           reply_redirect(a, q, r, "/", "契約を切り替えました。");
}
