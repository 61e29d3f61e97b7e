#include "contract/delivery_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/delivery.h"
#include "contract/delivery_letter.h"
#include "contract/document.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "render/document.h"
#include "store/act.h"
#include "store/blob.h"
#include "web/address.h"
#include "web/attachment_page.h"
#include "web/frame.h"
#include "web/session.h"

FRAME_BODY(deliver_view, struct deliver_page)
FRAME_BODY(delivered_view, struct delivered_page)

static const char *const way_helps[] = {
    "おすすめです。受け取る人がサインインして受け取ります。鍵が要らず、受け取った記録も残ります。",
    "AES-256で暗号化します。Windowsのエクスプローラーでは開けず、7-Zipなどが要ります。",
    "256ビットで暗号化します。ふだんのPDF閲覧ソフトで開けます。",
    "印刷して渡します。ファイルは作りません。",
};

/* --- the form ----------------------------------------------------------------------------- */

static bool
is_given(const struct pairs *form, const char *name, const char *value)
{
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, name) == 0 && strcmp(form->items[i].value, value) == 0)
            return true;
    return false;
}

static const char *
given(const struct request *q, const char *name)
{
    const char *value = pairs_get(&q->form, name);

    return value ? value : "";
}

static struct deliver_choice *
choices_of(struct act *a, const struct request *q, const char *name, const char *first,
           size_t *count)
{
    const struct field *f = shape_field(shape_of(&delivery_ledger), name);
    struct deliver_choice *rows;
    size_t most = 0;

    while (f->choices[most].code)
        most++;
    rows = NEW_ARRAY(a->arena, most, struct deliver_choice);
    for (*count = 0; *count < most; (*count)++)
        rows[*count] = (struct deliver_choice){
            .value = f->choices[*count].code,
            .label = f->choices[*count].label,
            .is_chosen =
                strcmp(q->method == POST ? given(q, name) : first, f->choices[*count].code) == 0,
        };
    return rows;
}

static void
fill_formats(struct act *a, const struct request *q, struct deliver_page *page)
{
    page->formats = NEW_ARRAY(a->arena, FORMATS, struct deliver_choice);
    for (enum format format = FORMAT_PDF; format <= FORMAT_SLIDES; format++)
        page->formats[page->format_count++] = (struct deliver_choice){
            .value = format_faces[format].extension,
            .label = format_faces[format].title,
            .is_chosen = q->method == POST
                             ? is_given(&q->form, "format", format_faces[format].extension)
                             : format == FORMAT_PDF,
        };
}

static const char *
addressee_of(struct act *a, const struct receiver *it)
{
    return *it->organisation_title
               ? arena_print(a->arena, "%s　%s", it->organisation_title, it->title)
               : it->title;
}

static bool
fill_receivers(struct act *a, const struct request *q, int64_t contract, struct deliver_page *page)
{
    struct receivers all;

    if (!delivery_receivers(a, contract, &all))
        return false;
    page->receivers = NEW_ARRAY(a->arena, all.count + 1, struct deliver_choice);
    for (size_t i = 0; i < all.count; i++) {
        const char *id = arena_print(a->arena, "%lld", (long long)all.rows[i].person);

        page->receivers[page->receiver_count++] =
            (struct deliver_choice){ .value = id,
                                     .label = addressee_of(a, &all.rows[i]),
                                     .is_chosen = is_given(&q->form, "recipient", id) };
    }
    return true;
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct document_row *it)
{
    struct date until = date_add(instant_date(a->now), DELIVERY_DAYS);
    struct deliver_page page = {
        .csrf = q->session->csrf,
        .document = it->title,
        .back = address_record(a, document_ledger.path, it->base.id),
        .action =
            arena_print(a->arena, "%s/%lld/deliver", document_ledger.path, (long long)it->base.id),
        .faults = a->faults,
        .other = given(q, "other"),
        .mail = given(q, "mail"),
        .until =
            q->method == POST ? given(q, "until") : wareki_print(a->arena, until, WAREKI_SHORT),
    };
    struct frame frame;

    page.ways = choices_of(a, q, "way", "download", &page.way_count);
    for (size_t i = 0; i < page.way_count && i < sizeof way_helps / sizeof *way_helps; i++)
        page.ways[i].help = way_helps[i];
    page.key_ways = choices_of(a, q, "key_way", "", &page.key_way_count);
    fill_formats(a, q, &page);
    if (!fill_receivers(a, q, it->base.contract, &page))
        return false;
    frame_fill(a, q, "文書を渡す", &frame);
    return frame_reply(a, r, &frame, deliver_view_body, &page);
}

