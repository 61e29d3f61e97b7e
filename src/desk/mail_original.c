#include "desk/mail_original.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/capacity.h"
#include "desk/inquiry.h"
#include "ledger/attachment.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct field mail_original_fields[] = {
    FIELD(struct mail_original, number, "番号", .series = "G{era}-{number:4}", .fixed = true,
          .unique = true, .searched = true),
    FIELD(struct mail_original, title, "メールの件名", .also = "件名|題名", .required = true,
          .searched = true, .most = 300),
    FIELD(struct mail_original, sender, "差出人", .also = "送信者|送信元|From", .personal = true,
          .searched = true, .most = 200),
    FIELD(struct mail_original, received_at, "受信日時", .also = "受信日|メールの日時"),
    FIELD(struct mail_original, requester, "申請した人", .also = "申請者|依頼者",
          .to = &person_ledger, .instead = "requester_name"),
    FIELD(struct mail_original, requester_name, "申請した人（名簿にない）", .personal = true,
          .most = 100),
    FIELD(struct mail_original, section, "申請した課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct mail_original, reason, "理由", .help = "原本が要る理由を書きます。",
          .also = "申請理由|目的", .required = true, .searched = true, .most = 4000),
    FIELD(struct mail_original, inquiry, "問合せ", .to = &inquiry_ledger),
    FIELD(struct mail_original, handed_to, "渡した相手", .also = "受領者|受取人",
          .to = &person_ledger, .instead = "handed_to_name"),
    FIELD(struct mail_original, handed_to_name, "渡した相手（名簿にない）", .personal = true,
          .most = 100),
    FIELD(struct mail_original, way, "渡し方", .help = "例：課の受渡しフォルダ", .also = "受渡方法",
          .most = 100),
    FIELD(struct mail_original, handed_at, "渡した日時", .fixed = true),
    FIELD(struct mail_original, handed_by, "渡した人", .fixed = true, .to = &person_ledger),
    FIELD(struct mail_original, checked, "ウイルス検査", .fixed = true, .most = 300),
    FIELD(struct mail_original, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|受付", MARK_NEW },
    { "handed", "受渡済", "済|完了", MARK_DONE, .ended = true },
    { "refused", "渡さない", "却下|取消", MARK_DONE, .ended = true },
    { 0 },
};

/* Every file was looked at, and nothing found. */
static bool
check_files(struct act *a, const struct record *record, const char **checked)
{
    struct attachment_list list;

    if (!attachments_list(a, &mail_original_ledger, record, &list))
        return false;
    if (!list.count)
        return fail(a, FAULT_CLASH, NULL, "原本を添付し、ウイルス検査を待ってから渡します。");
    for (size_t i = 0; i < list.count; i++) {
        const struct attachment *it = &list.rows[i];

        switch ((enum attachment_state)it->state) {
        case ATTACHMENT_READY:
            break;
        case ATTACHMENT_WAITING:
            fail(a, FAULT_CLASH, NULL, "「%s」はウイルス検査を待っています。", it->name);
            break;
        case ATTACHMENT_UNCHECKED:
            fail(a, FAULT_CLASH, NULL,
                 "「%s」はウイルス検査をしていません。clamdを動かし、添付し直してください。",
                 it->name);
            break;
        case ATTACHMENT_QUARANTINED:
            fail(a, FAULT_CLASH, NULL, "「%s」からウイルスが見つかりました。渡せません。",
                 it->name);
            break;
        }
    }
    if (a->faults)
        return false;
    *checked = arena_print(a->arena, "%zu件を検査し、異常なし（%s）", list.count,
                           moment_text(a->arena, list.rows[list.count - 1].checked_at));
    return true;
}

static bool
filled(const char *text)
{
    return text && (*text || text == field_sealed);
}

static bool
check_hand_over(struct act *a, const struct record *before, struct record *record)
{
    struct mail_original *it = (struct mail_original *)record;

    (void)before;
    if (!it->handed_to.id && !filled(it->handed_to_name))
        return fail(a, FAULT_INVALID, "handed_to", "渡した相手を書きます。");
    return check_files(a, record, &it->checked);
}

static const struct transition transitions[] = {
    { "hand_over", "渡した", "requested", "handed", "way", CREW, .check = check_hand_over,
      .asks = "handed_to handed_to_name" },
    { "refuse", "渡さない", "requested", "refused", "notes", CREW },
    { 0 },
};

static const struct states mail_original_states = { state_rows, transitions };

static const struct view mail_original_views[] = {
    { "open", "申請中", "まだ渡していないものを、古い順に並べます。", "state=requested", "id" },
    { "handed", "受渡済", "渡したものを、新しい順に並べます。", "state=handed", "-handed_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct access mail_original_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static bool
check_original(struct act *a, const struct record *before, struct record *record)
{
    struct mail_original *it = (struct mail_original *)record;

    if (before && !state_is(before, "requested"))
        return record_keeps(a, &mail_original_ledger, before, record, "notes",
                            "終わった申請は変えられません。");
    if (it->received_at.us > a->now.us)
        return fail(a, FAULT_INVALID, "received_at", "受信日時が今より後です。");
    if (state_reached(before, record, "handed") && a->origin != ORIGIN_IMPORT) {
        it->handed_at = a->now;
        it->handed_by.id = actor_person(a);
    }
    return true;
}

const struct ledger mail_original_ledger = {
    .name = "mail_original",
    .title = "無害化メールの原本",
    .help =
        "無害化されたメールの原本を渡した記録です。ウイルス検査で異常のない原本だけを渡せます。",
    .path = "/desk/mail_originals",
    .icon = "mail",
    .row_size = sizeof(struct mail_original),
    .fields = mail_original_fields,
    .titled_by = "title",
    .listed = "number title state section requester handed_at handed_to handed_by checked",
    .states = &mail_original_states,
    .access = mail_original_access,
    .views = mail_original_views,
    .keep_years = 5,
    .check = check_original,
};
