#include "contract/plan.h"

#include "base/arena.h"
#include "contract/event_rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct access plan_access[] = { EVENT_ACCESS, { 0 } };

static const struct state plan_state_rows[] = {
    { "draft", "作成中", "下書き|案", MARK_NEW },
    { "submitted", "提出済", "提出|承認待ち", MARK_WAIT },
    { "approved", "承認済", "承認", MARK_DONE, .ended = true },
    { 0 },
};

/* Changing what was approved begins with the client's taking it back. */
static const struct transition plan_transitions[] = {
    { "submit", "提出する", "draft", "submitted", "submitted_on", BY_CONTRACTOR },
    { "approve", "承認する", "submitted", "approved", "approved_on", BY_CLIENT },
    { "send_back", "差し戻す", "submitted approved", "draft", NULL, BY_CLIENT },
    { 0 },
};

static const struct states plan_states = { plan_state_rows, plan_transitions };

static const struct view plan_views[] = {
    { "open", "未承認", "まだ承認されていないものです。", "state.in=draft,submitted", "-id" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct field plan_fields[] = {
    FIELD(struct plan, title, "名前", .help = "例：令和8年度 事業計画書", .also = "件名|計画名",
          .required = true, .searched = true, .most = 100),
    FIELD(struct plan, year, "年度", .help = "西暦で書きます。例：2026", .required = true,
          .least = 1990, .most = 2200),
    FIELD(struct plan, period, "計画の期間", .also = "期間|対象期間"),
    FIELD(struct plan, policy, "基本方針", .also = "方針", .searched = true, .most = 50000),
    FIELD(struct plan, schedule, "年間実施計画", .also = "年間計画|実施計画", .searched = true,
          .most = 50000),
    FIELD(struct plan, targets, "目標と指標の説明", .also = "目標|指標",
          .help = "数字は指標の台帳に書きます。", .searched = true, .most = 50000),
    FIELD(struct plan, structure, "実施体制", .also = "体制", .searched = true, .most = 50000),
    FIELD(struct plan, emergency, "緊急時の体制", .also = "緊急時体制|緊急連絡体制",
          .searched = true, .most = 50000),
    FIELD(struct plan, remark, "その他", .also = "備考", .most = 50000),
    FIELD(struct plan, submitted_on, "提出日"),
    FIELD(struct plan, approved_on, "承認日"),
    { 0 },
};

static bool
check_plan(struct act *a, const struct record *before, struct record *record)
{
    const struct plan *it = (const struct plan *)record;

    (void)before;
    if (it->approved_on.day && it->submitted_on.day && it->approved_on.day < it->submitted_on.day)
        return fail(a, FAULT_INVALID, "approved_on", "承認日が提出日より前です。");
    return true;
}

const struct ledger plan_ledger = {
    .name = "plan",
    .title = "事業計画",
    .help = "年度ごとの基本方針、年間実施計画、指標、実施体制、緊急時の体制をまとめます。",
    .path = "/contract/plans",
    .icon = "book",
    .row_size = sizeof(struct plan),
    .fields = plan_fields,
    .titled_by = "title",
    .listed = "title year period state submitted_on approved_on",
    .states = &plan_states,
    .access = plan_access,
    .views = plan_views,
    .talked = true,
    .keep_years = 5,
    .check = check_plan,
};

/* --- indicators ------------------------------------------------------------------------ */

static const struct choice_item sums[] = {
    { "total", "月の値を合計する", "合計" },
    { "average", "月の値を平均する", "平均" },
    { "last", "最後の月の値を使う", "最新|累計" },
    { 0 },
};

static const struct choice_item betters[] = {
    { "more", "多いほどよい", "以上" },
    { "less", "少ないほどよい", "以下" },
    { 0 },
};

static const struct field indicator_fields[] = {
    FIELD(struct indicator, plan, "事業計画", .to = &plan_ledger, .required = true,
          .settled = true),
    FIELD(struct indicator, line, "順番", .also = "項番|No.|No", .least = 0, .most = 100000),
    FIELD(struct indicator, title, "指標", .also = "指標名|項目|評価指標", .required = true,
          .searched = true, .most = 200),
    FIELD(struct indicator, unit, "単位", .help = "例：件、人、%", .required = true, .most = 20),
    FIELD(struct indicator, target, "年度の目標", .also = "目標|目標値", .required = true),
    FIELD(struct indicator, sum, "年度の値の求め方", .choices = sums),
    FIELD(struct indicator, better, "よい方向", .choices = betters),
    FIELD(struct indicator, method, "数え方", .help = "だれが数えても同じになるように書きます。",
          .also = "算定方法|定義", .most = 5000),
    { 0 },
};

static const struct view indicator_views[] = {
    { "all", "すべて", "順番に並べます。", "", "line" },
    { 0 },
};

static bool
prepare_indicator(struct act *a, const struct record *before, struct record *record)
{
    struct indicator *it = (struct indicator *)record;

    (void)a, (void)before;
    if (!it->sum.code)
        it->sum.code = "total";
    if (!it->better.code)
        it->better.code = "more";
    return true;
}

const struct ledger indicator_ledger = {
    .name = "indicator",
    .title = "指標",
    .help = "事業計画の指標と、年度の目標です。実績は月ごとに書きます。",
    .path = "/contract/indicators",
    .icon = "chart",
    .row_size = sizeof(struct indicator),
    .fields = indicator_fields,
    .titled_by = "title",
    .listed = "line title unit target sum plan",
    .access = plan_access,
    .views = indicator_views,
    .keep_years = 5,
    .prepare = prepare_indicator,
};

static const struct field month_fields[] = {
    FIELD(struct indicator_month, title, "月の名前", .fixed = true, .most = 40),
    FIELD(struct indicator_month, indicator, "指標", .to = &indicator_ledger, .required = true,
          .settled = true),
    FIELD(struct indicator_month, month, "月", .help = "その月のどの日でもかまいません。",
          .also = "年月|対象月", .required = true),
    FIELD(struct indicator_month, target, "月の目標", .also = "目標"),
    FIELD(struct indicator_month, actual, "実績", .also = "実績値|値"),
    FIELD(struct indicator_month, remark, "説明", .also = "備考|コメント", .most = 5000),
    { 0 },
};

static const struct view month_views[] = {
    { "all", "すべて", "新しい月から並べます。", "", "-month" },
    { 0 },
};

struct same_month {
    int64_t id;
};

static const struct query same_month_query = {
    .name = "indicator_month.same",
    .sql = "SELECT id FROM indicator_month WHERE indicator = :indicator AND month = :month"
           " AND id <> :id AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct same_month),
    .columns = COLUMNS(COLUMN(struct same_month, id)),
};

/* A month has one figure; it is kept under its first day. */
static bool
check_month(struct act *a, const struct record *before, struct record *record)
{
    struct indicator_month *it = (struct indicator_month *)record;
    struct day day;
    struct same_month other;
    bool found;

    (void)before;
    if (!it->month.day)
        return true;
    day = date_take(it->month);
    it->month = date_add(it->month, 1 - day.day);
    it->title = arena_print(a->arena, "%d年%d月", day.year, day.month);
    if (!query_first(a, &same_month_query, &other, &found,
                     BOUND(bind_int("indicator", it->indicator.id), BIND(month, it->month),
                           bind_int("id", record->id))))
        return false;
    return !found || fail(a, FAULT_CLASH, "month",
                          "この指標の%d年%d月はもう登録されています。そちらを直します。", day.year,
                          day.month);
}

const struct ledger indicator_month_ledger = {
    .name = "indicator_month",
    .title = "指標の月別実績",
    .help = "指標の実績を月ごとに書きます。年度の値と達成率は、ここから計算します。",
    .path = "/contract/indicator-months",
    .icon = "chart",
    .row_size = sizeof(struct indicator_month),
    .fields = month_fields,
    .titled_by = "title",
    .listed = "month indicator target actual",
    .access = plan_access,
    .views = month_views,
    .keep_years = 5,
    .check = check_month,
};

/* --- the report ------------------------------------------------------------------------ */

static const struct field report_fields[] = {
    FIELD(struct plan_report, plan, "事業計画", .to = &plan_ledger, .required = true,
          .settled = true),
    FIELD(struct plan_report, title, "名前", .help = "例：令和8年度 事業報告書", .also = "件名",
          .required = true, .searched = true, .most = 100),
    FIELD(struct plan_report, period, "報告の期間", .also = "期間|対象期間"),
    FIELD(struct plan_report, performance, "実施状況", .also = "実績|実施内容", .searched = true,
          .most = 50000),
    FIELD(struct plan_report, reached, "指標についての説明",
          .help = "数字は月別の実績から入ります。", .also = "目標の達成状況", .most = 50000),
    FIELD(struct plan_report, costs, "経費についての説明", .help = "金額は経費の台帳から入ります。",
          .also = "経費の支出状況|経費", .most = 50000),
    FIELD(struct plan_report, issues, "課題と改善", .also = "課題|改善点", .searched = true,
          .most = 50000),
    FIELD(struct plan_report, remark, "その他", .also = "備考", .most = 50000),
    FIELD(struct plan_report, submitted_on, "提出日"),
    FIELD(struct plan_report, approved_on, "承認日"),
    { 0 },
};

const struct ledger plan_report_ledger = {
    .name = "plan_report",
    .title = "事業報告",
    .help = "事業計画に対する実施状況と、経費の支出状況をまとめます。",
    .path = "/contract/plan-reports",
    .icon = "book",
    .row_size = sizeof(struct plan_report),
    .fields = report_fields,
    .titled_by = "title",
    .listed = "title plan period state submitted_on approved_on",
    .states = &plan_states,
    .access = plan_access,
    .views = plan_views,
    .talked = true,
    .keep_years = 5,
};

static const struct field cost_fields[] = {
    FIELD(struct plan_cost, plan, "事業計画", .to = &plan_ledger, .required = true,
          .settled = true),
    FIELD(struct plan_cost, line, "順番", .also = "項番|No.|No", .least = 0, .most = 100000),
    FIELD(struct plan_cost, title, "費目", .also = "項目|経費の項目", .required = true,
          .searched = true, .most = 100),
    FIELD(struct plan_cost, budget, "計画額", .also = "予算額|予算", .least = 0),
    FIELD(struct plan_cost, spent, "支出額", .also = "決算額|実績額|執行額", .least = 0),
    FIELD(struct plan_cost, remark, "説明", .also = "備考|内訳", .most = 5000),
    { 0 },
};

static const struct view cost_views[] = {
    { "all", "すべて", "順番に並べます。", "", "line" },
    { 0 },
};

const struct ledger plan_cost_ledger = {
    .name = "plan_cost",
    .title = "経費",
    .help = "事業計画の費目ごとに、計画額と支出額を書きます。",
    .path = "/contract/plan-costs",
    .icon = "yen",
    .row_size = sizeof(struct plan_cost),
    .fields = cost_fields,
    .titled_by = "title",
    .listed = "line title budget spent plan",
    .access = plan_access,
    .views = cost_views,
    .keep_years = 5,
};
