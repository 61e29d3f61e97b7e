#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/bundle.h"
#include "app/bundle_table.h"
#include "app/commands.h"
#include "app/reference.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/json.h"
#include "ledger/block.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"
#include "store/act.h"
#include "store/backup_read.h"
#include "store/store.h"

const char bundle_origin[] = "bundle.origin";

/* --- files of the bundle ----------------------------------------------------------------------- */

bool
bundle_begin(struct bundle *b, const char *name)
{
    if (!stored_zip_name_is_good(name))
        return fail(b->act, FAULT_BROKEN, NULL, "束の中の名前 %s を作れません。", name);
    buffer_text(&b->files, b->file_count++ ? ",\n{" : "\n{");
    json_key(&b->files, "name", true);
    json_text(&b->files, name);
    stored_zip_begin(&b->zip, name);
    return true;
}

static void
add_hex(struct buffer *out, const uint8_t hash[SHA256_BYTES])
{
    buffer_char(out, '"');
    for (int i = 0; i < SHA256_BYTES; i++)
        buffer_print(out, "%02x", hash[i]);
    buffer_char(out, '"');
}

bool
bundle_close(struct bundle *b, uint8_t hash[SHA256_BYTES])
{
    int64_t size;

    stored_zip_close(&b->zip, hash, &size);
    json_key(&b->files, "size", false);
    buffer_int(&b->files, size);
    json_key(&b->files, "sha256", false);
    add_hex(&b->files, hash);
    buffer_char(&b->files, '}');
    return !b->zip.why || fail(b->act, FAULT_BROKEN, NULL, "束を書けません。%s", b->zip.why);
}

bool
bundle_whole(struct bundle *b, const char *name, const void *bytes, size_t size)
{
    uint8_t hash[SHA256_BYTES];

    if (!bundle_begin(b, name))
        return false;
    stored_zip_put(&b->zip, bytes, size);
    return bundle_close(b, hash);
}

/* --- tables -------------------------------------------------------------------------------------- */

static const char *
text_at(const struct bundle_table *t, const struct bundle_cell *cells, const char *name)
{
    return cells[bundle_column(t, name)].text;
}

static int64_t
number_at(const struct bundle_table *t, const struct bundle_cell *cells, const char *name)
{
    return cells[bundle_column(t, name)].number;
}

/* A row of another contract's history: its leaf, so that the block can be computed. */
static void
leaf_line(const struct bundle_table *t, const struct bundle_cell *c, struct buffer *out)
{
    struct block_leaf leaf = {
        .txid = number_at(t, c, "txid"),
        .seq = number_at(t, c, "seq"),
        .at = text_at(t, c, "at"),
        .actor = number_at(t, c, "actor"),
        .session = number_at(t, c, "session"),
        .origin = text_at(t, c, "origin"),
        .request = text_at(t, c, "request"),
        .ledger = text_at(t, c, "ledger"),
        .record = number_at(t, c, "record"),
        .action = text_at(t, c, "action"),
        .reason = text_at(t, c, "reason"),
        .detail_hash = c[bundle_column(t, "detail_hash")].bytes,
    };
    uint8_t hash[SHA256_BYTES];

    block_leaf_hash(&leaf, hash);
    buffer_print(out, "{\"seq\":%lld,\"txid\":%lld,\"leaf\":", (long long)leaf.seq,
                 (long long)leaf.txid);
    add_hex(out, hash);
    buffer_text(out, "}\n");
}

static bool
write_row(void *with, const struct bundle_cell *cells)
{
    struct bundle_reading *r = with;
    struct bundle *b = r->bundle;
    struct buffer line = { 0 };
    bool good = true;

    if (!bundle_in_scope(b, r->table, cells))
        return true;
    if (b->contract && strcmp(r->table->table->name, "history") == 0 &&
        !bundle_ids_has(&b->ids, number_at(r->table, cells, "record")))
        leaf_line(r->table, cells, &line);
    else
        good = bundle_line(b->act, r->table, cells, bundle_blob_file, r, &line);
    stored_zip_put(&b->zip, buffer_string(&line), line.length);
    buffer_release(&line);
    r->rows++;
    return good;
}

static void
table_facts(struct bundle *b, const struct bundle_table *t, int64_t rows,
            const uint8_t hash[SHA256_BYTES])
{
    buffer_text(&b->tables, b->table_count++ ? ",\n{" : "\n{");
    json_key(&b->tables, "name", true);
    json_text(&b->tables, t->table->name);
    json_key(&b->tables, "rows", false);
    buffer_int(&b->tables, rows);
    json_key(&b->tables, "sha256", false);
    add_hex(&b->tables, hash);
    json_key(&b->tables, "columns", false);
    buffer_char(&b->tables, '[');
    for (size_t i = 0; i < t->count; i++) {
        buffer_text(&b->tables, i ? ",{" : "{");
        json_key(&b->tables, "name", true);
        json_text(&b->tables, t->columns[i].name);
        json_key(&b->tables, "type", false);
        json_text(&b->tables, backup_type_name(t->columns[i].type));
        buffer_char(&b->tables, '}');
    }
    buffer_text(&b->tables, "]}");
    b->rows += rows;
}

