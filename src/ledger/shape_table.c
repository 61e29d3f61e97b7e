#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/shape_build.h"

static const char visible[] = "\"removed_at\" IS NULL";

struct table_draft {
    struct arena *arena;
    const struct shape *shape;
    struct table_index *indexes;
    size_t count;
};

static const struct table_column head_columns[] = {
    { "id", COLUMN_INT, true, "識別番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "organisation", COLUMN_INT, true, "組織" },
    { "owner", COLUMN_INT, true, "所有者" },
    { "zone", COLUMN_INT, true, "区画" },
    { "state", COLUMN_TEXT, true, "状態" },
    { "version", COLUMN_INT, true, "版" },
    { "created_at", COLUMN_INSTANT, false, "作成日時" },
    { "changed_at", COLUMN_INSTANT, false, "更新日時" },
    { "removed_at", COLUMN_INSTANT, false, "削除日時" },
};

static const struct table_column *
make_columns(struct arena *arena, const struct shape *s)
{
    size_t most = SHAPE_HEAD + s->field_count * (SHAPE_COLUMNS_A_FIELD + 1) + 1;
    struct table_column *columns = NEW_ARRAY(arena, most, struct table_column);
    size_t count = SHAPE_HEAD;

    memcpy(columns, head_columns, sizeof head_columns);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field_place *p = &s->places[i];

        for (size_t c = 0; c < p->count; c++)
            columns[count++] = (struct table_column){
                .name = p->columns[c].name,
                .type = p->columns[c].type == COLUMN_INT ? COLUMN_OPEN : p->columns[c].type,
                .required = p->columns[c].type == COLUMN_BOOL && !p->custom,
                .comment = p->field->label,
            };
        if (p->key)
            columns[count++] =
                (struct table_column){ p->key, COLUMN_BYTES, false, "照合のための鍵付きハッシュ" };
    }
    return columns;
}

static void
add_index(struct table_draft *d, const char *tail, const char *columns, const char *where,
          bool unique)
{
    for (size_t i = 0; i < d->count && !unique; i++)
        if (strcmp(d->indexes[i].columns, columns) == 0 && strcmp(d->indexes[i].where, where) == 0)
            return;
    d->indexes[d->count++] = (struct table_index){
        .name = arena_print(d->arena, "%s_%s", d->shape->ledger->name, tail),
        .columns = columns,
        .where = where,
        .unique = unique,
    };
}

/* Records of a contract are always looked for within it. */
static const char *
within(const struct table_draft *d)
{
    return d->shape->ledger->installation ? "" : "contract, ";
}

static void
index_field(struct table_draft *d, const struct field_place *p)
{
    const struct field *f = p->field;
    const char *column = p->key ? p->key : p->columns[0].name;
    const char *tail = arena_print(d->arena, "%s_unique", f->name);

    if (f->unique || f->unique_everywhere)
        add_index(d, tail,
                  arena_print(d->arena, "%s%s", f->unique_everywhere ? "" : within(d), column),
                  visible, true);
    else if (p->key)
        add_index(d, p->key, column, visible, false);
    else if (f->code)
        add_index(d, arena_print(d->arena, "%s_code", f->name),
                  arena_print(d->arena, "%s%s", within(d), column), visible, false);
    if (f->counted)
        add_index(d, arena_print(d->arena, "%s_counted", f->name),
                  arena_print(d->arena, "%s%s", within(d), column), visible, false);
    /* Names in files are looked up by title. */
    if (d->shape->ledger->installation && d->shape->ledger->titled_by &&
        strcmp(d->shape->ledger->titled_by, f->name) == 0)
        add_index(d, "title", arena_print(d->arena, "%s, id", column), visible, false);
    if (f->type == FIELD_REF)
        add_index(d, arena_print(d->arena, "%s_ref", f->name),
                  arena_print(d->arena, "%s, id", column), visible, false);
}

static bool
is_code(const char *code)
{
    return *code && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(code);
}

