#include "desk/virus_event.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/incident.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/inquiry.h"
#include "desk/raise.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct choice_item actions[] = {
    { "quarantined", "隔離", "検疫|隔離済|駆除" },
    { "deleted", "削除", "削除済" },
    { "blocked", "遮断", "ブロック|アクセス拒否" },
    { "none", "処理できず", "未処理|失敗|放置" },
    { 0 },
};

static const struct choice_item ways[] = {
    { "mail", "メール", "電子メール" },         { "web", "Web", "インターネット" },
    { "medium", "外部媒体", "USB|USBメモリ" },  { "share", "共有フォルダ", "ファイルサーバー" },
    { "other", "その他・不明", "不明|その他" }, { 0 },
};

static const struct field virus_event_fields[] = {
    FIELD(struct virus_event, title, "検知名", .help = "ウイルス対策ソフトが示した名前です。",
          .also = "ウイルス名|脅威名|検出名", .required = true, .searched = true, .most = 200),
    FIELD(struct virus_event, detected_at, "検知日時", .also = "検出日時|日時|発生日時",
          .required = true, .counted = true),
    FIELD(struct virus_event, device, "機器", .also = "端末", .to = &device_ledger,
          .instead = "host"),
    FIELD(struct virus_event, host, "コンピュータ名", .help = "機器の台帳にないときに書きます。",
          .also = "ホスト名|端末名|PC名", .searched = true, .most = 100),
    FIELD(struct virus_event, section, "使う課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct virus_event, file, "ファイル", .also = "ファイル名|パス|検出場所",
          .searched = true, .most = 400),
    FIELD(struct virus_event, action, "ソフトの処理",
          .help = "「処理できず」のときは、問合せを開いて知らせます。",
          .also = "処理|処置|対応結果", .required = true, .choices = actions),
    FIELD(struct virus_event, way, "入った所", .also = "感染経路|経路", .choices = ways),
    FIELD(struct virus_event, measures, "対処", .also = "対応内容|措置", .searched = true,
          .most = 4000),
    FIELD(struct virus_event, result, "結果", .also = "調査結果", .searched = true, .most = 4000),
    FIELD(struct virus_event, reported_on, "発注者に報告した日", .also = "報告日"),
    FIELD(struct virus_event, incident, "事故の記録",
          .help = "被害や広がりがあるときは、事故として記録し、ここで選びます。",
          .to = &incident_ledger),
    FIELD(struct virus_event, inquiry, "問合せ", .to = &inquiry_ledger),
    FIELD(struct virus_event, closed_at, "完了日時", .fixed = true),
    FIELD(struct virus_event, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "detected", "検知", "新規|未対応", MARK_NEW },
    { "handled", "対処中", "対応中", MARK_WORK },
    { "closed", "完了", "対応済|済", MARK_DONE, .ended = true },
    { "false_alarm", "誤検知", "過検知", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "handle", "対処を始める", "detected", "handled", NULL, CREW },
    { "close", "完了にする", "detected handled", "closed", "measures result reported_on", CREW },
    { "dismiss", "誤検知にする", "detected handled", "false_alarm", "result", CREW },
    { "reopen", "対処中に戻す", "closed false_alarm", "handled", NULL, CREW },
    { 0 },
};

static const struct states virus_event_states = { state_rows, transitions };

static const struct view virus_event_views[] = {
    { "open", "未完了", "終わっていないものを、古い順に並べます。", "state.in=detected,handled",
      "detected_at" },
    { "unhandled", "処理できず", "ソフトが処理できなかったものです。",
      "state.in=detected,handled&action=none", "detected_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-detected_at" },
    { 0 },
};

static bool
check_event(struct act *a, const struct record *before, struct record *record)
{
    struct virus_event *it = (struct virus_event *)record;

    if (!it->device.id && !(it->host && *it->host))
        return fail(a, FAULT_INVALID, "device", "機器を選ぶか、コンピュータ名を書きます。");
    if (it->detected_at.us > a->now.us)
        return fail(a, FAULT_INVALID, "detected_at", "検知日時が今より後です。");
    if (it->reported_on.day && it->reported_on.day < instant_date(it->detected_at).day)
        return fail(a, FAULT_INVALID, "reported_on", "報告した日が検知より前です。");
    if (state_reached(before, record, "closed") || state_reached(before, record, "false_alarm"))
        it->closed_at = a->now;
    if (state_reached(before, record, "handled"))
        it->closed_at = (struct instant){ 0 };
    return true;
}

static bool
event_made(struct act *a, const struct record *before, const struct record *record)
{
    const struct virus_event *it = (const struct virus_event *)record;
    struct raised raised = { .kind = "セキュリティ" };

    /* A list that is taken over tells of what was settled long ago. */
    if (before || !it->action.code || strcmp(it->action.code, "none") != 0 ||
        !state_is(record, "detected"))
        return true;
    raised.title = arena_print(a->arena, "ウイルスを処理できず：%s", it->title);
    raised.body =
        arena_print(a->arena,
                    "ウイルス対策ソフトが「%s」を処理できませんでした。端末を庁内LANから"
                    "切り離し、対処を検知の記録に書いてください。%s%s",
                    it->title, it->file && *it->file ? "ファイル：" : "", it->file ? it->file : "");
    return inquiry_raise(a, &virus_event_ledger, record, &raised);
}

const struct ledger virus_event_ledger = {
    .name = "virus_event",
    .title = "ウイルス検知",
    .help =
        "ウイルス対策ソフトの検知と、その対処の記録です。処理できなかったものは、問合せが開きます。",
    .path = "/desk/virus_events",
    .icon = "alert",
    .row_size = sizeof(struct virus_event),
    .fields = virus_event_fields,
    .titled_by = "title",
    .listed = "detected_at title state device host section action way reported_on",
    .states = &virus_event_states,
    .access = crew_access,
    .views = virus_event_views,
    .keep_years = 5,
    .check = check_event,
    .after = event_made,
};