static bool
write_table(struct bundle *b, const struct bundle_table *t)
{
    struct bundle_reading r = { .bundle = b, .table = t };
    uint8_t hash[SHA256_BYTES];

    if (!bundle_begin(b, arena_print(b->act->arena, "tables/%s.jsonl", t->table->name)))
        return false;
    if (!bundle_rows(b->act, t, write_row, &r))
        return b->act->faults ? false : fail(b->act, FAULT_BROKEN, NULL, "束を書けません。");
    if (!bundle_close(b, hash))
        return false;
    table_facts(b, t, r.rows, hash);
    return true;
}

static bool
write_tables(struct bundle *b)
{
    struct act *a = b->act;
    struct backup_options options = { 0 };
    const struct table *const *all;
    struct bundle_table *tables;
    size_t count = 0;
    bool good = true;

    options.tables = modules_tables(a->arena, &options.table_count);
    all = backup_tables(a, &options);
    while (all[count])
        count++;
    tables = NEW_ARRAY(a->arena, count + 1, struct bundle_table);
    count = 0;
    for (size_t i = 0; all[i]; i++)
        if (bundle_takes(all[i]))
            bundle_table_read(a, all[i], &tables[count++]);
    /* One snapshot for all rows; it may stay open for long. */
    act_end(a);
    a->patient = true;
    good = !b->contract || bundle_scope(b, tables, count);
    for (size_t i = 0; good && i < count; i++) {
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "表 %zu / %zu　%s\n", i + 1, count, tables[i].table->comment);
        good = write_table(b, &tables[i]) && (!tables[i].shape || bundle_ledger(b, &tables[i]));
    }
    act_end(a);
    a->patient = false;
    return good;
}

/* --- the whole -------------------------------------------------------------------------------------- */

static const char *
newest_head(struct act *a)
{
    struct block block;
    bool found;

    if (!block_newest(a, &block, &found) || !found)
        return "";
    return arena_print(a->arena, "%lld:%s", (long long)block.number,
                       hex_print(a->arena, block.hash.data, block.hash.size));
}

/* Last, and the only file that is not in its own list. */
static bool
write_manifest(struct bundle *b, const char *head, char sha256_text[2 * SHA256_BYTES + 1])
{
    struct buffer json = { 0 };
    uint8_t hash[SHA256_BYTES];
    int64_t size;

    buffer_print(&json, "{\"format\":%d,\"uuid\":", BUNDLE_FORMAT);
    json_text(&json, b->uuid);
    json_key(&json, "at", false);
    buffer_int(&json, b->act->now.us);
    json_key(&json, "contract", false);
    buffer_int(&json, b->contract);
    json_key(&json, "head", false);
    json_text(&json, head);
    buffer_print(&json, ",\"rows\":%lld,\"blobs\":%lld,\"documents\":%lld,\"open\":%lld",
                 (long long)b->rows, (long long)b->blob_count, (long long)b->document_count,
                 (long long)b->open_count);
    json_key(&json, "tables", false);
    buffer_char(&json, '[');
    buffer_add(&json, buffer_string(&b->tables), b->tables.length);
    buffer_char(&json, ']');
    json_key(&json, "files", false);
    buffer_char(&json, '[');
    buffer_add(&json, buffer_string(&b->files), b->files.length);
    buffer_text(&json, "\n]}\n");
    stored_zip_begin(&b->zip, "manifest.json");
    stored_zip_put(&b->zip, json.data, json.length);
    stored_zip_close(&b->zip, hash, &size);
    buffer_release(&json);
    for (int i = 0; i < SHA256_BYTES; i++)
        snprintf(sha256_text + 2 * i, 3, "%02x", hash[i]);
    return true;
}

struct noted {
    const struct bundle *bundle;
    const char *file;
    const char *sha256; /* NULL: before it is written */
};

