#include "desk/trouble.h"

#include "contract/proposal.h"
#include "contract/terms.h"
#include "desk/problem.h"
#include "desk/vendor_case.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

/* Where the contract says nothing. */
enum { FIRST_MINUTES = 15 };

static const struct choice_item severities[] = {
    { "high", "大（窓口や業務が止まる）", "大|高|重大|全庁" },
    { "middle", "中（一部の業務に影響）", "中|部分" },
    { "low", "小（代わりの手段がある）", "小|低|軽微" },
    { 0 },
};

static const struct field trouble_fields[] = {
    FIELD(struct trouble, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|障害番号|管理番号", .series = "T{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct trouble, title, "件名", .also = "障害名|表題|概要", .required = true,
          .searched = true, .most = 200),
    FIELD(struct trouble, severity, "影響の大きさ", .also = "影響度|重大度|レベル",
          .required = true, .choices = severities),
    FIELD(struct trouble, support_desk, "製品・システム", .also = "対象|システム名",
          .help = "保守窓口の台帳から選びます。", .to = &support_desk_ledger),
    FIELD(struct trouble, happened_at, "発生日時", .also = "発生日|発生時刻"),
    FIELD(struct trouble, noticed_at, "気づいた日時", .also = "検知日時|受付日時|発見日時",
          .required = true, .counted = true, .filled = true),
    FIELD(struct trouble, first_at, "初動の日時", .also = "初動日時|一次対応日時",
          .help = "原因がわからなくても、はじめに手を打った時です。"),
    FIELD(struct trouble, first_within, "初動までの時間",
          .help = "空けておくと、契約内容の「障害の初動」の時間です。夜間と休日も数えます。",
          .least = 1, .most = 100 * DAY_MINUTES),
    FIELD(struct trouble, first_due, "初動の期限", .fixed = true),
    FIELD(struct trouble, content, "状況", .also = "内容|障害内容|詳細", .searched = true,
          .most = 20000),
    FIELD(struct trouble, affected, "影響の範囲", .also = "影響|影響範囲", .searched = true,
          .most = 10000),
    FIELD(struct trouble, first_aid, "初動の内容", .also = "一次対応|初動|応急処置",
          .searched = true, .most = 20000),
    FIELD(struct trouble, cause, "原因", .also = "原因分析|障害原因", .searched = true,
          .most = 20000),
    FIELD(struct trouble, recovery, "復旧の内容", .also = "復旧作業|対応|対処", .searched = true,
          .most = 20000),
    FIELD(struct trouble, recovered_at, "復旧日時", .also = "復旧|復旧時刻"),
    FIELD(struct trouble, prevention, "再発防止策", .also = "再発防止|防止策", .searched = true,
          .most = 20000),
    FIELD(struct trouble, problem, "もとの問題", .part = true, .to = &problem_ledger,
          .help = "同じ原因の障害を、一つの問題に集めます。"),
    FIELD(struct trouble, assignee, "担当", .also = "担当者|対応者", .to = &person_ledger),
    FIELD(struct trouble, completed_on, "完了日", .also = "終了日"),
    { 0 },
};

static const struct state state_rows[] = {
    { "open", "発生中", "発生|未復旧|対応中", MARK_LATE },
    { "responded", "初動済み", "初動済|調査中", MARK_WORK },
    { "recovered", "復旧", "復旧済|復旧済み", MARK_SOLVED },
    { "completed", "完了", "済|終了|解決", MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition transitions[] = {
    { "respond", "初動を記録する", "open", "responded", "first_at first_aid", DESK },
    { "recover", "復旧を記録する", "responded", "recovered", "recovered_at recovery", DESK },
    { "complete", "完了にする", "recovered", "completed", "cause prevention completed_on", DESK },
    { "reopen", "再発として戻す", "recovered completed", "responded", NULL, DESK },
    { 0 },
};

static const struct states trouble_states = { state_rows, transitions };

static const struct clock_rule trouble_clocks[] = {
    { .name = "first",
      .label = "初動",
      .kind = CLOCK_MINUTES,
      .span = FIRST_MINUTES,
      .within = "first_within",
      .from = "noticed_at",
      .due = "first_due",
      .done = "first_at" },
    { 0 },
};

static const struct view trouble_views[] = {
    { "open", "未復旧", "まだ復旧していない障害です。", "state.in=open,responded", "noticed_at" },
    { "cause", "原因の調べ待ち", "復旧したが、完了していない障害です。", "state=recovered",
      "noticed_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-noticed_at" },
    { 0 },
};

static bool
in_order(struct act *a, struct instant early, struct instant late, const char *field,
         const char *why)
{
    return !early.us || !late.us || early.us <= late.us || fail(a, FAULT_INVALID, field, "%s", why);
}

static bool
check_trouble(struct act *a, const struct record *before, struct record *record)
{
    struct trouble *it = (struct trouble *)record;
    bool good = true;

    (void)before;
    good = in_order(a, it->happened_at, it->noticed_at, "noticed_at",
                    "気づいた日時が、発生日時より前です。") &&
           good;
    good = in_order(a, it->noticed_at, it->first_at, "first_at",
                    "初動の日時が、気づいた日時より前です。") &&
           good;
    good = in_order(a, it->first_at, it->recovered_at, "recovered_at",
                    "復旧日時が、初動の日時より前です。") &&
           good;
    if (it->completed_on.day && it->recovered_at.us &&
        it->completed_on.day < instant_date(it->recovered_at).day)
        good = fail(a, FAULT_INVALID, "completed_on", "完了日が、復旧した日より前です。");
    return good;
}

static bool
prepare_trouble(struct act *a, const struct record *before, struct record *record)
{
    struct trouble *it = (struct trouble *)record;
    struct terms terms = { 0 };
    bool agreed;

    if (before)
        return true;
    if (!it->noticed_at.us && a->origin != ORIGIN_IMPORT)
        it->noticed_at = a->now;
    if (it->first_within.minutes != NO_NUMBER)
        return true;
    if (!terms_of(a, record->contract, &terms, &agreed))
        return false;
    if (agreed)
        it->first_within = terms.trouble_within;
    return true;
}

const struct ledger trouble_ledger = {
    .name = "trouble",
    .title = "障害",
    .help = "システムの障害を、初動、原因、復旧、再発防止まで記録します。初動の期限は、気づいた"
            "日時から、契約内容で決めた時間（決めていなければ15分）です。",
    .path = "/desk/troubles",
    .icon = "alert",
    .row_size = sizeof(struct trouble),
    .fields = trouble_fields,
    .titled_by = "title",
    .listed = "number title severity state noticed_at first_at recovered_at problem assignee",
    .states = &trouble_states,
    .access = crew_access,
    .views = trouble_views,
    .clocks = trouble_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_trouble,
    .check = check_trouble,
};
