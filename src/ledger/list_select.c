#include <string.h>

#include "base/arena.h"
#include "ledger/list_parts.h"
#include "ledger/names.h"
#include "ledger/titles.h"
#include "ledger/type.h"
#include "store/act.h"

enum {
    NEWEST_ROWS = 2000, /* sorted when all of them take too long */
};

static bool
is_sort_of(const struct list_request *r, const char *name)
{
    return r->sort && strcmp(r->sort->name, name) == 0;
}

/* The declared fields that a request without columns reads. */
static bool
is_wanted(const struct act *a, const struct list_request *r, const struct field *f)
{
    if (f->secret || (!f->personal && !access_sees(a, r->ledger, f, NULL)))
        return false;
    if (!r->columns)
        return !f->personal || r->personal;
    return names_have(r->columns, f->name) || is_sort_of(r, f->name) ||
           (r->ledger->titled_by && strcmp(r->ledger->titled_by, f->name) == 0);
}

static bool
wants_head(const struct list_request *r, const char *name)
{
    /* Whether a personal member may be opened is decided by the row's place. */
    return !r->lean || names_have("id contract state version", name) ||
           (r->personal && names_have("organisation owner zone", name)) ||
           names_have(r->columns, name) || is_sort_of(r, name);
}

static bool
check_columns(struct act *a, const struct list_request *r)
{
    const char *at = r->columns, *name;
    size_t length;

    while (at && (name = names_next(&at, &length)) != NULL) {
        const char *column = arena_slice(a->arena, name, length);
        const struct field *f = list_field(r->ledger, column);

        if (!f || f->secret)
            return fail(a, FAULT_MALFORMED, "columns", "「%s」という項目は%sにありません。", column,
                        r->ledger->title);
    }
    return true;
}

static void
add_columns(struct list_select *out, const struct column *columns, size_t count)
{
    memcpy(out->columns + out->column_count, columns, count * sizeof *columns);
    out->column_count += count;
}

static bool
has_title(const struct field *f)
{
    return f->type == FIELD_REF && shape_title_column(f->to);
}

static void
add_place(struct list_select *out, const struct field_place *p)
{
    const struct field *f = p->field;

    out->places[out->place_count++] = p;
    add_columns(out, p->columns, p->count);
    if (p == out->joined)
        add_columns(out,
                    &(struct column){ p->title_alias, f->offset + offsetof(struct ref, title),
                                      COLUMN_TEXT },
                    1);
    else if (has_title(f))
        out->titled[out->titled_count++] = f;
}

static const char *
join_alias(struct act *a, size_t number)
{
    static const char *const few[] = { "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7" };

    return number < sizeof few / sizeof *few ? few[number] : arena_print(a->arena, "r%zu", number);
}

/* References sort by the title people see, everything else by its own column. */
static void
find_sort(struct act *a, struct list_select *out)
{
    const struct field *f = out->request->sort;
    const struct field_place *place = f ? shape_place(out->shape, f) : NULL;
    size_t joined = 0;

    out->sort_alias = "t";
    out->sort_column = place ? place->columns[0].name : f ? f->name : "id";
    out->sort_nullable = place && f->type != FIELD_BOOL;
    if (!place || !has_title(f))
        return;
    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++)
        joined += out->head_titles[i];
    out->joined = place;
    out->sort_alias = join_alias(a, joined);
    out->sort_column = f->to->titled_by;
}

static bool
sorts_by_id(const struct list_select *select)
{
    return strcmp(select->sort_column, "id") == 0 && strcmp(select->sort_alias, "t") == 0;
}

/* A view's index leads through the whole contract, so for who may see little of it the
   rows of his own index are sorted instead. */
static void
find_way(struct act *a, struct list_select *out)
{
    enum access_width width = access_width(a, out->request->ledger);
    bool declared = request_is_declared(out->request);
    bool by_id = sorts_by_id(out);

    out->narrow = width == ACCESS_NARROW && !by_id;
    out->in_order = by_id || (width == ACCESS_WHOLE && sort_is_declared(out->request));
    out->limited = !out->request->patient && (!declared || width == ACCESS_MIXED || !out->in_order);
}

