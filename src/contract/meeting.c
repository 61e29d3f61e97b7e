#include "contract/meeting.h"

#include <string.h>

#include "contract/event_rights.h"
#include "contract/incident.h"
#include "contract/site_inspection.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MINUTES_WITHIN = 5 };

static const struct field meeting_fields[] = {
    FIELD(struct meeting, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号", .series = "M{era}-{number:4}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct meeting, title, "会議", .also = "会議名|件名|名称", .required = true,
          .searched = true, .most = 200),
    FIELD(struct meeting, series, "会議体", .to = &meeting_series_ledger, .settled = true),
    FIELD(struct meeting, turn, "回", .fixed = true),
    FIELD(struct meeting, slot, "会議体の回", .fixed = true, .unique = true, .most = 60),
    FIELD(struct meeting, begins_at, "開始", .also = "日時|開始日時|開催日時|開催日",
          .required = true),
    FIELD(struct meeting, ends_at, "終了", .also = "終了日時"),
    FIELD(struct meeting, place, "場所", .also = "会場|開催場所", .searched = true, .most = 200),
    FIELD(struct meeting, chair, "進行", .also = "議長|司会", .to = &person_ledger),
    FIELD(struct meeting, attendees, "出席者", .also = "参加者", .to = &person_ledger),
    FIELD(struct meeting, others, "ほかの出席者", .help = "人の台帳にない方の名前です。",
          .personal = true, .most = 300),
    FIELD(struct meeting, agenda, "議題", .also = "次第|議事次第", .searched = true, .most = 20000),
    FIELD(struct meeting, held_on, "開催した日", .fixed = true),
    FIELD(struct meeting, minutes_due, "議事録の期限", .fixed = true),
    FIELD(struct meeting, writer, "議事録を書く人", .also = "記録者|書記", .to = &person_ledger),
    FIELD(struct meeting, minutes, "議事録", .also = "議事|議事内容|議事要旨", .searched = true,
          .most = 100000),
    FIELD(struct meeting, decisions, "決まったこと", .also = "決定事項", .searched = true,
          .most = 20000),
    FIELD(struct meeting, asked_on, "確認を依頼した日", .fixed = true),
    FIELD(struct meeting, objection, "直してほしいこと", .also = "指摘", .most = 5000),
    FIELD(struct meeting, confirmed_on, "確認した日", .fixed = true),
    FIELD(struct meeting, cancelled_why, "中止の理由", .most = 1000),
    { 0 },
};

