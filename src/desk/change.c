#include "desk/change.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/problem.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum {
    DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    DECIDES = 1 << ROLE_OFFICER | 1 << ROLE_APPROVER
};

static const struct choice_item kinds[] = {
    { "standard", "標準（手順が決まっている）", "標準|定型" },
    { "normal", "通常", "普通" },
    { "urgent", "緊急", "至急" },
    { 0 },
};

static const struct choice_item risks[] = {
    { "high", "大", "高" },
    { "middle", "中", NULL },
    { "low", "小", "低" },
    { 0 },
};

static const struct choice_item outcomes[] = {
    { "success", "成功", "完了|正常" },
    { "partial", "一部成功", "一部" },
    { "undone", "元に戻した", "切り戻し|切戻し|失敗" },
    { 0 },
};

static const struct field change_fields[] = {
    FIELD(struct change, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|変更番号|管理番号", .series = "H{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct change, title, "件名", .also = "変更名|表題", .required = true, .searched = true,
          .most = 200),
    FIELD(struct change, kind, "種類", .also = "種別|区分", .required = true, .filled = true,
          .choices = kinds),
    FIELD(struct change, problem, "もとの問題", .part = true, .to = &problem_ledger),
    FIELD(struct change, release, "リリース", .part = true, .to = &release_ledger),
    FIELD(struct change, reason, "理由", .also = "目的|変更理由", .required = true,
          .searched = true, .most = 10000),
    FIELD(struct change, plan, "計画", .also = "手順|変更内容|作業内容", .searched = true,
          .most = 20000),
    FIELD(struct change, way_back, "元に戻す手順", .also = "切戻し手順|切り戻し", .searched = true,
          .most = 20000),
    FIELD(struct change, risk, "危険の大きさ", .also = "リスク", .choices = risks),
    FIELD(struct change, risk_text, "考えられる影響", .also = "影響|リスクの内容", .searched = true,
          .most = 10000),
    FIELD(struct change, begins_at, "作業の始まり", .also = "作業開始|開始日時|作業日時",
          .counted = true),
    FIELD(struct change, ends_at, "作業の終わり", .also = "作業終了|終了日時"),
    FIELD(struct change, approved_on, "承認した日", .fixed = true),
    FIELD(struct change, approved_by, "承認した人", .fixed = true, .to = &person_ledger),
    FIELD(struct change, opinion, "発注者の意見", .also = "意見|差戻し理由", .most = 5000),
    FIELD(struct change, outcome, "結果", .also = "結果区分", .choices = outcomes),
    FIELD(struct change, result, "結果の内容", .also = "作業結果", .searched = true, .most = 20000),
    FIELD(struct change, done_on, "実施日", .also = "作業日|完了日"),
    FIELD(struct change, assignee, "担当", .also = "担当者|作業者", .to = &person_ledger),
    { 0 },
};

static const struct state change_state_rows[] = {
    { "draft", "計画中", "起案|作成中", MARK_NEW },
    { "asked", "承認待ち", "申請中|申請", MARK_ROUTE },
    { "approved", "承認", "承認済|承認済み", MARK_SOLVED },
    { "working", "作業中", "実施中", MARK_WORK },
    { "done", "実施済み", "完了|実施済|終了", MARK_DONE, .ended = true },
    { "rejected", "不承認", "却下|否認", MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", "取消|中止", MARK_DONE, .ended = true },
    { 0 },
};

static bool has_window(struct act *a, const struct record *before, struct record *record);

static const struct transition change_transitions[] = {
    { "ask", "承認を求める", "draft", "asked", "plan way_back risk risk_text begins_at ends_at",
      DESK, .check = has_window },
    { "approve", "承認する", "asked", "approved", NULL, DECIDES, .asks = "opinion" },
    { "send_back", "差し戻す", "asked", "draft", "opinion", DECIDES },
    { "reject", "承認しない", "asked", "rejected", "opinion", DECIDES },
    { "begin", "作業を始める", "approved", "working", NULL, DESK },
    { "finish", "結果を記録する", "working", "done", "outcome result done_on", DESK },
    { "replan", "計画に戻す", "approved asked", "draft", NULL, DESK },
    { "withdraw", "取り下げる", "draft asked approved", "withdrawn", NULL, DESK },
    { 0 },
};

static const struct states change_states = { change_state_rows, change_transitions };

static const struct view change_views[] = {
    { "open", "未実施", "実施していない変更を、作業の始まりの順に並べます。",
      "state.in=draft,asked,approved,working", "begins_at" },
    { "asked", "承認待ち", "発注者の承認を待っているものです。", "state=asked", "begins_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
has_window(struct act *a, const struct record *before, struct record *record)
{
    const struct change *it = (const struct change *)record;

    (void)before;
    return it->ends_at.us > it->begins_at.us ||
           fail(a, FAULT_INVALID, "ends_at", "作業の終わりが、始まりより前です。");
}

static bool
is_agreed(const struct record *record)
{
    return record && (state_is(record, "approved") || state_is(record, "working") ||
                      state_is(record, "done"));
}

static bool
check_change(struct act *a, const struct record *before, struct record *record)
{
    struct change *it = (struct change *)record;

    if (it->begins_at.us && it->ends_at.us && it->ends_at.us <= it->begins_at.us)
        return fail(a, FAULT_INVALID, "ends_at", "作業の終わりが、始まりより前です。");
    if (state_reached(before, record, "approved") && a->origin != ORIGIN_IMPORT) {
        it->approved_on = instant_date(a->now);
        it->approved_by.id = actor_person(a);
    } else if (state_is(record, "draft") || state_is(record, "asked")) {
        it->approved_on = (struct date){ 0 };
        it->approved_by = (struct ref){ 0 };
    }
    /* What was approved is what is done: for another plan there is another approval. */
    return !is_agreed(before) || !is_agreed(record) ||
           record_keeps(a, &change_ledger, before, record,
                        "release outcome result done_on assignee opinion problem",
                        "承認を受けた計画は変えられません。「計画に戻す」で戻してから直し、"
                        "もう一度承認を求めます。");
}

static bool
prepare_change(struct act *a, const struct record *before, struct record *record)
{
    struct change *it = (struct change *)record;

    (void)a;
    if (!before && !it->kind.code)
        it->kind.code = "normal";
    return true;
}

const struct ledger change_ledger = {
    .name = "change",
    .title = "変更",
    .help = "システムの変更を、計画、危険、承認、作業の時間、結果まで記録します。"
            "承認を受けないと、作業を始められません。",
    .path = "/desk/changes",
    .icon = "turn",
    .row_size = sizeof(struct change),
    .fields = change_fields,
    .titled_by = "title",
    .listed = "number title kind risk state begins_at ends_at outcome release assignee",
    .states = &change_states,
    .access = crew_access,
    .views = change_views,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_change,
    .check = check_change,
};

/* --- releases ------------------------------------------------------------------------------- */

static const struct field release_fields[] = {
    FIELD(struct release, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|リリース番号", .series = "L{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct release, title, "件名", .also = "リリース名|表題", .required = true,
          .searched = true, .most = 200),
    FIELD(struct release, content, "内容", .also = "概要", .searched = true, .most = 20000),
    FIELD(struct release, test, "試験の結果", .also = "テスト結果|試験", .searched = true,
          .most = 20000),
    FIELD(struct release, planned_at, "予定の日時", .also = "予定日|リリース予定日",
          .required = true, .counted = true),
    FIELD(struct release, released_at, "実施の日時", .also = "実施日|リリース日"),
    FIELD(struct release, result, "結果", .also = "実施結果", .searched = true, .most = 20000),
    FIELD(struct release, assignee, "担当", .also = "担当者", .to = &person_ledger),
    { 0 },
};

static const struct state release_state_rows[] = {
    { "planned", "予定", "計画中|計画", MARK_NEW },
    { "released", "実施済み", "リリース済|完了|実施済", MARK_DONE, .ended = true },
    { "withdrawn", "取りやめ", "中止|取消", MARK_DONE, .ended = true },
    { 0 },
};

static bool changes_agreed(struct act *a, const struct record *before, struct record *record);

static const struct transition release_transitions[] = {
    { "release", "実施を記録する", "planned", "released", "test released_at result", DESK,
      .check = changes_agreed },
    { "withdraw", "取りやめる", "planned", "withdrawn", NULL, DESK },
    { "replan", "予定に戻す", "withdrawn", "planned", NULL, DESK },
    { 0 },
};

static const struct states release_states = { release_state_rows, release_transitions };

static const struct view release_views[] = {
    { "planned", "予定", "これからのリリースを、予定の順に並べます。", "state=planned",
      "planned_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-planned_at" },
    { 0 },
};

struct waiting_change {
    const char *number;
};

static const struct query waiting_query = {
    .name = "release.waiting",
    .sql = "SELECT number FROM \"change\" WHERE \"release\" = :release AND removed_at IS NULL"
           " AND state IN ('draft', 'asked') ORDER BY id LIMIT 1",
    .row_size = sizeof(struct waiting_change),
    .columns = COLUMNS(COLUMN(struct waiting_change, number)),
};

static bool
changes_agreed(struct act *a, const struct record *before, struct record *record)
{
    struct waiting_change change;
    bool found;

    (void)before;
    if (!query_first(a, &waiting_query, &change, &found, BOUND(BIND(release, record->id))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL,
                          "変更 %s が承認されていません。外すか、承認を受けてから実施します。",
                          change.number);
}

const struct ledger release_ledger = {
    .name = "release",
    .title = "リリース",
    .help = "一緒に本番へ入れる変更を集め、試験と結果を記録します。",
    .path = "/desk/releases",
    .icon = "pack",
    .row_size = sizeof(struct release),
    .fields = release_fields,
    .titled_by = "title",
    .listed = "number title state planned_at released_at assignee",
    .states = &release_states,
    .access = crew_access,
    .views = release_views,
    .talked = true,
    .keep_years = 5,
};