bool
select_init(struct act *a, const struct list_request *r, struct list_select *out)
{
    const struct shape *s = shape_of(r->ledger);
    size_t most = SHAPE_HEAD + SHAPE_HEAD_REFS + s->field_count * SHAPE_COLUMNS_A_FIELD + 1;

    *out = (struct list_select){
        .request = r,
        .shape = s,
        .places = NEW_ARRAY(a->arena, s->field_count + 1, const struct field_place *),
        .titled = NEW_ARRAY(a->arena, s->field_count + 1, const struct field *),
        .columns = NEW_ARRAY(a->arena, most, struct column),
    };
    if (!check_columns(a, r))
        return false;
    for (size_t i = 0; i < SHAPE_HEAD; i++) {
        out->heads[i] = wants_head(r, shape_head[i].name);
        if (out->heads[i])
            add_columns(out, &shape_head[i], 1);
    }
    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++) {
        const struct head_ref *ref = &shape_head_refs[i];

        out->head_titles[i] = r->columns && names_have(r->columns, ref->name);
        if (out->head_titles[i])
            add_columns(out, &(struct column){ ref->alias, ref->title, COLUMN_TEXT }, 1);
    }
    find_sort(a, out);
    for (size_t i = 0; i < s->field_count; i++)
        if (is_wanted(a, r, &s->fields[i]))
            add_place(out, &s->places[i]);
    find_way(a, out);
    return true;
}

static void
select_names(struct act *a, const struct list_select *select, struct sql *s)
{
    size_t joined = 0;

    SQL(s, "SELECT ");
    for (size_t i = 0; i < SHAPE_HEAD; i++) {
        if (!select->heads[i])
            continue;
        if (i)
            SQL(s, ", ");
        sql_column(s, "t", shape_head[i].name);
    }
    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++)
        if (select->head_titles[i]) {
            SQL(s, ", ");
            sql_column(s, join_alias(a, joined++), shape_head_refs[i].to->titled_by);
            SQL(s, " AS ");
            sql_name(s, shape_head_refs[i].alias);
        }
    for (size_t i = 0; i < select->place_count; i++) {
        const struct field_place *p = select->places[i];

        for (size_t c = 0; c < p->count; c++) {
            SQL(s, ", ");
            sql_column(s, "t", p->columns[c].name);
        }
        if (p != select->joined)
            continue;
        SQL(s, ", ");
        sql_column(s, select->sort_alias, select->sort_column);
        SQL(s, " AS ");
        sql_name(s, p->title_alias);
    }
}

static void
join(struct act *a, struct sql *s, size_t number, const struct ledger *to, const char *column)
{
    SQL(s, " LEFT JOIN ");
    sql_name(s, to->name);
    SQL(s, " AS ");
    sql_name(s, join_alias(a, number));
    SQL(s, " ON ");
    sql_column(s, join_alias(a, number), "id");
    SQL(s, " = ");
    sql_column(s, "t", column);
}

static void
select_joins(struct act *a, const struct list_select *select, struct sql *s)
{
    size_t joined = 0;

    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++)
        if (select->head_titles[i])
            join(a, s, joined++, shape_head_refs[i].to, shape_head_refs[i].name);
    if (select->joined)
        join(a, s, joined, select->joined->field->to, select->joined->field->name);
}

/* The newest rows that may be seen. A cross join is how SQLite is told to begin with these;
   an index of some filter would lead through far more. */
static void
from_newest(struct act *a, const struct list_select *select, struct sql *s)
{
    SQL(s, "(SELECT u.\"id\" AS \"id\" FROM ");
    sql_name(s, select->shape->ledger->name);
    SQL(s, " AS u WHERE u.\"removed_at\" IS NULL");
    access_sql(a, select->shape->ledger, DEED_READ, s, "u");
    SQL(s, " ORDER BY u.\"id\" DESC LIMIT ");
    sql_value(s, bind_int(NULL, NEWEST_ROWS));
    SQL(s, ") AS n CROSS JOIN ");
}

static void
select_from(struct act *a, const struct list_select *select, struct sql *s, bool newest)
{
    SQL(s, " FROM ");
    if (newest)
        from_newest(a, select, s);
    sql_name(s, select->shape->ledger->name);
    SQL(s, " AS t");
    select_joins(a, select, s);
}

/* Ids are digits of our own making; as one value they keep the statement's text the same. */
static void
among_ids(struct act *a, struct sql *s, const char *ids)
{
    if (sql_postgres(s)) {
        SQL(s, " AND t.\"id\" = ANY(CAST(");
        sql_value(s, bind_text(NULL, arena_print(a->arena, "{%s}", ids)));
        SQL(s, " AS bigint[]))");
    } else {
        SQL(s, " AND t.\"id\" IN (SELECT value FROM json_each(");
        sql_value(s, bind_text(NULL, arena_print(a->arena, "[%s]", ids)));
        SQL(s, "))");
    }
}

static bool
select_where(struct act *a, const struct list_select *select, struct sql *s)
{
    const struct list_request *r = select->request;

    SQL(s, " WHERE t.\"removed_at\" IS NULL");
    access_sql(a, r->ledger, DEED_READ, s, "t");
    for (size_t i = 0; i < r->filter_count; i++)
        if (!filter_sql(a, s, r, &r->filters[i], "t"))
            return false;
    if (select->ids)
        among_ids(a, s, select->ids);
    return true;
}

