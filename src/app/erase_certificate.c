#include "app/erase_certificate.h"

#include <string.h>
#include <unistd.h>

#include "app/erase.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/file.h"
#include "contract/erasure.h"
#include "ledger/history.h"
#include "render/compose.h"
#include "render/freeze.h"
#include "render/report.h"
#include "store/act.h"
#include "store/store.h"

enum { LARGEST_PENDING = 16 * 1024 * 1024, FILE_MODE = 0600 };

static const char *
folder_of(const struct act *a)
{
    return arena_print(a->arena, "%s/certificates", store_folder(a->store));
}

static const char *
pending_path(const struct act *a, int64_t contract)
{
    return arena_print(a->arena, "%s/erase-%lld.pending", folder_of(a), (long long)contract);
}

static bool
write_file(struct act *a, const char *path, const struct buffer *bytes)
{
    const char *folder = folder_of(a), *why;

    return (folder_make(folder, 0700, &why) &&
            file_write(path, bytes->data, bytes->length, FILE_MODE, &why)) ||
           fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
}

/* --- before -------------------------------------------------------------------------- */

bool
erase_certificate_tell(struct act *a, int64_t contract, struct buffer *out)
{
    struct erasure_certificate it;
    int64_t request;

    if (!erasure_of_product(a, contract, &request))
        return false;
    if (!request && file_exists(pending_path(a, contract))) {
        buffer_text(out, "前に始めた消去の証明書に結果を加え、DIR/certificates に残します。\n");
        return true;
    }
    if (!request) {
        buffer_text(out,
                    "この仕組みの中のデータを明細に持つ、承認された返還・消去の申請がありません。"
                    "証明書は作らず、そのもとになるデータだけを残します。\n");
        return true;
    }
    if (!erasure_certificate_read(a, request, &it))
        return false;
    buffer_print(out, "申請 %s の%sに結果を加え、DIR/certificates にPDFとHTMLで残します。%s\n",
                 it.request_number, it.heading,
                 *it.number ? "" : "証明書の番号がまだありません。要るなら先に発行してください。");
    return true;
}

bool
erase_certificate_begin(struct act *a, int64_t contract)
{
    struct buffer frozen = { .arena = a->arena };
    struct document d;
    int64_t request;

    if (!erasure_of_product(a, contract, &request))
        return false;
    if (!request)
        return true;
    if (!erasure_paper_begin(a, contract, request, instant_date(a->now), &d))
        return false;
    document_freeze(&d, &frozen);
    return write_file(a, pending_path(a, contract), &frozen);
}

/* --- the section ----------------------------------------------------------------------- */

static void
add_facts(struct composition *c, const struct erase_report *r)
{
    struct pair_row *rows = NEW_ARRAY(c->arena, 5, struct pair_row);
    size_t count = 0;

    rows[count++] = (struct pair_row){ "実行した日時", figure_time(r->at, DAY_LONG) };
    rows[count++] = (struct pair_row){
        "消去したもの",
        figure_text(c->arena,
                    arena_print(c->arena,
                                "データベースの %lld 行、履歴の内容 %lld 件、ファイル %lld 個、"
                                "古い控え %lld 個の鍵",
                                (long long)r->what.rows, (long long)r->what.details,
                                (long long)r->files, (long long)r->backups))
    };
    rows[count++] =
        (struct pair_row){ "契約の鍵",
                           figure_text(c->arena, "破棄し、鍵を包むマスター鍵も新しくした") };
    rows[count++] = (struct pair_row){
        "確かめの結果",
        figure_strong(c->arena, erase_is_clean(r) ? "どこからも読み出せない"
                                                  : "読み出せたものがある（下の表の「否」）")
    };
    compose_pairs(c, rows, count);
}