static bool
read_document(struct act *a, const struct request *q, struct document_row *it)
{
    if (!ledger_read(a, &document_ledger, q->id, false, it))
        return false;
    return state_is(&it->base, "issued") ||
           fail(a, FAULT_CLASH, NULL, "発行した文書だけを渡せます。先に文書を発行してください。");
}

static bool
deliver_show(struct act *a, const struct request *q, struct reply *r)
{
    struct document_row *it = ledger_new(a, &document_ledger);

    return read_document(a, q, it) && draw(a, q, r, it);
}

/* --- making ------------------------------------------------------------------------------- */

struct making {
    struct delivery *rows[DELIVERY_MOST];
    struct delivery *made[DELIVERY_MOST]; /* as stored */
    char keys[DELIVERY_MOST][KEY_TEXT];
    size_t count;
};

static struct delivery *
add(struct act *a, const struct request *q, const struct document_row *document, struct making *m)
{
    struct delivery *it = m->rows[m->count++] = ledger_new(a, &delivery_ledger);

    it->base.contract = document->base.contract;
    it->document.id = document->base.id;
    it->way.code = *given(q, "way") ? given(q, "way") : NULL;
    it->key_way.code = *given(q, "key_way") ? given(q, "key_way") : NULL;
    return it;
}

static const char *
formats_of(struct act *a, const struct request *q)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < q->form.count; i++)
        if (strcmp(q->form.items[i].name, "format") == 0)
            buffer_print(&out, "%s%s", out.length ? " " : "", q->form.items[i].value);
    return out.length ? buffer_string(&out) : NULL;
}

/* The recipients as rows that are not stored yet. */
static bool
gather(struct act *a, const struct request *q, const struct document_row *document,
       struct making *m)
{
    struct receivers all;

    if (!delivery_receivers(a, document->base.contract, &all))
        return false;
    for (size_t i = 0; i < all.count && m->count < DELIVERY_MOST - 1; i++) {
        const struct receiver *one = &all.rows[i];
        struct delivery *it;

        if (!is_given(&q->form, "recipient", arena_print(a->arena, "%lld", (long long)one->person)))
            continue;
        it = add(a, q, document, m);
        it->recipient.id = one->person;
        it->body.id = one->organisation;
        it->addressee = addressee_of(a, one);
    }
    if (*given(q, "other")) {
        struct delivery *it = add(a, q, document, m);

        it->addressee = given(q, "other");
        it->mail.text = *given(q, "mail") ? given(q, "mail") : NULL;
    }
    return m->count || fail(a, FAULT_INVALID, "recipient", "受け取る人を1人は選んでください。");
}

/* What is typed in the same way for all. */
static bool
fill(struct act *a, const struct request *q, struct making *m)
{
    const struct field *until = shape_field(shape_of(&delivery_ledger), "until");
    const char *why;

    for (size_t i = 0; i < m->count; i++) {
        struct delivery *it = m->rows[i];

        if (delivery_is(it, "zip") && !(it->formats = formats_of(a, q)))
            return fail(a, FAULT_INVALID, "formats", "保護ZIPに入れる形式を選んでください。");
        if (delivery_is(it, "download") && *given(q, "until") &&
            !field_parse(a, until, given(q, "until"), &it->until, &why))
            return fail(a, FAULT_INVALID, "until", "公開の期限：%s", why);
        if ((delivery_is(it, "zip") || delivery_is(it, "pdf")) && !it->key_way.code)
            return fail(a, FAULT_INVALID, "key_way", "鍵の伝え方は必須です。");
    }
    return true;
}

static bool
seal_all(struct act *a, struct making *m)
{
    struct delivery_files files;

    if (!delivery_is(m->rows[0], "zip") && !delivery_is(m->rows[0], "pdf"))
        return true;
    if (!delivery_files(a, m->rows[0], &files))
        return false;
    for (size_t i = 0; i < m->count; i++)
        if (!delivery_seal(a, m->rows[i], &files, m->keys[i]))
            return false;
    return true;
}

static bool
prepare_all(struct act *a, struct making *m)
{
    for (size_t i = 0; i < m->count; i++)
        if (!ledger_prepare(a, &delivery_ledger, m->rows[i]))
            return false;
    return true;
}

/* All recipients or none; the rows stay as they are, since it may run twice. */
static bool
create_all(struct act *a, void *with)
{
    struct making *m = with;

    for (size_t i = 0; i < m->count; i++) {
        m->made[i] = ledger_new(a, &delivery_ledger);
        *m->made[i] = *m->rows[i];
        if (!ledger_create(a, &delivery_ledger, m->made[i]))
            return false;
    }
    return true;
}

