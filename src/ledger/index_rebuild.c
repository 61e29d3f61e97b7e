#include "ledger/index.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/query.h"
#include "store/words.h"

enum { BATCH = 2000 };

struct numbered {
    int64_t id;
};
struct numbered_list {
    struct numbered *rows;
    size_t count;
};

/* One batch of one ledger; the work may run twice, so it leaves `after` alone. */
struct batch {
    const struct ledger *l; /* NULL: entries */
    int64_t after;
    int64_t reached;
    bool done;
};

static bool
clear(struct act *a, void *with)
{
    (void)with;
    return words_clear(a);
}

static bool
put_record(struct act *a, const struct ledger *l, int64_t id)
{
    struct record *row = ledger_new(a, l);
    bool found;

    return shape_read(a, shape_of(l), id, true, row, &found) &&
           (!found || index_record(a, l, NULL, row));
}

static bool
put_records(struct act *a, void *with)
{
    struct batch *batch = with;
    struct sql *s = sql_new(a, "index.records");
    struct numbered_list list;

    SQL(s, "SELECT id FROM ");
    sql_name(s, batch->l->name);
    SQL(s, " WHERE removed_at IS NULL AND id > ");
    sql_value(s, bind_int("after", batch->after));
    SQL(s, " ORDER BY id LIMIT ");
    sql_value(s, bind_int("most", BATCH));
    if (!sql_rows(a, s, COLUMNS(COLUMN(struct numbered, id)), sizeof(struct numbered), &list.rows,
                  &list.count))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!put_record(a, batch->l, list.rows[i].id))
            return false;
    batch->done = list.count < BATCH;
    if (list.count)
        batch->reached = list.rows[list.count - 1].id;
    return true;
}

struct stored_entry {
    int64_t id;
    const char *ledger;
    int64_t record;
    int64_t kind;
    const char *text;
};
struct stored_list {
    struct stored_entry *rows;
    size_t count;
};

static const struct query entries_query = {
    .name = "entry.all",
    .sql = "SELECT id, ledger, record, kind, text FROM entry WHERE id > :after ORDER BY id"
           " LIMIT :most",
    .row_size = sizeof(struct stored_entry),
    .columns = COLUMNS(COLUMN(struct stored_entry, id), COLUMN(struct stored_entry, ledger),
                       COLUMN(struct stored_entry, record), COLUMN(struct stored_entry, kind),
                       COLUMN(struct stored_entry, text)),
};

static bool
put_entry(struct act *a, const struct stored_entry *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    struct record *row;
    bool found;

    if (!l)
        return true;
    row = ledger_new(a, l);
    return shape_read(a, shape_of(l), it->record, false, row, &found) &&
           (!found || row->removed_at.us ||
            index_entry(a, l, row, it->id, it->text, it->kind == ENTRY_NOTE));
}

static bool
put_entries(struct act *a, void *with)
{
    struct batch *batch = with;
    struct stored_list list;

    if (!QUERY(a, &entries_query, list, bind_int("after", batch->after), bind_int("most", BATCH)))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!put_entry(a, &list.rows[i]))
            return false;
    batch->done = list.count < BATCH;
    if (list.count)
        batch->reached = list.rows[list.count - 1].id;
    return true;
}

static bool
in_batches(struct act *a, const struct ledger *l, bool (*put)(struct act *, void *))
{
    struct batch batch = { .l = l };

    while (!batch.done) {
        struct arena_mark mark = arena_mark(a->arena);

        if (!act_write(a, put, &batch))
            return false;
        batch.after = batch.reached;
        arena_reset(a->arena, mark);
    }
    return true;
}

bool
index_rebuild(struct act *a)
{
    size_t count;
    const struct ledger *const *ledgers = ledgers_all(&count);

    if (!act_write(a, clear, NULL))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!in_batches(a, ledgers[i], put_records))
            return false;
    return in_batches(a, NULL, put_entries);
}
