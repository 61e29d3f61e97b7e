#include "contract/document_issue.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/document.h"
#include "contract/document_stamps.h"
#include "ledger/block.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "ledger/verify.h"
#include "render/compose.h"
#include "render/freeze.h"
#include "render/report.h"
#include "store/act.h"
#include "store/blob.h"

enum { LARGEST_MODEL = 256 * 1024 * 1024 };

bool
report_allowed(const struct act *a, const struct report *report, int64_t contract)
{
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *m = &a->who->in[i];

        if ((!m->contract || m->contract == contract) && membership_holds(m, today) &&
            report->roles & 1U << m->role)
            return true;
    }
    return false;
}

static bool
compose(struct act *a, const struct report *report, const struct report_order *order,
        struct document *out, int64_t *records)
{
    struct composition c;

    act_slow(a);
    *records = 0;
    *out = (struct document){
        .title = report->title,
        .subject = report->title,
        .number = order->number,
        .date = instant_date(a->now),
        .draft = true,
    };
    compose_begin(&c, a->arena, out);
    return report->make(a, order, &c, records) &&
           (!report->of || stamp_record(a, report->of, order->record, out));
}

bool
report_make(struct act *a, const struct report *report, const struct report_order *order,
            struct document *out, int64_t *records)
{
    if (!report_allowed(a, report, order->contract))
        return fail(a, FAULT_DENIED, NULL, "「%s」を作る権限がありません。", report->title);
    return compose(a, report, order, out, records);
}

/* Also for who may read the document and not make it: the client approves what he sees. He
   sees it with his own rights on the records. */
static bool
make(struct act *a, const struct document_row *it, struct document *out, int64_t *records)
{
    const struct report *report = it->report ? report_find(it->report) : NULL;
    struct report_order order = {
        .contract = it->base.contract,
        .record = it->subject,
        .from = it->period.from,
        .until = it->period.until,
        .number = it->number,
        .comment = it->comment.text,
    };

    if (!report)
        return fail(a, FAULT_MISSING, NULL, "様式「%s」はありません。",
                    it->report ? it->report : "");
    if (!compose(a, report, &order, out, records))
        return false;
    out->version = it->edition;
    return stamp_document(a, it, out);
}

static bool
newest_head(struct act *a, const char **out)
{
    struct block block;
    struct head head = { 0 };
    bool found;

    if (!block_newest(a, &block, &found))
        return false;
    if (!found || block.hash.size != sizeof head.hash)
        return fail(a, FAULT_BUSY, NULL,
                    "履歴にまだ封印がありません。少し待って、もう一度発行してください。");
    head.number = block.number;
    memcpy(head.hash, block.hash.data, sizeof head.hash);
    *out = head_print(a, &head);
    return true;
}

/* What was issued before its report said so is personal, too. */
static const char *
holds(const struct document_row *it)
{
    const struct report *report = it->report ? report_find(it->report) : NULL;

    if (it->holds && *it->holds)
        return it->holds;
    return report && report->personal ? report->personal->name : NULL;
}

bool
document_freeze_now(struct act *a, struct record *record)
{
    struct document_row *it = (struct document_row *)record;
    struct buffer bytes = { .arena = a->arena };
    struct document d;
    char blob[BLOB_NAME];

    if (!make(a, it, &d, &it->records) || !newest_head(a, &it->head))
        return false;
    d.draft = false;
    document_seal(a->arena, &d, it->head, a->now, it->records);
    document_freeze(&d, &bytes);
    if (!blob_write(a, record->contract, buffer_string(&bytes), bytes.length, blob))
        return false;
    it->hash = d.hash;
    it->holds = holds(it);
    it->issued_at = a->now;
    it->frozen = (struct file){ arena_copy(a->arena, blob), "frozen.json", (int64_t)bytes.length };
    return true;
}

static bool
thaw(struct act *a, const struct document_row *it, struct document *out)
{
    const char *why;
    size_t size;
    char *bytes;

    return blob_get(a, it->base.contract, it->frozen.hash, LARGEST_MODEL, &bytes, &size) &&
           (document_thaw(a->arena, bytes, size, out, &why) ||
            fail(a, FAULT_BROKEN, NULL, "%s", why));
}

/* Asked of the record it is about, else of any of the contract's. */
static bool
may_see(struct act *a, const struct ledger *l, const struct document_row *it)
{
    const struct report *report = it->report ? report_find(it->report) : NULL;
    struct record any = { .contract = it->base.contract };
    struct record *subject = ledger_new(a, l);
    bool found = false;

    if (report && report->of == l &&
        !shape_read(a, shape_of(l), it->subject, false, subject, &found))
        return false;
    return access_may(a, l, DEED_READ | DEED_PERSONAL, found ? subject : &any);
}

static bool
may_open(struct act *a, const struct document_row *it)
{
    const char *name = holds(it);
    const struct ledger *l = name ? ledger_find(name) : NULL;

    if (!name)
        return true;
    if (!l || !may_see(a, l, it))
        return a->faults ? false
                         : fail(a, FAULT_DENIED, NULL,
                                "この文書には個人情報が入っています。開けるのは、%sの個人情報を"
                                "見る権限のある方だけです。",
                                l ? l->title : "元の台帳");
    return history_reading(a, &document_ledger, "frozen", &it->base.id, 1);
}

bool
document_open(struct act *a, const struct document_row *it, struct document *out)
{
    int64_t records;

    act_slow(a);
    if (!it->frozen.hash || !*it->frozen.hash)
        return make(a, it, out, &records);
    if (!may_open(a, it) || !thaw(a, it, out))
        return false;
    document_seal(a->arena, out, it->head, it->issued_at, it->records);
    return true;
}

bool
document_check(struct act *a, const struct document_row *it, bool *whole, const char **why)
{
    struct document d;

    *whole = false;
    *why = "まだ発行していないため、照合できません。";
    if (!it->frozen.hash || !*it->frozen.hash)
        return true;
    if (!thaw(a, it, &d))
        return false;
    *whole = strcmp(document_hash(a->arena, &d), it->hash ? it->hash : "") == 0;
    *why = *whole ? "" : "凍結した内容が、発行したときの値と違います。";
    return true;
}
