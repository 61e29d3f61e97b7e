#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/bundle.h"
#include "app/bundle_table.h"
#include "app/commands.h"
#include "base/arena.h"
#include "base/file.h"
#include "ledger/custom.h"
#include "ledger/field.h"
#include "ledger/history.h"
#include "ledger/index.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/backup_read.h"
#include "store/blob.h"
#include "store/restore.h"
#include "store/seal.h"
#include "store/store.h"

struct importing {
    struct act *act;
    const struct arguments *arguments;
    struct backup_options options;
    struct stored_zip_reader zip;
    json_t *manifest;
    struct bundle_facts facts;
    struct bundle_table *tables; /* those of the bundle */
    size_t count;
    json_t *blobs; /* file of the bundle: name of the blob it became */
    const struct bundle_table *table;
    int64_t rows;
    struct buffer heads;
};

/* --- what the bundle brings --------------------------------------------------------------------- */

static const struct table *
table_named(struct act *a, const struct importing *it, const char *name)
{
    const struct table *const *all = backup_tables(a, &it->options);

    for (; *all; all++)
        if (strcmp((*all)->name, name) == 0)
            return *all;
    return NULL;
}

static bool
has_column(const struct table *t, const char *name)
{
    for (const struct table_column *c = t->columns; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

static bool
check_columns(struct act *a, const struct table *t, const json_t *columns)
{
    const json_t *column;
    size_t i;

    json_array_foreach(columns, i, column)
    {
        const char *name = json_string_value(json_object_get(column, "name"));

        if (!name || (!has_column(t, name) && strncmp(name, "x_", 2) != 0))
            return fail(a, FAULT_BROKEN, NULL,
                        "束の表 %s に、このプログラムが知らない列 %s があります。"
                        "新しい版のプログラムで取り込んでください。",
                        t->name, name ? name : "");
    }
    return true;
}

/* Tables first by their declaration only, then with the custom columns they had there. */
static bool
know_tables(struct importing *it, bool wide)
{
    struct act *a = it->act;
    const json_t *list = json_object_get(it->manifest, "tables");
    const json_t *each;
    size_t i;

    it->tables = NEW_ARRAY(a->arena, json_array_size(list) + 1, struct bundle_table);
    it->count = 0;
    json_array_foreach(list, i, each)
    {
        const char *name = json_string_value(json_object_get(each, "name"));
        const json_t *columns = json_object_get(each, "columns");
        const struct table *t = table_named(a, it, name ? name : "");

        if (!t || !bundle_takes(t))
            return fail(a, FAULT_BROKEN, NULL,
                        "束に、このプログラムが知らない表 %s があります。"
                        "新しい版のプログラムで取り込んでください。",
                        name ? name : "");
        if (!check_columns(a, t, columns) || (wide && !restore_columns(a, t, columns, &t)))
            return false;
        bundle_table_read(a, t, &it->tables[it->count++]);
    }
    return true;
}

static const struct stored_zip_file *
file_of(const struct importing *it, const struct bundle_table *t)
{
    return stored_zip_find(&it->zip,
                           arena_print(it->act->arena, "tables/%s.jsonl", t->table->name));
}

/* --- files ---------------------------------------------------------------------------------------- */

static bool
ensure_key(struct act *a, void *with, const json_t *row)
{
    (void)with;
    return personal_ensure(a, json_integer_value(json_object_get(row, "id")));
}

static bool
put_blob(struct act *a, struct importing *it, int64_t contract, const char *name)
{
    const struct stored_zip_file *file = stored_zip_find(&it->zip, name);
    uint8_t *bytes = arena_get(a->arena, BUNDLE_PIECE);
    struct blob_writer *writer;
    char blob[BLOB_NAME];
    int64_t size;
    size_t got;

    if (!file || strncmp(name, "files/", 6) != 0)
        return fail(a, FAULT_BROKEN, NULL, "束の表が指すファイル %s が束にありません。", name);
    if (!blob_begin(a, contract, file->size, &writer))
        return false;
    for (int64_t at = 0; at < file->size; at += (int64_t)got)
        if (!stored_zip_read(&it->zip, file, at, bytes, BUNDLE_PIECE, &got) ||
            !blob_add(a, writer, bytes, got))
            return fail(a, FAULT_BROKEN, NULL, "束の中の %s を取り込めません。", name);
    return blob_end(a, writer, blob, &size) &&
           json_object_set_new(it->blobs, name, json_string(blob)) == 0;
}

static bool
put_blobs(struct act *a, void *with, const json_t *row)
{
    struct importing *it = with;
    const struct bundle_table *t = it->table;
    int64_t contract = json_integer_value(json_object_get(row, "contract"));

    for (size_t i = 0; i < t->count; i++) {
        const char *name = t->columns[i].part == BUNDLE_BLOB
                               ? json_string_value(json_object_get(row, t->columns[i].name))
                               : NULL;

        if (name && !put_blob(a, it, contract, name))
            return false;
    }
    return true;
}

static void
drop_json(void *thing)
{
    json_decref(thing);
}

/* Keys and blobs stand before the rows that need them; if these never come, they are litter
   that check-blobs finds, sealed and named by nothing. */
static bool
prepare(struct importing *it)
{
    struct act *a = it->act;
    const struct stored_zip_file *contracts = stored_zip_find(&it->zip, "tables/contract.jsonl");

    it->blobs = json_object();
    arena_defer(a->arena, drop_json, it->blobs);
    if (contracts && !bundle_lines(a, &it->zip, contracts, ensure_key, NULL))
        return false;
    for (size_t i = 0; i < it->count; i++) {
        it->table = &it->tables[i];
        if (it->table->blob != it->table->count &&
            !bundle_lines(a, &it->zip, file_of(it, it->table), put_blobs, it))
            return false;
    }
    return true;
}

/* --- rows ------------------------------------------------------------------------------------------- */

struct row {
    struct importing *it;
    const json_t *json;
    int64_t id;
    int64_t contract;
};

static bool
is_number(enum column_type type)
{
    return type != COLUMN_BYTES && type != COLUMN_TEXT && type != COLUMN_DATE;
}

static bool
bytes_of(struct act *a, const char *hex, struct bytes *out)
{
    size_t size = strlen(hex) / 2;
    uint8_t *bytes = arena_get(a->arena, size + 1);

    *out = (struct bytes){ bytes, size };
    return strlen(hex) % 2 == 0 && hex_parse(hex, bytes, size);
}

static bool
sealed_value(struct act *a, const struct row *r, const struct bundle_column *c, const char *text,
             struct bound *out)
{
    struct place place = { .contract = r->contract,
                           .ledger = r->it->table->table->name,
                           .record = r->id,
                           .field = c->name };
    struct bytes sealed = { 0 };

    if (*text && !seal_value(a, &place, text, &sealed))
        return false;
    *out = bind_bytes("", sealed);
    return true;
}

/* A keyed hash is made of the text it belongs to, with the new key. */
static bool
key_value(struct act *a, const struct row *r, const char *column, struct bound *out)
{
    const struct shape *s = r->it->table->shape;
    struct bytes key = { 0 };

    for (size_t i = 0; s && i < s->field_count; i++) {
        const struct field_place *p = &s->places[i];
        const char *text = json_string_value(json_object_get(r->json, p->field->name));

        if (!p->key || strcmp(p->key, column) != 0)
            continue;
        if (text && *text && !shape_key(a, s, p->field, text, r->contract, &key))
            return false;
        *out = bind_bytes("", key);
        return true;
    }
    return true;
}

static bool
text_value(struct act *a, const struct row *r, const struct bundle_column *c, const char *text,
           struct bound *out)
{
    struct bytes bytes;

    if (c->part == BUNDLE_PERSONAL)
        return sealed_value(a, r, c, text, out);
    if (c->part == BUNDLE_BLOB)
        text = json_string_value(json_object_get(r->it->blobs, text));
    if (c->type != COLUMN_BYTES) {
        *out = bind_text("", text);
        return text != NULL;
    }
    if (!bytes_of(a, text, &bytes))
        return false;
    *out = bind_bytes("", bytes);
    return true;
}

/* What a required column holds when the bundle says nothing: the zero of its type. */
static struct bound
nothing(const struct bundle_column *c, bool required)
{
    if (is_number(c->type))
        return (struct bound){ .type = COLUMN_OPEN, .number = required ? 0 : NO_NUMBER };
    if (c->type == COLUMN_BYTES)
        return bind_bytes("", (struct bytes){ required ? "" : NULL, 0 });
    return bind_text("", required ? "" : NULL);
}

static bool
value_of(struct act *a, const struct row *r, size_t column, struct bound *out)
{
    const struct bundle_column *c = &r->it->table->columns[column];
    const json_t *value = json_object_get(r->json, c->name);

    *out = nothing(c, r->it->table->table->columns[column].required);
    if (c->part == BUNDLE_LEFT)
        return key_value(a, r, c->name, out);
    if (!value)
        return true;
    if (json_is_string(value) && (!is_number(c->type) || c->part == BUNDLE_PERSONAL))
        return text_value(a, r, c, json_string_value(value), out);
    if (!json_is_integer(value) || !is_number(c->type))
        return false;
    *out = (struct bound){ .type = COLUMN_OPEN, .number = json_integer_value(value) };
    return true;
}

static bool
known_keys(struct act *a, const struct bundle_table *t, const json_t *row)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)row, key, value)
    {
        if (!has_column(t->table, key))
            return fail(a, FAULT_BROKEN, NULL, "束の表 %s に、知らない項目 %s があります。",
                        t->table->name, key);
    }
    return true;
}

