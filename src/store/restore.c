#include "store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/must.h"
#include "store/act.h"
#include "store/backup_read.h"
#include "store/blob.h"
#include "store/key.h"
#include "store/query.h"
#include "store/store.h"
#include "store/table_csv.h"

static const char mark_name[] = "restore.unfinished";

struct restoring {
    const struct backup_options *options;
    const struct table **tables; /* ends with NULL; those of the archive with its columns */
};

static const struct table *
table_named(const struct restoring *r, const char *name)
{
    for (size_t i = 0; r->tables[i]; i++)
        if (strcmp(r->tables[i]->name, name) == 0)
            return r->tables[i];
    return NULL;
}

struct one {
    int64_t number;
};

static bool
first_number(struct act *a, struct sql *s, int64_t *number, bool *found)
{
    struct one row;

    if (!sql_first(a, s, COLUMNS(COLUMN(struct one, number)), &row, found))
        return false;
    *number = row.number;
    return true;
}

static bool
has_rows(struct act *a, const struct table *t, bool *has)
{
    struct sql *s = sql_new(a, "restore.has_rows");
    int64_t number;

    SQL(s, "SELECT 1 AS number FROM ");
    sql_name(s, t->name);
    SQL(s, " LIMIT 1");
    return first_number(a, s, &number, has);
}

static const struct query newest = {
    .name = "restore.newest",
    .sql = "SELECT seq AS number FROM history ORDER BY seq DESC LIMIT 1",
    .row_size = sizeof(struct one),
    .columns = COLUMNS(COLUMN(struct one, number)),
};

/* What `init` left behind may be replaced as long as nobody has done anything since. */
static bool
as_initialised(struct act *a, bool *fresh)
{
    const char *seq;
    struct one row;
    bool found;

    if (!setting_get(a, "init.seq", &seq) || !query_first(a, &newest, &row, &found, UNBOUND))
        return false;
    *fresh = *seq && found && row.number <= strtoll(seq, NULL, 10);
    return true;
}

static bool
is_own(const char *name)
{
    return strcmp(name, "setting") == 0 || strcmp(name, "counter") == 0;
}

static bool
check_empty(struct act *a, const struct restoring *r)
{
    bool free;
    bool has = false;

    if (!restore_unfinished(a, &free) || (!free && !as_initialised(a, &free)))
        return false;
    for (size_t i = 0; !free && r->tables[i]; i++) {
        if (!is_own(r->tables[i]->name) && !has_rows(a, r->tables[i], &has))
            return false;
        if (has)
            return fail(a, FAULT_CLASH, NULL,
                        "このデータフォルダにはすでに記録があります（%s）。"
                        "空のフォルダに戻してください。",
                        r->tables[i]->comment ? r->tables[i]->comment : r->tables[i]->name);
    }
    act_end(a);
    return true;
}

static bool
clear(struct act *a, void *with)
{
    const struct restoring *r = with;

    for (size_t i = 0; r->tables[i]; i++) {
        struct sql *s = sql_new(a, "restore.clear");

        SQL(s, "DELETE FROM ");
        sql_name(s, r->tables[i]->name);
        if (!sql_run(a, s, NULL))
            return false;
    }
    return setting_put(a, mark_name, "1");
}