bool
shape_choice_condition(struct buffer *out, const char *t, const struct field *f,
                       const char *const *codes, size_t count)
{
    size_t start = out->length, found = 0;

    if (f->type != FIELD_CHOICE || !f->choices || f->personal)
        return false;
    buffer_print(out, "%s%s\"%s\" IN (", t ? t : "", t ? "." : "", f->name);
    for (const struct choice_item *item = f->choices; item->code; item++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(item->code, codes[i]) == 0 && is_code(item->code)) {
                buffer_print(out, "%s'%s'", found++ ? ", " : "", item->code);
                break;
            }
    buffer_char(out, ')');
    if (found == count && found > 0)
        return true;
    out->length = start;
    return false;
}

enum { MOST_CODES = 64 };

/* One `name.op=value` of a view: an equality goes into the columns, a constant condition
   into the predicate, anything else is left to scanning. */
static void
index_filter(struct table_draft *d, const char *text, struct buffer *columns, struct buffer *where)
{
    char *value = strchr(arena_copy(d->arena, text), '=');
    char *name = value ? value - (strcspn(text, "=")) : NULL;
    const char *codes[MOST_CODES];
    size_t count = 0;
    const struct field *f = NULL;
    char *op;

    if (!value)
        return;
    *value++ = '\0';
    op = strchr(name, '.');
    if (op)
        *op++ = '\0';
    for (const struct field *head = d->shape->head; head->name && !f; head++)
        f = strcmp(head->name, name) == 0 ? head : NULL;
    if (!f)
        f = shape_field(d->shape, name);
    if (!f || f->personal || f->type == FIELD_PERIOD)
        return;
    if (op && strcmp(op, "empty") == 0) {
        buffer_print(where, " AND \"%s\" IS%s NULL", f->name,
                     strcmp(value, "true") == 0 ? "" : " NOT");
    } else if (f->type == FIELD_CHOICE && (!op || strcmp(op, "in") == 0)) {
        for (char *rest = value; rest && count < MOST_CODES; count++)
            codes[count] = strsep(&rest, ",");
        buffer_text(where, " AND ");
        if (!shape_choice_condition(where, NULL, f, codes, count))
            where->length -= 5;
    } else if (!op) {
        buffer_print(columns, "%s, ", f->name);
    }
}

static void
index_view(struct table_draft *d, const struct view *view)
{
    struct buffer columns = { .arena = d->arena }, where = { .arena = d->arena };
    char *filter = arena_copy(d->arena, view->filter ? view->filter : "");
    const char *sort = view->sort && *view->sort ? view->sort : "-id";
    const struct field *f;

    buffer_text(&columns, within(d));
    buffer_text(&where, visible);
    for (char *rest = filter; rest && *rest;)
        index_filter(d, strsep(&rest, "&"), &columns, &where);
    sort += *sort == '-';
    f = shape_field(d->shape, sort);
    if (f && f->type == FIELD_PERIOD)
        buffer_print(&columns, "%s_from, ", sort);
    else if (strcmp(sort, "id") != 0)
        buffer_print(&columns, "%s, ", sort);
    buffer_text(&columns, "id");
    /* The length may have been taken back, so the closing zero is set once more. */
    add_index(d, arena_print(d->arena, "%s_view", view->name), buffer_string(&columns),
              arena_slice(d->arena, where.data, where.length), false);
}

static void
index_reach(struct table_draft *d)
{
    for (const struct access *row = d->shape->ledger->access; row && row->may; row++) {
        if (row->reach == REACH_ORGANISATION)
            add_index(d, "organisation", arena_print(d->arena, "%sorganisation, id", within(d)),
                      visible, false);
        if (row->reach == REACH_OWN)
            add_index(d, "owner", arena_print(d->arena, "%sowner, id", within(d)), visible, false);
    }
}

const struct table *
shape_make_table(struct arena *arena, const struct shape *s)
{
    struct table *table = NEW(arena, struct table);
    struct table_draft d = { .arena = arena, .shape = s };
    size_t views = 0;

    while (s->ledger->views && s->ledger->views[views].name)
        views++;
    d.indexes = NEW_ARRAY(arena, s->field_count * 2 + views + 5, struct table_index);
    add_index(&d, "list", arena_print(arena, "%sid", within(&d)), visible, false);
    for (size_t i = 0; i < s->field_count; i++)
        if (!s->places[i].custom)
            index_field(&d, &s->places[i]);
    for (size_t i = 0; i < views; i++)
        index_view(&d, &s->ledger->views[i]);
    index_reach(&d);
    table->name = s->ledger->name;
    table->comment = s->ledger->title;
    table->columns = make_columns(arena, s);
    table->indexes = d.indexes;
    return table;
}

