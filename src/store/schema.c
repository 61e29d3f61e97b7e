#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/must.h"
#include "store/engine.h"
#include "store/schema_sql.h"
#include "store/words_engine.h"

enum { SCHEMA_NUMBER = 1 };

/* What stands in the database: columns as "table.column", indexes with their text. */
struct found_column {
    const char *table;
    const char *name;
};
struct found_columns {
    struct found_column *rows;
    size_t count;
};
struct found_index {
    const char *name;
    const char *text;
};
struct found_indexes {
    struct found_index *rows;
    size_t count;
};

static const struct query columns_query = {
    .name = "schema.columns",
    .sql = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
           " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'",
    .postgres = "SELECT table_name::text, column_name::text FROM information_schema.columns"
                " WHERE table_schema = current_schema()",
    .row_size = sizeof(struct found_column),
    .columns = COLUMNS(COLUMN(struct found_column, table), COLUMN(struct found_column, name)),
};

/* PostgreSQL rewrites the text of an index, so ours is kept as its comment. */
static const struct query indexes_query = {
    .name = "schema.indexes",
    .sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    .postgres = "SELECT c.relname::text, obj_description(c.oid, 'pg_class')"
                " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = current_schema() AND c.relkind = 'i'",
    .row_size = sizeof(struct found_index),
    .columns = COLUMNS(COLUMN(struct found_index, name), COLUMN(struct found_index, text)),
};

struct found {
    struct found_columns columns; /* both sorted */
    struct found_indexes indexes;
};

struct wanted {
    const struct table *const *tables;
    size_t count;
    const struct migration *step;
    bool current;
};

int
schema_version(void)
{
    return SCHEMA_NUMBER;
}

static int
compare_columns(const void *left, const void *right)
{
    const struct found_column *a = left;
    const struct found_column *b = right;
    int order = strcmp(a->table, b->table);

    return order ? order : strcmp(a->name, b->name);
}

static int
compare_indexes(const void *left, const void *right)
{
    return strcmp(((const struct found_index *)left)->name,
                  ((const struct found_index *)right)->name);
}

static bool
look(struct act *a, struct found *f)
{
    if (!QUERY(a, &columns_query, f->columns, { 0 }) ||
        !QUERY(a, &indexes_query, f->indexes, { 0 }))
        return false;
    qsort(f->columns.rows, f->columns.count, sizeof(*f->columns.rows), compare_columns);
    qsort(f->indexes.rows, f->indexes.count, sizeof(*f->indexes.rows), compare_indexes);
    return true;
}

static bool
has_column(const struct found *f, const char *table, const char *name)
{
    struct found_column key = { table, name };

    return bsearch(&key, f->columns.rows, f->columns.count, sizeof(key), compare_columns);
}

static const struct found_index *
index_of(const struct found *f, const char *name)
{
    struct found_index key = { .name = name };

    return bsearch(&key, f->indexes.rows, f->indexes.count, sizeof(key), compare_indexes);
}

/* A table is there when its primary key is. */
static void
add_table(const struct found *f, const struct table *t, bool postgres, struct buffer *script)
{
    if (!has_column(f, t->name, t->columns[0].name)) {
        schema_sql_table(script, t, postgres);
        return;
    }
    for (const struct table_column *c = t->columns; c->name; c++)
        if (!has_column(f, t->name, c->name))
            schema_sql_column(script, t, c, postgres);
}

static void
add_indexes(const struct found *f, const struct table *t, bool postgres, struct arena *arena,
            struct buffer *script)
{
    for (const struct table_index *i = t->indexes; i && i->name; i++) {
        const struct found_index *there = index_of(f, i->name);
        const char *text = schema_sql_index(arena, t, i, postgres);

        if (i->postgres && !postgres)
            continue;
        if (there && !strcmp(there->text, text))
            continue;
        if (there)
            buffer_print(script, "DROP INDEX \"%s\";\n", i->name);
        schema_sql_make_index(script, i, text, postgres);
    }
}

/* The text that adds what is missing, "" when nothing is. */
static bool
missing(struct act *a, const struct wanted *w, struct buffer *script)
{
    bool postgres = a->store->kind == STORE_POSTGRES;
    struct found found;

    if (!look(a, &found))
        return false;
    for (const struct table *const *t = store_tables(); *t; t++)
        add_table(&found, *t, postgres, script);
    for (size_t i = 0; i < w->count; i++)
        add_table(&found, w->tables[i], postgres, script);
    for (const struct table *const *t = store_tables(); *t; t++)
        add_indexes(&found, *t, postgres, a->arena, script);
    for (size_t i = 0; i < w->count; i++)
        add_indexes(&found, w->tables[i], postgres, a->arena, script);
    return true;
}

static bool
add_missing(struct act *a, void *with)
{
    struct buffer script = { .arena = a->arena };

    return missing(a, with, &script) &&
           (!script.length || a->store->engine->script(a, buffer_string(&script))) &&
           words_schema(a) && a->store->engine->schema_put(a, SCHEMA_NUMBER);
}

static bool
take_step(struct act *a, void *with)
{
    const struct wanted *w = with;
    bool other = a->store->kind == STORE_POSTGRES && w->step->postgres;

    return a->store->engine->script(a, other ? w->step->postgres : w->step->sql) &&
           a->store->engine->schema_put(a, w->step->number);
}

bool
schema_apply(struct store *store, struct act *a, const struct table *const *tables, size_t count,
             const struct migration *steps)
{
    struct wanted w = { .tables = tables, .count = count };
    int number;

    must(store == a->store && !a->writing);
    if (!store->engine->schema_get(a, &number))
        return false;
    /* A database without a number is empty: it gets today's tables, no old steps. */
    for (const struct migration *m = steps; m && m->number && number > 0; m++) {
        w.step = m;
        if (m->number > number && !act_write_alone(a, take_step, &w))
            return false;
    }
    return act_write_alone(a, add_missing, &w);
}

bool
schema_is_current(struct act *a, const struct table *const *tables, size_t count, bool *current)
{
    struct wanted w = { .tables = tables, .count = count };
    struct buffer script = { .arena = a->arena };
    int number;

    *current = false;
    if (!a->store->engine->schema_get(a, &number) || !missing(a, &w, &script))
        return false;
    *current = number == SCHEMA_NUMBER && !script.length;
    return *current || fail(a, FAULT_BROKEN, NULL,
                            "データベースの形がこのプログラムより古いままです。"
                            "tasuki migrate を実行してください。");
}