static bool
insert_row(struct act *a, void *with, const json_t *json)
{
    struct importing *it = with;
    const struct bundle_table *t = it->table;
    struct row r = { it, json, json_integer_value(json_object_get(json, "id")),
                     json_integer_value(json_object_get(json, "contract")) };
    struct sql *s = sql_new(a, "bundle.row");
    struct bound value;

    if (!known_keys(a, t, json))
        return false;
    SQL(s, "INSERT INTO ");
    sql_name(s, t->table->name);
    SQL(s, " (");
    for (size_t i = 0; i < t->count; i++) {
        if (i > 0)
            SQL(s, ", ");
        sql_name(s, t->columns[i].name);
    }
    SQL(s, ") VALUES (");
    for (size_t i = 0; i < t->count; i++) {
        if (i > 0)
            SQL(s, ", ");
        if (!value_of(a, &r, i, &value))
            return a->faults ? false
                             : fail(a, FAULT_BROKEN, NULL,
                                    "束の表 %s の記録 %" PRId64 " の項目 %s が正しくありません。",
                                    t->table->name, r.id, t->columns[i].name);
        sql_value(s, value);
    }
    SQL(s, ")");
    it->rows++;
    return sql_run(a, s, NULL);
}

/* --- the whole ---------------------------------------------------------------------------------------- */

