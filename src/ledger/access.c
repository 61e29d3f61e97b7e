#include "ledger/access.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/words.h"

static const struct {
    enum deed deed;
    const char *words;
} deeds_words[] = {
    { DEED_READ, "見る" },
    { DEED_CREATE, "登録する" },
    { DEED_CHANGE, "変更する" },
    { DEED_REMOVE, "削除する" },
    { DEED_COMMENT, "やり取りする" },
    { DEED_NOTE, "内部メモを扱う" },
    { DEED_PERSONAL, "個人情報を見る" },
    { DEED_EXPORT, "書き出す" },
    { DEED_IMPORT, "取り込む" },
    { DEED_HISTORY, "履歴を見る" },
};
enum { DEEDS = sizeof deeds_words / sizeof *deeds_words };

static const char *const reach_words[] = {
    [REACH_OWN] = "自分の記録について",
    [REACH_ORGANISATION] = "自分の組織の記録について",
    [REACH_CONTRACT] = "契約の記録すべてについて",
};

/* Whether the record lies within what the membership reaches by this row. */
static bool
reaches(const struct act *a, const struct ledger *l, const struct membership *m,
        const struct access *row, const struct record *record)
{
    if (m->contract != 0 && !l->installation && m->contract != record->contract)
        return false;
    switch (row->reach) {
    case REACH_OWN:
        return record->owner != 0 && record->owner == a->who->person;
    case REACH_ORGANISATION:
        return record->organisation != 0 && record->organisation == m->organisation;
    case REACH_CONTRACT:
        return true;
    }
    return false;
}

/* All deeds that the user may do with the record; with any at all when it is NULL. */
static unsigned
allowed(const struct act *a, const struct ledger *l, const struct record *record)
{
    unsigned may = 0;

    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++)
            if (row->role == a->who->in[i].role &&
                (!record || reaches(a, l, &a->who->in[i], row, record)))
                may |= row->may;
    return may;
}

bool
access_may(const struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    return (allowed(a, l, record) & deeds) == deeds;
}

bool
access_require(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    unsigned may = allowed(a, l, record);

    if ((may & deeds) == deeds)
        return true;
    /* A new record has no id yet: there is nothing to be hidden. */
    if (record && record->id && !(may & DEED_READ))
        return fail(a, FAULT_MISSING, NULL, "%sの %lld番は見つかりません。", l->title,
                    (long long)record->id);
    if (a->who->id == 0 && a->who->count == 0)
        return fail(a, FAULT_UNSIGNED, NULL, "サインインしてください。");
    return fail(a, FAULT_DENIED, NULL, "%s", access_explain(a, l, deeds, record));
}

/* One way in which rows may be reached. */
struct way {
    int64_t contract;     /* 0: every contract */
    int64_t organisation; /* 0: not asked */
    int64_t owner;        /* 0: not asked */
};

static bool
covers(const struct way *wide, const struct way *narrow)
{
    return (wide->contract == 0 || wide->contract == narrow->contract) &&
           (wide->organisation == 0 || wide->organisation == narrow->organisation) &&
           (wide->owner == 0 || wide->owner == narrow->owner);
}

static size_t
add_way(struct way *ways, size_t count, struct way way)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (covers(&ways[i], &way))
            return count;
    for (size_t i = 0; i < count; i++)
        if (!covers(&way, &ways[i]))
            ways[kept++] = ways[i];
    ways[kept++] = way;
    return kept;
}

/* The ways to do one deed, none covering another. */
static size_t
find_ways(const struct act *a, const struct ledger *l, unsigned deed, struct way **out)
{
    struct way *ways;
    size_t rows = 0, count = 0;

    while (l->access && l->access[rows].may)
        rows++;
    ways = NEW_ARRAY(a->arena, rows * a->who->count + 1, struct way);
    for (size_t i = 0; i < a->who->count; i++)
        for (size_t r = 0; r < rows; r++) {
            const struct membership *m = &a->who->in[i];
            const struct access *row = &l->access[r];
            struct way way = { .contract = l->installation ? 0 : m->contract };

            if (row->role != m->role || !(row->may & deed))
                continue;
            if (row->reach == REACH_ORGANISATION)
                way.organisation = m->organisation;
            if (row->reach == REACH_OWN)
                way.owner = a->who->person;
            /* Who belongs to no organisation, or is no person, owns nothing. */
            if (row->reach == REACH_CONTRACT || way.organisation || way.owner)
                count = add_way(ways, count, way);
        }
    *out = ways;
    return count;
}

static bool
is_open(const struct way *way)
{
    return way->contract == 0 && way->organisation == 0 && way->owner == 0;
}

static void
equal_sql(struct sql *s, const char *t, const char *column, int64_t value, bool *some)
{
    if (value == 0)
        return;
    if (*some)
        SQL(s, " AND ");
    sql_column(s, t, column);
    SQL(s, " = ");
    sql_value(s, bind_int(NULL, value));
    *some = true;
}

static void
way_sql(struct sql *s, const char *t, const struct way *way)
{
    bool some = false;

    equal_sql(s, t, "contract", way->contract, &some);
    equal_sql(s, t, "organisation", way->organisation, &some);
    equal_sql(s, t, "owner", way->owner, &some);
}

