#include "contract/delivery.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/document.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item ways[] = {
    { "download", "ダウンロード（サインイン）", "ダウンロード|電子" },
    { "zip", "保護ZIP", "ZIP|暗号化ZIP" },
    { "pdf", "保護PDF", "PDF|パスワード付きPDF" },
    { "paper", "紙", "紙媒体|郵送" },
    { 0 },
};

static const struct choice_item key_ways[] = {
    { "phone", "電話", "TEL" },
    { "post", "郵送", "郵便" },
    { "hand", "手渡し", "持参|対面" },
    { 0 },
};

static const struct field delivery_fields[] = {
    FIELD(struct delivery, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .series = "引渡-R{era}-{number:4}", .unique = true, .searched = true, .settled = true,
          .most = 40),
    FIELD(struct delivery, title, "引渡しの名前", .fixed = true, .searched = true, .most = 400),
    FIELD(struct delivery, document, "文書", .to = &document_ledger, .required = true, .part = true,
          .settled = true),
    FIELD(struct delivery, addressee, "宛先", .help = "組織と仕事上の名前です。", .also = "宛名",
          .required = true, .searched = true, .most = 200),
    FIELD(struct delivery, recipient, "受け取る人",
          .help = "ダウンロードでは、サインインしてこの人だけが受け取れます。", .also = "受領者",
          .to = &person_ledger),
    FIELD(struct delivery, body, "受け取る組織", .to = &organisation_ledger),
    FIELD(struct delivery, mail, "メールアドレス", .personal = true),
    FIELD(struct delivery, way, "渡し方",
          .help = "ふだんはダウンロードにします。鍵を伝える手間がなく、受け取った記録も残ります。",
          .required = true, .choices = ways),
    FIELD(struct delivery, formats, "ファイルの形式",
          .help = "保護ZIPに入れるものです。例：pdf docx", .most = 40),
    FIELD(struct delivery, until, "公開の期限", .help = "ダウンロードできる最後の日です。"),
    FIELD(struct delivery, key_way, "鍵の伝え方",
          .help = "ファイルとは別の方法で伝えます。鍵そのものは、どこにも書きません。",
          .choices = key_ways),
    FIELD(struct delivery, made_at, "ファイルを作った日時", .fixed = true),
    FIELD(struct delivery, made_by, "作った人", .fixed = true, .to = &person_ledger),
    FIELD(struct delivery, hash, "渡すファイル（SHA-256）", .fixed = true, .most = 64),
    FIELD(struct delivery, archive, "渡すファイル", .fixed = true),
    FIELD(struct delivery, handed_on, "渡した日"),
    FIELD(struct delivery, received_on, "受領を確かめた日", .also = "受領日"),
    FIELD(struct delivery, notes, "備考", .help = "鍵は書かないでください。", .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "ready", "準備", "作成中", MARK_WORK },
    { "handed", "渡した", "発送|送付", MARK_WAIT },
    { "received", "受領確認", "受領|確認済", MARK_DONE, .ended = true },
    { "cancelled", "取消", "取り消し", MARK_DONE, .ended = true },
    { 0 },
};

bool
delivery_is(const struct delivery *it, const char *way)
{
    return it->way.code && strcmp(it->way.code, way) == 0;
}

static bool
is_sealed(const struct delivery *it)
{
    return delivery_is(it, "zip") || delivery_is(it, "pdf");
}

/* --- transitions -------------------------------------------------------------------------- */

static bool
check_handed(struct act *a, const struct record *before, struct record *record)
{
    struct delivery *it = (struct delivery *)record;
    struct document_row *document = ledger_new(a, &document_ledger);

    (void)before;
    if (!consequence_read(a, &document_ledger, it->document.id, document))
        return false;
    if (!state_is(&document->base, "issued"))
        return fail(a, FAULT_CLASH, "document", "発行した文書だけを渡せます。");
    if (is_sealed(it) && !(it->hash && *it->hash))
        return fail(a, FAULT_CLASH, "hash", "渡すファイルをまだ作っていません。");
    if (is_sealed(it) && !it->key_way.code)
        return fail(a, FAULT_INVALID, "key_way", "鍵の伝え方は必須です。");
    if (!it->handed_on.day)
        it->handed_on = instant_date(a->now);
    return true;
}

static bool
check_received(struct act *a, const struct record *before, struct record *record)
{
    struct delivery *it = (struct delivery *)record;

    (void)before;
    if (!access_may(a, &delivery_ledger, DEED_CHANGE, record) &&
        (!it->recipient.id || it->recipient.id != actor_person(a)))
        return fail(a, FAULT_DENIED, NULL, "受け取る人か、受託者が確かめます。");
    if (!it->received_on.day)
        it->received_on = instant_date(a->now);
    return true;
}