static bool
has_column(const struct table *t, const char *name)
{
    for (const struct table_column *c = t->columns; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

/* The table with the archive's custom columns; the same table when it has none. */
static const struct table *
with_custom(struct act *a, const struct table *t, const json_t *columns)
{
    struct table *wider = NEW(a->arena, struct table);
    struct table_column *list;
    size_t count = 0;
    size_t i;
    const json_t *column;
    enum column_type type;

    while (t->columns[count].name)
        count++;
    list = NEW_ARRAY(a->arena, count + json_array_size(columns) + 1, struct table_column);
    memcpy(list, t->columns, count * sizeof *list);
    *wider = *t;
    wider->columns = list;
    json_array_foreach(columns, i, column)
    {
        const char *name = json_string_value(json_object_get(column, "name"));
        const char *kind = json_string_value(json_object_get(column, "type"));

        if (name && strncmp(name, "x_", 2) == 0 && !has_column(t, name) &&
            strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name) &&
            backup_type_find(kind, &type))
            list[count++] =
                (struct table_column){ .name = arena_copy(a->arena, name), .type = type };
    }
    return count > 0 && has_column(t, list[count - 1].name) ? t : wider;
}

static bool
see_manifest(struct act *a, void *with, const json_t *manifest)
{
    struct restoring *r = with;
    const json_t *tables = json_object_get(manifest, "tables");
    const json_t *table;
    size_t i;

    if (json_integer_value(json_object_get(manifest, "schema")) > schema_version())
        return fail(a, FAULT_BROKEN, NULL,
                    "このバックアップは新しい版のプログラムで作られています。"
                    "その版で戻してください。");
    json_array_foreach(tables, i, table)
    {
        const char *name = json_string_value(json_object_get(table, "name"));
        size_t at = 0;

        while (r->tables[at] && (!name || strcmp(r->tables[at]->name, name) != 0))
            at++;
        if (!r->tables[at])
            return fail(a, FAULT_BROKEN, NULL,
                        "バックアップに、このプログラムが知らない表 %s があります。",
                        name ? name : "");
        r->tables[at] = with_custom(a, r->tables[at], json_object_get(table, "columns"));
        if (!schema_apply(a->store, a, &r->tables[at], 1, NULL))
            return false;
    }
    return act_write(a, clear, r);
}

struct part {
    const struct table *table;
    const char *bytes;
    size_t length;
};

static bool
insert_part(struct act *a, void *with)
{
    const struct part *p = with;
    int64_t rows;

    return table_csv_insert(a, p->table, p->bytes, p->length, &rows);
}

static bool
see_part(struct act *a, void *with, const char *table, const char *bytes, size_t length)
{
    struct part part = { table_named(with, table), bytes, length };

    if (!part.table)
        return fail(a, FAULT_BROKEN, NULL,
                    "バックアップに、このプログラムが知らない表 %s があります。", table);
    return act_write(a, insert_part, &part);
}

/* Blobs stay encrypted under their contract's key and keep their names. */
static bool
see_blob(struct act *a, void *with, const char *name, struct archive_reader *reader)
{
    enum { PIECE = 1 << 20 };
    const char *folder = arena_print(a->arena, "%s/blobs/%.2s", store_folder(a->store), name);
    const char *path = arena_print(a->arena, "%s/%s", folder, name);
    uint8_t *bytes = arena_get(a->arena, PIECE);
    const char *why = NULL;
    size_t got = 1;
    bool done;
    int fd;

    (void)with;
    if (strlen(name) != BLOB_NAME - 1 || strspn(name, "0123456789abcdef") != BLOB_NAME - 1)
        return fail(a, FAULT_BROKEN, NULL, "バックアップの添付ファイルの名前が正しくありません。");
    if (!folder_make(folder, 0700, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", folder, why);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    for (done = true; done && got > 0;) {
        done = archive_read(a, reader, bytes, PIECE, &got);
        if (done && !file_write_all(fd, bytes, got, &why))
            done = fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    }
    if (done && fsync(fd) != 0)
        done = fail(a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    close(fd);
    return done;
}

static const struct query unmark = {
    .name = "restore.unmark",
    .sql = "DELETE FROM setting WHERE name = :name",
};

/* Numbers that PostgreSQL gives itself go on behind the highest that came in. */
static bool
go_on_numbering(struct act *a, const struct table *t)
{
    struct sql *s = sql_new(a, "restore.identity");
    int64_t number;
    bool found;

    if (!t->serial || !sql_postgres(s))
        return true;
    SQL(s, "SELECT setval(pg_get_serial_sequence(");
    sql_value(s, bind_text("", t->name));
    SQL(s, ", ");
    sql_value(s, bind_text("", t->columns[0].name));
    SQL(s, "), coalesce(max(");
    sql_name(s, t->columns[0].name);
    SQL(s, "), 0) + 1, false) AS number FROM ");
    sql_name(s, t->name);
    return first_number(a, s, &number, &found);
}

static const struct query highest = {
    .name = "restore.txid",
    .sql = "SELECT COALESCE(MAX(txid), 0) AS number FROM history",
    .row_size = sizeof(struct one),
    .columns = COLUMNS(COLUMN(struct one, number)),
};

/* The transactions of this database come after all that the rows came from, so that the
   seal's order (txid, seq) goes on. */
static bool
go_on_ordering(struct act *a)
{
    struct one row;
    bool found;

    return query_first(a, &highest, &row, &found, UNBOUND) &&
           (row.number == 0 || setting_put(a, "history.txid_base",
                                           arena_print(a->arena, "%lld", (long long)row.number)));
}

static bool
end_restore(struct act *a, void *with)
{
    const struct restoring *r = with;

    if (!go_on_ordering(a))
        return false;
    for (size_t i = 0; r->tables[i]; i++)
        if (!go_on_numbering(a, r->tables[i]))
            return false;
    return query_run(a, &unmark, NULL, BOUND(BIND(name, (const char *)mark_name)));
}

static struct restoring *
restoring_new(struct act *a, const struct backup_options *options)
{
    struct restoring *r = NEW(a->arena, struct restoring);
    const struct table *const *all = backup_tables(a, options);
    size_t count = 0;

    while (all[count])
        count++;
    r->options = options;
    r->tables = NEW_ARRAY(a->arena, count + 1, const struct table *);
    memcpy(r->tables, all, count * sizeof *all);
    return r;
}

bool
restore_read(struct act *a, const char *path, const struct backup_options *options,
             struct backup_facts *facts)
{
    struct restoring *r = restoring_new(a, options);
    const struct backup_visitor visitor = { r, see_manifest, see_part, see_blob, NULL };
    const char *why;

    act_slow(a);
    if (!check_empty(a, r) || !backup_verify(a, path, facts) ||
        !backup_visit(a, path, &visitor, facts))
        return false;
    if (facts->blobs > 0 &&
        !folder_sync(arena_print(a->arena, "%s/blobs", store_folder(a->store)), &why))
        return fail(a, FAULT_BROKEN, NULL, "%s/blobs: %s", store_folder(a->store), why);
    return act_write(a, end_restore, r);
}

bool
restore_unfinished(struct act *a, bool *unfinished)
{
    const char *mark;

    *unfinished = false;
    if (!setting_get(a, mark_name, &mark))
        return false;
    *unfinished = *mark != '\0';
    return true;
}

/* --- for who fills the folder in another way ---------------------------------------------------- */

bool
restore_empty(struct act *a, const struct backup_options *options)
{
    return check_empty(a, restoring_new(a, options));
}

bool
restore_columns(struct act *a, const struct table *t, const json_t *columns,
                const struct table **wider)
{
    *wider = with_custom(a, t, columns);
    return *wider == t || schema_apply(a->store, a, wider, 1, NULL);
}

bool
restore_begin(struct act *a, const struct backup_options *options)
{
    const struct restoring *r = restoring_new(a, options);

    for (size_t i = 0; r->tables[i]; i++) {
        struct sql *s = sql_new(a, "restore.clear");

        if (strcmp(r->tables[i]->name, "setting") == 0)
            continue;
        SQL(s, "DELETE FROM ");
        sql_name(s, r->tables[i]->name);
        if (!sql_run(a, s, NULL))
            return false;
    }
    return setting_put(a, "init.seq", "") && setting_put(a, mark_name, "1");
}

bool
restore_continue(struct act *a, const struct backup_options *options)
{
    const struct restoring *r = restoring_new(a, options);

    if (!go_on_ordering(a))
        return false;
    for (size_t i = 0; r->tables[i]; i++)
        if (!go_on_numbering(a, r->tables[i]))
            return false;
    return true;
}

static bool
remove_mark(struct act *a, void *with)
{
    (void)with;
    return query_run(a, &unmark, NULL, BOUND(BIND(name, (const char *)mark_name)));
}

bool
restore_done(struct act *a)
{
    return act_write(a, remove_mark, NULL);
}
