#include "desk/duty.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/inquiry.h"
#include "desk/round.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, WITHIN = 60, WITHIN_MOST = 7 * DAY_MINUTES };

static const struct choice_item kinds[] = {
    { "check", "点検・監視", "点検|監視|稼働確認" },
    { "backup", "バックアップ", "控え|バックアップの確認" },
    { "server", "サーバーの作業", "サーバー|サーバ|再起動" },
    { "batch", "一括処理・印刷", "バッチ|帳票|印刷" },
    { "data", "データの受け渡し", "連携|データ連携" },
    { "report", "報告・連絡", "報告|連絡" },
    { "other", "その他", "他" },
    { 0 },
};

/* --- duties ------------------------------------------------------------------------------ */

static const struct field duty_fields[] = {
    FIELD(struct duty, title, "作業名", .help = "例：基幹サーバーの稼働確認",
          .also = "定例作業|作業|件名|名称", .required = true, .searched = true, .most = 100),
    FIELD(struct duty, kind, "種類", .also = "分類|区分", .required = true, .choices = kinds),
    FIELD(struct duty, rule, "行う日",
          .help = "例：毎営業日、毎週 月・木曜日、毎月 第3営業日、毎月 末日の2営業日前、"
                  "毎年 4月1日（休日は翌営業日）",
          .also = "周期|頻度|実施日", .required = true, .most = 200),
    FIELD(struct duty, starts, "始める時刻", .help = "例：8:30、20:00",
          .also = "時刻|開始時刻|実施時刻", .required = true, .most = 20),
    FIELD(struct duty, within, "記録の期限",
          .help = "始める時刻から何分で終えて記録するか。空けると60分です。過ぎると未実施とし、"
                  "問合せを開きます。",
          .also = "制限時間|所要時間", .least = 1, .most = WITHIN_MOST),
    FIELD(struct duty, assignee, "担当", .also = "担当者|実施者", .to = &person_ledger),
    FIELD(struct duty, steps, "手順", .also = "内容|作業内容|手順書", .searched = true,
          .most = 10000),
    FIELD(struct duty, period, "行う期間", .help = "空けると、契約の間ずっとです。"),
    FIELD(struct duty, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state duty_state_rows[] = {
    { "active", "実施中", "有効|稼働", MARK_WORK },
    { "stopped", "停止", "休止|廃止|無効", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition duty_transitions[] = {
    { "stop", "停止する", "active", "stopped", "notes", CREW },
    { "start", "再開する", "stopped", "active", NULL, CREW },
    { 0 },
};

static const struct states duty_states = { duty_state_rows, duty_transitions };

static const struct view duty_views[] = {
    { "active", "実施中", "行っている定例作業を、始める時刻の順に並べます。", "state=active",
      "starts" },
    { "all", "すべて", "停止したものも並べます。", "", "title" },
    { 0 },
};

static bool
check_duty(struct act *a, const struct record *before, struct record *record)
{
    struct duty *it = (struct duty *)record;
    struct round rule;
    const char *why;
    int minute;
    bool good = true;

    (void)before;
    if (it->rule && !round_parse(a->arena, it->rule, &rule, &why))
        good = fail(a, FAULT_INVALID, "rule", "行う日が%s", why);
    else if (it->rule)
        it->rule = round_show(a->arena, &rule);
    if (it->starts && !time_of_day_parse(a->arena, it->starts, &minute, &why))
        return fail(a, FAULT_INVALID, "starts",
                    "始める時刻が読めません。8:30 のように書いてください。");
    if (it->starts && minute == DAY_MINUTES)
        minute = 0;
    if (it->starts)
        it->starts = arena_print(a->arena, "%02d:%02d", minute / 60, minute % 60);
    if (it->within.minutes == NO_NUMBER)
        it->within.minutes = WITHIN;
    return good;
}

static bool
settle(struct act *a, void *with)
{
    return duty_settle(a, with);
}

static bool
duty_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct duty it = *(const struct duty *)record;

    (void)before;
    return consequence_run(a, settle, &it);
}

const struct ledger duty_ledger = {
    .name = "duty",
    .title = "定例作業",
    .help = "毎日、毎週、毎月などに行う作業です。行う日になると「作業の予定」に出ます。",
    .path = "/desk/duties",
    .icon = "turn",
    .row_size = sizeof(struct duty),
    .fields = duty_fields,
    .titled_by = "title",
    .listed = "title kind rule starts assignee state",
    .states = &duty_states,
    .access = crew_access,
    .views = duty_views,
    .keep_years = 5,
    .check = check_duty,
    .after = duty_changed,
};

/* --- runs -------------------------------------------------------------------------------- */

static const struct choice_item shifts[] = {
    { "day", "日中", "昼" },
    { "night", "夜間", "夜|時間外" },
    { 0 },
};

static const struct choice_item results[] = {
    { "good", "異常なし", "良|○|正常" },
    { "bad", "異常あり", "否|×|異常" },
    { 0 },
};

static const struct field duty_run_fields[] = {
    FIELD(struct duty_run, title, "作業", .fixed = true, .searched = true, .most = 160),
    FIELD(struct duty_run, duty, "定例作業", .required = true, .settled = true, .part = true,
          .to = &duty_ledger),
    FIELD(struct duty_run, day, "日", .fixed = true),
    FIELD(struct duty_run, shift, "時間帯", .fixed = true, .choices = shifts),
    FIELD(struct duty_run, planned_at, "予定の時刻", .also = "予定日時|予定", .required = true,
          .settled = true),
    FIELD(struct duty_run, within, "記録の期限まで", .fixed = true),
    FIELD(struct duty_run, due, "記録の期限", .fixed = true),
    FIELD(struct duty_run, done_at, "終えた時刻", .also = "実施日時|終了時刻"),
    FIELD(struct duty_run, person, "担当・行った人", .also = "実施者|担当者|担当|行った人",
          .to = &person_ledger),
    FIELD(struct duty_run, result, "結果", .choices = results),
    FIELD(struct duty_run, findings, "気づいたこと", .also = "所見|備考", .searched = true,
          .most = 4000),
    FIELD(struct duty_run, inquiry, "開いた問合せ", .fixed = true, .to = &inquiry_ledger),
    { 0 },
};

static const struct state run_state_rows[] = {
    { "planned", "予定", "未着手|計画", MARK_NEW },
    { "done", "実施済", "済|完了", MARK_SOLVED, .ended = true },
    { "missed", "未実施", "遅れ", MARK_WAIT },
    { "skipped", "不要", "中止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition run_transitions[] = {
    { "finish", "実施済にする", "planned missed", "done", NULL, CREW,
      .asks = "done_at person result findings" },
    { "skip", "不要にする", "planned missed", "skipped", "findings", CREW },
    { "reopen", "予定に戻す", "done skipped", "planned", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states duty_run_states = { run_state_rows, run_transitions };

static const struct clock_rule duty_run_clocks[] = {
    { .name = "done",
      .label = "記録の期限",
      .kind = CLOCK_MINUTES,
      .span = WITHIN,
      .within = "within",
      .from = "planned_at",
      .due = "due",
      .met = "done skipped" },
    { 0 },
};

static const struct view duty_run_views[] = {
    { "today", "今日と今夜",
      "今日の作業を、予定の時刻の順に並べます。夜間のものは、翌朝5時までが今夜です。", "day=today",
      "planned_at" },
    { "tonight", "今夜", "今夜の作業です。", "day=today&shift=night", "planned_at" },
    { "missed", "未実施", "期限までに記録のなかった作業です。", "state=missed", "planned_at" },
    { "mine", "自分の担当", "自分が担当する、これからの作業です。",
      "person=me&state.in=planned,missed", "planned_at" },
    { "open", "これから", "予定されている作業です。", "state.in=planned,missed", "planned_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-planned_at" },
    { 0 },
};

/* The board it stands on. */
static bool
place_run(struct act *a, struct duty_run *it)
{
    struct date date = instant_date(it->planned_at);
    int minute = instant_minute(it->planned_at), closing = NIGHT_BEGINS;
    const struct calendar *calendar;

    if (!contract_calendar(a, it->base.contract, &calendar))
        return false;
    if (calendar_open_day(calendar, date))
        closing = instant_minute(calendar_end_of_day(calendar, date));
    it->day = minute < NIGHT_ENDS ? date_add(date, -1) : date;
    it->shift.code = minute < NIGHT_ENDS || minute >= closing ? "night" : "day";
    return true;
}

static bool
check_run(struct act *a, const struct record *before, struct record *record)
{
    struct duty_run *it = (struct duty_run *)record;
    bool done = state_is(record, "done");
    const char *duty;

    if (!ref_title(a, &duty_ledger, it->duty, &duty) || !place_run(a, it))
        return false;
    it->title = arena_print(a->arena, "%s　%s", duty,
                            wareki_print(a->arena, instant_date(it->planned_at), WAREKI_SHORT));
    if (done && state_reached(before, record, "done")) {
        it->done_at = it->done_at.us ? it->done_at : a->now;
        it->person.id = it->person.id ? it->person.id : actor_person(a);
        it->result.code = *it->result.code ? it->result.code : "good";
    }
    if (it->done_at.us > a->now.us)
        return fail(a, FAULT_INVALID, "done_at", "終えた時刻が今より後です。");
    if (done && strcmp(it->result.code, "bad") == 0 && !(it->findings.text && *it->findings.text))
        return fail(a, FAULT_INVALID, "findings", "異常ありのときは、その内容を書きます。");
    if (state_is(record, "skipped") && !(it->findings.text && *it->findings.text))
        return fail(a, FAULT_INVALID, "findings", "不要とした理由を書きます。");
    return true;
}

const struct ledger duty_run_ledger = {
    .name = "duty_run",
    .title = "作業の予定と記録",
    .help =
        "定例作業の一回ごとの予定と記録です。期限までに記録がないと未実施になり、問合せが開きます。",
    .path = "/desk/duty_runs",
    .icon = "check",
    .row_size = sizeof(struct duty_run),
    .fields = duty_run_fields,
    .titled_by = "title",
    .listed = "title planned_at shift state due person result",
    .states = &duty_run_states,
    .access = crew_access,
    .views = duty_run_views,
    .clocks = duty_run_clocks,
    .keep_years = 5,
    .check = check_run,
};