static void
sort_column(const struct list_select *select, struct sql *s)
{
    sql_column(s, select->sort_alias, select->sort_column);
}

static void
select_phase(const struct list_select *select, const struct list_fetch *fetch, struct sql *s,
             bool falling)
{
    const char *sign = falling ? " < " : " > ";
    bool alone = fetch->phase == PHASE_EMPTY || sorts_by_id(select);

    if (select->sort_nullable) {
        SQL(s, " AND ");
        sort_column(select, s);
        sql_literal(s, fetch->phase == PHASE_EMPTY ? " IS NULL" : " IS NOT NULL");
    }
    if (!fetch->from)
        return;
    if (alone) {
        SQL(s, " AND t.\"id\"");
        sql_literal(s, sign);
        sql_value(s, bind_int(NULL, fetch->from->id));
        return;
    }
    SQL(s, " AND (");
    sort_column(select, s);
    SQL(s, ", t.\"id\")");
    sql_literal(s, sign);
    SQL(s, "(");
    sql_value(s, fetch->from->value);
    SQL(s, ", ");
    sql_value(s, bind_int(NULL, fetch->from->id));
    SQL(s, ")");
}

/* Fields may be NULL in both databases' eyes (schema_sql.c): PostgreSQL takes an index for an
   order only when both put NULLs in the same place, even where there are none. */
static const char *
nulls_place(const struct list_select *select, const struct sql *s, bool falling)
{
    for (size_t i = 0; i < SHAPE_HEAD; i++)
        if (strcmp(shape_head[i].name, select->sort_column) == 0)
            return "";
    if (!sql_postgres(s))
        return "";
    return falling ? " NULLS LAST" : " NULLS FIRST";
}

static void
select_order(const struct list_select *select, const struct list_fetch *fetch, struct sql *s,
             bool falling)
{
    const char *direction = falling ? " DESC" : "";

    SQL(s, " ORDER BY ");
    if (fetch->phase == PHASE_VALUES && !sorts_by_id(select)) {
        /* The sign keeps SQLite, which does not count rows, from taking the index that
           happens to have this order through all that may not be seen. */
        if (select->narrow && !sql_postgres(s))
            SQL(s, "+");
        sort_column(select, s);
        sql_literal(s, direction);
        sql_literal(s, nulls_place(select, s, falling));
        SQL(s, ", ");
    }
    SQL(s, "t.\"id\"");
    sql_literal(s, direction);
}

/* Conditions, order and limit: which rows it shall be. */
static bool
select_which(struct act *a, const struct list_select *select, const struct list_fetch *fetch,
             struct sql *s, bool falling)
{
    select_from(a, select, s, fetch->newest_only);
    if (!select_where(a, select, s))
        return false;
    if (fetch->newest_only)
        SQL(s, " AND t.\"id\" = n.\"id\"");
    select_phase(select, fetch, s, falling);
    select_order(select, fetch, s, falling);
    SQL(s, " LIMIT ");
    /* PostgreSQL plans anew each time what has an unknown limit, longer than it reads. */
    if (sql_postgres(s))
        sql_literal(s, arena_print(a->arena, "%zu", fetch->most));
    else
        sql_value(s, bind_int(NULL, (int64_t)fetch->most));
    return true;
}

/* What has to be sorted are ids alone; the rows are read when it is known which. */
static bool
select_sorted(struct act *a, const struct list_select *select, const struct list_fetch *fetch,
              struct sql *s, bool falling)
{
    SQL(s, " FROM (SELECT t.\"id\" AS \"k\"");
    if (!select_which(a, select, fetch, s, falling))
        return false;
    SQL(s, ") AS k JOIN ");
    sql_name(s, select->shape->ledger->name);
    SQL(s, " AS t ON t.\"id\" = k.\"k\"");
    select_joins(a, select, s);
    select_order(select, fetch, s, falling);
    return true;
}

bool
select_rows(struct act *a, const struct list_select *select, const struct list_fetch *fetch,
            void **rows, size_t *count, bool *late)
{
    struct sql *s = sql_new(a, "list.rows");
    bool falling = select->request->descending != fetch->back;

    select_names(a, select, s);
    if (select->in_order ? !select_which(a, select, fetch, s, falling)
                         : !select_sorted(a, select, fetch, s, falling))
        return false;
    if (select->limited && !select->ids && !fetch->newest_only)
        sql_until(s, select->until, late);
    return sql_rows(a, s, select->columns, select->shape->read_size, rows, count);
}

