/*
 * Taking files in: all looked at, then stored, then written down.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/magic.h"
#include "ledger/access.h"
#include "ledger/attachment.h"
#include "ledger/attachment_row.h"
#include "ledger/blob_check.h"
#include "ledger/guard.h"
#include "ledger/ledger.h"
#include "ledger/personal.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"
#include "store/store.h"

struct adding {
    const struct ledger *l;
    const struct record *record;
    const struct attachment_file *files;
    struct attachment *rows;
    size_t count;
};

/* --- looking --------------------------------------------------------------------------- */

struct sum {
    int64_t count;
    int64_t bytes;
};

static const struct query record_sum = {
    .name = "attachment.of_record",
    .sql = "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes"
           " FROM attachment WHERE record = :record AND removed_at IS NULL",
    .row_size = sizeof(struct sum),
    .columns = COLUMNS(COLUMN(struct sum, count), COLUMN(struct sum, bytes)),
};

static const struct query total_sum = {
    .name = "attachment.total",
    .sql = "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes"
           " FROM attachment WHERE removed_at IS NULL",
    .row_size = sizeof(struct sum),
    .columns = COLUMNS(COLUMN(struct sum, count), COLUMN(struct sum, bytes)),
};

static const char *
megabytes(struct act *a, int64_t bytes)
{
    return bytes % (1 << 20) || !bytes ? arena_print(a->arena, "%lldバイト", (long long)bytes)
                                       : arena_print(a->arena, "%lldMB", (long long)(bytes >> 20));
}

static int64_t
bytes_of(const struct adding *it)
{
    int64_t bytes = 0;

    for (size_t i = 0; i < it->count; i++)
        bytes += it->files[i].size;
    return bytes;
}

/* Asked on the writer: two uploads at once must not both find the last place. */
static bool
keeps_record_limits(struct act *a, const struct adding *it)
{
    const struct attachment_settings *most = attachments_settings();
    struct sum sum;
    bool found;

    if (!query_first(a, &record_sum, &sum, &found, BOUND(bind_int("record", it->record->id))))
        return false;
    if (sum.count + (int64_t)it->count > most->count)
        return fail(a, FAULT_LARGE, "file", "1つの記録に付けられるファイルは%lld個までです。",
                    (long long)most->count);
    return sum.bytes + bytes_of(it) <= most->record ||
           fail(a, FAULT_LARGE, "file", "1つの記録に付けられるファイルは合わせて%sまでです。",
                megabytes(a, most->record));
}

static bool
keeps_total(struct act *a, const struct adding *it)
{
    struct sum sum;
    bool found;

    return query_first(a, &total_sum, &sum, &found, UNBOUND) &&
           (sum.bytes + bytes_of(it) <= attachments_settings()->total ||
            fail(a, FAULT_LARGE, "file",
                 "この設置で預かれるファイルの合計に達しています。管理者に知らせてください。"));
}

/* One file: name, size, kind, text. */
static bool
look(struct act *a, const struct attachment_file *file, struct attachment *row)
{
    const struct attachment_settings *most = attachments_settings();
    const char *why = NULL;
    enum magic magic;

    row->name = attachment_name(a->arena, file->name);
    row->size = file->size;
    row->hidden = file->inner;
    if (file->size > most->file)
        return fail(a, FAULT_LARGE, "file", "「%s」が大きすぎます。1つのファイルは%sまでです。",
                    row->name, megabytes(a, most->file));
    if (!guard_text(a, "file", "ファイル名", row->name))
        return false;
    magic = magic_of(a->arena, file->path, row->name, &why);
    if (magic == MAGIC_NONE)
        return fail(a, FAULT_INVALID, "file", "「%s」は付けられません。%s（付けられるのは %s）",
                    row->name, why, magic_endings());
    row->type = magic_type(magic);
    return guard_file(a, file->path, row->name, magic);
}

static bool
look_all(struct act *a, const struct adding *it)
{
    bool good = true;

    for (size_t i = 0; i < it->count; i++)
        good = look(a, &it->files[i], &it->rows[i]) && good;
    return good && keeps_total(a, it);
}

/* --- storing --------------------------------------------------------------------------- */

static bool
store_file(struct act *a, int64_t contract, const struct attachment_file *file,
           struct attachment *row)
{
    enum { PIECE = 64 * 1024 };
    char *piece = arena_get(a->arena, PIECE);
    char *name = arena_get(a->arena, BLOB_NAME);
    FILE *from = fopen(file->path, "rbe");
    struct blob_writer *writer;
    size_t got;
    bool good;

