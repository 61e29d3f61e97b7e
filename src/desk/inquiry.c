#include "desk/inquiry.h"

#include <string.h>

#include "desk/mail_answer.h"
#include "desk/mention.h"
#include "desk/merge.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item channels[] = {
    { "電話", "電話", "TEL|tel|内線|架電" },
    { "メール", "メール", "mail|e-mail|Eメール|電子メール" },
    { "窓口", "窓口", "来庁|来課|口頭|対面" },
    { "Web", "Web", "ウェブ|フォーム|ポータル" },
    { "チャット", "チャット", "chat" },
    { "FAX", "FAX", "ファクス|ファックス" },
    { 0 },
};

static const struct choice_item kinds[] = {
    { "パスワード", "パスワード", "ログイン|認証" },
    { "アカウント", "アカウント", "ID" },
    { "機器", "機器", "端末|パソコン|PC|ハードウェア" },
    { "印刷", "印刷", "プリンタ|プリンター|複合機" },
    { "ネットワーク", "ネットワーク", "LAN|庁内LAN|通信" },
    { "メール", "メール", "mail" },
    { "共有フォルダ", "共有フォルダ", "ファイルサーバ|ファイルサーバー|フォルダ" },
    { "ソフトウェア", "ソフトウェア", "ソフト|アプリ" },
    { "Office", "Office", "オフィス|Excel|Word" },
    { "業務システム", "業務システム", "システム" },
    { "セキュリティ", "セキュリティ", "ウイルス" },
    { "電話", "電話", "内線電話" },
    { "貸出", "貸出", "貸し出し|借用" },
    { "その他", "その他", "他" },
    { 0 },
};

static const struct choice_item priorities[] = {
    { "high", "高", "至急|緊急|大" },
    { "middle", "中", "通常|普通" },
    { "low", "低", "小" },
    { 0 },
};

static const struct field inquiry_fields[] = {
    FIELD(struct inquiry, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|受付番号|管理番号|整理番号|問合せ番号", .series = "R{era}-{number:6}",
          .unique = true, .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct inquiry, received_at, "受付日時", .also = "受付|受付日|受付時間|受信日時|発生日時",
          .required = true, .counted = true, .filled = true),
    FIELD(struct inquiry, channel, "受付方法", .also = "方法|手段|受付手段|連絡方法|経路",
          .choices = channels, .most = 40),
    FIELD(struct inquiry, section, "依頼元",
          .also = "課|課名|所属|部署|部署名|所属課|依頼課|担当課", .to = &organisation_ledger,
          .instead = "section_name"),
    FIELD(struct inquiry, section_name, "依頼元（未登録）",
          .help = "組織の台帳にない課の名前です。", .searched = true, .most = 100),
    FIELD(struct inquiry, requester, "依頼者",
          .also = "申出者|問合せ者|申請者|氏名|連絡者|依頼者名|職員名", .to = &person_ledger,
          .instead = "requester_name"),
    FIELD(struct inquiry, requester_name, "依頼者（未登録）",
          .help = "人の台帳にない方の名前です。", .personal = true, .searched = true, .most = 100),
    FIELD(struct inquiry, others, "ほかの依頼者",
          .help = "同じことを尋ねている方です。統合すると、相手の依頼者が入ります。",
          .to = &person_ledger),
    FIELD(struct inquiry, kind, "種別", .also = "分類|区分|種類|カテゴリ|業務|項目",
          .required = true, .choices = kinds, .searched = true, .most = 60),
    FIELD(struct inquiry, priority, "優先度", .also = "緊急度|重要度", .choices = priorities),
    FIELD(struct inquiry, title, "件名", .also = "タイトル|表題|題名|概要|問合せ件名",
          .required = true, .searched = true, .most = 200),
    FIELD(struct inquiry, body, "内容", .also = "詳細|問合せ内容|質問|質問内容|本文|相談内容",
          .searched = true, .most = 20000),
    FIELD(struct inquiry, team, "班", .also = "担当班|対応班", .to = &organisation_ledger),
    FIELD(struct inquiry, assignee, "担当", .also = "対応者|担当者|受付者|担当者名|処理者",
          .to = &person_ledger, .instead = "assignee_name"),
    FIELD(struct inquiry, assignee_name, "担当（未登録）", .personal = true, .searched = true,
          .most = 100),
    FIELD(struct inquiry, response, "対応内容", .also = "回答|回答内容|処理内容|対応|対処|処置",
          .searched = true, .most = 20000),
    FIELD(struct inquiry, due, "回答期限", .fixed = true),
    FIELD(struct inquiry, answered_at, "回答日時", .fixed = true),
    FIELD(struct inquiry, completed_on, "完了日", .also = "完了|終了日|解決日|対応完了日|処理日"),
    FIELD(struct inquiry, merged_into, "統合先",
          .help = "「統合する」のときに、残すほうの問合せの番号か件名を書きます。",
          .to = &inquiry_ledger),
    FIELD(struct inquiry, merged_at, "統合した日時", .fixed = true),
    { 0 },
};