static void
add_trials(struct composition *c, const struct erase_report *r)
{
    static const struct document_column columns[] = {
        { .title = "読み出しを試みたところ", .width = 600 },
        { .title = "結果" },
        { .title = "判定", .align = ALIGN_CENTRE, .width = 150 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, c->arena, columns, 3);

    table->grid = true;
    for (size_t i = 0; i < r->trial_count; i++) {
        table_cell(&t, figure_text(c->arena, r->trials[i].what));
        table_cell(&t, figure_text(c->arena, r->trials[i].result));
        table_cell(&t, figure_text(c->arena, r->trials[i].good ? "良" : "否"));
    }
    compose_table(c, table);
}

/* A line each, to be signed by hand when that copy is gone. */
static void
add_copies(struct composition *c, const struct erase_report *r)
{
    static const struct document_column columns[] = {
        { .title = "鍵の控え" },
        { .title = "廃棄した日", .width = 320 },
        { .title = "立会者の署名", .width = 420 },
    };
    struct table_maker t;
    struct document_table *table;

    if (!r->copies || !r->copies[0]) {
        compose_paragraph(c, "鍵の控えは書き出されていません。");
        return;
    }
    compose_section(c, 3, "人の手で廃棄し、立会者が署名する鍵の控え");
    table = table_begin(&t, c->arena, columns, 3);
    table->grid = true;
    for (size_t i = 0; r->copies[i]; i++) {
        table_cell(&t, figure_text(c->arena, r->copies[i]));
        table_cell(&t, figure_empty());
        table_cell(&t, figure_empty());
    }
    compose_table(c, table);
}

static void
add_section(struct composition *c, const struct erase_report *r)
{
    compose_section(c, 2, ERASURE_DONE);
    add_facts(c, r);
    add_trials(c, r);
    add_copies(c, r);
    if (r->postgres) {
        compose_section(c, 3, "データベースの外にあり、運用者が消去するもの");
        for (size_t i = 0; erase_operator_parts[i]; i++)
            compose_item(c, LIST_KANA, "%s", erase_operator_parts[i]);
    }
    compose_end(c);
}

/* --- afterwards -------------------------------------------------------------------------- */

/* The sections of a thawed document count on. */
static void
go_on(struct composition *c, struct act *a, struct document *d)
{
    compose_begin(c, a->arena, d);
    for (const struct node *node = d->nodes.first; node; node = node->next)
        if (node->kind == NODE_SECTION)
            c->sections[node->level - 1]++;
}

static bool
write_as(struct act *a, const struct document *d, enum format format, const char *stem,
         struct buffer *bytes)
{
    const char *why;

    return (format_write(a->arena, format, d, bytes, &why) ||
            fail(a, FAULT_BROKEN, NULL, "%s", why)) &&
           write_file(a, arena_print(a->arena, "%s.%s", stem, format_faces[format].extension),
                      bytes);
}

/* Appends the hash of the PDF to `reason`. */
static bool
write_paper(struct act *a, struct erase_report *r, const char *stem, struct buffer *reason)
{
    const char *path = pending_path(a, r->what.contract), *why;
    struct buffer pdf = { .arena = a->arena }, html = { .arena = a->arena };
    uint8_t hash[SHA256_BYTES];
    struct composition c;
    struct document d;
    size_t length;
    char *bytes;

    if (!file_read(a->arena, path, LARGEST_PENDING, &bytes, &length, &why) ||
        !document_thaw(a->arena, bytes, length, &d, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    go_on(&c, a, &d);
    add_section(&c, r);
    if (!write_as(a, &d, FORMAT_PDF, stem, &pdf) || !write_as(a, &d, FORMAT_HTML, stem, &html))
        return false;
    sha256(pdf.data, pdf.length, hash);
    buffer_print(reason, " pdf %s", hex_print(a->arena, hash, sizeof(hash)));
    unlink(path);
    return true;
}

struct note {
    int64_t contract;
};

static bool
note_certificate(struct act *a, void *with)
{
    const struct note *note = with;

    return history_event(a, "contract", note->contract, "erase-certificate", NULL);
}

/* What was tried is kept and noted even when its paper cannot be written. */
bool
erase_certificate_keep(struct act *a, struct erase_report *r, struct buffer *json)
{
    struct day day = date_take(instant_date(r->at));
    const char *stem = arena_print(a->arena, "%s/erase-%lld-%04d%02d%02d", folder_of(a),
                                   (long long)r->what.contract, day.year, day.month, day.day);
    bool paper = file_exists(pending_path(a, r->what.contract)), good;
    struct note note = { r->what.contract };
    struct buffer reason = { .arena = a->arena };
    uint8_t hash[SHA256_BYTES];

    r->certificate = paper ? arena_print(a->arena, "%s.pdf", stem) : "";
    erase_json(json, r);
    if (!write_file(a, arena_print(a->arena, "%s.json", stem), json))
        return false;
    sha256(json->data, json->length, hash);
    buffer_print(&reason, "sha256 %s", hex_print(a->arena, hash, sizeof(hash)));
    good = !paper || write_paper(a, r, stem, &reason);
    a->reason = buffer_string(&reason);
    return act_write(a, note_certificate, &note) && good;
}
