#include "ledger/blob_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/query.h"

enum { MOST_HOLDERS = 200 };
static const int64_t day_us = INT64_C(86400) * 1000000;

/* A column that names blobs. */
struct holder {
    const char *table;
    const char *column;
    const char *name; /* column with the file's name */
    bool removable;   /* rows that were removed need nothing any more */
};

static const struct holder own_holders[] = {
    { "attachment", "hash", "name", true },
    { "import", "blob", "name", false },
};

/* Removed records keep their files: their history leads to them. */
static size_t
holders(struct act *a, struct holder *out)
{
    size_t ledgers, count = 0;
    const struct ledger *const *all = ledgers_all(&ledgers);

    for (size_t i = 0; i < sizeof own_holders / sizeof *own_holders; i++)
        out[count++] = own_holders[i];
    for (size_t i = 0; i < ledgers; i++)
        for (const struct field *f = all[i]->fields; f->name && count < MOST_HOLDERS; f++)
            if (f->type == FIELD_FILE)
                out[count++] = (struct holder){ all[i]->name, f->name,
                                                arena_print(a->arena, "%s_name", f->name), false };
    return count;
}

struct naming {
    int64_t id;
    int64_t contract;
    const char *blob;
    const char *name;
    int64_t gone;      /* a removed row, whose bytes end with the next sweep */
    const char *table; /* not of the row */
    bool found;
};
struct naming_list {
    struct naming *rows;
    size_t count;
};

#define NAMING_COLUMNS                                                                             \
    COLUMNS(COLUMN(struct naming, id), COLUMN(struct naming, contract),                            \
            COLUMN(struct naming, blob), COLUMN(struct naming, name), COLUMN(struct naming, gone))

/* SELECT of the rows of one holder; `blob` NULL: all that name one. */
static void
select_from(struct sql *s, const struct holder *h, const char *blob)
{
    SQL(s, "SELECT id, contract, ");
    sql_name(s, h->column);
    SQL(s, " AS blob, ");
    sql_name(s, h->name);
    if (h->removable)
        SQL(s, " AS name, CAST(CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS gone");
    else
        SQL(s, " AS name, CAST(0 AS BIGINT) AS gone");
    SQL(s, " FROM ");
    sql_name(s, h->table);
    SQL(s, " WHERE ");
    sql_name(s, h->column);
    if (blob) {
        SQL(s, " = ");
        sql_value(s, bind_text("blob", blob));
        if (h->removable)
            SQL(s, " AND removed_at IS NULL");
    } else {
        SQL(s, " <> ''");
    }
}

bool
blob_named(struct act *a, const char *blob, bool *named)
{
    struct holder list[MOST_HOLDERS];
    size_t count = holders(a, list);

    *named = false;
    for (size_t i = 0; i < count && !*named; i++) {
        struct sql *s = sql_new(a, "blob.named");
        struct naming row;

        select_from(s, &list[i], blob);
        SQL(s, " LIMIT 1");
        if (!sql_first(a, s, NAMING_COLUMNS, &row, named))
            return false;
    }
    return true;
}

/* --- comparing ------------------------------------------------------------------------ */

static int
by_blob(const void *one, const void *other)
{
    return strcmp(((const struct naming *)one)->blob, ((const struct naming *)other)->blob);
}

static bool
all_namings(struct act *a, struct naming_list *out)
{
    struct holder list[MOST_HOLDERS];
    struct naming_list lists[MOST_HOLDERS];
    size_t count = holders(a, list), total = 0;

    for (size_t i = 0; i < count; i++) {
        struct sql *s = sql_new(a, "blob.namings");

        select_from(s, &list[i], NULL);
        if (!sql_rows(a, s, NAMING_COLUMNS, sizeof(struct naming), &lists[i].rows, &lists[i].count))
            return false;
        total += lists[i].count;
    }
    *out = (struct naming_list){ NEW_ARRAY(a->arena, total + 1, struct naming), 0 };
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < lists[i].count; k++) {
            struct naming *row = &out->rows[out->count++];

            *row = lists[i].rows[k];
            row->table = list[i].table;
        }
    qsort(out->rows, out->count, sizeof *out->rows, by_blob);
    return true;
}

struct comparing {
    struct act *a;
    struct naming_list namings;
    struct blob_report *out;
    size_t room;
};

static void
add_problem(struct comparing *c, struct blob_problem problem)
{
    struct blob_report *out = c->out;

    if (out->count == c->room) {
        struct blob_problem *more = NEW_ARRAY(c->a->arena, c->room * 2 + 16, struct blob_problem);

        if (out->count)
            memcpy(more, out->problems, out->count * sizeof *more);
        out->problems = more;
        c->room = c->room * 2 + 16;
    }
    out->problems[out->count++] = problem;
}

static bool
see_file(void *with, const struct blob_file *file)
{
    struct comparing *c = with;
    const struct naming key = { .blob = file->name };
    struct naming *row = c->namings.count ? bsearch(&key, c->namings.rows, c->namings.count,
                                                    sizeof *c->namings.rows, by_blob)
                                          : NULL;

    c->out->files++;
    if (!row) {
        add_problem(c, (struct blob_problem){
                           .kind = BLOB_UNNAMED,
                           .blob = arena_copy(c->a->arena, file->name),
                           .name = "",
                           .bytes = file->bytes,
                           .fresh = file->changed.us > c->a->now.us - day_us,
                       });
        return true;
    }
    while (row > c->namings.rows && by_blob(row - 1, &key) == 0)
        row--;
    for (; row < c->namings.rows + c->namings.count && by_blob(row, &key) == 0; row++)
        row->found = true;
    return true;
}

/* In an arena of its own: there may be many. */
static bool
opens(struct act *a, const struct naming *row)
{
    struct arena_mark mark = arena_mark(a->arena);
    size_t faults = a->fault_count, got = 1;
    struct blob_reader *reader;
    char piece[8192];
    bool good = blob_open(a, row->contract, row->blob, &reader);

    while (good && got)
        good = blob_read(a, reader, piece, sizeof piece, &got);
    act_forgive(a, faults);
    arena_reset(a->arena, mark);
    return good;
}

static void
judge(struct comparing *c, const struct naming *row, bool read)
{
    struct blob_problem problem = { .kind = BLOB_MISSING,
                                    .blob = row->blob,
                                    .table = row->table,
                                    .id = row->id,
                                    .name = row->name ? row->name : "" };

    if (row->gone)
        return;
    if (row->found && (!read || opens(c->a, row)))
        return;
    problem.kind = row->found ? BLOB_DAMAGED : BLOB_MISSING;
    add_problem(c, problem);
}

bool
blobs_check(struct act *a, bool read, struct blob_report *out)
{
    struct comparing c = { .a = a, .out = out };

    act_slow(a);
    *out = (struct blob_report){ 0 };
    if (!all_namings(a, &c.namings) || !blob_each(a, see_file, &c))
        return false;
    out->rows = (int64_t)c.namings.count;
    for (size_t i = 0; i < c.namings.count; i++)
        judge(&c, &c.namings.rows[i], read);
    return true;
}

bool
blobs_clear(struct act *a, const struct blob_report *report, int64_t *removed)
{
    *removed = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct blob_problem *it = &report->problems[i];
        bool named;

        if (it->kind != BLOB_UNNAMED || it->fresh)
            continue;
        if (!blob_named(a, it->blob, &named))
            return false;
        if (!named && !blob_remove(a, it->blob))
            return false;
        *removed += !named;
    }
    return true;
}
