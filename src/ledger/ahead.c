#include "ledger/ahead.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "ledger/series.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

/* Records of one ledger that are referred to; after they were asked for, those that exist. */
struct targets {
    const struct ledger *to;
    int64_t *ids; /* ascending */
    size_t count;
};

struct numbers {
    const struct field *field;
    const char **list;
    size_t count;
    size_t used;
    struct numbers *next;
};

struct ahead {
    int64_t contract;
    bool contract_there;
    struct targets *targets;
    size_t count;
    struct numbers *numbers;
};

static int
compare(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left, r = *(const int64_t *)right;

    return (l > r) - (l < r);
}

static void
make_distinct(struct targets *t)
{
    size_t count = 0;

    if (t->count)
        qsort(t->ids, t->count, sizeof *t->ids, compare);
    for (size_t i = 0; i < t->count; i++)
        if (!count || t->ids[count - 1] != t->ids[i])
            t->ids[count++] = t->ids[i];
    t->count = count;
}

/* --- gathering ------------------------------------------------------------------------ */

static size_t
refs_in(struct act *a, const struct ledger *l, const struct field *f, const struct record *row,
        int64_t *out)
{
    const void *at = record_at(a, l, f, row);
    const struct refs *many = at;
    size_t count = 0;

    if (f->type == FIELD_REF) {
        int64_t id = ((const struct ref *)at)->id;

        if (id && out)
            *out = id;
        return id != 0;
    }
    for (; count < many->count; count++)
        if (out)
            out[count] = many->items[count].id;
    return count;
}

/* With `t->ids` set they are filled in, else only counted. */
static void
gather(struct act *a, const struct ledger *l, const struct record *const *rows, size_t count,
       struct targets *t)
{
    const struct shape *s = shape_of(l);

    t->count = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if ((f->type != FIELD_REF && f->type != FIELD_REFS) || f->to != t->to)
            continue;
        for (size_t k = 0; k < count; k++)
            if (rows[k])
                t->count += refs_in(a, l, f, rows[k], t->ids ? t->ids + t->count : NULL);
    }
}

static struct ahead *
find_targets(struct act *a, const struct ledger *l)
{
    const struct shape *s = shape_of(l);
    struct ahead *ahead = NEW(a->arena, struct ahead);

    ahead->targets = NEW_ARRAY(a->arena, s->field_count + 1, struct targets);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];
        size_t at = 0;

        if (f->type != FIELD_REF && f->type != FIELD_REFS)
            continue;
        while (at < ahead->count && ahead->targets[at].to != f->to)
            at++;
        ahead->targets[at].to = f->to;
        ahead->count += at == ahead->count;
    }
    return ahead;
}

/* --- asking --------------------------------------------------------------------------- */

struct known {
    int64_t id;
};
struct known_list {
    struct known *rows;
    size_t count;
};

static const struct query contract_query = {
    .name = "ahead.contract",
    .sql = "SELECT id FROM contract WHERE id = :id AND removed_at IS NULL",
    .row_size = sizeof(struct known),
    .columns = COLUMNS(COLUMN(struct known, id)),
};

static bool
ask_contract(struct act *a, struct ahead *ahead)
{
    struct known row;

    return !ahead->contract || query_first(a, &contract_query, &row, &ahead->contract_there,
                                           BOUND(BIND(id, ahead->contract)));
}

/* One parameter, so that the statement is the same however many there are. */
static const char *
list_text(struct act *a, const struct targets *t, bool postgres)
{
    struct buffer out = { .arena = a->arena };

    buffer_char(&out, postgres ? '{' : '[');
    for (size_t i = 0; i < t->count; i++) {
        if (i)
            buffer_char(&out, ',');
        buffer_int(&out, t->ids[i]);
    }
    buffer_char(&out, postgres ? '}' : ']');
    return buffer_string(&out);
}