static const struct state inquiry_state_rows[] = {
    { "received", "受付", "新規|未対応|未着手|受付済|受付中", MARK_NEW },
    { "working", "対応中", "処理中|調査中|作業中|対応|未完了", MARK_WORK },
    { "answered", "回答", "回答済|回答済み|回答中", MARK_SOLVED },
    { "completed", "完了",
      "済|済み|終了|解決|解決済|解決済み|対応済|対応済み|完了済|完了済み|クローズ|対応完了",
      MARK_DONE, .ended = true },
    { "held", "保留", "中断|回答待ち|確認待ち|待ち", MARK_WAIT },
    { "vendor", "ベンダー待ち", "業者回答待ち|ベンダー回答待ち", MARK_WAIT },
    { "merged", "統合済み", "統合|統合済", MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition inquiry_transitions[] = {
    { "start", "対応を始める", "received held vendor", "working", NULL, DESK },
    { "answer", "回答する", "received working held vendor", "answered", NULL, DESK },
    { "complete", "完了にする", "received working answered vendor", "completed", "completed_on",
      DESK },
    { "hold", "保留にする", "received working answered vendor", "held", NULL, DESK },
    { "reopen", "対応に戻す", "answered completed", "working", NULL, DESK },
    { "merge", "統合する", "received working answered held vendor", "merged", "merged_into", DESK },
    { "unmerge", "統合を取り消す", "merged", "working", NULL, DESK },
    { 0 },
};

static const struct states inquiry_states = { inquiry_state_rows, inquiry_transitions };

static const struct clock_rule inquiry_clocks[] = {
    { .name = "answer",
      .label = "回答　翌営業日まで",
      .kind = CLOCK_BUSINESS_DAYS,
      .span = 1,
      .from = "received_at",
      .due = "due",
      .pauses = "held vendor",
      .met = "answered completed merged" },
    { 0 },
};

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK =
        LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_NOTE | DEED_PERSONAL | DEED_IMPORT,
};

/* Whoever asks sees what became of it, not how the desk shares its work. */
#define ASKER_SEES                                                                                 \
    "number received_at channel section section_name requester requester_name kind title body"     \
    " assignee assignee_name response due answered_at completed_on"
#define ASKER_SETS                                                                                 \
    "received_at channel section section_name requester requester_name kind title body"

static const struct access inquiry_access[] = {
    { ROLE_LEAD, WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ | DEED_CREATE | DEED_COMMENT, REACH_ORGANISATION,
      .sees = ASKER_SEES, .sets = ASKER_SETS },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE | DEED_COMMENT, REACH_OWN, .sees = ASKER_SEES,
      .sets = ASKER_SETS },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view inquiry_views[] = {
    { "open", "未完了", "まだ終わっていないものを、回答期限の近い順に並べます。",
      "state.in=received,working,answered,held,vendor", "due" },
    { "mine", "自分の担当", "自分が担当する、まだ終わっていないものです。",
      "assignee=me&state.in=received,working,answered,held,vendor", "due" },
    { "free", "未割当", "担当がまだ決まっていないものです。",
      "assignee.empty=true&state.in=received,working", "due" },
    { "done", "完了", "終わったものを新しい順に並べます。", "state=completed", "-completed_on" },
    { "merged", "統合済み", "ほかの問合せと一つにしたものです。", "state=merged", "-completed_on" },
    { "all", "すべて", "受け付けたすべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
is_answered(const struct record *record)
{
    return strcmp(record->state, "answered") == 0 || strcmp(record->state, "completed") == 0;
}

/* When an imported one was answered nobody knows; its clock ends without a time. */
static void
note_answer(struct act *a, const struct record *before, struct inquiry *it)
{
    if (a->origin == ORIGIN_IMPORT)
        return;
    if (!is_answered(&it->base))
        it->answered_at = (struct instant){ 0 };
    else if (!before || !is_answered(before))
        it->answered_at = a->now;
}

static bool
check_inquiry(struct act *a, const struct record *before, struct record *record)
{
    struct inquiry *it = (struct inquiry *)record;
    bool completed = strcmp(it->base.state, "completed") == 0;
    bool good = true;

    note_answer(a, before, it);
    /* An inquiry is the matter of the section that asks, whoever writes it down. */
    if (it->section.id)
        it->base.organisation = it->section.id;
    if (completed && !it->completed_on.day)
        good = fail(a, FAULT_INVALID, "completed_on",
                    "完了日がありません。完了にするときは完了日を書いてください。");
    if (it->completed_on.day && it->received_at.us &&
        it->completed_on.day < instant_date(it->received_at).day)
        good = fail(a, FAULT_INVALID, "completed_on",
                    "完了日が受付日より前です。どちらかを直してください。");
    return merge_check(a, before, it) && good;
}

static bool
prepare_inquiry(struct act *a, const struct record *before, struct record *record)
{
    struct inquiry *it = (struct inquiry *)record;

    if (!before && !it->received_at.us && a->origin != ORIGIN_IMPORT)
        it->received_at = a->now;
    if (!before && !it->priority.code)
        it->priority.code = "middle";
    return true;
}

static bool
inquiry_said(struct act *a, const struct record *record, const struct entry *entry)
{
    return mention_tell(a, record, entry) && mail_answer(a, record, entry);
}

static bool
inquiry_follow(struct act *a, const struct record *before, const struct record *record)
{
    return merge_follow(a, before, record) && mail_close(a, before, record);
}

const struct ledger inquiry_ledger = {
    .name = "inquiry",
    .title = "問合せ",
    .help = "職員からの問合せを、受付から完了まで記録します。期限は契約の営業時間で数えます。",
    .path = "/desk/inquiries",
    .icon = "talk",
    .row_size = sizeof(struct inquiry),
    .fields = inquiry_fields,
    .titled_by = "title",
    .listed = "number title section kind state due assignee",
    .states = &inquiry_states,
    .access = inquiry_access,
    .views = inquiry_views,
    .clocks = inquiry_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_inquiry,
    .check = check_inquiry,
    .after = inquiry_follow,
    .said = inquiry_said,
    .joined_to = "merged_into",
    .joined_at = "merged_at",
};
