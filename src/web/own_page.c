#include "web/own_page.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/core/user.h"
#include "store/act.h"
#include "web/attempt.h"
#include "web/door.h"
#include "web/password.h"
#include "web/session.h"

const struct route own_routes[] = {
    { GET, "/settings/password", password_show, .may = MAY_SIGNED_IN },
    { POST, "/settings/password", password_change, .may = MAY_SIGNED_IN },
    { GET, DOOR_ENROL, factor_show, .may = MAY_ENROLLING },
    { POST, DOOR_ENROL, factor_set_up, .may = MAY_ENROLLING },
    { POST, DOOR_ENROL "/remove", factor_take_away, .may = MAY_SIGNED_IN },
    { POST, DOOR_ENROL "/recovery", factor_codes_anew, .may = MAY_SIGNED_IN },
    { GET, "/settings/sessions", sessions_show, .may = MAY_SIGNED_IN },
    { POST, "/settings/sessions", sessions_close, .may = MAY_SIGNED_IN },
    { GET, "/settings/tokens", tokens_show, .may = MAY_SIGNED_IN },
    { POST, "/settings/tokens", tokens_make, .may = MAY_SIGNED_IN },
    { POST, "/settings/tokens/end", tokens_close, .may = MAY_SIGNED_IN },
    { 0 },
};

bool
own_is_tab(const char *href, const char *current)
{
    return strcmp(href, current) == 0;
}

bool
own_is(const struct own_fault *fault, const char *field)
{
    return fault->message && strcmp(fault->field, field) == 0;
}

struct own_fault
own_fault(const struct act *a)
{
    const struct fault *f = a->last_fault;

    return (struct own_fault){ f->field ? f->field : "", f->message };
}

/* The first that is found counts: browsers name those they descend from, too. */
static const char *
name_in(const char *agent, const char *const (*names)[2], const char *unknown)
{
    for (; (*names)[0]; names++)
        if (strstr(agent, (*names)[0]))
            return (*names)[1];
    return unknown;
}

const char *
device_words(struct act *a, const char *agent)
{
    static const char *const browsers[][2] = {
        { "Edg/", "Edge" },      { "OPR/", "Opera" },    { "Firefox/", "Firefox" },
        { "Chrome/", "Chrome" }, { "CriOS/", "Chrome" }, { "FxiOS/", "Firefox" },
        { "Safari/", "Safari" }, { "curl/", "curl" },    { NULL, NULL }
    };
    static const char *const systems[][2] = { { "Windows", "Windows" }, { "Android", "Android" },
                                              { "iPhone", "iPhone" },   { "iPad", "iPad" },
                                              { "CrOS", "ChromeOS" },   { "Mac OS X", "macOS" },
                                              { "Linux", "Linux" },     { NULL, NULL } };

    return arena_print(a->arena, "%s（%s）", name_in(agent, browsers, "ブラウザー不明"),
                       name_in(agent, systems, "機種不明"));
}

static bool
forget_work(struct act *a, void *with)
{
    return attempt_right(a, with);
}

struct code_use {
    const char *typed;
    bool right;
};

static bool
use_work(struct act *a, void *with)
{
    struct code_use *use = with;
    bool by_recovery;

    return factor_use(a, a->who->id, use->typed, &use->right, &by_recovery);
}

static bool
is_right(struct act *a, const char *hash, const char *typed, bool *right)
{
    struct code_use use = { .typed = typed };

    if (!*hash) {
        if (!act_write(a, use_work, &use))
            return false;
        *right = use.right;
        return true;
    }
    act_end(a);
    *right = password_check(hash, typed);
    return true;
}

static bool
prove(struct act *a, const struct request *q, const char *name)
{
    const char *typed = pairs_get(&q->form, name), *hash;
    struct attempt attempt;
    bool right;

    if (!user_password(a, a->who->id, &hash))
        return false;
    attempt_init(a, q, *hash ? ATTEMPT_PASSWORD : ATTEMPT_CODE, a->who->login, &attempt);
    if (!attempt_begin(a, &attempt) || !is_right(a, hash, typed ? typed : "", &right))
        return false;
    if (right)
        return act_write(a, forget_work, &attempt);
    if (!door_failed(a, q, a->who->id, "sign-in-failed", attempt.left ? 0 : attempt.wait))
        return false;
    return fail(a, attempt.left ? FAULT_INVALID : FAULT_MANY, name,
                "%sが違います。あと%d回で%d分間使えなくなります。",
                *hash ? "今のパスワード" : "確認コード", attempt.left, attempt.wait);
}

bool
own_again(struct act *a, const struct request *q, const char *name)
{
    bool good;

    if (!password_enter(a))
        return false;
    good = prove(a, q, name);
    password_leave();
    return good;
}
