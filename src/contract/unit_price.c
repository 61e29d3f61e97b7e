/* Unit prices of a plan, and what was counted of them each month. */

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/money_rights.h"
#include "contract/payment_plan.h"
#include "contract/working.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_COUNT = 1000000 };

static const struct access unit_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_WORK, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

/* --- prices ------------------------------------------------------------------------------ */

static const struct choice_item units[] = {
    { "回", "回", NULL }, { "件", "件", NULL },     { "時間", "時間", NULL },
    { "人", "人", NULL }, { "人日", "人日", NULL }, { 0 },
};

static const struct field price_fields[] = {
    FIELD(struct unit_price, title, "項目", .also = "品名|業務", .required = true, .searched = true,
          .most = 100),
    FIELD(struct unit_price, plan, "支払計画", .required = true, .settled = true,
          .to = &payment_plan_ledger),
    FIELD(struct unit_price, unit, "単位", .required = true, .choices = units, .most = 20),
    FIELD(struct unit_price, price, "単価", .also = "金額", .required = true, .settled = true,
          .least = 0, .most = INT64_C(1000000000)),
    FIELD(struct unit_price, most, "契約の上限", .help = "期間を通した回数の上限です。",
          .also = "予定数量|上限", .least = 1, .most = MOST_COUNT),
    { 0 },
};

static const struct view price_views[] = {
    { "all", "すべて", "登録した順に並べます。", "", "id" },
    { 0 },
};

static bool
check_price(struct act *a, const struct record *before, struct record *record)
{
    const struct unit_price *it = (const struct unit_price *)record;
    struct payment_plan *plan = ledger_new(a, &payment_plan_ledger);

    if (before || !it->plan.id)
        return true;
    if (!consequence_read(a, &payment_plan_ledger, it->plan.id, plan))
        return false;
    return strcmp(plan->scheme.code, "unit_price") == 0 ||
           fail(a, FAULT_INVALID, "plan", "単価は、単価契約の支払計画に登録します。");
}

struct one_row {
    int64_t id;
};

static const struct query counts_query = {
    .name = "unit_price.counts",
    .sql = "SELECT id FROM actual_count WHERE item = :item AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct one_row),
    .columns = COLUMNS(COLUMN(struct one_row, id)),
};

static bool
price_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct one_row row;
    bool found;

    (void)before;
    if (!record->removed_at.us)
        return true;
    if (!query_first(a, &counts_query, &row, &found, BOUND(bind_int("item", record->id))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL, "実績のある単価は削除できません。");
}

const struct ledger unit_price_ledger = {
    .name = "unit_price",
    .title = "単価",
    .help = "単価契約の項目と単価です。税抜きの契約では、税抜きの額を書きます。",
    .path = "/contract/unit-prices",
    .icon = "yen",
    .row_size = sizeof(struct unit_price),
    .fields = price_fields,
    .titled_by = "title",
    .listed = "title plan unit price most",
    .access = unit_access,
    .views = price_views,
    .keep_years = 5,
    .check = check_price,
    .after = price_changed,
};

/* --- counts ------------------------------------------------------------------------------ */

static const struct field count_fields[] = {
    FIELD(struct actual_count, title, "件名", .fixed = true, .searched = true, .most = 200),
    FIELD(struct actual_count, item, "項目", .also = "業務", .required = true, .settled = true,
          .to = &unit_price_ledger),
    FIELD(struct actual_count, month, "対象月", .help = "その月のどの日を書いてもかまいません。",
          .also = "年月|月", .required = true),
    FIELD(struct actual_count, quantity, "回数", .also = "実績|数量|件数", .required = true,
          .least = 0, .most = MOST_COUNT),
    FIELD(struct actual_count, evidence, "根拠", .help = "例：訪問の記録 支-0741ほか18件",
          .searched = true, .most = 300),
    FIELD(struct actual_count, note, "備考", .searched = true, .most = 2000),
    { 0 },
};

static const struct state state_rows[] = {
    { "entered", "未確認", "入力", MARK_WAIT },
    { "confirmed", "確認済み", "確認済|承認", MARK_DONE },
    { 0 },
};

static bool may_reopen(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "confirm", "確認する", "entered", "confirmed", NULL, BY_CLIENT_OR_LEAD },
    { "reopen", "確認を解く", "confirmed", "entered", NULL, BY_CLIENT_OR_LEAD, may_reopen },
    { 0 },
};

static const struct states count_states = { state_rows, transitions };

static const struct view count_views[] = {
    { "all", "すべて", "新しい月から並べます。", "", "-month" },
    { "entered", "未確認", "まだ確認していないものです。", "state=entered", "month" },
    { 0 },
};

struct counted_row {
    int64_t now;
    int64_t before;
    int64_t open;
};