static const struct state meeting_state_rows[] = {
    { "planned", "開催前", "予定", MARK_NEW },
    { "writing", "議事録作成", "開催済|作成中", MARK_WORK },
    { "asked", "確認依頼", "確認中|確認待ち", MARK_WAIT },
    { "confirmed", "確認済", "確認|完了", MARK_DONE, .ended = true },
    { "cancelled", "中止", "取りやめ|中止済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition meeting_transitions[] = {
    { "hold", "開催した", "planned", "writing", "begins_at", BY_CONTRACTOR },
    { "ask", "確認を依頼する", "writing", "asked", "minutes", BY_CONTRACTOR },
    { "confirm", "議事録を確認した", "asked", "confirmed", NULL, BY_CLIENT },
    { "object", "直しを求める", "asked", "writing", "objection", BY_CLIENT },
    { "reopen", "確認を取り消す", "confirmed", "writing", "objection", BY_CLIENT },
    { "cancel", "中止にする", "planned", "cancelled", "cancelled_why", BY_EITHER },
    { 0 },
};

static const struct states meeting_states = { meeting_state_rows, meeting_transitions };

static const struct clock_rule meeting_clocks[] = {
    { .name = "minutes",
      .label = "議事録　5営業日以内",
      .kind = CLOCK_BUSINESS_DAYS,
      .span = MINUTES_WITHIN,
      .from = "held_on",
      .due = "minutes_due",
      .met = "asked confirmed" },
    { 0 },
};

static const struct access meeting_access[] = { EVENT_ACCESS, { 0 } };

static const struct view meeting_views[] = {
    { "coming", "これから", "まだ開いていない会議を近い順に並べます。", "state=planned",
      "begins_at" },
    { "minutes", "議事録", "議事録がまだのものを、期限の近い順に並べます。", "state=writing",
      "minutes_due" },
    { "asked", "確認待ち", "発注者の確認を待っているものです。", "state=asked", "asked_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-begins_at" },
    { 0 },
};

static bool
is_state(const struct record *record, const char *state)
{
    return record && strcmp(record->state, state) == 0;
}

static bool
same_text(const char *left, const char *right)
{
    return strcmp(left ? left : "", right ? right : "") == 0;
}

/* Days that follow from the state; what is taken over keeps none that nobody knows. */
static void
set_days(struct act *a, const struct record *before, struct meeting *it)
{
    const struct record *record = &it->base;
    struct date today = instant_date(a->now);
    bool imported = a->origin == ORIGIN_IMPORT && !before;

    if (is_state(record, "planned") || is_state(record, "cancelled"))
        it->held_on = (struct date){ 0 };
    else
        it->held_on = instant_date(it->begins_at);
    if (is_state(record, "asked") && !is_state(before, "asked") && !imported)
        it->asked_on = today;
    if (!is_state(record, "confirmed"))
        it->confirmed_on = (struct date){ 0 };
    else if (!is_state(before, "confirmed") && !imported)
        it->confirmed_on = today;
}

static bool
check_meeting(struct act *a, const struct record *before, struct record *record)
{
    const struct meeting *was = (const struct meeting *)before;
    struct meeting *it = (struct meeting *)record;
    bool good = true;

    set_days(a, before, it);
    if (it->ends_at.us && it->ends_at.us < it->begins_at.us)
        good =
            fail(a, FAULT_INVALID, "ends_at", "終了が開始より前です。どちらかを直してください。");
    if (is_state(record, "writing") && is_state(before, "planned") && it->begins_at.us > a->now.us)
        good = fail(a, FAULT_INVALID, "begins_at",
                    "開始の日時がまだ来ていません。早めたときは、開始を直してください。");
    if (is_state(before, "confirmed") && is_state(record, "confirmed") &&
        (!same_text(was->minutes.text, it->minutes.text) ||
         !same_text(was->decisions.text, it->decisions.text)))
        good = fail(a, FAULT_CLASH, "minutes",
                    "確認済の議事録は変えられません。発注者が確認を取り消すと直せます。");
    return good;
}

const struct ledger meeting_ledger = {
    .name = "meeting",
    .title = "会議",
    .help = "会議の予定と議事録です。議事録は開催から5営業日以内に書き、発注者の確認を受けます。",
    .path = "/contract/meetings",
    .icon = "meet",
    .row_size = sizeof(struct meeting),
    .fields = meeting_fields,
    .titled_by = "title",
    .listed = "number title begins_at place state minutes_due",
    .states = &meeting_states,
    .access = meeting_access,
    .views = meeting_views,
    .clocks = meeting_clocks,
    .talked = true,
    .keep_years = 5,
    .check = check_meeting,
};

/* --- action items ------------------------------------------------------------------------ */

static const struct choice_item sides[] = {
    { "contractor", "受託者", "乙|業者" },
    { "client", "発注者", "甲|市" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field item_fields[] = {
    FIELD(struct action_item, title, "すること", .also = "件名|宿題|処置|課題|アクション",
          .required = true, .searched = true, .most = 200),
    FIELD(struct action_item, meeting, "会議", .help = "この会議で決まりました。",
          .to = &meeting_ledger),
    FIELD(struct action_item, inspection, "実地調査", .help = "この調査の指示によります。",
          .to = &site_inspection_ledger),
    FIELD(struct action_item, incident, "インシデント", .help = "このインシデントの対策です。",
          .to = &incident_ledger),
    FIELD(struct action_item, side, "受け持ち", .also = "担当区分", .required = true,
          .filled = true, .choices = sides),
    FIELD(struct action_item, assignee, "担当", .also = "担当者|責任者", .to = &person_ledger,
          .instead = "assignee_name"),
    FIELD(struct action_item, assignee_name, "担当（未登録）", .personal = true, .searched = true,
          .most = 100),
    FIELD(struct action_item, content, "内容", .also = "詳細", .searched = true, .most = 20000),
    FIELD(struct action_item, due_on, "期限", .also = "期日|完了予定日", .required = true),
    FIELD(struct action_item, result, "結果", .also = "対応結果|対応内容", .searched = true,
          .most = 20000),
    FIELD(struct action_item, done_on, "終えた日", .also = "完了日"),
    { 0 },
};

static const struct state item_state_rows[] = {
    { "open", "未着手", "新規|未対応", MARK_NEW },
    { "working", "対応中", "着手|処理中", MARK_WORK },
    { "done", "完了", "済|終了|対応済", MARK_DONE, .ended = true },
    { "dropped", "取りやめ", "中止|不要", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition item_transitions[] = {
    { "start", "対応を始める", "open", "working", NULL, BY_EITHER },
    { "finish", "完了にする", "open working", "done", "result done_on", BY_EITHER },
    { "drop", "取りやめる", "open working", "dropped", "result", BY_EITHER },
    { "reopen", "対応に戻す", "done dropped", "working", NULL, BY_EITHER },
    { 0 },
};

static const struct states item_states = { item_state_rows, item_transitions };

static const struct clock_rule item_clocks[] = {
    { .name = "due",
      .label = "期限まで",
      .kind = CLOCK_DATE,
      .from = "due_on",
      .met = "dropped",
      .done = "done_on" },
    { 0 },
};

/* The client has homework, too, and writes down what he did. */
static const struct access item_access[] = {
    { ROLE_LEAD, EVENT_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, EVENT_WORK, REACH_CONTRACT },
    { ROLE_OFFICER, EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_PERSONAL,
      REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, EVENT_LOOK, REACH_CONTRACT },
    { 0 },
};

#define OPEN_ITEMS "state.in=open,working"

static const struct view item_views[] = {
    { "open", "未完了", "まだ終わっていないものを、期限の近い順に並べます。", OPEN_ITEMS,
      "due_on" },
    { "mine", "自分の担当", "自分が担当する、まだ終わっていないものです。",
      "assignee=me&" OPEN_ITEMS, "due_on" },
    { "overdue", "期限超過", "期限を過ぎて、まだ終わっていないものです。",
      "due_on.lt=today&" OPEN_ITEMS, "due_on" },
    { "client", "発注者の受け持ち", "発注者が受け持つ、まだ終わっていないものです。",
      "side=client&" OPEN_ITEMS, "due_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
prepare_item(struct act *a, const struct record *before, struct record *record)
{
    struct action_item *it = (struct action_item *)record;

    (void)a;
    if (!before && !it->side.code)
        it->side.code = "contractor";
    return true;
}

const struct ledger action_item_ledger = {
    .name = "action_item",
    .title = "宿題・処置",
    .help = "会議や調査で決まったことを、担当と期限を付けて最後まで追います。",
    .path = "/contract/action-items",
    .icon = "check",
    .row_size = sizeof(struct action_item),
    .fields = item_fields,
    .titled_by = "title",
    .listed = "title side assignee due_on state meeting",
    .states = &item_states,
    .access = item_access,
    .views = item_views,
    .clocks = item_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_item,
};
