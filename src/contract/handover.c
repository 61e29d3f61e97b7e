#include "contract/handover.h"

#include <string.h>

#include "contract/event_rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item directions[] = {
    { "out", "後の受託者へ引き継ぐ", "引渡し|次期へ" },
    { "in", "前の受託者から引き継ぐ", "引受け|前期から" },
    { 0 },
};

static const struct field handover_fields[] = {
    FIELD(struct handover, title, "件名", .also = "計画名|引継ぎの名前", .required = true,
          .searched = true, .code = true, .unique = true, .most = 200),
    FIELD(struct handover, direction, "向き", .required = true, .choices = directions),
    FIELD(struct handover, counterpart, "相手の会社", .also = "相手|引継ぎ先|引継ぎ元",
          .help = "まだ決まっていなければ空けておきます。", .searched = true, .most = 200),
    FIELD(struct handover, period, "期間", .also = "引継ぎ期間|実施期間", .required = true),
    FIELD(struct handover, scope, "引き継ぐもの",
          .help = "台帳、手順書、対応中の案件、機器、鍵などを並べます。",
          .also = "対象|引継ぎ内容|範囲", .required = true, .searched = true, .most = 20000),
    FIELD(struct handover, method, "進め方", .also = "方法|体制", .searched = true, .most = 20000),
    FIELD(struct handover, bundle, "引継ぎの束の SHA-256",
          .help = "書き出したときに表示された manifest.json の値（16進数64桁）です。", .most = 64),
    FIELD(struct handover, remaining, "残ったこと",
          .help = "完了した後に残る作業と、だれがいつまでに行うかを書きます。",
          .also = "残課題|未了事項", .searched = true, .most = 20000),
    FIELD(struct handover, approved_on, "計画を確認した日", .fixed = true),
    FIELD(struct handover, signed_on, "完了を確認した日", .fixed = true),
    { 0 },
};

static const struct state handover_state_rows[] = {
    { "drafting", "作成中", "案|下書き", MARK_NEW },
    { "proposed", "計画の確認待ち", "承認待ち", MARK_WAIT },
    { "running", "実施中", "引継ぎ中", MARK_WORK },
    { "finished", "完了の確認待ち", "完了報告済", MARK_WAIT },
    { "signed", "完了", "引継ぎ完了|済", MARK_DONE, .ended = true },
    { 0 },
};

static bool note_approval(struct act *a, const struct record *before, struct record *record);
static bool may_finish(struct act *a, const struct record *before, struct record *record);
static bool note_signature(struct act *a, const struct record *before, struct record *record);

static const struct transition handover_transitions[] = {
    { "propose", "計画を出す", "drafting", "proposed", NULL, BY_CONTRACTOR },
    { "return", "計画を戻す", "proposed", "drafting", NULL, BY_CLIENT | BY_LEAD },
    { "approve", "計画を確認する", "proposed", "running", NULL, BY_CLIENT, note_approval },
    { "finish", "完了を報告する", "running", "finished", NULL, BY_CONTRACTOR, may_finish },
    { "continue", "実施中に戻す", "finished", "running", NULL, BY_CLIENT | BY_LEAD },
    { "sign", "完了を確認する", "finished", "signed", NULL, BY_CLIENT, note_signature },
    { 0 },
};

static const struct states handover_states = { handover_state_rows, handover_transitions };

static const struct access handover_access[] = { EVENT_ACCESS, { 0 } };