static const char *
text_of(struct arena *arena, const struct buffer *b)
{
    return arena_slice(arena, b->data, b->length);
}

static void
make_insert(struct arena *arena, struct shape *s)
{
    struct buffer names = { .arena = arena }, values = { .arena = arena };
    struct buffer sets = { .arena = arena };

    for (const struct table_column *c = s->table->columns; c->name; c++) {
        const char *comma = c == s->table->columns ? "" : ", ";

        buffer_print(&names, "%s\"%s\"", comma, c->name);
        buffer_print(&values, "%s:%s", comma, c->name);
        if (c != s->table->columns)
            buffer_print(&sets, "%s\"%s\" = :%s", sets.length ? ", " : "", c->name, c->name);
    }
    s->insert = (struct query){
        .name = arena_print(arena, "%s.insert", s->ledger->name),
        .sql = arena_print(arena, "INSERT INTO \"%s\" (%s) VALUES (%s)", s->ledger->name,
                           text_of(arena, &names), text_of(arena, &values)),
    };
    s->update = (struct query){
        .name = arena_print(arena, "%s.update", s->ledger->name),
        .sql = arena_print(
            arena, "UPDATE \"%s\" SET %s WHERE \"id\" = :id AND \"version\" = :version_before",
            s->ledger->name, text_of(arena, &sets)),
    };
}

struct select_draft {
    struct buffer names;
    struct buffer joins;
    struct column *columns;
    size_t count;
    size_t joined;
};

static void
select_column(struct select_draft *d, const struct column *c)
{
    buffer_print(&d->names, "%st.\"%s\"", d->count ? ", " : "", c->name);
    d->columns[d->count++] = *c;
}

static void
select_title(struct select_draft *d, const char *name, const char *alias, size_t offset,
             const struct ledger *to)
{
    if (!shape_title_column(to))
        return;
    buffer_print(&d->names, ", r%zu.\"%s\" AS \"%s\"", d->joined, shape_title_column(to), alias);
    buffer_print(&d->joins, " LEFT JOIN \"%s\" AS r%zu ON r%zu.\"id\" = t.\"%s\"", to->name,
                 d->joined, d->joined, name);
    d->columns[d->count++] = (struct column){ alias, offset, COLUMN_TEXT };
    d->joined++;
}

static void
make_read(struct arena *arena, struct shape *s)
{
    size_t most = SHAPE_HEAD + SHAPE_HEAD_REFS + s->field_count * SHAPE_COLUMNS_A_FIELD + 1;
    struct select_draft d = { .names = { .arena = arena }, .joins = { .arena = arena } };

    d.columns = NEW_ARRAY(arena, most, struct column);
    for (size_t i = 0; i < SHAPE_HEAD; i++)
        select_column(&d, &shape_head[i]);
    for (size_t i = 0; i < SHAPE_HEAD_REFS; i++)
        select_title(&d, shape_head_refs[i].name, shape_head_refs[i].alias,
                     shape_head_refs[i].title, shape_head_refs[i].to);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field_place *p = &s->places[i];

        for (size_t c = 0; c < p->count; c++)
            select_column(&d, &p->columns[c]);
        if (p->title_alias)
            select_title(&d, p->field->name, p->title_alias,
                         p->field->offset + offsetof(struct ref, title), p->field->to);
    }
    s->read = (struct query){
        .name = arena_print(arena, "%s.read", s->ledger->name),
        .sql = arena_print(arena, "SELECT %s FROM \"%s\" AS t%s WHERE t.\"id\" = :id",
                           text_of(arena, &d.names), s->ledger->name, text_of(arena, &d.joins)),
        .row_size = s->read_size,
        .columns = d.columns,
    };
}

void
shape_make_queries(struct arena *arena, struct shape *s)
{
    make_insert(arena, s);
    make_read(arena, s);
}
