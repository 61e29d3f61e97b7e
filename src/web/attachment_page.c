#include "web/attachment_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/magic.h"
#include "ledger/attachment.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/address.h"
#include "web/multipart.h"
#include "web/record_act.h"
#include "web/session.h"
#include "web/timeline_page.h"

static const char *
size_words(struct act *a, int64_t bytes)
{
    if (bytes < 1024)
        return arena_print(a->arena, "%lldバイト", (long long)bytes);
    if (bytes < 1024 * 1024)
        return arena_print(a->arena, "%lldKB", (long long)((bytes + 1023) / 1024));
    return arena_print(a->arena, "%lld.%lldMB", (long long)(bytes >> 20),
                       (long long)((bytes & 0xFFFFF) * 10 >> 20));
}

static struct shown_attachment
show(struct act *a, const struct request *q, const struct record *record,
     const struct attachment *it)
{
    const char *href =
        arena_print(a->arena, "%s/attachments/%lld", address_record(a, q->ledger->path, record->id),
                    (long long)it->id);
    bool open = it->state == ATTACHMENT_READY || it->state == ATTACHMENT_UNCHECKED;

    return (struct shown_attachment){
        .name = it->name,
        .href = open ? href : NULL,
        .state = attachment_state_title((enum attachment_state)it->state),
        .is_bad = it->state == ATTACHMENT_QUARANTINED,
        .is_inner = it->hidden,
        .reason = *it->reason ? it->reason : NULL,
        .about = arena_print(a->arena, "%s　%s　%s %s", size_words(a, it->size),
                             history_actor(a, it->actor), short_day(a, it->created_at),
                             clock_time(a, it->created_at)),
        .remove = attachment_may_remove(a, q->ledger, record, it) ? href : NULL,
    };
}

/* ".pdf,.docx,…" */
static const char *
accepted(struct act *a)
{
    struct buffer out = { .arena = a->arena };

    buffer_char(&out, '.');
    for (const char *c = magic_endings(); *c; c++)
        buffer_text(&out, *c == ' ' ? ",." : (const char[]){ *c, '\0' });
    return buffer_string(&out);
}

bool
attachments_fill(struct act *a, const struct request *q, const struct record *record,
                 struct attachment_panel *out)
{
    const struct attachment_settings *most = attachments_settings();
    struct attachment_list list;

    if (!attachments_list(a, q->ledger, record, &list))
        return false;
    out->csrf = q->session->csrf;
    out->count = list.count;
    out->rows = NEW_ARRAY(a->arena, list.count + 1, struct shown_attachment);
    for (size_t i = 0; i < list.count; i++)
        out->rows[i] = show(a, q, record, &list.rows[i]);
    if (!attachment_may_add(a, q->ledger, record))
        return true;
    out->action =
        arena_print(a->arena, "%s/attachments", address_record(a, q->ledger->path, record->id));
    out->has_inner = access_may(a, q->ledger, DEED_NOTE, record);
    out->accept = accepted(a);
    out->limits = arena_print(
        a->arena,
        "PDF、Word・Excel・PowerPoint（.docx .xlsx .pptx）、画像、CSV、テキスト。1つ%sまで。%s",
        size_words(a, most->file),
        most->clamd ? "ウイルス検査が済むと開けます。"
                    : "この設置ではウイルス検査をしていません。");
    return true;
}

/* --- handlers ---------------------------------------------------------------------------- */

bool
attachment_receive(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);
    int64_t ids[MULTIPART_FILES];
    size_t count;

    if (!ledger_read(a, q->ledger, q->id, false, record))
        return false;
    if (!attachment_take(a, q, record, ids, &count))
        return record_refused(a, q, r, record->version);
    return reply_redirect(a, q, r, address_record(a, q->ledger->path, q->id),
                          attachments_settings()->clamd
                              ? "ファイルを付けました。ウイルス検査が済むと開けます。"
                              : "ファイルを付けました。");
}

bool
attachment_fetch(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record;
    struct attachment it;

    return attachment_of(a, q, &record, &it) && attachment_send(a, q, record, &it, r);
}

bool
attachment_take_off(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record;
    struct attachment it;

    if (!attachment_of(a, q, &record, &it))
        return false;
    if (!attachment_remove(a, q->ledger, record, it.id, pairs_get(&q->form, "reason")))
        return record_refused(a, q, r, record->version);
    return reply_redirect(a, q, r, address_record(a, q->ledger->path, q->id),
                          "添付ファイルを外しました。履歴には残っています。");
}
