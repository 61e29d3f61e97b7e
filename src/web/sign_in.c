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
#include "web/directory.h"
#include "web/door.h"
#include "web/newcomer.h"
#include "web/oidc.h"
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

bool
sign_in_show(struct act *a, const struct request *q, struct reply *r,
             const struct sign_in_page *given)
{
    struct sign_in_page page = *given;
    struct out o = { .today = instant_date(a->now) };

    page.csrf = csrf_token(a, q, r);
    page.other = oidc_name();
    o.text = r->body;
    sign_in_view(&o, &page);
    r->body = o.text;
    return true;
}

static bool
form(struct act *a, const struct request *q, struct reply *r)
{
    return sign_in_show(a, q, r, &(struct sign_in_page){ .login = "", .next = next_of(&q->query) });
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

/* Logins as they can stand here; they are compared in small letters everywhere, so that no
   way of writing one reaches the account by another door. */
bool
sign_in_is_login(const char *login)
{
    return login[strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_@")] == '\0';
}

static const char *
typed_login(struct act *a, const struct request *q)
{
    char *login = text_clean(a->arena, text_narrow(a->arena, field(q, "login")));

    for (char *c = login; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return login;
}

/* One try on its way. */
struct trying {
    const char *login;
    struct attempt attempt;
    int64_t user; /* 0: no account here */
    bool own;     /* the account has its password here */
    bool right;
    const char *means;
};

/* Counted while it is compared, at the same cost whoever it is: the commit of the count costs
   no time of its own then. The result is used only when the count allows it. */
static bool
try_here(struct act *a, const struct request *q, struct trying *t)
{
    struct password_row row = { 0 };
    struct password_run run;
    bool found, counted;

    attempt_init(a, q, ATTEMPT_PASSWORD, t->login, &t->attempt);
    if (!attempt_look(a, &t->attempt) ||
        !query_first(a, &password_find, &row, &found, BOUND(BIND(login, t->login))))
        return false;
    /* No snapshot stays open while the password is worked on. */
    act_end(a);
    t->user = found ? row.id : 0;
    t->own = found && row.password && *row.password;
    password_begin(&run, t->own ? row.password : NULL, field(q, "password"));
    counted = attempt_count(a, &t->attempt);
    t->right = password_end(&run, counted);
    t->means = "password";
    return counted;
}

/* Asks the directory, also where that can only say no, so that both take the same time. */
static bool
try_directory(struct act *a, const struct request *q, struct trying *t)
{
    bool pretend = t->own || !sign_in_is_login(t->login);
    struct directory_entry entry;
    struct newcomer newcomer;
    const char *why;

    switch (directory_ask(a->arena, pretend ? "-" : t->login, field(q, "password"), pretend, &entry,
                          &why)) {
    case DIRECTORY_NONE:
    case DIRECTORY_WRONG:
        return true;
    case DIRECTORY_AWAY:
        return fail(a, FAULT_BUSY, "password", "%s", why);
    case DIRECTORY_RIGHT:
        break;
    }
    newcomer = (struct newcomer){ .login = t->login,
                                  .title = entry.title,
                                  .name = entry.name,
                                  .mail = entry.mail,
                                  .groups = entry.groups,
                                  .group_count = entry.group_count };
    t->means = "ldap";
    if (!newcomer_take(a, &newcomer, &t->user))
        return false;
    t->right = t->user != 0;
    return true;
}

/* Handed to the door when right; an account that has ended is answered as a wrong password. */
static bool
decide(struct act *a, const struct request *q, const struct trying *t, struct reply *r)
{
    size_t faults = a->fault_count;

    if (t->right) {
        struct arrival arrival = {
            .user = t->user, .means = t->means, .next = next_of(&q->form), .attempt = &t->attempt
        };

        if (door_open(a, q, &arrival, r))
            return true;
        if (act_fault_kind(a) != FAULT_MISSING)
            return false;
        act_forgive(a, faults);
    }
    return refuse_password(a, q, t->user, &t->attempt);
}

static bool
check_form(struct act *a, const struct request *q, const char *login, struct reply *r)
{
    struct trying t = { .login = login };
    bool good;

    if (!*login || !*field(q, "password") || strlen(login) > LOGIN_MOST)
        return fail(a, FAULT_INVALID, "password", "利用者IDとパスワードを入れてください。");
    if (!password_enter(a))
        return false;
    good = try_here(a, q, &t);
    password_leave();
    return good && (t.right || try_directory(a, q, &t)) && decide(a, q, &t, r);
}

static bool
sign_in(struct act *a, const struct request *q, struct reply *r)
{
    const char *login = typed_login(a, q);
    enum fault_kind kind;

    if (check_form(a, q, login, r))
        return true;
    kind = act_fault_kind(a);
    if (kind != FAULT_INVALID && kind != FAULT_MANY && kind != FAULT_BUSY)
        return false;
    r->status = fault_face(kind)->http;
    return sign_in_show(a, q, r,
                        &(struct sign_in_page){ .login = login,
                                                .fault = a->last_fault->message,
                                                .next = next_of(&q->form) });
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
    return session_end(a, q, r) && reply_redirect(a, q, r, "/sign-in", NULL);
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
