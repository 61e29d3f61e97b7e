/* Questions about rights: who may put them, and what can be asked. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/access_explain.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"

static bool
leads(const struct act *a, int64_t contract)
{
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *m = &a->who->in[i];

        if (m->role == ROLE_LEAD && (!m->contract || !contract || m->contract == contract) &&
            membership_holds(m, today))
            return true;
    }
    return false;
}

bool
access_may_ask(const struct act *a)
{
    return access_administers(a) || leads(a, 0);
}

/* --- actions ------------------------------------------------------------------------ */

static const char *const dotted[] = { "see.", "set." };

static const struct field *
field_asked(const struct ledger *l, const char *word, unsigned *deed)
{
    for (size_t i = 0; i < 2; i++)
        if (strncmp(word, dotted[i], 4) == 0) {
            *deed = i ? DEED_CHANGE : DEED_READ;
            return shape_field(shape_of(l), word + 4);
        }
    return NULL;
}

bool
access_action(struct act *a, const struct ledger *l, const char *word, struct access_question *out)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;
    struct buffer known = { .arena = a->arena };

    out->ledger = l;
    out->field = field_asked(l, word, &out->deed);
    if (out->field)
        return true;
    for (size_t i = 0; i < DEEDS; i++) {
        if (strcmp(deed_faces[i].name, word) == 0) {
            out->deed = 1u << i;
            return true;
        }
        buffer_print(&known, "%s ", deed_faces[i].name);
    }
    for (; t && t->action; t++) {
        if (strcmp(t->action, word) == 0) {
            out->move = t;
            return true;
        }
        buffer_print(&known, "%s ", t->action);
    }
    return fail(a, FAULT_MALFORMED, "action",
                "「%s」という操作はありません。%ssee.項目 set.項目 のどれかです。", word,
                buffer_string(&known));
}

const struct access_word *
access_actions(struct act *a, const struct ledger *l, size_t *count)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;
    const struct shape *s = shape_of(l);
    size_t moves = 0;
    struct access_word *words;

    while (t && t[moves].action)
        moves++;
    words = NEW_ARRAY(a->arena, DEEDS + moves + s->field_count * 2, struct access_word);
    *count = 0;
    for (size_t i = 0; i < DEEDS; i++)
        words[(*count)++] = (struct access_word){ deed_faces[i].name, deed_faces[i].verb };
    for (size_t i = 0; i < moves; i++)
        words[(*count)++] = (struct access_word){ t[i].action, t[i].label };
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (f->secret)
            continue;
        words[(*count)++] = (struct access_word){ arena_print(a->arena, "see.%s", f->name),
                                                  arena_print(a->arena, "「%s」を見る", f->label) };
        if (!f->fixed)
            words[(*count)++] =
                (struct access_word){ arena_print(a->arena, "set.%s", f->name),
                                      arena_print(a->arena, "「%s」を書く", f->label) };
    }
    return words;
}

/* --- asking ------------------------------------------------------------------------- */

/* Of what belongs to contracts he does not lead, a lead hears nothing. */
static void
keep_led(struct act *a, struct who *who)
{
    struct membership *in = NEW_ARRAY(a->arena, who->count + 1, struct membership);
    size_t left = 0;

    for (size_t i = 0; i < who->count; i++)
        if (!who->in[i].contract || leads(a, who->in[i].contract))
            in[left++] = who->in[i];
    who->in = in;
    who->count = left;
}

static bool
read_head(struct act *a, const struct ledger *l, int64_t id, const struct record **out)
{
    struct record *row = ledger_new(a, l);
    bool found;

    if (!shape_read(a, shape_of(l), id, false, row, &found))
        return false;
    if (!found || row->removed_at.us ||
        (!access_administers(a) && !l->installation && !leads(a, row->contract)))
        return access_missing(a, l, id);
    *out = row;
    return true;
}

bool
access_ask(struct act *a, const char *login, const struct ledger *l, int64_t record,
           const char *action, struct access_answer *out)
{
    struct access_question q = { 0 };
    struct who who;

    if (!access_may_ask(a))
        return fail(a, FAULT_DENIED, NULL,
                    "権限の説明を見られるのは、システム管理者と契約の責任者です。");
    if (!access_action(a, l, action, &q) || !who_load_all(a, login, &who) ||
        (record && !read_head(a, l, record, &q.record)))
        return false;
    if (!access_administers(a))
        keep_led(a, &who);
    q.who = &who;
    if (q.field && q.deed == DEED_CHANGE && !record)
        q.deed = DEED_CREATE;
    access_answer(a, &q, out);
    return true;
}
