/* One's own second factor: setting it up, recovery codes, taking it away. */

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "ledger/core/user.h"
#include "store/act.h"
#include "web/door.h"
#include "web/frame.h"
#include "web/notice.h"
#include "web/own_page.h"
#include "web/qr.h"
#include "web/session.h"
#include "web/views.h"

FRAME_BODY(factor_view, struct factor_page)

/* JBSW Y3DP …: what is typed from a screen. */
static const char *
in_groups(struct act *a, const char *text)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; text[i]; i++) {
        if (i && i % 4 == 0)
            buffer_char(&out, ' ');
        buffer_char(&out, text[i]);
    }
    return buffer_string(&out);
}

static bool
show(struct act *a, const struct request *q, struct reply *r, struct factor_page page)
{
    struct frame frame;
    const char *hash;

    if (!factor_read(a, a->who->id, &page.factor) || !user_password(a, a->who->id, &hash))
        return false;
    page.csrf = q->session->csrf;
    page.must = q->session->enrols;
    page.by_code = !*hash;
    if (page.factor.secret) {
        page.secret = in_groups(a, page.factor.secret);
        page.qr = qr_html(a, factor_address(a, a->who->login, page.factor.secret),
                          "認証アプリで読み取る二次元コード。読み取れないときは下の文字を入れます");
    }
    frame_fill(a, q, "二要素認証", &frame);
    return frame_reply(a, r, &frame, factor_view_body, &page);
}

bool
factor_show(struct act *a, const struct request *q, struct reply *r)
{
    struct factor factor;

    if (!factor_read(a, a->who->id, &factor))
        return false;
    if (!factor.confirmed && !factor_prepare(a, a->who->id))
        return false;
    return show(a, q, r, (struct factor_page){ 0 });
}

/* What is done to one's factor in one transaction, with a new identifier where it changes
   what the session is worth. */
struct doing {
    const struct request *q;
    const char *code;
    const char *identifier;
    const char *recovery[RECOVERY_CODES];
};

static bool
confirm_work(struct act *a, void *with)
{
    struct doing *d = with;

    return factor_confirm(a, a->who->id, d->code, d->recovery) &&
           notice_put(a, a->who->id, NOTICE_FACTOR_SET) && door_renew(a, d->q, true, d->identifier);
}

static bool
remove_work(struct act *a, void *with)
{
    struct doing *d = with;

    return factor_remove(a, a->who->id) && notice_put(a, a->who->id, NOTICE_FACTOR_REMOVED) &&
           door_renew(a, d->q, false, d->identifier);
}

static bool
renew_work(struct act *a, void *with)
{
    struct doing *d = with;

    return factor_renew(a, a->who->id, d->recovery) && notice_put(a, a->who->id, NOTICE_RECOVERY);
}

static bool
show_fault(struct act *a, const struct request *q, struct reply *r)
{
    enum fault_kind kind = act_fault_kind(a);

    if (kind != FAULT_INVALID && kind != FAULT_MANY)
        return false;
    r->status = fault_face(kind)->http;
    return show(a, q, r, (struct factor_page){ .fault = own_fault(a) });
}

bool
factor_set_up(struct act *a, const struct request *q, struct reply *r)
{
    const char *code = pairs_get(&q->form, "code");
    struct doing d = { .q = q, .code = code ? code : "", .identifier = random_token(a->arena, 32) };

    if (!act_write(a, confirm_work, &d))
        return show_fault(a, q, r);
    door_cookie(a, q, d.identifier, r);
    return show(a, q, r, (struct factor_page){ .recovery = d.recovery });
}

bool
factor_take_away(struct act *a, const struct request *q, struct reply *r)
{
    struct doing d = { .q = q, .identifier = random_token(a->arena, 32) };

    if (!own_again(a, q, "old"))
        return show_fault(a, q, r);
    if (!act_write(a, remove_work, &d))
        return false;
    door_cookie(a, q, d.identifier, r);
    return reply_redirect(a, q, r, DOOR_ENROL, "二要素認証を外しました。");
}

bool
factor_codes_anew(struct act *a, const struct request *q, struct reply *r)
{
    struct doing d = { .q = q };

    if (!own_again(a, q, "old_for_codes"))
        return show_fault(a, q, r);
    return act_write(a, renew_work, &d) &&
           show(a, q, r, (struct factor_page){ .recovery = d.recovery });
}