/* --- what was made, with its keys, this once ---------------------------------------------- */

static struct delivered
delivered(struct act *a, const struct document_row *document, const struct delivery *it,
          const char *key)
{
    const char *record = address_record(a, delivery_ledger.path, it->base.id);

    return (struct delivered){
        .addressee = it->addressee,
        .record = record,
        .key = *key ? arena_copy(a->arena, key) : NULL,
        .fetch = it->archive.hash && *it->archive.hash
                     ? arena_print(a->arena, "%s/%lld/fetch", delivery_ledger.path,
                                   (long long)it->base.id)
                     : NULL,
        .file = it->archive.name,
        .hash = it->hash,
        .letter = delivery_letter(a, document, it),
    };
}

static bool
show_made(struct act *a, const struct request *q, struct reply *r,
          const struct document_row *document, struct making *m)
{
    struct delivered_page page = {
        .csrf = q->session->csrf,
        .title = document->title,
        .back = address_record(a, document_ledger.path, document->base.id),
        .rows = NEW_ARRAY(a->arena, m->count, struct delivered),
        .count = m->count,
    };
    struct frame frame;

    for (size_t i = 0; i < m->count; i++) {
        page.rows[i] = delivered(a, document, m->made[i], m->keys[i]);
        page.has_keys |= page.rows[i].key != NULL;
    }
    wipe(m->keys, sizeof m->keys);
    frame_fill(a, q, "引渡しを作りました", &frame);
    return frame_reply(a, r, &frame, delivered_view_body, &page);
}

static bool
deliver_post(struct act *a, const struct request *q, struct reply *r)
{
    struct document_row *it = ledger_new(a, &document_ledger);
    struct making *m = NEW(a->arena, struct making);

    if (!read_document(a, q, it))
        return false;
    if (gather(a, q, it, m) && fill(a, q, m) && prepare_all(a, m) && seal_all(a, m) &&
        act_write(a, create_all, m))
        return show_made(a, q, r, it, m);
    wipe(m->keys, sizeof m->keys);
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    r->status = fault_face(FAULT_INVALID)->http;
    return draw(a, q, r, it);
}

/* --- one delivery ------------------------------------------------------------------------- */

/* Makes the archive, or makes it anew, with a key that nobody has seen. */
static bool
renew_post(struct act *a, const struct request *q, struct reply *r)
{
    struct document_row *document = ledger_new(a, &document_ledger);
    struct delivery *it = ledger_new(a, &delivery_ledger);
    struct making *m = NEW(a->arena, struct making);
    struct delivery_files files;
    const char *old;
    bool good;

    if (!ledger_read(a, &delivery_ledger, q->id, false, it) ||
        !access_require(a, &delivery_ledger, DEED_CHANGE, &it->base) ||
        !ledger_read(a, &document_ledger, it->document.id, false, document))
        return false;
    if (!state_is(&it->base, "ready") && !state_is(&it->base, "handed"))
        return fail(a, FAULT_CLASH, NULL, "終わった引渡しです。新しく作ってください。");
    old = it->archive.hash;
    good = delivery_files(a, it, &files) && delivery_seal(a, it, &files, m->keys[0]) &&
           ledger_change(a, &delivery_ledger, it) && (!old || !*old || blob_remove(a, old));
    m->made[m->count++] = it;
    if (good)
        return show_made(a, q, r, document, m);
    wipe(m->keys, sizeof m->keys);
    return false;
}