static const struct query counted_query = {
    .name = "actual_count.sums",
    .sql =
        "SELECT CAST(COALESCE(sum(CASE WHEN month = :month THEN quantity ELSE 0 END), 0) AS BIGINT)"
        " AS now,"
        " CAST(COALESCE(sum(CASE WHEN month < :month THEN quantity ELSE 0 END), 0) AS BIGINT)"
        " AS before,"
        " CAST(COALESCE(sum(CASE WHEN month = :month AND state <> 'confirmed' THEN 1 ELSE 0"
        " END), 0) AS BIGINT) AS open"
        " FROM actual_count WHERE item = :item AND removed_at IS NULL",
    .row_size = sizeof(struct counted_row),
    .columns = COLUMNS(COLUMN(struct counted_row, now), COLUMN(struct counted_row, before),
                       COLUMN(struct counted_row, open)),
};

bool
counted_of(struct act *a, int64_t item, struct date month, struct counted *out)
{
    struct counted_row row = { 0 };
    bool found;

    if (!query_first(a, &counted_query, &row, &found, BOUND(BIND(item, item), BIND(month, month))))
        return false;
    *out = (struct counted){ row.now, row.before, row.open };
    return true;
}

/* All that is counted of an item but for one record, and whether that month has one. */
struct others_row {
    int64_t count;
    int64_t same;
    int64_t billed;
};

static const struct query others_query = {
    .name = "actual_count.others",
    .sql = "SELECT CAST(COALESCE((SELECT sum(quantity) FROM actual_count WHERE item = :item"
           " AND id <> :but AND removed_at IS NULL), 0) AS BIGINT) AS count,"
           " (SELECT count(*) FROM actual_count WHERE item = :item AND id <> :but"
           " AND month = :month AND removed_at IS NULL) AS same,"
           " (SELECT count(*) FROM instalment i JOIN unit_price u ON u.plan = i.plan"
           " WHERE u.id = :item AND i.kind = 'part' AND i.state <> 'planned'"
           " AND i.period_from = :month AND i.removed_at IS NULL) AS billed",
    .row_size = sizeof(struct others_row),
    .columns = COLUMNS(COLUMN(struct others_row, count), COLUMN(struct others_row, same),
                       COLUMN(struct others_row, billed)),
};

static bool
others(struct act *a, const struct actual_count *it, struct others_row *out)
{
    bool found;

    return query_first(
        a, &others_query, out, &found,
        BOUND(bind_int("item", it->item.id), bind_int("but", it->base.id), BIND(month, it->month)));
}

static bool
is_billed(struct act *a, bool billed)
{
    return billed && !fail(a, FAULT_CLASH, "month",
                           "この月はもう請求しています。請求書を取り消してから直します。");
}

static bool
may_reopen(struct act *a, const struct record *before, struct record *record)
{
    struct others_row row;

    (void)before;
    return others(a, (const struct actual_count *)record, &row) && !is_billed(a, row.billed > 0);
}

static bool
check_limit(struct act *a, const struct actual_count *it, const struct unit_price *item,
            int64_t others_count)
{
    int64_t over = item->most == NO_NUMBER ? 0 : others_count + it->quantity - item->most;

    return over <= 0 ||
           fail(a, FAULT_INVALID, "quantity", "「%s」の計が、契約の上限 %lld%sを %lld%s超えます。",
                item->title, (long long)item->most, item->unit, (long long)over, item->unit);
}

static bool
check_count(struct act *a, const struct record *before, struct record *record)
{
    struct actual_count *it = (struct actual_count *)record;
    struct unit_price *item = ledger_new(a, &unit_price_ledger);
    struct others_row row;

    if (!it->item.id || !it->month.day || it->quantity == NO_NUMBER)
        return false;
    it->month = date_add(it->month, 1 - date_take(it->month).day);
    if (!consequence_read(a, &unit_price_ledger, it->item.id, item) || !others(a, it, &row))
        return false;
    it->title =
        arena_print(a->arena, "%s　%s", item->title,
                    period_title(a, (struct period){ it->month, date_month_end(it->month) }));
    if (row.same)
        return fail(a, FAULT_CLASH, "month", "「%s」の実績は、もうあります。", it->title);
    if (before && state_is(before, "confirmed") &&
        !record_keeps(a, &actual_count_ledger, before, record, "evidence note",
                      "確認した実績は変えられません。確認を解いてから直します。"))
        return false;
    if (!before && is_billed(a, row.billed > 0))
        return false;
    return check_limit(a, it, item, row.count);
}

static bool
count_changed(struct act *a, const struct record *before, const struct record *record)
{
    (void)before;
    return !record->removed_at.us || state_is(record, "entered") ||
           fail(a, FAULT_CLASH, NULL, "確認した実績は削除できません。確認を解いてから削除します。");
}

const struct ledger actual_count_ledger = {
    .name = "actual_count",
    .title = "実績回数",
    .help = "単価契約の、月ごとの実績です。発注者が確認したものだけを請求します。",
    .path = "/contract/actual-counts",
    .icon = "form",
    .row_size = sizeof(struct actual_count),
    .fields = count_fields,
    .titled_by = "title",
    .listed = "title item month quantity evidence state",
    .states = &count_states,
    .access = unit_access,
    .views = count_views,
    .keep_years = 5,
    .check = check_count,
    .after = count_changed,
};
