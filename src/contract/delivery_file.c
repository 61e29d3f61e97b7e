/* What a delivery gives: its document's files, its archive, and who may fetch them. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "contract/consequence.h"
#include "contract/delivery.h"
#include "contract/document.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "render/document.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/query.h"

enum { LARGEST_ARCHIVE = 512 * 1024 * 1024 };

/* --- who receives ------------------------------------------------------------------------- */

static const struct query receivers_query = {
    .name = "delivery.receivers",
    .sql = "SELECT DISTINCT p.id AS person, p.title AS title,"
           " coalesce(o.id, 0) AS organisation, coalesce(o.title, '') AS organisation_title"
           " FROM membership m JOIN \"user\" u ON u.id = m.\"user\""
           " JOIN person p ON p.id = u.person LEFT JOIN organisation o ON o.id = m.section"
           " WHERE (m.role = 'officer' OR m.role = 'approver' OR m.role = 'participant')"
           " AND (m.within = :contract OR m.within IS NULL) AND m.removed_at IS NULL"
           " AND u.removed_at IS NULL AND p.removed_at IS NULL"
           " AND (m.\"from\" IS NULL OR m.\"from\" <= :today)"
           " AND (m.until IS NULL OR m.until >= :today)"
           " AND (u.until IS NULL OR u.until >= :today)"
           " AND (p.until IS NULL OR p.until >= :today) ORDER BY 4, 2, 1",
    .row_size = sizeof(struct receiver),
    .columns =
        COLUMNS(COLUMN(struct receiver, person), COLUMN(struct receiver, title),
                COLUMN(struct receiver, organisation), COLUMN(struct receiver, organisation_title)),
};

bool
delivery_receivers(struct act *a, int64_t contract, struct receivers *out)
{
    return QUERY(a, &receivers_query, *out, BIND(contract, contract),
                 bind_date("today", instant_date(a->now)));
}

/* --- files -------------------------------------------------------------------------------- */

bool
delivery_document(struct act *a, int64_t document, struct document *out, const char **name)
{
    struct document_row *it = ledger_new(a, &document_ledger);

    act_slow(a);
    if (!consequence_read(a, &document_ledger, document, it))
        return false;
    if (!state_is(&it->base, "issued"))
        return fail(a, FAULT_CLASH, "document",
                    state_is(&it->base, "withdrawn")
                        ? "この文書は取り消されました。新しい版を受け取ってください。"
                        : "発行した文書だけを渡せます。先に文書を発行してください。");
    /* The number alone: names in an archive are read without its key. */
    *name = it->number && *it->number ? it->number : "文書";
    return document_open(a, it, out);
}

bool
delivery_file(struct act *a, const struct document *d, enum format format, const char *name,
              struct protected_file *out)
{
    struct buffer bytes = { .arena = a->arena };
    const char *why;

    act_slow(a);
    if (!format_write(a->arena, format, d, &bytes, &why))
        return fail(a, FAULT_INVALID, "formats", "%s：%s", format_faces[format].title, why);
    *out = (struct protected_file){
        arena_print(a->arena, "%s.%s", name, format_faces[format].extension),
        buffer_string(&bytes),
        bytes.length,
    };
    return true;
}

bool
delivery_files(struct act *a, const struct delivery *it, struct delivery_files *out)
{
    char *rest = arena_copy(a->arena, it->formats && *it->formats ? it->formats : "pdf"), *word;
    bool taken[FORMATS] = { false };
    struct document d;
    enum format format;

    *out = (struct delivery_files){ 0 };
    if (!delivery_is(it, "zip") && !delivery_is(it, "pdf"))
        return fail(a, FAULT_CLASH, "way", "この渡し方では、渡すファイルを作りません。");
    if (!delivery_document(a, it->document.id, &d, &out->name))
        return false;
    while ((word = strsep(&rest, " "))) {
        if (!*word || !format_find(word, &format) || taken[format] ||
            (delivery_is(it, "pdf") && format != FORMAT_PDF))
            continue;
        taken[format] = true;
        if (!delivery_file(a, &d, format, out->name, &out->rows[out->count++]))
            return false;
    }
    return out->count || fail(a, FAULT_INVALID, "formats", "ファイルの形式を選んでください。");
}

static bool
protect(struct act *a, const struct delivery *it, const struct delivery_files *files,
        const char *key, struct buffer *out)
{
    const char *why;
    bool good = delivery_is(it, "zip")
                    ? protect_zip(files->rows, files->count, key, out, &why)
                    : protect_pdf(files->rows[0].bytes, files->rows[0].size, key, out, &why);

    return good || fail(a, FAULT_BROKEN, NULL, "%s", why);
}

