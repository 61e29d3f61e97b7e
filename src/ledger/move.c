#include <string.h>

#include "base/arena.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "ledger/write.h"
#include "store/act.h"

static const struct transition *
transition_find(const struct ledger *l, const char *action)
{
    const struct transition *it = l->states ? l->states->transitions : NULL;

    for (; it && it->action; it++)
        if (strcmp(it->action, action) == 0)
            return it;
    return NULL;
}

const char *
transition_takes(struct act *a, const struct transition *t)
{
    if (!t->needs || !t->asks)
        return t->needs ? t->needs : t->asks;
    return arena_print(a->arena, "%s %s", t->needs, t->asks);
}

/* The needed fields that are empty, each a fault of its own. */
static bool
has_needs(struct act *a, const struct writing *w)
{
    const char *needs = w->move->needs;
    size_t length;
    bool good = true;

    for (const char *name; (name = names_next(&needs, &length));) {
        const struct field *f = shape_field(w->shape, arena_slice(a->arena, name, length));

        if (f && field_is_empty(f, record_at(a, w->l, f, w->row)))
            good = fail(a, FAULT_INVALID, f->name, "%sは必須です。%sときに書きます。", f->label,
                        w->move->label);
    }
    return good;
}

bool
writing_move(struct act *a, struct writing *w)
{
    const struct state *now = state_find(w->l, w->before->state);

    w->move = transition_find(w->l, w->action);
    if (!w->move)
        return fail(a, FAULT_MISSING, NULL, "%sに「%s」という操作はありません。", w->l->title,
                    w->action);
    if (!w->kept && !access_move(a, w->l, w->move, w->before))
        return fail(a, FAULT_DENIED, NULL,
                    w->move->own ? "「%s」は、本人だけができます。"
                                 : "「%s」をする権限がありません。",
                    w->move->label);
    if (!names_have(w->move->from, w->before->state))
        return fail(a, FAULT_CLASH, NULL, "いまは「%s」です。この状態では「%s」はできません。",
                    now ? now->label : w->before->state, w->move->label);
    w->row->state = w->move->to;
    return true;
}

bool
writing_prepare(struct act *a, const struct writing *w)
{
    const struct transition *move = transition_find(w->l, w->action);

    return !move || !move->prepare || !names_have(move->from, w->row->state) ||
           !access_move(a, w->l, move, w->row) || move->prepare(a, w->row);
}

bool
writing_ready(struct act *a, struct writing *w)
{
    bool filled;

    if (!w->move)
        return true;
    filled = has_needs(a, w);
    return (!w->move->check || w->move->check(a, w->before, w->row)) && filled;
}

size_t
ledger_moves(struct act *a, const struct ledger *l, const struct record *record,
             const struct transition **out, size_t most)
{
    const struct transition *it = l->states ? l->states->transitions : NULL;
    size_t count = 0;

    if (!access_may(a, l, DEED_READ, record))
        return 0;
    for (; it && it->action && count < most; it++)
        if (names_have(it->from, record->state) && access_move(a, l, it, record))
            out[count++] = it;
    return count;
}
