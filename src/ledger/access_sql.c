/* Rights as conditions: on the rows of a table, and on the scope tokens of the word index. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/access_parts.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"
#include "store/words.h"

/* One way in which rows may be reached. */
struct way {
    int64_t contract;     /* 0: every contract */
    int64_t organisation; /* 0: not asked */
    int64_t owner;        /* 0: not asked */
    int64_t zone;         /* 0: not asked */
};

static bool
covers(const struct way *wide, const struct way *narrow)
{
    return (wide->contract == 0 || wide->contract == narrow->contract) &&
           (wide->organisation == 0 || wide->organisation == narrow->organisation) &&
           (wide->owner == 0 || wide->owner == narrow->owner) &&
           (wide->zone == 0 || wide->zone == narrow->zone);
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

/* What a row gives a membership; false when it gives nothing: who belongs to no
   organisation or zone, or is no person, owns nothing. */
static bool
way_of(const struct act *a, const struct ledger *l, const struct membership *m,
       const struct access *row, struct way *out)
{
    *out = (struct way){ .contract = l->installation ? 0 : m->contract };
    switch (row->reach) {
    case REACH_OWN:
        out->owner = a->who->person;
        return out->owner != 0;
    case REACH_ORGANISATION:
        out->organisation = m->organisation;
        return out->organisation != 0;
    case REACH_ZONE:
        out->zone = m->zone;
        return out->zone != 0;
    case REACH_CONTRACT:
        break;
    }
    return true;
}

/* The ways to do one deed, none covering another. */
static size_t
find_ways(const struct act *a, const struct ledger *l, unsigned deed, struct way **out)
{
    struct date today = instant_date(a->now);
    struct way *ways, way;
    size_t rows = 0, count = 0;

    while (l->access && l->access[rows].may)
        rows++;
    ways = NEW_ARRAY(a->arena, rows * a->who->count + 1, struct way);
    for (size_t i = 0; i < a->who->count; i++)
        for (size_t r = 0; r < rows; r++) {
            const struct membership *m = &a->who->in[i];
            const struct access *row = &l->access[r];

            if (row->may & deed && access_bar(a->who, l, m, row, NULL, today) == BAR_NONE &&
                way_of(a, l, m, row, &way))
                count = add_way(ways, count, way);
        }
    *out = ways;
    return count;
}

static bool
is_open(const struct way *way)
{
    return way->contract == 0 && way->organisation == 0 && way->owner == 0 && way->zone == 0;
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
    equal_sql(s, t, "zone", way->zone, &some);
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
        if (deeds & 1u << i)
            deed_sql(a, l, 1u << i, s, t);
}

bool
access_everywhere(struct act *a, const struct ledger *l, unsigned deeds)
{
    struct way *ways;

    for (size_t i = 0; i < DEEDS; i++)
        if (deeds & 1u << i && (find_ways(a, l, 1u << i, &ways) != 1 || !is_open(ways)))
            return false;
    return true;
}

enum access_width
access_width(struct act *a, const struct ledger *l)
{
    struct way *ways;
    size_t count = find_ways(a, l, DEED_READ, &ways);

    if (count != 1)
        return count == 0 ? ACCESS_NOTHING : ACCESS_MIXED;
    return ways->organisation || ways->owner || ways->zone ? ACCESS_NARROW : ACCESS_WHOLE;
}

static void
narrow_token(struct buffer *out, const struct way *way)
{
    if (way->owner)
        words_scope(out, SCOPE_OWNER, way->owner);
    else if (way->organisation)
        words_scope(out, SCOPE_ORGANISATION, way->organisation);
    else if (way->zone)
        words_scope(out, SCOPE_ZONE, way->zone);
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
