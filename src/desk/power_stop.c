#include "desk/power_stop.h"

#include <string.h>

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_PLACE = 9999 };

/* --- steps ------------------------------------------------------------------------------- */

static const struct choice_item parts[] = {
    { "stop", "停止", "シャットダウン|電源断" },
    { "start", "起動", "復電|電源投入" },
    { 0 },
};

static const struct field power_step_fields[] = {
    FIELD(struct power_step, title, "止める・起動するもの", .help = "例：仮想基盤 ホスト1号機",
          .also = "対象|機器名|サーバー名|名称", .required = true, .searched = true, .most = 200),
    FIELD(struct power_step, plan, "停電対応", .also = "停電", .required = true, .settled = true,
          .part = true, .to = &power_stop_ledger),
    FIELD(struct power_step, part, "作業", .also = "区分|停止起動", .required = true,
          .choices = parts),
    FIELD(struct power_step, place, "順番",
          .help = "小さい順に行います。同じ番号は、同時に進められます。", .also = "順序|No|番号",
          .required = true, .least = 1, .most = MOST_PLACE),
    FIELD(struct power_step, turn, "通し順", .fixed = true),
    FIELD(struct power_step, device, "機器", .to = &device_ledger),
    FIELD(struct power_step, person, "担当", .also = "担当者|責任者", .to = &person_ledger),
    FIELD(struct power_step, how, "手順", .also = "操作|内容", .searched = true, .most = 4000),
    FIELD(struct power_step, done_at, "行った日時", .fixed = true),
    FIELD(struct power_step, done_by, "行った人", .fixed = true, .to = &person_ledger),
    FIELD(struct power_step, result, "結果", .also = "確認結果|備考", .searched = true,
          .most = 4000),
    { 0 },
};

static const struct state step_state_rows[] = {
    { "waiting", "未実施", "予定", MARK_NEW },
    { "done", "済", "完了|実施済", MARK_DONE, .ended = true },
    { "skipped", "行わない", "省略|対象外", MARK_DONE, .ended = true },
    { 0 },
};

struct earlier {
    const char *title;
    int64_t place;
};

static const struct query earlier_query = {
    .name = "power_step.earlier",
    .sql = "SELECT title, place FROM power_step WHERE plan = :plan AND part = :part"
           " AND place < :place AND state = 'waiting' AND removed_at IS NULL"
           " ORDER BY place, id LIMIT 1",
    .row_size = sizeof(struct earlier),
    .columns = COLUMNS(COLUMN(struct earlier, title), COLUMN(struct earlier, place)),
};

