#include "desk/problem.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item priorities[] = {
    { "high", "高", "大|至急" },
    { "middle", "中", "普通" },
    { "low", "低", "小" },
    { 0 },
};

static const struct field problem_fields[] = {
    FIELD(struct problem, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|問題番号|管理番号", .series = "P{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct problem, title, "件名", .also = "問題名|表題", .required = true, .searched = true,
          .most = 200),
    FIELD(struct problem, priority, "優先度", .also = "重要度", .choices = priorities),
    FIELD(struct problem, content, "症状と経過", .also = "内容|状況|症状", .searched = true,
          .most = 20000),
    FIELD(struct problem, cause, "原因", .also = "根本原因", .searched = true, .most = 20000),
    FIELD(struct problem, workaround, "回避策", .also = "回避方法|暫定対応|当面の対処",
          .searched = true, .most = 20000),
    FIELD(struct problem, solution, "恒久対策", .also = "解決策|対策|恒久対応", .searched = true,
          .most = 20000),
    FIELD(struct problem, known_on, "既知の誤りとした日", .fixed = true),
    FIELD(struct problem, solved_on, "解決日", .also = "完了日|終了日"),
    FIELD(struct problem, assignee, "担当", .also = "担当者", .to = &person_ledger),
    { 0 },
};

static const struct state state_rows[] = {
    { "open", "調査中", "未解決|原因調査中", MARK_WORK },
    { "known", "既知の誤り", "既知|回避策あり", MARK_WAIT },
    { "solved", "解決", "解決済|完了|終了", MARK_DONE, .ended = true },
    { "dropped", "対応しない", "見送り|中止", MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static bool may_be_solved(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "known", "既知の誤りにする", "open", "known", "cause workaround", DESK },
    { "solve", "解決にする", "open known", "solved", "cause solution solved_on", DESK,
      .check = may_be_solved },
    { "drop", "対応しないことにする", "open known", "dropped", NULL, 1 << ROLE_LEAD },
    { "reopen", "調査に戻す", "known solved dropped", "open", NULL, DESK },
    { 0 },
};

static const struct states problem_states = { state_rows, transitions };

static const struct view problem_views[] = {
    { "open", "未解決", "調査中と、既知の誤りです。", "state.in=open,known", "-id" },
    { "known", "既知の誤り", "原因と回避策がわかっているものです。", "state=known", "-known_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

struct open_change {
    const char *number;
};

static const struct query open_change_query = {
    .name = "problem.open_change",
    .sql = "SELECT number FROM \"change\" WHERE problem = :problem AND removed_at IS NULL"
           " AND state NOT IN ('done', 'rejected', 'withdrawn') ORDER BY id LIMIT 1",
    .row_size = sizeof(struct open_change),
    .columns = COLUMNS(COLUMN(struct open_change, number)),
};

static bool
may_be_solved(struct act *a, const struct record *before, struct record *record)
{
    struct open_change change;
    bool found;

    (void)before;
    if (!query_first(a, &open_change_query, &change, &found, BOUND(BIND(problem, record->id))))
        return false;
    return !found ||
           fail(a, FAULT_CLASH, NULL,
                "この問題の変更 %s が終わっていません。終えてから解決にします。", change.number);
}

static bool
check_problem(struct act *a, const struct record *before, struct record *record)
{
    struct problem *it = (struct problem *)record;

    if (state_reached(before, record, "known"))
        it->known_on = instant_date(a->now);
    else if (state_is(record, "open"))
        it->known_on = (struct date){ 0 };
    return true;
}

static bool
prepare_problem(struct act *a, const struct record *before, struct record *record)
{
    struct problem *it = (struct problem *)record;

    (void)a;
    if (!before && !it->priority.code)
        it->priority.code = "middle";
    return true;
}

const struct ledger problem_ledger = {
    .name = "problem",
    .title = "問題",
    .help = "同じ原因の障害と問合せを集め、原因、回避策、恒久対策を記録します。",
    .path = "/desk/problems",
    .icon = "find",
    .row_size = sizeof(struct problem),
    .fields = problem_fields,
    .titled_by = "title",
    .listed = "number title priority state known_on solved_on assignee",
    .states = &problem_states,
    .access = crew_access,
    .views = problem_views,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_problem,
    .check = check_problem,
};
