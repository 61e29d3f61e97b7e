#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "store/act.h"
#include "store/archive.h"
#include "store/backup_read.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/store.h"
#include "store/table_csv.h"

/* A backup while it is written. */
struct making {
    struct act *act;
    const struct backup_options *options;
    struct backup_facts *facts;
    struct archive_writer *archive;
    const struct table *table; /* the present one */
    int64_t part;
    int64_t steps; /* parts and blobs so far, for progress */
    struct sha256_run digest;
    struct buffer end; /* end.json, growing */
    bool failed;
};

/* On an act of its own, since job_progress gives the act's snapshot back. */
static bool
progress(struct making *m)
{
    struct arena arena = { 0 };
    struct act a;
    bool on = true;

    m->steps++;
    if (m->options->job) {
        act_begin(&a, m->act->store, &arena, m->act->who, ORIGIN_JOB);
        on = job_progress(&a, m->options->job, m->steps, 0);
        act_end(&a);
        arena_release(&arena);
    }
    return on || fail(m->act, FAULT_STALE, NULL, "バックアップは途中で止められました。");
}

static void
add_columns(struct buffer *json, const struct table *t)
{
    for (const struct table_column *c = t->columns; c->name; c++) {
        buffer_char(json, c == t->columns ? '{' : ',');
        if (c != t->columns)
            buffer_char(json, '{');
        json_key(json, "name", true);
        json_text(json, c->name);
        json_key(json, "type", false);
        json_text(json, backup_type_name(c->type));
        buffer_char(json, '}');
    }
}

static bool
write_manifest(struct act *a, struct making *m, const struct table *const *tables)
{
    struct buffer json = { .arena = a->arena };

    buffer_char(&json, '{');
    json_key(&json, "format", true);
    buffer_int(&json, 1);
    json_key(&json, "id", false);
    json_text(&json, m->facts->id);
    json_key(&json, "installation", false);
    json_text(&json, m->facts->installation);
    json_key(&json, "at", false);
    buffer_int(&json, m->facts->at.us);
    json_key(&json, "head", false);
    json_text(&json, m->facts->head);
    json_key(&json, "schema", false);
    buffer_int(&json, m->facts->schema);
    json_key(&json, "tables", false);
    buffer_char(&json, '[');
    for (size_t i = 0; tables[i]; i++) {
        buffer_text(&json, i > 0 ? ",\n{" : "\n{");
        json_key(&json, "name", true);
        json_text(&json, tables[i]->name);
        json_key(&json, "columns", false);
        buffer_char(&json, '[');
        add_columns(&json, tables[i]);
        buffer_text(&json, "]}");
    }
    buffer_text(&json, "]}\n");
    return archive_file(a, m->archive, "manifest.json", json.data, json.length);
}

static bool
write_part(struct act *a, void *with, const struct buffer *rows)
{
    struct making *m = with;
    struct buffer heading = { 0 };
    char name[ARCHIVE_NAME];
    bool done;

    table_csv_heading(m->table, &heading);
    sha256_add(&m->digest, rows->data, rows->length);
    snprintf(name, sizeof name, "tables/%s/%06" PRId64 ".csv", m->table->name, ++m->part);
    done = archive_header(a, m->archive, name, (int64_t)(heading.length + rows->length)) &&
           archive_put(a, m->archive, heading.data, heading.length) &&
           archive_put(a, m->archive, rows->data, rows->length) && progress(m);
    buffer_release(&heading);
    return done;
}

static bool
write_table(struct act *a, struct making *m, const struct table *t)
{
    uint8_t sum[SHA256_BYTES];
    int64_t rows;
    bool done;

    m->table = t;
    m->part = 0;
    sha256_init(&m->digest);
    done = table_csv_write(a, t, write_part, m, &rows);
    sha256_end(&m->digest, sum);
    buffer_text(&m->end, m->facts->tables > 0 ? ",\n{" : "\n{");
    json_key(&m->end, "name", true);
    json_text(&m->end, t->name);
    json_key(&m->end, "rows", false);
    buffer_int(&m->end, rows);
    json_key(&m->end, "sha256", false);
    json_text(&m->end, hex_print(a->arena, sum, sizeof sum));
    buffer_char(&m->end, '}');
    m->facts->tables++;
    m->facts->rows += rows;
    return done;
}