static bool
check_turn(struct act *a, const struct record *before, struct record *record)
{
    const struct power_step *it = (const struct power_step *)record;
    struct power_stop *plan = ledger_new(a, &power_stop_ledger);
    bool stops = it->part.code && strcmp(it->part.code, "stop") == 0;
    struct earlier earlier;
    bool found;

    (void)before;
    if (!consequence_read(a, &power_stop_ledger, it->plan.id, plan))
        return false;
    if (!state_is(&plan->base, stops ? "stopping" : "starting"))
        return fail(a, FAULT_CLASH, NULL,
                    stops ? "停止作業を始めてから記録します。"
                          : "復電して起動作業を始めてから記録します。");
    if (!query_first(
            a, &earlier_query, &earlier, &found,
            BOUND(BIND(plan, it->plan.id), BIND(part, it->part.code), BIND(place, it->place))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL, "先に、順番%lldの「%s」を終えます。",
                          (long long)earlier.place, earlier.title);
}

static const struct transition step_transitions[] = {
    { "finish", "済にする", "waiting", "done", NULL, CREW, .check = check_turn, .asks = "result" },
    { "skip", "行わない", "waiting", "skipped", "result", CREW, .check = check_turn },
    { 0 },
};

static const struct states step_states = { step_state_rows, step_transitions };

static const struct view power_step_views[] = {
    { "waiting", "未実施", "これから行うものを、順番に並べます。", "state=waiting", "turn" },
    { "all", "すべて", "順番に並べます。", "", "turn" },
    { 0 },
};

static bool
check_step(struct act *a, const struct record *before, struct record *record)
{
    struct power_step *it = (struct power_step *)record;

    if (!it->part.code || it->place == NO_NUMBER)
        return false;
    it->turn = it->place + (strcmp(it->part.code, "start") == 0 ? MOST_PLACE : 0);
    if (before && !state_is(before, "waiting"))
        return record_keeps(a, &power_step_ledger, before, record, "result",
                            "済んだ作業は変えられません。");
    if (state_reached(before, record, "done") || state_reached(before, record, "skipped")) {
        it->done_at = a->now;
        it->done_by.id = actor_person(a);
    }
    return true;
}

const struct ledger power_step_ledger = {
    .name = "power_step",
    .title = "停止・起動の作業",
    .help =
        "停電の前に止める順番と、復電の後に起動する順番です。前の順番が終わるまで、次は済にできません。",
    .path = "/desk/power_steps",
    .icon = "check",
    .row_size = sizeof(struct power_step),
    .fields = power_step_fields,
    .titled_by = "title",
    .listed = "part place title state person done_at done_by result",
    .states = &step_states,
    .access = desk_access,
    .views = power_step_views,
    .keep_years = 5,
    .check = check_step,
};

/* --- the stop ---------------------------------------------------------------------------- */

static const struct field power_stop_fields[] = {
    FIELD(struct power_stop, title, "件名", .help = "例：本庁舎 法定点検の停電",
          .also = "停電|名称", .required = true, .searched = true, .most = 200),
    FIELD(struct power_stop, place, "建物", .also = "場所|対象", .searched = true, .most = 100),
    FIELD(struct power_stop, stops_at, "停電の始まり", .also = "停電日時|開始日時",
          .required = true),
    FIELD(struct power_stop, returns_at, "復電の予定", .also = "復電日時|終了日時",
          .required = true),
    FIELD(struct power_stop, leader, "指揮する人", .also = "責任者|総括", .to = &person_ledger),
    FIELD(struct power_stop, begun_at, "停止作業の始まり", .fixed = true),
    FIELD(struct power_stop, ended_at, "起動作業の終わり", .fixed = true),
    FIELD(struct power_stop, result, "結果", .also = "実施結果", .searched = true, .most = 4000),
    FIELD(struct power_stop, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state stop_state_rows[] = {
    { "planned", "予定", "計画", MARK_NEW },
    { "stopping", "停止作業中", "停止中", MARK_WORK },
    { "stopped", "停電中", "停止済", MARK_WAIT },
    { "starting", "起動作業中", "復電|起動中", MARK_WORK },
    { "finished", "完了", "済", MARK_DONE, .ended = true },
    { "cancelled", "中止", "取りやめ", MARK_DONE, .ended = true },
    { 0 },
};

static const struct query waiting_query = {
    .name = "power_step.waiting",
    .sql = "SELECT title, place FROM power_step WHERE plan = :plan AND part = :part"
           " AND state = 'waiting' AND removed_at IS NULL ORDER BY place, id LIMIT 1",
    .row_size = sizeof(struct earlier),
    .columns = COLUMNS(COLUMN(struct earlier, title), COLUMN(struct earlier, place)),
};

static bool
all_done(struct act *a, int64_t plan, const char *part)
{
    struct earlier left;
    bool found;

    if (!query_first(a, &waiting_query, &left, &found, BOUND(BIND(plan, plan), BIND(part, part))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL, "順番%lldの「%s」が終わっていません。",
                          (long long)left.place, left.title);
}

static bool
check_stopped(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return all_done(a, record->id, "stop");
}

static bool
check_finished(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return all_done(a, record->id, "start");
}

static const struct transition stop_transitions[] = {
    { "begin", "停止作業を始める", "planned", "stopping", NULL, CREW },
    { "stop", "全部止めた", "stopping", "stopped", NULL, CREW, .check = check_stopped },
    { "start", "復電した", "stopped", "starting", NULL, CREW },
    { "finish", "完了にする", "starting", "finished", "result", CREW, .check = check_finished },
    { "cancel", "中止する", "planned", "cancelled", "notes", CREW },
    { 0 },
};

static const struct states stop_states = { stop_state_rows, stop_transitions };

static const struct view power_stop_views[] = {
    { "open", "これから", "終わっていない停電対応です。",
      "state.in=planned,stopping,stopped,starting", "stops_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-stops_at" },
    { 0 },
};

static bool
check_stop(struct act *a, const struct record *before, struct record *record)
{
    struct power_stop *it = (struct power_stop *)record;

    if (it->stops_at.us && it->returns_at.us && it->returns_at.us <= it->stops_at.us)
        return fail(a, FAULT_INVALID, "returns_at", "復電の予定が停電の始まりより前です。");
    if (state_reached(before, record, "stopping"))
        it->begun_at = a->now;
    if (state_reached(before, record, "finished"))
        it->ended_at = a->now;
    return true;
}

const struct ledger power_stop_ledger = {
    .name = "power_stop",
    .title = "停電対応",
    .help = "計画停電のときに、機器を止め、起動する手順書です。順番、担当、行った時刻を残します。",
    .path = "/desk/power_stops",
    .icon = "sun",
    .row_size = sizeof(struct power_stop),
    .fields = power_stop_fields,
    .titled_by = "title",
    .listed = "title state place stops_at returns_at leader begun_at ended_at",
    .states = &stop_states,
    .access = crew_access,
    .views = power_stop_views,
    .keep_years = 5,
    .check = check_stop,
};
