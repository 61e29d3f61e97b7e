#include "desk/rpa.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_HOURS = 1000000 };

/* --- scenarios --------------------------------------------------------------------------- */

static const struct field rpa_scenario_fields[] = {
    FIELD(struct rpa_scenario, title, "シナリオ名", .also = "シナリオ|ロボット名|名称",
          .required = true, .unique = true, .searched = true, .most = 200),
    FIELD(struct rpa_scenario, section, "業務の課", .also = "課|所属|部署|所管課",
          .to = &organisation_ledger),
    FIELD(struct rpa_scenario, person, "課の担当", .also = "担当|担当者|所有者",
          .to = &person_ledger),
    FIELD(struct rpa_scenario, purpose, "行うこと", .also = "内容|業務内容|目的", .searched = true,
          .most = 4000),
    FIELD(struct rpa_scenario, saved, "減る時間（年）",
          .help = "人手で行うときとの差を、時間で書きます。", .also = "削減時間|効果", .least = 0,
          .most = MOST_HOURS),
    FIELD(struct rpa_scenario, agreed_on, "課と合意した日",
          .help = "止まったときの連絡先や代わりの手順を、課と決めた日です。",
          .also = "合意日|取決め日"),
    FIELD(struct rpa_scenario, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state scenario_state_rows[] = {
    { "draft", "作成中", "開発中|試験中", MARK_NEW },
    { "used", "運用中", "稼働中|有効", MARK_WORK },
    { "ended", "廃止", "終了|停止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition scenario_transitions[] = {
    { "start", "運用を始める", "draft", "used", "section agreed_on", CREW },
    { "end", "廃止する", "draft used", "ended", NULL, CREW },
    { "resume", "運用中に戻す", "ended", "used", "section agreed_on", CREW },
    { 0 },
};

static const struct states scenario_states = { scenario_state_rows, scenario_transitions };

static const struct view scenario_views[] = {
    { "used", "運用中", "運用しているシナリオです。", "state=used", "title" },
    { "draft", "作成中", "作成中のシナリオです。", "state=draft", "title" },
    { "all", "すべて", "廃止したものも並べます。", "", "title" },
    { 0 },
};

const struct ledger rpa_scenario_ledger = {
    .name = "rpa_scenario",
    .title = "RPAのシナリオ",
    .help = "RPAで行う作業の一覧です。どの端末でいつ動くか、失敗したことを、この下に記録します。",
    .path = "/desk/rpa_scenarios",
    .icon = "run",
    .row_size = sizeof(struct rpa_scenario),
    .fields = rpa_scenario_fields,
    .titled_by = "title",
    .listed = "title state section person saved agreed_on",
    .states = &scenario_states,
    .access = crew_access,
    .views = scenario_views,
    .keep_years = 5,
};

/* --- terminals --------------------------------------------------------------------------- */

static const struct field rpa_terminal_fields[] = {
    FIELD(struct rpa_terminal, title, "端末名", .also = "端末|コンピュータ名|PC名",
          .required = true, .unique = true, .searched = true, .most = 100),
    FIELD(struct rpa_terminal, device, "機器", .to = &device_ledger),
    FIELD(struct rpa_terminal, place, "置き場所", .also = "設置場所|場所", .searched = true,
          .most = 100),
    FIELD(struct rpa_terminal, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view terminal_views[] = {
    { "all", "すべて", "端末名の順に並べます。", "", "title" },
    { 0 },
};

const struct ledger rpa_terminal_ledger = {
    .name = "rpa_terminal",
    .title = "RPAの端末",
    .help = "RPAを動かす端末です。この下に、動かす予定が並びます。",
    .path = "/desk/rpa_terminals",
    .icon = "pc",
    .row_size = sizeof(struct rpa_terminal),
    .fields = rpa_terminal_fields,
    .titled_by = "title",
    .listed = "title device place",
    .access = desk_access,
    .views = terminal_views,
    .keep_years = 5,
};

/* --- failures ---------------------------------------------------------------------------- */

static const struct field rpa_failure_fields[] = {
    FIELD(struct rpa_failure, title, "失敗の見出し", .fixed = true, .searched = true, .most = 400),
    FIELD(struct rpa_failure, scenario, "シナリオ", .also = "シナリオ名", .required = true,
          .settled = true, .part = true, .to = &rpa_scenario_ledger),
    FIELD(struct rpa_failure, terminal, "端末", .also = "端末名", .to = &rpa_terminal_ledger),
    FIELD(struct rpa_failure, happened_at, "日時", .also = "発生日時", .required = true,
          .counted = true),
    FIELD(struct rpa_failure, message, "何が起きたか", .also = "内容|エラー", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct rpa_failure, cause, "原因", .searched = true, .most = 4000),
    FIELD(struct rpa_failure, measures, "処置", .also = "対応|対処", .searched = true,
          .most = 4000),
    FIELD(struct rpa_failure, section_told_on, "課に知らせた日", .also = "連絡日"),
    FIELD(struct rpa_failure, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state failure_state_rows[] = {
    { "open", "対応中", "未対応|調査中", MARK_NEW },
    { "closed", "完了", "対応済|済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition failure_transitions[] = {
    { "close", "完了にする", "open", "closed", "cause measures section_told_on", CREW },
    { "reopen", "対応中に戻す", "closed", "open", NULL, CREW },
    { 0 },
};

static const struct states failure_states = { failure_state_rows, failure_transitions };

static const struct view failure_views[] = {
    { "open", "対応中", "終わっていない失敗です。", "state=open", "happened_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-happened_at" },
    { 0 },
};

static bool
check_failure(struct act *a, const struct record *before, struct record *record)
{
    struct rpa_failure *it = (struct rpa_failure *)record;
    const char *scenario;

    (void)before;
    if (!it->scenario.id || !it->happened_at.us)
        return false;
    if (it->happened_at.us > a->now.us)
        return fail(a, FAULT_INVALID, "happened_at", "日時が今より後です。");
    if (!ref_title(a, &rpa_scenario_ledger, it->scenario, &scenario))
        return false;
    it->title = arena_print(a->arena, "%sの失敗", scenario);
    return true;
}

const struct ledger rpa_failure_ledger = {
    .name = "rpa_failure",
    .title = "RPAの失敗",
    .help = "RPAが止まったこと、原因、処置の記録です。",
    .path = "/desk/rpa_failures",
    .icon = "alert",
    .row_size = sizeof(struct rpa_failure),
    .fields = rpa_failure_fields,
    .titled_by = "title",
    .listed = "happened_at title state terminal section_told_on",
    .states = &failure_states,
    .access = crew_access,
    .views = failure_views,
    .keep_years = 5,
    .check = check_failure,
};
