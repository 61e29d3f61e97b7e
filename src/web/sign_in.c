#include "web/sign_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/act.h"
#include "web/csrf.h"
#include "web/out.h"
#include "web/reply.h"
#include "web/session.h"
#include "web/sign_in_page.h"
#include "web/views.h"

static const char *
next_of(const struct pairs *pairs)
{
    const char *next = pairs_get(pairs, "next");

    return path_is_own(next) ? next : "";
}

static bool
show(struct act *a, const struct request *q, struct reply *r, const struct sign_in_page *given)
{
    struct sign_in_page page = *given;
    struct out o = { .today = instant_date(a->now) };

    page.csrf = csrf_token(a, q, r);
    o.text = r->body;
    sign_in_view(&o, &page);
    r->body = o.text;
    return true;
}

static bool
form(struct act *a, const struct request *q, struct reply *r)
{
    return show(a, q, r, &(struct sign_in_page){ .login = "", .next = next_of(&q->query) });
}

static const char *
field(const struct request *q, const char *name)
{
    const char *value = pairs_get(&q->form, name);

    return value ? value : "";
}

static bool
sign_in(struct act *a, const struct request *q, struct reply *r)
{
    const char *login = text_clean(a->arena, text_narrow(a->arena, field(q, "login")));
    const char *next = next_of(&q->form);
    enum fault_kind kind;

    if (session_open(a, q, login, field(q, "password"), r))
        return reply_redirect(a, q, r, *next ? next : "/", NULL);
    kind = act_fault_kind(a);
    if (kind != FAULT_INVALID && kind != FAULT_MANY)
        return false;
    r->status = fault_face(kind)->http;
    return show(
        a, q, r,
        &(struct sign_in_page){ .login = login, .fault = a->last_fault->message, .next = next });
}

static bool
sign_out(struct act *a, const struct request *q, struct reply *r)
{
    return session_end(a, q->session, r) && reply_redirect(a, q, r, "/sign-in", NULL);
}

static bool
switch_contract(struct act *a, const struct request *q, struct reply *r)
{
    const char *next = next_of(&q->form);

    return session_switch(a, q->session, strtoll(field(q, "contract"), NULL, 10)) &&
           reply_redirect(a, q, r, *next ? next : "/", NULL);
}

const struct route sign_in_routes[] = {
    { GET, "/sign-in", form, .may = MAY_EVERYONE },
    { POST, "/sign-in", sign_in, .may = MAY_EVERYONE },
    { POST, "/sign-out", sign_out, .may = MAY_SIGNED_IN },
    { POST, "/switch-contract", switch_contract, .may = MAY_SIGNED_IN },
    { 0 },
};