static const struct view handover_views[] = {
    { "open", "終わっていないもの", "完了していない引継ぎです。",
      "state.in=drafting,proposed,running,finished", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
note_approval(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    ((struct handover *)record)->approved_on = instant_date(a->now);
    return true;
}

struct waiting {
    int64_t count;
};

static const struct query waiting_sessions = {
    .name = "handover.waiting",
    .sql = "SELECT count(*) AS count FROM handover_session WHERE handover = :handover"
           " AND state = 'planned' AND removed_at IS NULL",
    .row_size = sizeof(struct waiting),
    .columns = COLUMNS(COLUMN(struct waiting, count)),
};

static bool
may_finish(struct act *a, const struct record *before, struct record *record)
{
    struct waiting waiting;
    bool found;

    (void)before;
    if (!query_first(a, &waiting_sessions, &waiting, &found, BOUND(BIND(handover, record->id))))
        return false;
    return waiting.count == 0 ||
           fail(a, FAULT_CLASH, NULL,
                "まだ開いていない説明会が%lld件あります。開くか、中止にしてから完了を報告します。",
                (long long)waiting.count);
}

static bool
note_signature(struct act *a, const struct record *before, struct record *record)
{
    if (!may_finish(a, before, record))
        return false;
    ((struct handover *)record)->signed_on = instant_date(a->now);
    return true;
}

static bool
check_handover(struct act *a, const struct record *before, struct record *record)
{
    const struct handover *it = (const struct handover *)record;
    bool good = true;

    (void)before;
    if (it->period.from.day && it->period.until.day && it->period.until.day < it->period.from.day)
        good = fail(a, FAULT_INVALID, "period", "引継ぎの期間の終わりが、始まりより前です。");
    if (it->bundle && *it->bundle &&
        (strlen(it->bundle) != 64 || strspn(it->bundle, "0123456789abcdef") != 64))
        good = fail(a, FAULT_INVALID, "bundle",
                    "引継ぎの束の SHA-256 は、16進数（0から9、aからf）64桁です。");
    return good;
}

const struct ledger handover_ledger = {
    .name = "handover",
    .title = "引継ぎ計画",
    .help =
        "前の受託者から、または後の受託者へ業務を引き継ぐ計画です。発注者が計画と完了を確認します。",
    .path = "/contract/handovers",
    .icon = "route",
    .row_size = sizeof(struct handover),
    .fields = handover_fields,
    .titled_by = "title",
    .listed = "title direction counterpart period state",
    .states = &handover_states,
    .access = handover_access,
    .views = handover_views,
    .talked = true,
    .keep_years = 5,
    .check = check_handover,
};

/* --- sessions --------------------------------------------------------------------------------- */

static const struct field session_fields[] = {
    FIELD(struct handover_session, handover, "引継ぎ計画", .also = "計画", .required = true,
          .settled = true, .part = true, .to = &handover_ledger),
    FIELD(struct handover_session, title, "件名", .also = "テーマ|説明会名", .required = true,
          .searched = true, .most = 200),
    FIELD(struct handover_session, held_at, "日時", .also = "開催日時|実施日", .required = true),
    FIELD(struct handover_session, place, "場所", .also = "会場", .most = 200),
    FIELD(struct handover_session, attendees, "出席者", .also = "参加者", .to = &person_ledger),
    FIELD(struct handover_session, others, "出席者（未登録）", .personal = true, .most = 1000),
    FIELD(struct handover_session, topics, "説明すること", .also = "内容|議題", .required = true,
          .searched = true, .most = 20000),
    FIELD(struct handover_session, result, "結果",
          .help = "説明したこと、実際にやってもらったこと、渡した資料を書きます。",
          .also = "実施結果", .searched = true, .most = 20000),
    FIELD(struct handover_session, questions, "質問と回答", .also = "質疑", .searched = true,
          .most = 20000),
    { 0 },
};

static const struct state session_state_rows[] = {
    { "planned", "予定", "未実施", MARK_NEW },
    { "held", "実施済", "済|完了", MARK_DONE, .ended = true },
    { "cancelled", "中止", "取りやめ", MARK_SOLVED, .ended = true },
    { 0 },
};

static const struct transition session_transitions[] = {
    { "hold", "実施済にする", "planned", "held", "result", BY_CONTRACTOR },
    { "cancel", "中止にする", "planned", "cancelled", NULL, BY_CONTRACTOR },
    { "reopen", "予定に戻す", "held cancelled", "planned", NULL, BY_LEAD },
    { 0 },
};

static const struct states session_states = { session_state_rows, session_transitions };

static const struct view session_views[] = {
    { "planned", "予定", "これから開くものを日時の順に並べます。", "state=planned", "held_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger handover_session_ledger = {
    .name = "handover_session",
    .title = "引継ぎの説明会",
    .help = "引継ぎで説明し、実際にやってもらう会です。開いたら結果と質問を残します。",
    .path = "/contract/handover_sessions",
    .icon = "meet",
    .row_size = sizeof(struct handover_session),
    .fields = session_fields,
    .titled_by = "title",
    .listed = "held_at title handover state",
    .states = &session_states,
    .access = handover_access,
    .views = session_views,
    .talked = true,
    .keep_years = 5,
};