bool
select_by_ids(struct act *a, const struct list_select *select, void **rows, size_t *count)
{
    struct sql *s = sql_new(a, "list.by_ids");

    select_names(a, select, s);
    select_from(a, select, s, false);
    return select_where(a, select, s) &&
           sql_rows(a, s, select->columns, select->shape->read_size, rows, count);
}

static bool
one_more(void *count, const void *row)
{
    (void)row;
    ++*(int64_t *)count;
    return true;
}

bool
select_count(struct act *a, const struct list_select *select, int64_t most, int64_t *count,
             bool *late)
{
    static const struct column columns[] = { { "n", 0, COLUMN_INT }, { 0 } };
    static const struct list_fetch in_order = { .phase = PHASE_VALUES };
    struct sql *s = sql_new(a, "list.count");
    bool timed = most > 0 && (select->limited || select->ids), found;

    if (!timed)
        SQL(s, "SELECT count(*) AS \"n\" FROM (");
    SQL(s, "SELECT 1 AS \"n\" FROM ");
    sql_name(s, select->shape->ledger->name);
    SQL(s, " AS t");
    if (!select_where(a, select, s))
        return false;
    /* The order leads SQLite to the view's own index; it would count along another. */
    if (most > 0 && select->in_order && !select->narrow)
        select_order(select, &in_order, s, select->request->descending);
    if (most > 0) {
        SQL(s, " LIMIT ");
        sql_value(s, bind_int(NULL, most));
    }
    *count = 0;
    /* Row by row, so that what was counted stands when the time is over. */
    if (timed) {
        sql_until(s, select->until, late);
        return sql_each(a, s, columns, sizeof *count, one_more, count);
    }
    SQL(s, ") AS c");
    return sql_first(a, s, columns, count, &found);
}

static void
clear_unread(const struct list_select *select, void *row)
{
    size_t next = 0;

    for (size_t i = 0; i < select->shape->declared; i++) {
        const struct field_place *p = &select->shape->places[i];

        if (next < select->place_count && select->places[next] == p)
            next++;
        else
            field_clear(p->field, (char *)row + p->field->offset);
    }
}

bool
select_finish(struct act *a, const struct list_select *select, void *rows, size_t count)
{
    const struct list_request *r = select->request;
    size_t size = select->shape->read_size;
    bool whole = select->place_count == select->shape->field_count;

    for (size_t i = 0; i < count; i++) {
        char *row = (char *)rows + i * size;
        bool open = r->personal &&
                    access_may(a, r->ledger, DEED_PERSONAL, (const struct record *)(void *)row);

        if (!whole)
            clear_unread(select, row);
        if (!shape_decode(a, select->shape, select->places, select->place_count, open, row))
            return false;
        access_hide(a, r->ledger, row);
    }
    for (size_t i = 0; i < select->place_count; i++)
        if (select->places[i]->field->type == FIELD_REFS &&
            !shape_refs_titles(a, select->places[i]->field, rows, count, size))
            return false;
    return titles_fill(a, select->titled, select->titled_count, rows, count, size);
}

enum column_type
select_sort_type(const struct list_select *select)
{
    const struct field *f = select->request->sort;

    if (!f || (f->offset < sizeof(struct record) && f->type == FIELD_REF && !shape_is_custom(f)))
        return COLUMN_INT;
    if (has_title(f))
        return COLUMN_TEXT;
    return type_of(f->type)->column;
}

struct bound
select_sort_value(struct act *a, const struct list_select *select, const void *row)
{
    const struct field *f = select->request->sort;
    const void *at;
    const char *text;

    if (f && f->offset < sizeof(struct record) && f->type == FIELD_REF && !shape_is_custom(f))
        return bind_int(NULL, *(const int64_t *)(const void *)((const char *)row + f->offset));
    if (!f)
        return bind_int(NULL, ((const struct record *)row)->id);
    at = record_at(a, select->shape->ledger, f, row);
    switch (f->type) {
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        return bind_open(NULL, *(const struct yen *)at);
    case FIELD_DATE:
        return bind_date(NULL, *(const struct date *)at);
    case FIELD_TIME:
        return bind_instant(NULL, *(const struct instant *)at);
    case FIELD_PERIOD:
        return bind_date(NULL, ((const struct period *)at)->from);
    case FIELD_BOOL:
        return bind_bool(NULL, *(const bool *)at);
    case FIELD_REF:
        if (f->to->titled_by)
            return bind_text(NULL, ((const struct ref *)at)->title);
        return bind_int(NULL, ((const struct ref *)at)->id);
    case FIELD_INET:
        return bind_text(NULL, inet_key(a->arena, at));
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_CHOICE:
    case FIELD_REFS:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_MAC:
    case FIELD_URL:
    case FIELD_FILE:
        break;
    }
    memcpy(&text, at, sizeof text);
    return bind_text(NULL, text ? text : "");
}