/* The size is that of the open file: what is renamed over it does not disturb. */
static bool
write_blob(void *with, const struct blob_file *file)
{
    struct making *m = with;
    struct act *a = m->act;
    struct arena scratch = { 0 };
    uint8_t *bytes = arena_get(&scratch, 1 << 20);
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    char name[ARCHIVE_NAME];
    int64_t left = file->bytes;

    snprintf(name, sizeof name, "blobs/%s", file->name);
    /* Removed meanwhile, as erasure and retention do: then it is not part of the backup. */
    if (fd < 0)
        goto out;
    m->failed = file->bytes >= INT64_C(1) << 33 || !archive_header(a, m->archive, name, left);
    while (!m->failed && left > 0) {
        ssize_t got = read(fd, bytes, 1 << 20);

        if (got <= 0 || got > left)
            m->failed = !fail(a, FAULT_BROKEN, NULL, "添付ファイル %s を読めません。", file->name);
        else
            m->failed = !archive_put(a, m->archive, bytes, (size_t)got);
        left -= got;
    }
    m->failed = m->failed || !progress(m);
    m->facts->blobs++;
    close(fd);
out:
    arena_release(&scratch);
    return !m->failed;
}

static bool
write_end(struct act *a, struct making *m)
{
    buffer_char(&m->end, ']');
    json_key(&m->end, "blobs", false);
    buffer_int(&m->end, m->facts->blobs);
    json_key(&m->end, "rows", false);
    buffer_int(&m->end, m->facts->rows);
    buffer_text(&m->end, "}\n");
    return archive_file(a, m->archive, "end.json", m->end.data, m->end.length) &&
           archive_end(a, m->archive, &m->facts->bytes);
}

static bool
write_tables(struct act *a, struct making *m, const struct table *const *tables)
{
    bool done = true;

    buffer_char(&m->end, '{');
    json_key(&m->end, "tables", true);
    buffer_char(&m->end, '[');
    /* One snapshot for all tables: it begins with the first and may stay open for long. */
    act_end(a);
    a->patient = true;
    for (size_t i = 0; done && tables[i]; i++)
        done = write_table(a, m, tables[i]);
    act_end(a);
    a->patient = false;
    return done;
}

static bool
write_all(struct act *a, struct making *m)
{
    const struct table *const *tables = backup_tables(a, m->options);

    return write_manifest(a, m, tables) && write_tables(a, m, tables) &&
           blob_each(a, write_blob, m) && !m->failed && write_end(a, m);
}

/* Reads what was written as restoring would, and compares. */
static bool
read_back(struct act *a, const char *path, const struct backup_facts *written)
{
    struct backup_facts read;

    return backup_verify(a, path, &read) &&
           ((read.rows == written->rows && read.tables == written->tables &&
             read.blobs == written->blobs && read.bytes == written->bytes) ||
            fail(a, FAULT_BROKEN, NULL, "書いたバックアップを読み返すと、数が合いません。"));
}

static bool
settle(struct act *a, const char *part, const char *path)
{
    char *above = arena_copy(a->arena, path);
    char *slash = strrchr(above, '/');
    const char *why;

    if (slash)
        *slash = '\0';
    if (rename(part, path) != 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: バックアップに名前を付けられません。", path);
    if (!folder_sync(!slash ? "." : slash == above ? "/" : above, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    return true;
}

bool
backup_write(struct act *a, const char *path, const struct backup_options *options,
             struct backup_facts *facts)
{
    struct keyring *ring = store_keyring(a->store);
    struct making m = { .act = a, .options = options, .facts = facts };
    const char *part = arena_print(a->arena, "%s.part", path);
    struct backup_key key;
    const char *why;
    bool done;

    act_slow(a);
    *facts = (struct backup_facts){ .installation = store_installation(a->store),
                                    .head = options->head ? options->head : "",
                                    .schema = schema_version(),
                                    .at = instant_now() };
    if (file_exists(path))
        return fail(a, FAULT_CLASH, NULL, "%s: すでにあります。別の名前にしてください。", path);
    if (!keyring_backup_make(ring, &key, &why))
        return fail(a, FAULT_BROKEN, NULL, "バックアップの鍵を作れません。%s", why);
    memcpy(facts->id, key.id, sizeof facts->id);
    m.end.arena = a->arena;
    done = archive_begin(a, part, key.id, &m.archive) && write_all(a, &m) &&
           read_back(a, part, facts) && settle(a, part, path);
    facts->done = instant_now();
    if (!done) {
        if (m.archive)
            unlink(part);
        keyring_backup_drop(ring, key.id, &why);
    }
    return done;
}

bool
backup_verify(struct act *a, const char *path, struct backup_facts *facts)
{
    return backup_visit(a, path, &(struct backup_visitor){ 0 }, facts);
}

/* The key first: a file left without it opens nowhere and is deleted the next time. */
bool
backup_remove(struct act *a, const char *path)
{
    struct archive_reader *archive = NULL;
    size_t faults = a->fault_count;
    bool has_key = archive_open(a, path, &archive);
    const char *why;

    if (!archive)
        return false;
    act_forgive(a, faults);
    if (has_key && !keyring_backup_drop(store_keyring(a->store), archive_id(archive), &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: バックアップの鍵を消せません。%s", path, why);
    return unlink(path) == 0 ||
           fail(a, FAULT_BROKEN, NULL, "%s: 消せません。%s", path, system_reason(errno));
}