/* The same conditions as of one record (ledger/validate.c). */
static bool
ask_targets(struct act *a, int64_t contract, struct targets *t)
{
    struct sql *s = sql_new(a, "ahead.references");
    struct known_list list;
    const char *ids = list_text(a, t, sql_postgres(s));

    SQL(s, "SELECT id FROM ");
    sql_name(s, t->to->name);
    if (sql_postgres(s)) {
        SQL(s, " WHERE id = ANY (CAST(");
        sql_value(s, bind_text(NULL, ids));
        SQL(s, " AS BIGINT[]))");
    } else {
        SQL(s, " WHERE id IN (SELECT value FROM json_each(");
        sql_value(s, bind_text(NULL, ids));
        SQL(s, "))");
    }
    SQL(s, " AND removed_at IS NULL");
    if (contract && t->to != &contract_ledger) {
        /* Not by an index on the contract: all its records would be compared with all ids. */
        SQL(s, " AND +contract IN (0, ");
        sql_value(s, bind_int(NULL, contract));
        SQL(s, ")");
    }
    if (!sql_rows(a, s, COLUMNS(COLUMN(struct known, id)), sizeof(struct known), &list.rows,
                  &list.count))
        return false;
    for (t->count = 0; t->count < list.count; t->count++)
        t->ids[t->count] = list.rows[t->count].id;
    make_distinct(t);
    return true;
}

bool
ahead_ask(struct act *a, const struct ledger *l, int64_t contract, const struct record *const *rows,
          size_t count)
{
    struct ahead *ahead = find_targets(a, l);

    ahead->contract = contract;
    if (!ask_contract(a, ahead))
        return false;
    for (size_t i = 0; i < ahead->count; i++) {
        struct targets *t = &ahead->targets[i];

        gather(a, l, rows, count, t);
        if (t->count == 0)
            continue;
        t->ids = NEW_ARRAY(a->arena, t->count, int64_t);
        gather(a, l, rows, count, t);
        make_distinct(t);
        if (!ask_targets(a, contract, t))
            return false;
    }
    a->ahead = ahead;
    return true;
}

static size_t
lacking(struct act *a, const struct ledger *l, const struct field *f,
        const struct record *const *rows, size_t count)
{
    size_t lack = 0;

    for (size_t i = 0; i < count; i++)
        lack += rows[i] && !rows[i]->id && field_is_empty(f, record_at(a, l, f, rows[i]));
    return lack;
}

bool
ahead_take_numbers(struct act *a, const struct ledger *l, const struct record *const *rows,
                   size_t count)
{
    const struct shape *s = shape_of(l);

    for (size_t i = 0; i < s->declared; i++) {
        const struct field *f = &s->fields[i];
        struct numbers *n;

        if (!f->series)
            continue;
        n = NEW(a->arena, struct numbers);
        *n = (struct numbers){ .field = f, .next = a->ahead->numbers };
        n->count = lacking(a, l, f, rows, count);
        if (!series_take(a, l, f, a->ahead->contract, n->count, &n->list))
            return false;
        a->ahead->numbers = n;
    }
    return true;
}

/* --- what is known -------------------------------------------------------------------- */

bool
ahead_has_contract(const struct act *a, int64_t contract)
{
    return a->ahead && a->ahead->contract_there && a->ahead->contract == contract;
}

bool
ahead_has(const struct act *a, int64_t contract, const struct ledger *to, int64_t id)
{
    if (!a->ahead || a->ahead->contract != contract)
        return false;
    for (size_t i = 0; i < a->ahead->count; i++) {
        const struct targets *t = &a->ahead->targets[i];

        if (t->to == to)
            return t->count && bsearch(&id, t->ids, t->count, sizeof *t->ids, compare);
    }
    return false;
}

bool
ahead_number(struct act *a, int64_t contract, const struct field *f, const char **out)
{
    if (!a->ahead || a->ahead->contract != contract)
        return false;
    for (struct numbers *n = a->ahead->numbers; n; n = n->next)
        if (n->field == f && n->used < n->count) {
            *out = n->list[n->used++];
            return true;
        }
    return false;
}
