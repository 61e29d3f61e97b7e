/* One's own password. */

#include <string.h>

#include "base/crypto.h"
#include "ledger/core/user.h"
#include "store/act.h"
#include "web/door.h"
#include "web/frame.h"
#include "web/notice.h"
#include "web/own_page.h"
#include "web/password.h"
#include "web/session.h"
#include "web/views.h"

FRAME_BODY(password_view, struct password_page)

static bool
show(struct act *a, const struct request *q, struct reply *r, struct own_fault fault)
{
    struct password_page page = {
        .csrf = q->session->csrf, .login = a->who->login, .fault = fault, .least = PASSWORD_LEAST
    };
    struct frame frame;
    const char *hash;

    if (!user_password(a, a->who->id, &hash))
        return false;
    page.is_apart = !*hash;
    frame_fill(a, q, "パスワード", &frame);
    return frame_reply(a, r, &frame, password_view_body, &page);
}

bool
password_show(struct act *a, const struct request *q, struct reply *r)
{
    return show(a, q, r, (struct own_fault){ NULL, NULL });
}

struct changing {
    const struct request *q;
    const char *hash;
    const char *identifier;
};

static bool
change_work(struct act *a, void *with)
{
    const struct changing *c = with;

    return user_set_password(a, a->who->id, c->hash) &&
           notice_put(a, a->who->id, NOTICE_PASSWORD) &&
           door_renew(a, c->q, c->q->session->strong, c->identifier);
}

/* The rules first: who mistyped the new one need not be counted for it. */
static bool
change(struct act *a, const struct request *q, struct reply *r)
{
    const char *wanted = pairs_get(&q->form, "password");
    const char *twice = pairs_get(&q->form, "again");
    const char *why = password_fault(a, a->who->login, wanted ? wanted : "");
    struct changing c = { .q = q, .identifier = random_token(a->arena, 32) };

    if (why)
        return fail(a, FAULT_INVALID, "password", "%s", why);
    if (!twice || strcmp(wanted, twice) != 0)
        return fail(a, FAULT_INVALID, "again", "2回目が1回目と違います。");
    if (!own_again(a, q, "old") || !password_hash(a, a->who->login, wanted, &c.hash) ||
        !act_write(a, change_work, &c))
        return false;
    door_cookie(a, q, c.identifier, r);
    return true;
}

bool
password_change(struct act *a, const struct request *q, struct reply *r)
{
    enum fault_kind kind;

    if (change(a, q, r))
        return reply_redirect(a, q, r, "/settings/password",
                              "パスワードを変えました。ほかの端末のサインインは終了しました。");
    kind = act_fault_kind(a);
    if (kind != FAULT_INVALID && kind != FAULT_MANY)
        return false;
    r->status = fault_face(kind)->http;
    return show(a, q, r, own_fault(a));
}
