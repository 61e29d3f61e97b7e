/* Where one is signed in. */

#include <stdlib.h>

#include "base/arena.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/own_page.h"
#include "web/session.h"
#include "web/views.h"

FRAME_BODY(sessions_view, struct sessions_page)

bool
sessions_show(struct act *a, const struct request *q, struct reply *r)
{
    struct sessions_page page = { .csrf = q->session->csrf };
    struct session_entry *list;
    struct frame frame;

    if (!session_list(a, q, a->who->id, &list, &page.count))
        return false;
    page.lines = NEW_ARRAY(a->arena, page.count, struct session_line);
    for (size_t i = 0; i < page.count; i++)
        page.lines[i] = (struct session_line){ .id = list[i].id,
                                               .device = device_words(a, list[i].agent),
                                               .address = list[i].address,
                                               .created = list[i].created,
                                               .seen = list[i].seen,
                                               .is_this = list[i].id == q->session->id };
    frame_fill(a, q, "サインイン中の端末", &frame);
    return frame_reply(a, r, &frame, sessions_view_body, &page);
}

struct closing {
    int64_t session;
    int64_t keep;
};

static bool
close_work(struct act *a, void *with)
{
    const struct closing *c = with;

    return session_close(a, a->who->id, c->session, c->keep);
}

bool
sessions_close(struct act *a, const struct request *q, struct reply *r)
{
    const char *one = pairs_get(&q->form, "session");
    struct closing c = { one ? strtoll(one, NULL, 10) : 0, q->session->id };

    if (one && c.session <= 0)
        return fail(a, FAULT_MISSING, NULL, "このサインインはもう終わっています。");
    if (!act_write(a, close_work, &c))
        return false;
    return reply_redirect(a, q, r, c.session == q->session->id ? "/sign-in" : "/settings/sessions",
                          c.session == q->session->id ? NULL
                          : one ? "そのサインインを終了しました。"
                                : "ほかのサインインをすべて終了しました。");
}
