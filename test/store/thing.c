#include "store/thing.h"

#include "store/open.h"

static const struct table_column columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "contract", COLUMN_INT, .required = true, .comment = "契約" },
    { "name", COLUMN_TEXT, .required = true, .comment = "名前" },
    { "note", COLUMN_TEXT, .comment = "備考" },
    { "amount", COLUMN_OPEN, .comment = "金額" },
    { "done", COLUMN_BOOL, .required = true, .comment = "済" },
    { "day", COLUMN_DATE, .comment = "日" },
    { "at", COLUMN_INSTANT, .comment = "時刻" },
    { "body", COLUMN_BYTES, .comment = "本体" },
    { 0 },
};
static const struct table_index indexes[] = {
    { "thing_name_unique", "contract, name", .unique = true },
    { "thing_at", "contract, at DESC" },
    { 0 },
};
const struct table thing_table = { "thing", "もの", columns, indexes };

const struct column thing_columns[] = {
    COLUMN(struct thing, id),     COLUMN(struct thing, contract),
    COLUMN(struct thing, name),   COLUMN(struct thing, note),
    COLUMN(struct thing, amount), COLUMN(struct thing, done),
    COLUMN(struct thing, day),    COLUMN(struct thing, at),
    COLUMN(struct thing, body),   { 0 },
};
const struct query thing_all = {
    .name = "thing.all",
    .sql = "SELECT id, contract, name, note, amount, done, day, at, body FROM thing ORDER BY id",
    .row_size = sizeof(struct thing),
    .columns = thing_columns,
};

static const struct query insert = {
    .name = "thing.add",
    .sql = "INSERT INTO thing (id, contract, name, note, amount, done, day, at, body)"
           " VALUES (:id, :contract, :name, :note, :amount, :done, :day, :at, :body)",
};

struct number {
    int64_t number;
};
static const struct query count_query = {
    .name = "thing.count",
    .sql = "SELECT count(*) FROM thing",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

void
things_make(struct test *t, struct store *store)
{
    const struct table *const tables[] = { &thing_table };

    assert_true(schema_apply(store, act_for_test(t, store), tables, 1, NULL));
}

struct store *
things_for_test(struct test *t)
{
    struct store *store = store_for_test(t);

    things_make(t, store);
    return store;
}

bool
thing_add(struct act *a, void *with)
{
    const struct thing *it = with;

    return query_run(a, &insert, NULL,
                     BOUND(BIND(id, it->id), BIND(contract, it->contract), BIND(name, it->name),
                           BIND(note, it->note), BIND(amount, it->amount), BIND(done, it->done),
                           BIND(day, it->day), BIND(at, it->at), BIND(body, it->body)));
}

struct thing
thing_of(int64_t id, const char *name)
{
    return (struct thing){ .id = id, .name = name, .amount = { NO_NUMBER } };
}

bool
thing_write(struct store *store, int64_t id, const char *name)
{
    struct arena arena = { 0 };
    struct thing it = thing_of(id, name);
    struct act a;
    bool done;

    act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
    done = act_write(&a, thing_add, &it);
    act_end(&a);
    arena_release(&arena);
    return done;
}

int64_t
things_count(struct store *store)
{
    struct arena arena = { 0 };
    struct number row;
    struct act a;
    bool found;

    act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
    if (!query_first(&a, &count_query, &row, &found, UNBOUND))
        fail_msg("%s", a.faults->message);
    act_end(&a);
    arena_release(&arena);
    return row.number;
}
