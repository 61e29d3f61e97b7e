#include "desk/setting_change.h"

#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum {
    CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    DECIDES = 1 << ROLE_OFFICER | 1 << ROLE_APPROVER,
};

static const struct choice_item targets[] = {
    { "print", "プリントサーバー", "印刷|プリンター|印刷キュー" },
    { "proxy", "プロキシ", "URLフィルタ|フィルタリング" },
    { "firewall", "ファイアウォール", "FW|通信許可" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field setting_change_fields[] = {
    FIELD(struct setting_change, number, "番号", .series = "S{era}-{number:4}", .fixed = true,
          .unique = true, .searched = true),
    FIELD(struct setting_change, title, "件名", .help = "例：税務端末から国税サイトへの通信を許可",
          .also = "変更内容|変更名", .required = true, .searched = true, .most = 200),
    FIELD(struct setting_change, target, "対象", .also = "種類|区分|対象機器種別", .required = true,
          .choices = targets),
    FIELD(struct setting_change, machine, "対象の機器・規則",
          .help = "例：FW-01 規則142、印刷キュー 3F-複合機", .also = "機器|対象機器|規則番号",
          .searched = true, .most = 200),
    FIELD(struct setting_change, reason, "理由", .also = "変更理由|目的", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct setting_change, applicant, "申請者", .also = "依頼者|申請した人",
          .to = &person_ledger, .instead = "applicant_name"),
    FIELD(struct setting_change, applicant_name, "申請者（名簿にない）", .personal = true,
          .most = 100),
    FIELD(struct setting_change, section, "申請した課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct setting_change, planned_at, "予定の日時", .also = "実施予定|予定日時"),
    FIELD(struct setting_change, inquiry, "問合せ", .to = &inquiry_ledger),
    FIELD(struct setting_change, old_setting, "変更前", .help = "いまの設定を、そのまま写します。",
          .also = "現在の設定", .searched = true, .most = 20000),
    FIELD(struct setting_change, new_setting, "変更後", .also = "新しい設定", .searched = true,
          .most = 20000),
    FIELD(struct setting_change, undo, "戻し方", .help = "うまくいかないときに、元へ戻す手順です。",
          .also = "切り戻し|切戻し手順", .most = 20000),
    FIELD(struct setting_change, done_at, "実施日時", .fixed = true),
    FIELD(struct setting_change, done_by, "実施した人", .fixed = true, .to = &person_ledger),
    FIELD(struct setting_change, checked_at, "確認日時", .fixed = true),
    FIELD(struct setting_change, checked_by, "確認した人", .fixed = true, .to = &person_ledger),
    FIELD(struct setting_change, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|受付", MARK_ROUTE },
    { "approved", "承認", "承認済", MARK_SOLVED },
    { "done", "実施済", "実施|変更済", MARK_WAIT },
    { "checked", "確認済", "完了", MARK_DONE, .ended = true },
    { "undone", "元に戻した", "切り戻し|戻し", MARK_DONE, .ended = true },
    { "rejected", "却下・取下げ", "却下|取下げ|取消", MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_second(struct act *a, const struct record *before, struct record *record)
{
    const struct setting_change *it = (const struct setting_change *)record;
    int64_t person = actor_person(a);

    (void)before;
    return (person && person != it->done_by.id) ||
           fail(a, FAULT_CLASH, NULL, "実施した人とは別の人が確認します。");
}

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, DECIDES },
    { "reject", "却下する", "requested approved", "rejected", NULL, DECIDES },
    { "withdraw", "取り下げる", "requested approved", "rejected", NULL, CREW },
    { "do", "実施した", "approved", "done", "old_setting new_setting undo", CREW },
    { "check", "確認した", "done", "checked", NULL, CREW, .check = check_second },
    { "undo", "元に戻した", "done checked", "undone", "notes", CREW },
    { 0 },
};

static const struct states setting_change_states = { state_rows, transitions };

static const struct view setting_change_views[] = {
    { "open", "未完了", "申請から確認までのものを、予定の順に並べます。",
      "state.in=requested,approved,done", "planned_at" },
    { "unchecked", "確認待ち", "実施して、別の人の確認を待つものです。", "state=done", "done_at" },
    { "print", "プリントサーバー", "印刷の変更を、新しい順に並べます。", "target=print", "-id" },
    { "proxy", "プロキシ", "プロキシの変更を、新しい順に並べます。", "target=proxy", "-id" },
    { "firewall", "ファイアウォール", "ファイアウォールの変更を、新しい順に並べます。",
      "target=firewall", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
keeps(struct act *a, const struct record *before, const struct record *record)
{
    if (!before || state_is(before, "requested"))
        return true;
    if (state_is(before, "approved"))
        return record_keeps(a, &setting_change_ledger, before, record,
                            "planned_at old_setting new_setting undo notes",
                            "承認の後は変えられません。却下して、申請し直します。");
    return record_keeps(a, &setting_change_ledger, before, record, "notes",
                        "実施の後は変えられません。");
}

static bool
check_change(struct act *a, const struct record *before, struct record *record)
{
    struct setting_change *it = (struct setting_change *)record;

    if (!keeps(a, before, record))
        return false;
    if (state_reached(before, record, "done")) {
        it->done_at = a->now;
        it->done_by.id = actor_person(a);
    }
    if (state_reached(before, record, "checked")) {
        it->checked_at = a->now;
        it->checked_by.id = actor_person(a);
    }
    return true;
}

const struct ledger setting_change_ledger = {
    .name = "setting_change",
    .title = "設定変更",
    .help =
        "プリントサーバー、プロキシ、ファイアウォールの設定を変えた記録です。変更前と変更後、戻し方、"
        "別の人の確認を残します。",
    .path = "/desk/setting_changes",
    .icon = "gear",
    .row_size = sizeof(struct setting_change),
    .fields = setting_change_fields,
    .titled_by = "title",
    .listed = "number title target state machine section planned_at done_at done_by checked_by",
    .states = &setting_change_states,
    .access = desk_approved_access,
    .views = setting_change_views,
    .keep_years = 5,
    .check = check_change,
};
