#include "contract/complaint.h"

#include "contract/event_rights.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item kinds[] = {
    { "complaint", "苦情", "クレーム" },
    { "irregular", "特異事案", "特異な事案|イレギュラー" },
    { "request", "要望・意見", "要望|意見" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item channels[] = {
    { "電話", "電話", "TEL|tel" },   { "メール", "メール", "mail|e-mail|電子メール" },
    { "窓口", "窓口", "来庁|口頭" }, { "書面", "書面", "手紙|文書" },
    { "Web", "Web", "フォーム" },    { 0 },
};

static const struct field complaint_fields[] = {
    FIELD(struct complaint, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|受付番号|管理番号", .series = "C{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct complaint, title, "件名", .help = "個人の名前は書きません。", .also = "表題|概要",
          .required = true, .searched = true, .most = 200),
    FIELD(struct complaint, kind, "種類", .also = "種別|区分|分類", .required = true,
          .choices = kinds),
    FIELD(struct complaint, received_at, "受付日時", .also = "受付日|発生日時|発生日",
          .required = true, .filled = true),
    FIELD(struct complaint, channel, "受付方法", .also = "方法|手段", .choices = channels,
          .most = 40),
    FIELD(struct complaint, section, "関係する課", .also = "課|課名|所属",
          .to = &organisation_ledger),
    FIELD(struct complaint, complainant, "申出人", .help = "名乗られたときだけ書きます。",
          .also = "申出者|氏名", .personal = true, .searched = true, .most = 100),
    FIELD(struct complaint, phone, "連絡先", .also = "電話番号", .personal = true),
    FIELD(struct complaint, content, "申出の内容", .also = "内容|詳細|苦情の内容", .required = true,
          .searched = true, .most = 20000),
    FIELD(struct complaint, situation, "現在の状況", .also = "状況|経過|現状", .searched = true,
          .most = 20000),
    FIELD(struct complaint, cause, "原因", .searched = true, .most = 20000),
    FIELD(struct complaint, solution, "解決の方法", .also = "解決策|対応|対応内容|処理内容",
          .searched = true, .most = 20000),
    FIELD(struct complaint, prevention, "再発防止策", .also = "防止策|再発防止|今後の対応",
          .searched = true, .most = 20000),
    FIELD(struct complaint, assignee, "担当", .also = "担当者|対応者", .to = &person_ledger),
    FIELD(struct complaint, due_on, "対応の期限", .help = "申出人や発注者と約束した日です。",
          .also = "期限|期日"),
    FIELD(struct complaint, handed_on, "発注者へ引き継いだ日", .also = "引継日|引継ぎ日"),
    FIELD(struct complaint, handed_why, "引き継いだ理由", .also = "引継ぎの理由", .most = 5000),
    FIELD(struct complaint, answer, "発注者の回答", .searched = true, .most = 20000),
    FIELD(struct complaint, completed_on, "完了日", .also = "終了日|解決日"),
    { 0 },
};

static const struct state complaint_state_rows[] = {
    { "received", "受付", "新規|未対応", MARK_NEW },
    { "working", "対応中", "処理中|調査中", MARK_WORK },
    { "handed", "発注者へ引継ぎ", "引継ぎ|引継ぎ済", MARK_WAIT },
    { "completed", "完了", "済|終了|解決|対応済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition complaint_transitions[] = {
    { "start", "対応を始める", "received handed", "working", NULL, BY_CONTRACTOR },
    { "hand_over", "発注者へ引き継ぐ", "received working", "handed", "handed_on handed_why",
      BY_CONTRACTOR },
    { "answer", "受託者へ返す", "handed", "working", "answer", BY_CLIENT },
    { "complete", "完了にする", "working handed", "completed",
      "cause solution prevention completed_on", BY_CONTRACTOR },
    { "reopen", "対応に戻す", "completed", "working", NULL, BY_CONTRACTOR },
    { 0 },
};

static const struct states complaint_states = { complaint_state_rows, complaint_transitions };

static const struct clock_rule complaint_clocks[] = {
    { .name = "answer",
      .label = "約束した日まで",
      .kind = CLOCK_DATE,
      .from = "due_on",
      .met = "completed" },
    { 0 },
};

static const struct access complaint_access[] = { EVENT_ACCESS, { 0 } };

static const struct view complaint_views[] = {
    { "open", "未完了", "まだ終わっていないものを、期限の近い順に並べます。",
      "state.in=received,working,handed", "due_on" },
    { "handed", "引継ぎ中", "発注者へ引き継いだものです。", "state=handed", "handed_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-received_at" },
    { 0 },
};

static bool
check_complaint(struct act *a, const struct record *before, struct record *record)
{
    struct complaint *it = (struct complaint *)record;
    struct date received = instant_date(it->received_at);
    bool good = true;

    (void)before;
    if (it->handed_on.day && it->handed_on.day < received.day)
        good = fail(a, FAULT_INVALID, "handed_on",
                    "引き継いだ日が受付日より前です。どちらかを直してください。");
    if (it->completed_on.day && it->completed_on.day < received.day)
        good = fail(a, FAULT_INVALID, "completed_on",
                    "完了日が受付日より前です。どちらかを直してください。");
    return good;
}

static bool
prepare_complaint(struct act *a, const struct record *before, struct record *record)
{
    struct complaint *it = (struct complaint *)record;

    if (!before && !it->received_at.us && a->origin != ORIGIN_IMPORT)
        it->received_at = a->now;
    return true;
}

const struct ledger complaint_ledger = {
    .name = "complaint",
    .title = "苦情・特異事案",
    .help = "苦情と特異な事案の、状況、原因、解決の方法、再発防止策を残します。"
            "必要なときは発注者へ引き継ぎます。",
    .path = "/contract/complaints",
    .icon = "talk",
    .row_size = sizeof(struct complaint),
    .fields = complaint_fields,
    .titled_by = "title",
    .listed = "number title kind state received_at due_on assignee",
    .states = &complaint_states,
    .access = complaint_access,
    .views = complaint_views,
    .clocks = complaint_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_complaint,
    .check = check_complaint,
};
