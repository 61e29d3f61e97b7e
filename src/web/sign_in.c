#include "web/sign_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/act.h"
#include "store/query.h"
#include "web/attempt.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/door.h"
#include "web/out.h"
#include "web/password.h"
#include "web/reply.h"
#include "web/session.h"
#include "web/sign_in_page.h"
#include "web/views.h"

enum { LOGIN_MOST = 200 };

struct password_row {
    int64_t id;
    const char *password;
};

static const struct query password_find = {
    .name = "user.password",
    .sql = "SELECT id, password FROM \"user\" WHERE login = :login AND removed_at IS NULL",
    .row_size = sizeof(struct password_row),
    .columns = COLUMNS(COLUMN(struct password_row, id), COLUMN(struct password_row, password)),
};

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
refuse_password(struct act *a, const struct request *q, int64_t user, const struct attempt *t)
{
    if (!door_failed(a, q, user, "sign-in-failed", t->left ? 0 : t->wait))
        return false;
    if (t->left)
        return fail(a, FAULT_INVALID, "password",
                    "利用者IDかパスワードが違います。あと%d回で%d分間使えなくなります。", t->left,
                    t->wait);
    return fail(a, FAULT_MANY, "password",
                "利用者IDかパスワードが違います。続いたため、%d分間使えません。", t->wait);
}

/* Counted while it is compared, at the same cost whoever it is; handed to the door when both
   are done and it was right. The commit of the count costs no time of its own then. */
static bool
try_password(struct act *a, const struct request *q, const char *login, struct reply *r)
{
    struct attempt attempt;
    struct password_row row = { 0 };
    struct arrival arrival = { .means = "password",
                               .next = next_of(&q->form),
                               .attempt = &attempt };
    struct password_run run;
    bool found = false, right, counted;
    size_t faults;

    attempt_init(a, q, ATTEMPT_PASSWORD, login, &attempt);
    if (!attempt_look(a, &attempt) ||
        !query_first(a, &password_find, &row, &found, BOUND(BIND(login, login))))
        return false;
    /* No snapshot stays open while the password is worked on. */
    act_end(a);
    password_begin(&run, found ? row.password : NULL, field(q, "password"));
    counted = attempt_count(a, &attempt);
    right = password_end(&run, counted);
    if (!counted)
        return false;
    faults = a->fault_count;
    arrival.user = row.id;
    if (right && door_open(a, q, &arrival, r))
        return true;
    if (right && act_fault_kind(a) != FAULT_MISSING)
        return false;
    act_forgive(a, faults);
    return refuse_password(a, q, row.id, &attempt);
}

static bool
check_form(struct act *a, const struct request *q, const char *login, struct reply *r)
{
    bool good;

    if (!*login || !*field(q, "password") || strlen(login) > LOGIN_MOST)
        return fail(a, FAULT_INVALID, "password", "利用者IDとパスワードを入れてください。");
    if (!password_enter(a))
        return false;
    good = try_password(a, q, login, r);
    password_leave();
    return good;
}

static bool
sign_in(struct act *a, const struct request *q, struct reply *r)
{
    const char *login = text_clean(a->arena, text_narrow(a->arena, field(q, "login")));
    enum fault_kind kind;

    if (check_form(a, q, login, r))
        return true;
    kind = act_fault_kind(a);
    if (kind != FAULT_INVALID && kind != FAULT_MANY && kind != FAULT_BUSY)
        return false;
    r->status = fault_face(kind)->http;
    return show(a, q, r,
                &(struct sign_in_page){
                    .login = login, .fault = a->last_fault->message, .next = next_of(&q->form) });
}

static bool
show_code(struct act *a, const struct request *q, struct reply *r, const struct code_page *given)
{
    struct code_page page = *given;
    struct out o = { .today = instant_date(a->now) };

    page.csrf = csrf_token(a, q, r);
    o.text = r->body;
    code_view(&o, &page);
    r->body = o.text;
    return true;
}

static bool
code_form(struct act *a, const struct request *q, struct reply *r)
{
    struct half half;

    if (!door_half(a, q, &half))
        return false;
    if (!half.id)
        return reply_redirect(a, q, r, q->session ? "/" : "/sign-in", NULL);
    return show_code(a, q, r, &(struct code_page){ .next = next_of(&q->query) });
}

static bool
code(struct act *a, const struct request *q, struct reply *r)
{
    bool by_recovery = *field(q, "recovery") != '\0';
    const char *next = next_of(&q->form);
    struct half half;
    enum fault_kind kind;

    if (!door_half(a, q, &half))
        return false;
    if (!half.id)
        return reply_redirect(a, q, r, "/sign-in", NULL);
    if (door_second(a, q, &half, field(q, by_recovery ? "recovery" : "code"), next, r))
        return true;
    kind = act_fault_kind(a);
    if (kind == FAULT_MISSING)
        return reply_redirect(a, q, r, "/sign-in", NULL);
    if (kind != FAULT_INVALID && kind != FAULT_MANY)
        return false;
    r->status = fault_face(kind)->http;
    return show_code(a, q, r,
                     &(struct code_page){ .fault = a->last_fault->message,
                                          .next = next,
                                          .by_recovery = by_recovery });
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
    { GET, DOOR_CODE, code_form, .may = MAY_EVERYONE },
    { POST, DOOR_CODE, code, .may = MAY_EVERYONE },
    { POST, "/sign-out", sign_out, .may = MAY_ENROLLING },
    { POST, "/switch-contract", switch_contract, .may = MAY_SIGNED_IN },
    { 0 },
};
