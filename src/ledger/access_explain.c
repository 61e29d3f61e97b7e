#include "ledger/access_explain.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "ledger/access_parts.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

/* --- one sentence ------------------------------------------------------------------ */

static const char *
deeds_text(struct act *a, unsigned deeds)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < DEEDS; i++)
        if (deeds & 1u << i)
            buffer_print(&out, "%s%s", out.length ? "・" : "", deed_faces[i].verb);
    return buffer_string(&out);
}

static const char *
roles_with(struct act *a, const struct ledger *l, unsigned deeds)
{
    struct buffer out = { .arena = a->arena };

    for (const struct access *row = l->access; row && row->may; row++)
        if ((row->may & deeds) == deeds && !strstr(buffer_string(&out), role_title(row->role)))
            buffer_print(&out, "%s%s", out.length ? "、" : "", role_title(row->role));
    return buffer_string(&out);
}

static const char *
granted(struct act *a, const struct membership *m, const struct access *row, const char *what)
{
    return arena_print(a->arena, "%sの役割により、%sについて、%sことができます。",
                       role_title(m->role), reach_title(row->reach), what);
}

const char *
access_explain(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    struct date today = instant_date(a->now);
    unsigned missing = 0;
    const char *roles;

    for (size_t i = 0; i < DEEDS; i++)
        if (deeds & 1u << i && !access_may(a, l, 1u << i, record))
            missing |= 1u << i;
    for (size_t i = 0; !missing && i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->may & deeds &&
                access_bar(a->who, l, &a->who->in[i], row, record, today) == BAR_NONE)
                return granted(a, &a->who->in[i], row, deeds_text(a, deeds));
    roles = roles_with(a, l, missing);
    if (*roles == '\0')
        return arena_print(a->arena, "%sの台帳を%s権限は、どの役割にもありません。", l->title,
                           deeds_text(a, missing));
    return arena_print(a->arena, "%sの台帳を%s権限がありません。できる役割：%s。", l->title,
                       deeds_text(a, missing), roles);
}

/* --- all the reasons ---------------------------------------------------------------- */

enum { MOST_REASONS = 60 };

struct telling {
    struct act *a;
    const struct access_question *q;
    struct access_answer *out;
    struct date today;
};

static void
tell(struct telling *t, const char *sentence)
{
    for (size_t i = 0; i < t->out->count; i++)
        if (strcmp(t->out->reasons[i], sentence) == 0)
            return;
    if (t->out->count < MOST_REASONS)
        t->out->reasons[t->out->count++] = sentence;
}

static const char *
contract_title(struct act *a, int64_t id)
{
    struct record *row = ledger_new(a, &contract_ledger);
    size_t faults = a->fault_count;
    bool found = false;

    if (!a->store)
        return arena_print(a->arena, "契約 %lld番", (long long)id);
    if (!shape_read(a, shape_of(&contract_ledger), id, false, row, &found))
        act_forgive(a, faults);
    return found ? arena_print(a->arena, "契約「%s」", record_title(a, &contract_ledger, row))
                 : arena_print(a->arena, "契約 %lld番", (long long)id);
}

/* 役割「受託者（担当）」（契約「運用支援」、令和8年4月1日から） */
static const char *
membership_words(struct telling *t, const struct membership *m)
{
    struct arena *arena = t->a->arena;
    const char *where = m->contract ? contract_title(t->a, m->contract) : "すべての契約";
    const char *from =
        m->from.day ? arena_print(arena, "、%sから", wareki_print(arena, m->from, WAREKI_LONG))
                    : "";
    const char *until = m->until.day > 1 ? arena_print(arena, "、%sまで",
                                                       wareki_print(arena, m->until, WAREKI_LONG))
                                         : "";

    return arena_print(arena, "役割「%s」（%s%s%s）", role_title(m->role), where, from, until);
}

static const char *
day_words(const struct telling *t, const struct membership *m)
{
    static const char *const ends[] = {
        [ENDS_ITSELF] = "は、期間が終わっています。",
        [ENDS_WITH_USER] = "は、利用者の使える期間が過ぎたので、終わっています。",
        [ENDS_WITH_CONTRACT] = "は、契約の期間が終わったので、終わっています。",
        [ENDS_WITHOUT_CONTRACT] = "は、契約がもうないので、終わっています。",
    };

    return m->from.day > t->today.day ? "は、まだ始まっていません。" : ends[m->ends];
}

static const char *
bar_words(const struct telling *t, const struct membership *m, enum access_bar bar)
{
    switch (bar) {
    case BAR_DAY:
        return day_words(t, m);
    case BAR_CONTRACT:
        return "は、その契約の記録にだけ及びます。この記録は別の契約のものです。";
    case BAR_OWNER:
        return t->q->who->person
                   ? "は、自分の記録にだけ及びます。この記録はほかの方のものです。"
                   : "は、自分の記録にだけ及びます。利用者に「人」が登録されていません。";
    case BAR_ORGANISATION:
        return m->organisation
                   ? "は、自分の組織の記録にだけ及びます。この記録は別の組織のものです。"
                   : "は、自分の組織の記録にだけ及びます。この役割に所属が登録されていません。";
    case BAR_ZONE:
        return m->zone ? "は、自分の区画の記録にだけ及びます。この記録は別の区画のものです。"
                       : "は、自分の区画の記録にだけ及びます。この役割に区画が登録されていません。";
    case BAR_NONE:
    case BAR_ROLE:
        break;
    }
    return "";
}

/* What is wanted of a row: a deed, perhaps on one field, perhaps for a transition. */
struct wanted {
    unsigned deed;
    const struct field *field;
    const struct transition *move;
    const char *what; /* 変更する, 「優先度」を見る */
};