static bool
send(struct act *a, struct reply *r, const char *type, const char *name, const void *bytes,
     size_t size)
{
    r->body = (struct buffer){ 0 };
    buffer_add(&r->body, bytes, size);
    r->type = type;
    reply_header(a, r, "Content-Disposition", attachment_disposition(a, name));
    reply_header(a, r, "Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return true;
}

static bool
fetch_post(struct act *a, const struct request *q, struct reply *r)
{
    struct delivery *it = ledger_new(a, &delivery_ledger);
    const char *name;
    char *bytes;
    size_t size;

    if (!ledger_read(a, &delivery_ledger, q->id, false, it) ||
        !access_require(a, &delivery_ledger, DEED_CHANGE, &it->base))
        return false;
    name = it->archive.name;
    return delivery_fetch(a, it, &bytes, &size) &&
           send(a, r, delivery_is(it, "zip") ? "application/zip" : "application/pdf", name, bytes,
                size);
}

static bool
file_show(struct act *a, const struct request *q, struct reply *r)
{
    struct delivery *it = ledger_new(a, &delivery_ledger);
    struct protected_file file;
    enum format format;
    struct document d;
    const char *name;

    if (!ledger_read(a, &delivery_ledger, q->id, false, it) || !delivery_open(a, it))
        return false;
    if (!format_find(q->word, &format))
        return fail(a, FAULT_MISSING, NULL, "この形式はありません。");
    return delivery_document(a, it->document.id, &d, &name) &&
           delivery_file(a, &d, format, name, &file) && delivery_fetched(a, it, file.name) &&
           send(a, r, format_faces[format].type, file.name, file.bytes, file.size);
}

/* --- panels ------------------------------------------------------------------------------- */

static void
fill_links(struct act *a, const struct delivery *it, struct delivery_panel_page *page)
{
    page->links = NEW_ARRAY(a->arena, FORMATS, struct delivery_link);
    for (enum format format = FORMAT_PDF; format <= FORMAT_SLIDES; format++)
        page->links[page->link_count++] = (struct delivery_link){
            format_faces[format].title,
            arena_print(a->arena, "%s/%lld/files/%s", delivery_ledger.path, (long long)it->base.id,
                        format_faces[format].extension),
        };
    page->links[page->link_count++] = (struct delivery_link){
        format_faces[FORMAT_HTML].title,
        arena_print(a->arena, "%s/%lld/files/html", delivery_ledger.path, (long long)it->base.id),
    };
    page->about =
        it->until.day
            ? arena_print(a->arena, "%sまで受け取れます。受け取ったことは履歴に残ります。",
                          wareki_print(a->arena, it->until, WAREKI_LONG))
            : "受け取ったことは履歴に残ります。";
}

/* Refusals are told in the panel, not as a page of faults. */
static void
fill_download(struct act *a, const struct delivery *it, struct delivery_panel_page *page)
{
    size_t faults = a->fault_count;

    if (delivery_open(a, it)) {
        fill_links(a, it, page);
        return;
    }
    page->about = a->last_fault->message;
    act_forgive(a, faults);
}

static void
fill_archive(struct act *a, const struct delivery *it, struct delivery_panel_page *page)
{
    const char *base =
        arena_print(a->arena, "%s/%lld", delivery_ledger.path, (long long)it->base.id);
    bool open = state_is(&it->base, "ready") || state_is(&it->base, "handed");

    if (!open || !access_may(a, &delivery_ledger, DEED_CHANGE, &it->base))
        return;
    page->renew = arena_print(a->arena, "%s/archive", base);
    page->renew_label = it->hash && *it->hash ? "新しい鍵で作り直す" : "ファイルと鍵を作る";
    page->about = "鍵は作ったときの画面にだけ出ます。控えがないときは、新しい鍵で作り直します。";
    if (it->archive.hash && *it->archive.hash)
        page->fetch = arena_print(a->arena, "%s/fetch", base);
}

static bool
fill_panel(struct act *a, const struct request *q, const struct record *record,
           struct panel_shown *out)
{
    struct delivery_panel_page page = { .csrf = q->session->csrf };
    struct out top = panel_out(a, q), beside = panel_out(a, q);

    if (q->ledger == &document_ledger) {
        if (!state_is(record, "issued") || !access_may(a, &delivery_ledger, DEED_CREATE, record))
            return true;
        page.deliver =
            arena_print(a->arena, "%s/%lld/deliver", document_ledger.path, (long long)record->id);
    } else if (q->ledger == &delivery_ledger) {
        const struct delivery *it = (const struct delivery *)record;

        if (delivery_is(it, "download"))
            fill_download(a, it, &page);
        else if (!delivery_is(it, "paper"))
            fill_archive(a, it, &page);
    } else {
        return true;
    }
    delivery_top_view(&top, &page);
    delivery_beside_view(&beside, &page);
    out->top = html_take(&top);
    out->beside = html_take(&beside);
    return true;
}

const struct panel delivery_panel = { "delivery", fill_panel };

const struct route delivery_routes[] = {
    { GET, "/contract/documents/{id}/deliver", deliver_show, "delivery.create" },
    { POST, "/contract/documents/{id}/deliver", deliver_post, "delivery.create" },
    { POST, "/contract/deliveries/{id}/archive", renew_post, "delivery.change" },
    { POST, "/contract/deliveries/{id}/fetch", fetch_post, "delivery.change" },
    { GET, "/contract/deliveries/{id}/files/{word}", file_show, "delivery.read" },
    { 0 },
};
