#include <string.h>

#include "base/buffer.h"
#include "base/must.h"
#include "store/engine.h"
#include "store/query.h"

enum { FIRST_VALUES = 16 };

struct sql {
    struct act *act;
    const char *name;
    struct buffer text;
    struct bound *bounds; /* always one zero row more than used */
    size_t count;
    size_t room;
    int64_t until;
    bool *late;
};

/* Names of the first parameters, so that usual statements need no printing. */
static const char *const value_names[FIRST_VALUES] = {
    "v0", "v1", "v2",  "v3",  "v4",  "v5",  "v6",  "v7",
    "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
};

struct sql *
sql_new(struct act *a, const char *name)
{
    struct sql *s = NEW(a->arena, struct sql);

    *s = (struct sql){
        .act = a,
        .name = name,
        .text = { .arena = a->arena },
        .bounds = NEW_ARRAY(a->arena, FIRST_VALUES, struct bound),
        .room = FIRST_VALUES,
    };
    return s;
}

void
sql_literal(struct sql *s, const char *literal)
{
    buffer_text(&s->text, literal);
}

static bool
is_identifier(const char *text)
{
    if (*text < 'a' || *text > 'z')
        return false;
    while ((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || *text == '_')
        text++;
    return !*text;
}

void
sql_name(struct sql *s, const char *identifier)
{
    must(is_identifier(identifier));
    buffer_char(&s->text, '"');
    buffer_text(&s->text, identifier);
    buffer_char(&s->text, '"');
}

void
sql_column(struct sql *s, const char *table, const char *column)
{
    sql_name(s, table);
    buffer_char(&s->text, '.');
    sql_name(s, column);
}

void
sql_value(struct sql *s, struct bound value)
{
    if (s->count + 1 == s->room) {
        struct bound *wider = NEW_ARRAY(s->act->arena, s->room * 2, struct bound);

        memcpy(wider, s->bounds, s->room * sizeof(*wider));
        s->bounds = wider;
        s->room *= 2;
    }
    value.name = s->count < FIRST_VALUES ? value_names[s->count]
                                         : arena_print(s->act->arena, "v%zu", s->count);
    buffer_char(&s->text, ':');
    buffer_text(&s->text, value.name);
    s->bounds[s->count++] = value;
}

bool
sql_postgres(const struct sql *s)
{
    return s->act->store->kind == STORE_POSTGRES;
}

void
sql_until(struct sql *s, int64_t until, bool *late)
{
    s->until = until;
    s->late = late;
}

static struct statement
statement_of(const struct act *a, const struct sql *s, const struct column *columns)
{
    must(a->store == s->act->store);
    if (s->late)
        *s->late = false;
    return (struct statement){
        .name = s->name,
        .sql = buffer_string(&s->text),
        .columns = columns,
        .bounds = s->bounds,
        .until = s->until,
    };
}

bool
sql_rows(struct act *a, struct sql *s, const struct column *columns, size_t row_size, void *rows,
         size_t *count)
{
    struct statement made = statement_of(a, s, columns);

    return statement_rows(a, &made, row_size, rows, count, s->late);
}

/* The size of the row is not given: what is filled in is what the columns cover. */
bool
sql_first(struct act *a, struct sql *s, const struct column *columns, void *row, bool *found)
{
    struct statement made = statement_of(a, s, columns);

    return statement_first(a, &made, 0, row, found, s->late);
}

bool
sql_each(struct act *a, struct sql *s, const struct column *columns, size_t row_size,
         bool (*each)(void *with, const void *row), void *with)
{
    struct statement made = statement_of(a, s, columns);

    return statement_each(a, &made, row_size, each, with, s->late);
}

struct apart {
    int64_t number;
};

static const struct column apart_columns[] = { COLUMN(struct apart, number), { 0 } };

bool
sql_apart(struct act *a, struct sql *s, bool *found)
{
    struct statement made = statement_of(a, s, apart_columns);
    struct apart row;

    must(a->writing);
    if (a->store->engine->apart)
        return a->store->engine->apart(a, &made, found);
    return statement_first(a, &made, sizeof(row), &row, found, NULL);
}

bool
sql_run(struct act *a, struct sql *s, int64_t *changed)
{
    struct statement made = statement_of(a, s, NULL);

    return statement_run(a, &made, changed);
}

bool
sql_later(struct act *a, struct sql *s)
{
    struct statement made = statement_of(a, s, NULL);

    return statement_later(a, &made);
}