/* The chain of one contract has leaves without their rows: it stays in the bundle, and the
   row `bundle` keeps the head by which it is proved. */
static bool
is_left(const struct importing *it, const char *name)
{
    return it->facts.contract && (strcmp(name, "history") == 0 || strcmp(name, "block") == 0);
}

static bool
note(struct act *a, const struct importing *it)
{
    struct buffer detail = { .arena = a->arena };

    buffer_text(&detail, "{\"uuid\":");
    json_text(&detail, it->facts.uuid);
    json_key(&detail, "head", false);
    json_text(&detail, it->facts.head);
    json_key(&detail, "sha256", false);
    json_text(&detail, it->facts.sha256);
    buffer_print(&detail, ",\"contract\":%lld,\"tables\":%lld,\"rows\":%lld,\"blobs\":%lld}",
                 (long long)it->facts.contract, (long long)it->facts.tables,
                 (long long)it->facts.rows, (long long)it->facts.blobs);
    return history_event(a, "", 0, "bundle", buffer_string(&detail));
}

/* All rows in one transaction: what is killed meanwhile has not happened. It reads the
   bundle, which nobody else waits for: no server runs beside it. */
static bool
insert_all(struct act *a, void *with)
{
    struct importing *it = with;

    it->rows = 0;
    if (!restore_begin(a, &it->options))
        return false;
    for (size_t i = 0; i < it->count; i++) {
        it->table = &it->tables[i];
        if (is_left(it, it->table->table->name))
            continue;
        if (!bundle_lines(a, &it->zip, file_of(it, it->table), insert_row, it))
            return false;
    }
    return restore_continue(a, &it->options) && setting_put(a, bundle_origin, it->facts.uuid) &&
           note(a, it);
}