bool
delivery_seal(struct act *a, struct delivery *it, const struct delivery_files *files,
              char key[KEY_TEXT])
{
    struct buffer bytes = { .arena = a->arena };
    uint8_t hash[SHA256_BYTES];
    char blob[BLOB_NAME];

    act_slow(a);
    protect_key(key);
    if (!protect(a, it, files, key, &bytes) ||
        !blob_write(a, it->base.contract, buffer_string(&bytes), bytes.length, blob))
        return false;
    sha256(buffer_string(&bytes), bytes.length, hash);
    it->hash = hex_print(a->arena, hash, sizeof hash);
    it->archive = (struct file){
        arena_copy(a->arena, blob),
        arena_print(a->arena, "%s.%s", files->name, delivery_is(it, "zip") ? "zip" : "pdf"),
        (int64_t)bytes.length,
    };
    it->made_at = a->now;
    it->made_by = (struct ref){ .id = actor_person(a) };
    return true;
}

/* --- fetching ----------------------------------------------------------------------------- */

static bool
remember(struct act *a, const struct delivery *it, const char *file)
{
    struct buffer detail = { .arena = a->arena };

    buffer_text(&detail, "{\"file\":[null,");
    json_text(&detail, file);
    buffer_text(&detail, ",\"受け取ったファイル\"]}");
    return history_event(a, delivery_ledger.name, it->base.id, "download", buffer_string(&detail));
}

struct fetching {
    int64_t id;
    const char *file;
    bool takes;             /* the archive, for good */
    const char *blob;       /* that was read */
    struct delivery *after; /* as it is stored now */
};

/* The record as it is in the transaction: what another did meanwhile counts. */
static bool
fetch_once(struct act *a, void *with)
{
    struct fetching *f = with;
    struct delivery *it = ledger_new(a, &delivery_ledger);
    const char *action = NULL;
    bool found;

    if (!shape_read(a, shape_of(&delivery_ledger), f->id, true, it, &found) || !found)
        return found || access_missing(a, &delivery_ledger, f->id);
    f->after = it;
    if (!remember(a, it, f->file))
        return false;
    if (f->takes) {
        if (!it->archive.hash || strcmp(it->archive.hash, f->blob) != 0)
            return fail(a, FAULT_CLASH, NULL,
                        "このファイルは、もう受け取られました。新しい鍵で作り直してください。");
        it->archive = (struct file){ 0 };
    } else if (state_is(&it->base, "ready") && it->recipient.id == actor_person(a)) {
        action = "hand_over";
    } else {
        return true;
    }
    return ledger_keep(a, &delivery_ledger, action, it);
}

bool
delivery_fetch(struct act *a, struct delivery *it, char **bytes, size_t *size)
{
    struct fetching f = { it->base.id, it->archive.name, true, it->archive.hash, it };

    act_slow(a);
    if (!it->archive.hash || !*it->archive.hash)
        return fail(a, FAULT_CLASH, NULL,
                    "渡すファイルはありません。一度だけ受け取れます。なくしたときは、新しい鍵で"
                    "作り直してください。");
    if (!blob_get(a, it->base.contract, f.blob, LARGEST_ARCHIVE, bytes, size) ||
        !act_write(a, fetch_once, &f))
        return false;
    *it = *f.after;
    return blob_remove(a, f.blob);
}

bool
delivery_fetched(struct act *a, struct delivery *it, const char *file)
{
    struct fetching f = { it->base.id, file, false, NULL, it };

    return act_write(a, fetch_once, &f);
}

bool
delivery_open(struct act *a, const struct delivery *it)
{
    if (!delivery_is(it, "download"))
        return fail(a, FAULT_MISSING, NULL, "この引渡しに、ダウンロードするファイルはありません。");
    if (access_may(a, &delivery_ledger, DEED_CHANGE, &it->base))
        return true;
    if (!it->recipient.id || it->recipient.id != actor_person(a))
        return fail(a, FAULT_DENIED, NULL, "受け取る人として登録された方だけが受け取れます。");
    if (state_is(&it->base, "cancelled"))
        return fail(a, FAULT_CLASH, NULL,
                    "この引渡しは取り消されました。受託者に確かめてください。");
    if (it->until.day && it->until.day < instant_date(a->now).day)
        return fail(a, FAULT_CLASH, "until",
                    "公開の期限が過ぎました。期限を延ばすよう、受託者に伝えてください。");
    return true;
}