/* What nobody fetches any more need not lie about; the sweep of blobs takes it. */
static bool
check_cancelled(struct act *a, const struct record *before, struct record *record)
{
    (void)a;
    (void)before;
    ((struct delivery *)record)->archive = (struct file){ 0 };
    return true;
}

enum {
    CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    RECEIVERS = 1 << ROLE_OFFICER | 1 << ROLE_APPROVER | 1 << ROLE_PARTICIPANT,
};

static const struct transition transitions[] = {
    { "hand_over", "渡した", "ready", "handed", NULL, CREW, check_handed, .asks = "key_way" },
    { "confirm", "受け取りました", "handed", "received", NULL, CREW | RECEIVERS, check_received },
    { "cancel", "取り消す", "ready handed", "cancelled", NULL, CREW, check_cancelled },
    { 0 },
};

static const struct states delivery_states = { state_rows, transitions };

/* --- rules -------------------------------------------------------------------------------- */

#define RECEIVER_SEES                                                                              \
    "number title document addressee recipient body way formats until key_way made_at "            \
    "hash handed_on received_on"

static const struct access delivery_access[] = {
    { ROLE_LEAD, CREW_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_PERSONAL,
      REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_PERSONAL,
      REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_OWN, .sees = RECEIVER_SEES },
    { ROLE_PARTICIPANT, DEED_READ, REACH_OWN, .sees = RECEIVER_SEES },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view delivery_views[] = {
    { "open", "進行中", "まだ渡していないものと、受領を確かめていないものです。",
      "state.in=ready,handed", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_formats(struct act *a, struct delivery *it)
{
    char *words, *rest, *word;
    enum format format;

    if (delivery_is(it, "pdf"))
        it->formats = "pdf";
    if (delivery_is(it, "zip") && !(it->formats && *it->formats))
        it->formats = "pdf docx";
    if (!it->formats)
        return true;
    rest = words = arena_copy(a->arena, it->formats);
    while ((word = strsep(&rest, " ")))
        if (*word && !format_find(word, &format))
            return fail(a, FAULT_INVALID, "formats",
                        "「%s」では書けません。pdf、docx、html、xlsx、pptx を空白で並べます。",
                        word);
    return true;
}

/* Who cannot sign in cannot fetch anything. */
static bool
check_download(struct act *a, struct delivery *it)
{
    struct receivers receivers;

    if (!it->recipient.id)
        return fail(a, FAULT_INVALID, "recipient",
                    "ダウンロードでは、受け取る人を選びます。アカウントがない方には、保護ZIP、"
                    "保護PDF、紙のどれかで渡します。");
    if (!it->until.day)
        it->until = date_add(instant_date(a->now), DELIVERY_DAYS);
    if (!delivery_receivers(a, it->base.contract, &receivers))
        return false;
    for (size_t i = 0; i < receivers.count; i++)
        if (receivers.rows[i].person == it->recipient.id)
            return true;
    return fail(
        a, FAULT_INVALID, "recipient",
        "この方は、この契約にサインインできません。保護ZIP、保護PDF、紙のどれかで渡します。");
}

static bool
check_delivery(struct act *a, const struct record *before, struct record *record)
{
    struct delivery *it = (struct delivery *)record;
    const struct delivery *was = (const struct delivery *)before;
    struct document_row *document = ledger_new(a, &document_ledger);
    bool good = check_formats(a, it);

    if (!consequence_read(a, &document_ledger, it->document.id, document))
        return false;
    if (document->base.contract != record->contract)
        return fail(a, FAULT_INVALID, "document", "同じ契約の文書を選んでください。");
    if (delivery_is(it, "download") && (!was || state_is(before, "ready")))
        good = check_download(a, it) && good;
    it->title = arena_print(a->arena, "%s　%s", document->title ? document->title : "",
                            it->addressee ? it->addressee : "");
    record->owner = it->recipient.id;
    if (!before || state_is(before, "ready"))
        return good;
    return record_keeps(a, &delivery_ledger, before, record,
                        "title until key_way handed_on received_on notes mail",
                        "渡したものは変えられません。取り消して、新しく作ります。") &&
           good;
}

const struct ledger delivery_ledger = {
    .name = "delivery",
    .title = "引渡し",
    .help = "発行した文書を、だれに、どの方法で渡し、いつ受け取られたかの記録です。"
            "宛先ごとに1件です。",
    .path = "/contract/deliveries",
    .icon = "box",
    .row_size = sizeof(struct delivery),
    .fields = delivery_fields,
    .titled_by = "title",
    .listed = "number title way state until handed_on received_on",
    .states = &delivery_states,
    .access = delivery_access,
    .views = delivery_views,
    .keep_years = 5,
    .check = check_delivery,
};
