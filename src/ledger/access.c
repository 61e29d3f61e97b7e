#include "ledger/access.h"

#include "base/arena.h"
#include "base/must.h"
#include "ledger/access_explain.h"
#include "ledger/access_parts.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape_build.h"
#include "store/act.h"

const struct deed_face deed_faces[DEEDS] = {
    { "read", "見る", "見る" },
    { "create", "登録", "登録する" },
    { "change", "変更", "変更する" },
    { "remove", "削除", "削除する" },
    { "comment", "やり取り", "やり取りする" },
    { "note", "内部メモ", "内部メモを扱う" },
    { "personal", "個人情報", "個人情報を見る" },
    { "export", "書き出し", "書き出す" },
    { "import", "取込み", "取り込む" },
    { "history", "履歴", "履歴を見る" },
};

const char *
reach_title(enum reach reach)
{
    static const char *const titles[REACHES] = {
        [REACH_OWN] = "自分の記録",
        [REACH_ORGANISATION] = "自分の組織の記録",
        [REACH_ZONE] = "自分の区画の記録",
        [REACH_CONTRACT] = "契約の記録すべて",
    };

    must((size_t)reach < REACHES);
    return titles[reach];
}

static enum access_bar
bar_of_reach(const struct who *who, const struct membership *m, enum reach reach,
             const struct record *record)
{
    switch (reach) {
    case REACH_OWN:
        return record->owner && record->owner == who->person ? BAR_NONE : BAR_OWNER;
    case REACH_ORGANISATION:
        return record->organisation && record->organisation == m->organisation ? BAR_NONE
                                                                               : BAR_ORGANISATION;
    case REACH_ZONE:
        return record->zone && record->zone == m->zone ? BAR_NONE : BAR_ZONE;
    case REACH_CONTRACT:
        break;
    }
    return BAR_NONE;
}

enum access_bar
access_bar(const struct who *who, const struct ledger *l, const struct membership *m,
           const struct access *row, const struct record *record, struct date today)
{
    if (row->role != m->role)
        return BAR_ROLE;
    if (!membership_holds(m, today))
        return BAR_DAY;
    if (!record)
        return BAR_NONE;
    if (m->contract && !l->installation && m->contract != record->contract)
        return BAR_CONTRACT;
    return bar_of_reach(who, m, row->reach, record);
}

/* All deeds that the user may do with the record; with any at all when it is NULL. */
static unsigned
allowed(const struct act *a, const struct ledger *l, const struct record *record)
{
    struct date today = instant_date(a->now);
    unsigned may = 0;

    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (access_bar(a->who, l, &a->who->in[i], row, record, today) == BAR_NONE)
                may |= row->may;
    return may;
}

bool
access_may(const struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    return (allowed(a, l, record) & deeds) == deeds;
}

bool
access_missing(struct act *a, const struct ledger *l, int64_t id)
{
    return fail(a, FAULT_MISSING, NULL, "%sの %lld番は見つかりません。", l->title, (long long)id);
}

bool
access_require(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    unsigned may = allowed(a, l, record);

    if ((may & deeds) == deeds)
        return true;
    /* A new record has no id yet: there is nothing to be hidden. */
    if (record && record->id && !(may & DEED_READ))
        return access_missing(a, l, record->id);
    if (a->who->id == 0 && a->who->count == 0)
        return fail(a, FAULT_UNSIGNED, NULL, "サインインしてください。");
    return fail(a, FAULT_DENIED, NULL, "%s", access_explain(a, l, deeds, record));
}

/* The role must read the record by a row of its own: what another role of the same user
   reaches does not carry this one's transitions along. */
bool
access_move(const struct act *a, const struct ledger *l, const struct transition *t,
            const struct record *record)
{
    struct date today = instant_date(a->now);

    if (t->own && record && (!a->who->person || record->owner != a->who->person))
        return false;
    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *m = &a->who->in[i];

        if (!(t->roles & 1u << m->role))
            continue;
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->may & DEED_READ && access_bar(a->who, l, m, row, record, today) == BAR_NONE)
                return true;
    }
    return false;
}

/* --- fields ----------------------------------------------------------------------- */

/* Custom fields and those of the head, whose names no other can have, are not restricted. */
bool
access_lists(const char *fields, const struct field *f)
{
    return !fields || shape_is_custom(f) || names_have(fields, f->name) ||
           names_have("id state owner organisation contract created_at changed_at", f->name);
}

bool
access_sees(const struct act *a, const struct ledger *l, const struct field *f,
            const struct record *record)
{
    struct date today = instant_date(a->now);

    if (f->secret || (f->personal && !access_may(a, l, DEED_PERSONAL, record)))
        return false;
    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->may & DEED_READ && access_lists(row->sees, f) &&
                access_bar(a->who, l, &a->who->in[i], row, record, today) == BAR_NONE)
                return true;
    return false;
}

bool
access_sees_always(const struct act *a, const struct ledger *l, const struct field *f)
{
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->may & DEED_READ && !access_lists(row->sees, f) &&
                access_bar(a->who, l, &a->who->in[i], row, NULL, today) == BAR_NONE)
                return false;
    return true;
}

bool
access_sets(const struct act *a, const struct ledger *l, const struct field *f, enum deed deed,
            const struct record *record)
{
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->may & deed && access_lists(row->sets, f) &&
                access_bar(a->who, l, &a->who->in[i], row, record, today) == BAR_NONE)
                return true;
    return false;
}

bool
access_is_partial(const struct act *a, const struct ledger *l)
{
    for (const struct access *row = l->access; row && row->may; row++)
        for (size_t i = 0; (row->sees || row->sets) && i < a->who->count; i++)
            if (a->who->in[i].role == row->role)
                return true;
    return false;
}

void
access_hide(const struct act *a, const struct ledger *l, void *row)
{
    const struct shape *s;

    if (!access_is_partial(a, l))
        return;
    s = shape_of(l);
    for (size_t i = 0; i < s->declared; i++) {
        const struct field *f = &s->fields[i];

        if (!f->personal && !f->secret && !access_sees(a, l, f, row))
            field_clear(f, (char *)row + f->offset);
    }
}

/* --- beyond ledgers ---------------------------------------------------------------- */

static bool
has_role(const struct act *a, enum role role)
{
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++)
        if (a->who->in[i].role == role && a->who->in[i].contract == 0 &&
            membership_holds(&a->who->in[i], today))
            return true;
    return false;
}

bool
access_installation(const struct act *a)
{
    return has_role(a, ROLE_LEAD) || has_role(a, ROLE_AUDITOR) || has_role(a, ROLE_ADMINISTRATOR);
}

bool
access_oversees(const struct act *a)
{
    return has_role(a, ROLE_AUDITOR) || has_role(a, ROLE_ADMINISTRATOR);
}

bool
access_administers(const struct act *a)
{
    return has_role(a, ROLE_ADMINISTRATOR);
}