static bool
add_head(struct act *a, void *with, const json_t *row)
{
    struct importing *it = with;
    struct instant at = { json_integer_value(json_object_get(row, "sealed_at")) };
    char written[INSTANT_TEXT];

    (void)a;
    instant_print(at, written);
    buffer_print(&it->heads, "%lld %s %s\n",
                 (long long)json_integer_value(json_object_get(row, "number")),
                 json_string_value(json_object_get(row, "hash")), written);
    return true;
}

/* The folder's own chain, of `init`, has gone with its rows; that of the bundle takes its
   place. Until then the folder stays marked, and nothing opens it. */
static bool
put_heads(struct importing *it)
{
    struct act *a = it->act;
    const char *path = arena_print(a->arena, "%s/heads", store_folder(a->store));
    const char *why;
    bool good =
        it->facts.contract != 0 ||
        bundle_lines(a, &it->zip, stored_zip_find(&it->zip, "tables/block.jsonl"), add_head, it);

    if (good && !file_write(path, buffer_string(&it->heads), it->heads.length, 0600, &why))
        good = fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    buffer_release(&it->heads);
    return good;
}

static bool
import_all(struct importing *it)
{
    struct act *a = it->act;
    const char *why;

    it->options.tables = modules_tables(a->arena, &it->options.table_count);
    if (!restore_empty(a, &it->options))
        return false;
    act_end(a);
    if (!store_serve(a->store, &why))
        return fail(a, FAULT_CLASH, NULL, "tasuki serve を止めてから行ってください。");
    if (!bundle_open(a, argument(it->arguments, "bundle"), &it->zip, &it->manifest, &it->facts) ||
        !know_tables(it, false) || !know_tables(it, true) || !prepare(it))
        return false;
    fprintf(stderr, "束を確かめました。%lld行を取り込みます。\n", (long long)it->facts.rows);
    if (!act_write(a, insert_all, it) || !put_heads(it) || !custom_load(a) || !index_rebuild(a))
        return false;
    return restore_done(a);
}

int
bundle_import_run(struct act *a, const struct arguments *arguments)
{
    struct importing it = { .act = a, .arguments = arguments };

    a->origin = ORIGIN_IMPORT;
    if (!import_all(&it))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json)
        buffer_print(arguments->out, "{\"tables\":%lld,\"rows\":%lld,\"blobs\":%lld}\n",
                     (long long)it.facts.tables, (long long)it.rows, (long long)it.facts.blobs);
    else
        buffer_print(
            arguments->out,
            "取り込みました。表 %lld、行 %lld、ファイル %lld。\n"
            "利用者にはパスワードがありません。tasuki user password ID で決めてください。\n"
            "tasuki verify で履歴を確かめられます。\n",
            (long long)it.facts.tables, (long long)it.rows, (long long)it.facts.blobs);
    return 0;
}