static const char *
fields_of(const struct wanted *w, const struct access *row)
{
    return w->deed == DEED_READ ? row->sees : row->sets;
}

static void
tell_roles(struct telling *t, const struct wanted *w)
{
    struct buffer out = { .arena = t->a->arena };
    const char *roles;

    for (int role = ROLE_NONE + 1; w->move && role < ROLES; role++)
        if (w->move->roles & 1u << role)
            buffer_print(&out, "%s%s", out.length ? "、" : "", role_title((enum role)role));
    roles = w->move ? buffer_string(&out) : roles_with(t->a, t->q->ledger, w->deed);
    tell(t, *roles ? arena_print(t->a->arena, "できる役割：%s。", roles)
                   : "この権限は、どの役割にもありません。");
}

/* What one membership has to say; `*gives` when it is what decides. */
static const char *
judge(struct telling *t, const struct membership *m, const struct wanted *w, bool *gives)
{
    const struct ledger *l = t->q->ledger;
    const char *who = membership_words(t, m);
    enum access_bar nearest = BAR_ROLE;
    bool listed = true;

    *gives = false;
    if (w->move && !(w->move->roles & 1u << m->role))
        return arena_print(t->a->arena, "%sは、「%s」をする役割ではありません。", who,
                           w->move->label);
    if (w->move && w->move->own && t->q->record && t->q->record->owner != t->q->who->person)
        return arena_print(t->a->arena, "「%s」は、その記録の本人だけができます。", w->move->label);
    for (const struct access *row = l->access; row && row->may; row++) {
        enum access_bar bar = access_bar(t->q->who, l, m, row, t->q->record, t->today);

        if (!(row->may & w->deed) || bar == BAR_ROLE)
            continue;
        if (w->field && !access_lists(fields_of(w, row), w->field)) {
            listed = false;
            continue;
        }
        *gives = bar == BAR_NONE;
        if (*gives)
            return arena_print(t->a->arena, "%sにより、%sについて、%sことができます。", who,
                               reach_title(row->reach), w->what);
        nearest = bar;
    }
    if (nearest != BAR_ROLE)
        return arena_print(t->a->arena, "%s%s", who, bar_words(t, m, nearest));
    return arena_print(t->a->arena,
                       listed ? "%sには、%sの台帳を%s権限がありません。"
                              : "%sでは、%sの項目のうち、%sことができないものです。",
                       who, l->title, w->what);
}

/* Says what gives it, or else all that is in the way. */
static void
tell_wanted(struct telling *t, const struct wanted *w)
{
    const struct who *who = t->q->who;
    const char **sentences = NEW_ARRAY(t->a->arena, who->count + 1, const char *);

    for (size_t i = 0; i < who->count; i++) {
        bool gives;

        sentences[i] = judge(t, &who->in[i], w, &gives);
        if (gives) {
            tell(t, sentences[i]);
            return;
        }
    }
    for (size_t i = 0; i < who->count; i++)
        tell(t, sentences[i]);
    if (who->count == 0)
        tell(t, "役割がひとつもありません。");
    tell_roles(t, w);
}

/* The deeds that the action takes: whatever is done to a record that is there needs its
   being read. */
static unsigned
deeds_of(const struct access_question *q)
{
    unsigned deeds = q->move || q->field ? 0 : q->deed;

    if (q->move || (q->field && q->deed == DEED_CREATE))
        return deeds;
    if (q->field && q->field->personal)
        deeds |= DEED_PERSONAL;
    return q->deed & (DEED_CREATE | DEED_IMPORT) ? deeds : deeds | DEED_READ;
}

static bool
decide(const struct act *a, const struct access_question *q)
{
    struct act as = *a;

    as.who = q->who;
    return access_may(&as, q->ledger, deeds_of(q), q->record) &&
           (!q->move || access_move(&as, q->ledger, q->move, q->record)) &&
           (!q->field ||
            (q->deed == DEED_READ ? access_sees(&as, q->ledger, q->field, q->record)
                                  : access_sets(&as, q->ledger, q->field, q->deed, q->record)));
}

static void
tell_all(struct telling *t)
{
    const struct access_question *q = t->q;
    struct arena *arena = t->a->arena;
    unsigned deeds = deeds_of(q);

    if (q->move)
        tell_wanted(t, &(struct wanted){ DEED_READ, NULL, q->move,
                                         arena_print(arena, "「%s」をする", q->move->label) });
    if (q->field)
        tell_wanted(t, &(struct wanted){ q->deed, q->field, NULL,
                                         arena_print(arena, "「%s」を%s", q->field->label,
                                                     q->deed == DEED_READ ? "見る" : "書く") });
    for (size_t i = DEEDS; i-- > 0;)
        if (deeds & 1u << i && !(q->field && q->deed == 1u << i))
            tell_wanted(t, &(struct wanted){ 1u << i, NULL, NULL, deed_faces[i].verb });
    if (q->move)
        tell(t,
             arena_print(arena, "「%s」は、記録の状態が許すときにだけできます。", q->move->label));
    if (q->field && q->field->settled && q->deed == DEED_CHANGE)
        tell(t, arena_print(arena, "「%s」は、一度書くと変えられません。", q->field->label));
}

void
access_answer(struct act *a, const struct access_question *q, struct access_answer *out)
{
    struct telling t = { a, q, out, instant_date(a->now) };

    *out = (struct access_answer){
        .allowed = decide(a, q),
        .reasons = NEW_ARRAY(a->arena, MOST_REASONS, const char *),
    };
    tell_all(&t);
    out->verdict = out->allowed ? "できます。" : "できません。";
}
