#include "desk/rollout.h"

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct choice_item kinds[] = {
    { "patch", "更新プログラム", "パッチ|Windows更新|セキュリティ更新" },
    { "software", "ソフトウェアの配信", "配布|配信|インストール" },
    { "definition", "定義ファイル", "パターンファイル" },
    { 0 },
};

static const struct field rollout_fields[] = {
    FIELD(struct rollout, title, "名称", .help = "例：2026年4月のセキュリティ更新",
          .also = "更新名|配信名|KB番号|ジョブ名", .required = true, .unique = true, .code = true,
          .searched = true, .most = 200),
    FIELD(struct rollout, kind, "種類", .also = "区分", .required = true, .choices = kinds),
    FIELD(struct rollout, month, "月", .help = "空けると今月です。", .also = "年月|対象月",
          .counted = true),
    FIELD(struct rollout, due_on, "期限", .also = "適用期限|期日"),
    FIELD(struct rollout, devices, "対象台数", .fixed = true),
    FIELD(struct rollout, done, "済", .fixed = true),
    FIELD(struct rollout, failed, "失敗", .fixed = true),
    FIELD(struct rollout, waiting, "未実施", .fixed = true),
    FIELD(struct rollout, percent, "実施率（％）", .fixed = true,
          .help = "切り捨てです。100％は、全台が済んだことを示します。"),
    FIELD(struct rollout, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "running", "配信中", "実施中", MARK_WORK },
    { "ended", "終了", "完了", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "end", "終了する", "running", "ended", NULL, CREW },
    { "resume", "配信中に戻す", "ended", "running", NULL, CREW },
    { 0 },
};

static const struct states rollout_states = { state_rows, transitions };

static const struct view rollout_views[] = {
    { "running", "配信中", "配信中のものを、期限の順に並べます。", "state=running", "due_on" },
    { "late", "期限切れ", "期限を過ぎて配信中のものです。", "state=running&due_on.lt=today",
      "due_on" },
    { "monthly", "月ごと", "月ごとの実施率です。新しい月から並べます。", "", "-month" },
    { 0 },
};

static bool
check_rollout(struct act *a, const struct record *before, struct record *record)
{
    struct rollout *it = (struct rollout *)record;

    if (!before)
        it->devices = it->done = it->failed = it->waiting = 0;
    if (!it->month.day)
        it->month = instant_date(a->now);
    it->month = date_add(it->month, 1 - date_take(it->month).day);
    if (it->due_on.day && it->due_on.day < it->month.day)
        return fail(a, FAULT_INVALID, "due_on", "期限が月より前です。");
    it->devices = it->done + it->failed + it->waiting;
    it->percent = it->devices ? it->done * 100 / it->devices : NO_NUMBER;
    return true;
}

const struct ledger rollout_ledger = {
    .name = "rollout",
    .title = "更新と配信",
    .help =
        "更新プログラムやソフトウェアを端末へ届けた記録です。端末ごとの結果は「配信の結果」に取り込み"
        "ます。",
    .path = "/desk/rollouts",
    .icon = "turn",
    .row_size = sizeof(struct rollout),
    .fields = rollout_fields,
    .titled_by = "title",
    .listed = "month title kind state devices done failed waiting percent due_on",
    .states = &rollout_states,
    .access = crew_access,
    .views = rollout_views,
    .keep_years = 5,
    .check = check_rollout,
};