static bool
note(struct act *a, void *with)
{
    const struct noted *n = with;
    const struct bundle *b = n->bundle;
    struct buffer detail = { .arena = a->arena };

    buffer_text(&detail, "{\"bundle\":");
    json_text(&detail, n->file);
    json_key(&detail, "personal", false);
    json_flag(&detail, true);
    json_key(&detail, "contract", false);
    buffer_int(&detail, b->contract);
    if (n->sha256) {
        buffer_print(&detail, ",\"tables\":%lld,\"rows\":%lld,\"files\":%lld,\"blobs\":%lld",
                     (long long)b->table_count, (long long)b->rows, (long long)b->file_count,
                     (long long)b->blob_count);
        json_key(&detail, "sha256", false);
        json_text(&detail, n->sha256);
    }
    buffer_char(&detail, '}');
    return history_event(a, b->contract ? contract_ledger.name : "", b->contract, "export",
                         buffer_string(&detail));
}

static bool
fill(struct bundle *b, char sha256_text[2 * SHA256_BYTES + 1])
{
    const char *head = newest_head(b->act);
    const char *why;

    csv_start(&b->open);
    for (size_t i = 0; i < 5; i++) {
        static const char *const headings[] = { "台帳", "ID", "件名", "状態", "担当" };

        csv_cell(&b->open, headings[i], i == 0);
    }
    csv_end(&b->open);
    return write_tables(b) && bundle_blobs(b) && bundle_documents(b) && bundle_open_matters(b) &&
           bundle_dictionary(b) && bundle_front(b) && write_manifest(b, head, sha256_text) &&
           (stored_zip_end(&b->zip, &why) ||
            fail(b->act, FAULT_BROKEN, NULL, "束を書けません。%s", why));
}

static void
release(struct bundle *b)
{
    stored_zip_release(&b->zip);
    buffer_release(&b->blobs);
    buffer_release(&b->files);
    buffer_release(&b->tables);
    buffer_release(&b->index);
    buffer_release(&b->documents);
    buffer_release(&b->open);
    buffer_release(&b->open_page);
    buffer_release(&(struct buffer){ .data = (char *)b->ids.slots });
}

static bool
write_bundle(struct bundle *b, const char *path, char sha256_text[2 * SHA256_BYTES + 1])
{
    struct act *a = b->act;
    const char *part = arena_print(a->arena, "%s.part", path);
    struct noted noted = { b, path, NULL };
    int fd;
    bool good;

    if (file_exists(path))
        return fail(a, FAULT_CLASH, NULL, "%s: すでにあります。別の名前にしてください。", path);
    if (!act_write(a, note, &noted) || !history_seal(a, NULL))
        return false;
    unlink(part);
    fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", part, system_reason(errno));
    b->spool = arena_print(a->arena, "%s.rows", part);
    stored_zip_start(&b->zip, fd);
    good = fill(b, sha256_text);
    close(fd);
    if (good && rename(part, path) != 0)
        good = fail(a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    if (!good)
        unlink(part);
    noted.sha256 = sha256_text;
    return good && act_write(a, note, &noted);
}

static bool
read_what(struct act *a, const struct arguments *arguments, struct bundle *b)
{
    const char *number = argument(arguments, "contract");
    const char *origin;
    struct ref ref;

    if (!setting_get(a, bundle_origin, &origin))
        return false;
    b->uuid = *origin ? origin : store_installation(a->store);
    if (number) {
        if (!reference_read(a, &contract_ledger, number, "contract", &ref))
            return false;
        b->contract = ref.id;
        b->contract_title = arena_print(a->arena, "契約 %s", number);
    }
    return true;
}

int
bundle_export_run(struct act *a, const struct arguments *arguments)
{
    const char *path = argument(arguments, "bundle");
    char sha256_text[2 * SHA256_BYTES + 1] = "";
    struct bundle b = { .act = a };
    bool good;

    fprintf(stderr, "この束には個人情報が平文で入ります。渡す相手と運び方に気を付けてください。\n");
    good = read_what(a, arguments, &b) && write_bundle(&b, path, sha256_text);
    if (good && arguments->json)
        buffer_print(arguments->out,
                     "{\"tables\":%lld,\"rows\":%lld,\"files\":%lld,\"blobs\":%lld,\"documents\":"
                     "%lld,\"sha256\":\"%s\"}\n",
                     (long long)b.table_count, (long long)b.rows, (long long)b.file_count,
                     (long long)b.blob_count, (long long)b.document_count, sha256_text);
    else if (good)
        buffer_print(arguments->out,
                     "引継ぎの束 %s を書きました。表 %lld、行 %lld、添付など %lld、文書 %lld、"
                     "終わっていないもの %lld件。\nmanifest.json の SHA-256（相手に別に伝えてくだ"
                     "さい）：%s\n",
                     path, (long long)b.table_count, (long long)b.rows, (long long)b.blob_count,
                     (long long)b.document_count, (long long)b.open_count, sha256_text);
    release(&b);
    return good ? 0 : fault_face(act_fault_kind(a))->exit;
}