static void
deed_sql(struct act *a, const struct ledger *l, unsigned deed, struct sql *s, const char *t)
{
    struct way *ways;
    size_t count = find_ways(a, l, deed, &ways);

    if (count == 0)
        SQL(s, " AND 1 = 0");
    /* A single way stays a plain equality, which the indexes of views begin with. */
    if (count == 1 && !is_open(ways)) {
        SQL(s, " AND ");
        way_sql(s, t, ways);
    }
    if (count < 2)
        return;
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            SQL(s, " AND (");
        else
            SQL(s, " OR ");
        SQL(s, "(");
        way_sql(s, t, &ways[i]);
        SQL(s, ")");
    }
    SQL(s, ")");
}

void
access_sql(struct act *a, const struct ledger *l, unsigned deeds, struct sql *s, const char *t)
{
    for (size_t i = 0; i < DEEDS; i++)
        if (deeds & deeds_words[i].deed)
            deed_sql(a, l, deeds_words[i].deed, s, t);
}

enum access_width
access_width(struct act *a, const struct ledger *l)
{
    struct way *ways;
    size_t count = find_ways(a, l, DEED_READ, &ways);

    if (count != 1)
        return count == 0 ? ACCESS_NOTHING : ACCESS_MIXED;
    return ways->organisation || ways->owner ? ACCESS_NARROW : ACCESS_WHOLE;
}

static void
narrow_token(struct buffer *out, const struct way *way)
{
    if (way->owner)
        words_scope(out, SCOPE_OWNER, way->owner);
    else if (way->organisation)
        words_scope(out, SCOPE_ORGANISATION, way->organisation);
    else
        words_scope(out, SCOPE_CONTRACT, way->contract);
}

/*
 * (contract 5) or (contract 6 and organisation 9) is said as two conditions:
 * contract 5 or contract 6; contract 5 or organisation 9. What they let through beyond
 * the rights is caught when the rows are read.
 */
bool
access_scope(struct act *a, const struct ledger *l, const char *const **scope)
{
    struct way *ways;
    size_t count = find_ways(a, l, DEED_READ, &ways);
    struct buffer ledger = { .arena = a->arena };
    struct buffer wide = { .arena = a->arena }, narrow = { .arena = a->arena };
    const char **conditions = NEW_ARRAY(a->arena, 4, const char *);

    if (count == 0)
        return false;
    words_scope(&ledger, SCOPE_LEDGER, access_ledger_token(l));
    conditions[0] = buffer_string(&ledger);
    *scope = conditions;
    if (is_open(ways))
        return true;
    for (size_t i = 0; i < count; i++) {
        narrow_token(&narrow, &ways[i]);
        if (ways[i].contract)
            words_scope(&wide, SCOPE_CONTRACT, ways[i].contract);
        else
            narrow_token(&wide, &ways[i]);
    }
    conditions[1] = buffer_string(&wide);
    if (strcmp(conditions[1], buffer_string(&narrow)) != 0)
        conditions[2] = buffer_string(&narrow);
    return true;
}

/* Ledgers have no numbers of their own; their names do not change. FNV-1a, cut to what
   is exact everywhere. */
int64_t
access_ledger_token(const struct ledger *l)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (const char *c = l->name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
    return (int64_t)(hash & 0xffffffffffff);
}

const char *
access_tokens(struct act *a, const struct ledger *l, const struct record *record)
{
    struct buffer out = { .arena = a->arena };

    words_scope(&out, SCOPE_LEDGER, access_ledger_token(l));
    words_scope(&out, SCOPE_CONTRACT, record->contract);
    if (record->organisation)
        words_scope(&out, SCOPE_ORGANISATION, record->organisation);
    if (record->owner)
        words_scope(&out, SCOPE_OWNER, record->owner);
    if (record->zone)
        words_scope(&out, SCOPE_ZONE, record->zone);
    return buffer_string(&out);
}

static const char *
deeds_text(struct act *a, unsigned deeds)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < DEEDS; i++)
        if (deeds & deeds_words[i].deed)
            buffer_print(&out, "%s%s", out.length ? "・" : "", deeds_words[i].words);
    return buffer_string(&out);
}

/* The row that gives the first of the deeds, for the sentence. */
static const char *
granted(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    for (size_t i = 0; i < a->who->count; i++)
        for (const struct access *row = l->access; row && row->may; row++) {
            const struct membership *m = &a->who->in[i];

            if (row->role == m->role && (row->may & deeds) &&
                (!record || reaches(a, l, m, row, record)))
                return arena_print(a->arena, "%sの役割により、%s、%sことができます。",
                                   role_title(m->role), reach_words[row->reach],
                                   deeds_text(a, deeds));
        }
    return "";
}

static const char *
roles_with(struct act *a, const struct ledger *l, unsigned deeds)
{
    struct buffer out = { .arena = a->arena };

    for (const struct access *row = l->access; row && row->may; row++)
        if ((row->may & deeds) == deeds)
            buffer_print(&out, "%s%s", out.length ? "、" : "", role_title(row->role));
    return buffer_string(&out);
}

const char *
access_explain(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record)
{
    unsigned missing = deeds & ~allowed(a, l, record);
    const char *roles;

    if (missing == 0)
        return granted(a, l, deeds, record);
    roles = roles_with(a, l, missing);
    if (*roles == '\0')
        return arena_print(a->arena, "%sの台帳を%s権限は、どの役割にもありません。", l->title,
                           deeds_text(a, missing));
    return arena_print(a->arena, "%sの台帳を%s権限がありません。できる役割：%s。", l->title,
                       deeds_text(a, missing), roles);
}