    if (!from)
        return fail(a, FAULT_BROKEN, "file", "「%s」を読めません。%s", row->name,
                    system_reason(errno));
    good = blob_begin(a, contract, file->size, &writer);
    while (good && (got = fread(piece, 1, PIECE, from)) > 0)
        good = blob_add(a, writer, piece, got);
    if (good && ferror(from))
        good = fail(a, FAULT_BROKEN, "file", "「%s」を読めません。", row->name);
    fclose(from);
    row->hash = name;
    return good && blob_end(a, writer, name, &row->size);
}

/* Blobs of an upload that came to nothing; those that a row names stay. */
static void
take_back(struct act *a, const struct adding *it)
{
    for (size_t i = 0; i < it->count; i++) {
        size_t faults = a->fault_count;
        bool named = true;

        if (it->rows[i].hash && blob_named(a, it->rows[i].hash, &named) && !named)
            blob_remove(a, it->rows[i].hash);
        act_forgive(a, faults);
    }
}

/* The same content may have been another upload's that came to nothing at this moment. */
static bool
keep_stored(struct act *a, const struct adding *it)
{
    for (size_t i = 0; i < it->count; i++)
        if (!blob_exists(a, it->rows[i].hash) &&
            !store_file(a, it->record->contract, &it->files[i], &it->rows[i]))
            return false;
    return true;
}

/* --- writing --------------------------------------------------------------------------- */

static const struct query insert_query = {
    .name = "attachment.insert",
    .sql = "INSERT INTO attachment (id, contract, ledger, record, name, type, size, hash, state,"
           " reason, hidden, actor, created_at, checked_at, removed_at) VALUES (:id, :contract,"
           " :ledger, :record, :name, :type, :size, :hash, :state, '', :hidden, :actor, :now,"
           " NULL, NULL)",
};

static bool
insert(struct act *a, const struct adding *it, struct attachment *row)
{
    /* A part of the name of the content, so that the history tells when it was exchanged. */
    const char *after = arena_print(a->arena, "%s（%lldバイト、%.16s）", row->name,
                                    (long long)row->size, row->hash);

    return id_next(a, &row->id) &&
           query_later(a, &insert_query,
                       BOUND(bind_int("id", row->id), bind_int("contract", it->record->contract),
                             bind_text("ledger", it->l->name), bind_int("record", it->record->id),
                             bind_text("name", row->name), bind_text("type", row->type),
                             bind_int("size", row->size), bind_text("hash", row->hash),
                             bind_int("state", row->state), bind_bool("hidden", row->hidden),
                             bind_int("actor", a->who->id), bind_instant("now", a->now))) &&
           attachment_event(a, row, "attach", "添付ファイル", NULL, after);
}

static bool
write_work(struct act *a, void *with)
{
    const struct adding *it = with;

    if (!keeps_record_limits(a, it))
        return false;
    for (size_t i = 0; i < it->count; i++)
        if (!insert(a, it, &it->rows[i]))
            return false;
    return it->rows[0].state != ATTACHMENT_WAITING ||
           job_add(a, attachment_check_job.name, NULL, NULL, (struct instant){ 0 }, NULL);
}

static bool
store_all(struct act *a, const struct adding *it)
{
    if (!personal_ensure(a, it->record->contract))
        return false;
    for (size_t i = 0; i < it->count; i++) {
        if (!store_file(a, it->record->contract, &it->files[i], &it->rows[i])) {
            it->rows[i].hash = NULL;
            return false;
        }
    }
    return act_write(a, write_work, (void *)(uintptr_t)it);
}

bool
attachments_add(struct act *a, const struct ledger *l, const struct record *record,
                const struct attachment_file *files, size_t count, int64_t *ids)
{
    struct adding it = { l, record, files, NEW_ARRAY(a->arena, count, struct attachment), count };

    act_slow(a);
    if (!access_require(a, l, DEED_READ, record))
        return false;
    if (!attachment_may_add(a, l, record))
        return fail(a, FAULT_DENIED, NULL, "この記録にファイルを付ける権限がありません。");
    if (!count)
        return fail(a, FAULT_INVALID, "file", "ファイルを選んでください。");
    for (size_t i = 0; i < count; i++) {
        if (files[i].inner && !access_may(a, l, DEED_NOTE, record))
            return fail(a, FAULT_DENIED, "inner", "内部だけのファイルを付ける権限がありません。");
        it.rows[i] =
            (struct attachment){ .ledger = l->name,
                                 .record = record->id,
                                 .contract = record->contract,
                                 .state = attachments_settings()->clamd ? ATTACHMENT_WAITING
                                                                        : ATTACHMENT_UNCHECKED };
    }
    if (!look_all(a, &it))
        return false;
    if (!store_all(a, &it)) {
        take_back(a, &it);
        return false;
    }
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = it.rows[i].id;
    return keep_stored(a, &it);
}
