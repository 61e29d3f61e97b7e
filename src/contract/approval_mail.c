/* Letters of an approval: to whose turn has come, and to who asked when it is decided. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/outbox.h"
#include "store/store.h"

struct letter {
    const char *subject;
    const char *text;
};

/* One letter a person and version: running again adds nothing. */
static bool
send(struct act *a, const struct approval *it, int64_t to, const struct letter *letter)
{
    struct person *person = ledger_new(a, &person_ledger);
    struct buffer content = { .arena = a->arena };
    bool found;

    if (!to || !shape_read(a, shape_of(&person_ledger), to, true, person, &found))
        return to == 0;
    if (!found || !person->mail.text || !*person->mail.text)
        return true;
    buffer_text(&content, "{\"to\":[");
    json_text(&content, person->mail.text);
    buffer_text(&content, "],\"subject\":");
    json_text(&content, letter->subject);
    json_key(&content, "text", false);
    json_text(&content, letter->text);
    buffer_char(&content, '}');
    return outbox_put(a, it->base.contract, "mail",
                      arena_print(a->arena, "approval-%lld-%lld-%lld@%s", (long long)it->base.id,
                                  (long long)it->base.version, (long long)to,
                                  store_installation(a->store)),
                      buffer_string(&content));
}

static bool
tell_turn(struct act *a, const struct approval *it, const struct approval_plan *plan)
{
    bool handed = strcmp(plan->action, "hand_over") == 0;
    struct letter letter = {
        .subject = arena_print(a->arena, "決裁のお願い：%s", it->title),
        .text = arena_print(a->arena,
                            "「%s」の決裁が回ってきました。\n\n申請　%s\n経路　%s\n\n"
                            "画面「わたしの決裁」から開けます（%s/%lld）。\n",
                            it->title, it->applicant, it->route_title, approval_ledger.path,
                            (long long)it->base.id),
    };
    const struct refs *people = &it->turn;

    if (handed) {
        letter.subject = arena_print(a->arena, "代決のお願い：%s", it->title);
        return send(a, it, plan->told, &letter);
    }
    for (size_t i = 0; i < people->count; i++)
        if (!send(a, it, people->items[i].id, &letter))
            return false;
    return true;
}

static bool
tell_end(struct act *a, const struct approval *it)
{
    bool approved = strcmp(it->base.state, "approved") == 0;
    struct letter letter = {
        .subject = arena_print(a->arena, "%s：%s", approved ? "承認されました" : "差し戻されました",
                               it->title),
        .text = arena_print(a->arena, "「%s」が%s。\n%s%s\n（%s/%lld）\n", it->title,
                            approved ? "承認されました" : "差し戻されました",
                            a->reason && *a->reason ? "\n意見　" : "",
                            a->reason && *a->reason ? a->reason : "", approval_ledger.path,
                            (long long)it->base.id),
    };

    if (strcmp(it->base.state, "withdrawn") == 0)
        return true;
    return send(a, it, it->base.owner, &letter);
}

/* A parallel step tells its people once, when it begins. */
static bool
has_begun(const struct approval_plan *plan, int64_t position)
{
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.rows[i]->position == position && step_is(plan->steps.rows[i], "approved"))
            return true;
    return false;
}

bool
approval_tell(struct act *a, const struct approval *it, const struct approval_plan *plan)
{
    if (plan->ended)
        return tell_end(a, it);
    if (strcmp(plan->action, "approve") == 0 && has_begun(plan, it->position))
        return true;
    return tell_turn(a, it, plan);
}
