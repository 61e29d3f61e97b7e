#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "desk/rollout.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item results[] = {
    { "done", "済", "成功|適用済|完了|インストール済|○" },
    { "failed", "失敗", "エラー|×" },
    { "waiting", "未実施", "未適用|保留|再起動待ち|待機|－" },
    { "excluded", "対象外", "除外|不要" },
    { 0 },
};

static const struct field rollout_result_fields[] = {
    FIELD(struct rollout_result, title, "結果の見出し", .fixed = true, .searched = true,
          .most = 400),
    FIELD(struct rollout_result, rollout, "更新・配信", .also = "更新名|配信名|KB番号|ジョブ名",
          .required = true, .settled = true, .to = &rollout_ledger),
    FIELD(struct rollout_result, host, "コンピュータ名",
          .also = "ホスト名|端末名|PC名|クライアント|クライアント名", .required = true,
          .settled = true, .searched = true, .most = 100),
    FIELD(struct rollout_result, device, "機器", .fixed = true, .to = &device_ledger),
    FIELD(struct rollout_result, section, "使う課", .also = "課|所属|部署|グループ",
          .to = &organisation_ledger),
    FIELD(struct rollout_result, result, "結果", .also = "状態|適用状況|ステータス",
          .required = true, .settled = true, .choices = results),
    FIELD(struct rollout_result, day, "日", .help = "空けると今日です。",
          .also = "適用日|実行日|日付|最終報告日", .settled = true),
    FIELD(struct rollout_result, message, "メッセージ", .also = "エラーコード|詳細|内容",
          .searched = true, .most = 400),
    FIELD(struct rollout_result, alternative, "代わりの手当て",
          .help = "失敗した端末に、ほかに何をしたかを書きます。", .also = "代替策|対応",
          .searched = true, .most = 4000),
    FIELD(struct rollout_result, newest, "いちばん新しい結果", .fixed = true),
    FIELD(struct rollout_result, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view rollout_result_views[] = {
    { "failed", "失敗", "いまも失敗している端末です。", "newest=true&result=failed", "rollout" },
    { "untreated", "失敗・手当てなし", "代わりの手当てが書かれていない失敗です。",
      "newest=true&result=failed&alternative.empty=true", "rollout" },
    { "waiting", "未実施", "まだ済んでいない端末です。", "newest=true&result=waiting", "rollout" },
    { "newest", "いまの結果", "端末ごとの、いちばん新しい結果です。", "newest=true", "host" },
    { "all", "すべて", "前の結果も並べます。", "", "-id" },
    { 0 },
};

struct older {
    int64_t id;
    struct date day;
};

static const struct query older_query = {
    .name = "rollout_result.older",
    .sql = "SELECT id, day FROM rollout_result WHERE rollout = :rollout AND host = :host"
           " AND newest = :yes AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct older),
    .columns = COLUMNS(COLUMN(struct older, id), COLUMN(struct older, day)),
};

static const struct query device_query = {
    .name = "rollout_result.device",
    .sql = "SELECT id FROM device WHERE contract = :contract AND host = :host"
           " AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
find_older(struct act *a, const struct rollout_result *it, struct older *older, bool *found)
{
    return query_first(a, &older_query, older, found,
                       BOUND(BIND(rollout, it->rollout.id), BIND(host, it->host), BIND(yes, true),
                             BIND(but, it->base.id)));
}

static bool
check_result(struct act *a, const struct record *before, struct record *record)
{
    struct rollout_result *it = (struct rollout_result *)record;
    struct rollout *rollout = ledger_new(a, &rollout_ledger);
    struct older older;
    struct ref device;
    bool found;

    if (before)
        return true;
    if (!it->rollout.id || !it->host || !*it->host || !it->result.code ||
        !consequence_read(a, &rollout_ledger, it->rollout.id, rollout))
        return false;
    if (state_is(&rollout->base, "ended"))
        return fail(a, FAULT_CLASH, "rollout", "終了した配信です。配信中に戻してから記録します。");
    if (!it->day.day)
        it->day = instant_date(a->now);
    if (it->day.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "day", "日が今日より後です。");
    if (!query_first(a, &device_query, &device, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(host, it->host))))
        return false;
    if (found)
        it->device = (struct ref){ device.id, NULL };
    if (!find_older(a, it, &older, &found))
        return false;
    it->newest = !found || older.day.day <= it->day.day;
    it->title = arena_print(a->arena, "%s　%s　%s", rollout->title, it->host,
                            choice_label(results, it->result.code));
    return true;
}

static void
count(struct rollout *rollout, const char *result, int64_t step)
{
    if (strcmp(result, "done") == 0)
        rollout->done += step;
    else if (strcmp(result, "failed") == 0)
        rollout->failed += step;
    else if (strcmp(result, "waiting") == 0)
        rollout->waiting += step;
}

static bool
follow(struct act *a, void *with)
{
    const struct rollout_result *it = with;
    struct rollout_result *other = ledger_new(a, &rollout_result_ledger);
    struct rollout *rollout = ledger_new(a, &rollout_ledger);
    struct older older;
    bool found;

    if (!find_older(a, it, &older, &found) ||
        !consequence_read(a, &rollout_ledger, it->rollout.id, rollout))
        return false;
    if (found) {
        if (!consequence_read(a, &rollout_result_ledger, older.id, other))
            return false;
        count(rollout, other->result.code, -1);
        other->newest = false;
        if (!ledger_keep(a, &rollout_result_ledger, NULL, other))
            return false;
    }
    count(rollout, it->result.code, 1);
    return ledger_keep(a, &rollout_ledger, NULL, rollout);
}

static bool
leave(struct act *a, void *with)
{
    const struct rollout_result *it = with;
    struct rollout *rollout = ledger_new(a, &rollout_ledger);

    if (!consequence_read(a, &rollout_ledger, it->rollout.id, rollout))
        return false;
    count(rollout, it->result.code, -1);
    return ledger_keep(a, &rollout_ledger, NULL, rollout);
}

static bool
result_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct rollout_result it = *(const struct rollout_result *)record;

    if (!it.newest)
        return true;
    if (record->removed_at.us)
        return consequence_run(a, leave, &it);
    return before || consequence_run(a, follow, &it);
}

const struct ledger rollout_result_ledger = {
    .name = "rollout_result",
    .title = "配信の結果",
    .help =
        "端末ごとの結果です。配信の道具が書き出した一覧を、そのまま取り込みます。同じ端末は新しい結果を"
        "数えます。",
    .path = "/desk/rollout_results",
    .icon = "turn",
    .row_size = sizeof(struct rollout_result),
    .fields = rollout_result_fields,
    .titled_by = "title",
    .listed = "rollout host section result day message alternative newest",
    .access = desk_access,
    .views = rollout_result_views,
    .keep_years = 5,
    .check = check_result,
    .after = result_changed,
};
