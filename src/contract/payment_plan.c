#include "contract/payment_plan.h"

#include <string.h>

#include "base/digits.h"
#include "base/text.h"
#include "contract/consequence.h"
#include "contract/contract_money.h"
#include "contract/money_rights.h"
#include "contract/working.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item schemes[] = {
    { "once", "一括（検収の後）", "一括|一括払い|完了払い" },
    { "monthly", "毎月均等", "毎月|月払い|月額" },
    { "quarterly", "四半期ごと", "四半期|部分払い" },
    { "unit_price", "単価契約（月ごとの実績）", "単価契約|実績払い|単価" },
    { 0 },
};

static const struct choice_item taxes[] = {
    { "included", "税込み", "税込|内税" },
    { "excluded", "税抜き", "税抜|外税" },
    { 0 },
};

static const struct choice_item remainders[] = {
    { "first", "最初の回", "最初|初回" },
    { "last", "最後の回", "最後|最終回" },
    { "month", "決めた月", "月" },
    { 0 },
};

static const struct field plan_fields[] = {
    FIELD(struct payment_plan, title, "件名", .required = true, .filled = true, .searched = true,
          .most = 100),
    FIELD(struct payment_plan, scheme, "支払の方法", .also = "支払方法", .required = true,
          .choices = schemes),
    FIELD(struct payment_plan, amount, "契約金額", .also = "金額|年間の額|総額",
          .help = "内訳の合計です。単価契約では、準備の額を除いた年間の定額を書きます。",
          .required = true, .least = 1, .most = MOST_YEN),
    FIELD(struct payment_plan, tax, "金額の税", .required = true, .filled = true, .choices = taxes),
    FIELD(struct payment_plan, period, "支払の対象期間", .also = "期間|履行期間",
          .help = "月の初めの日から、月の終わりの日までを書きます。", .required = true),
    FIELD(struct payment_plan, preparation, "準備の額", .least = 0, .most = MOST_YEN),
    FIELD(struct payment_plan, preparing, "準備の期間",
          .help = "例：令和8年4月1日から6月30日まで。対象期間の前に支払う月です。"),
    FIELD(struct payment_plan, remainder, "端数を加える回",
          .help = "割り切れないときの端数です。契約に定めがなければ最初の回です。",
          .choices = remainders),
    FIELD(struct payment_plan, remainder_month, "端数を加える月",
          .help = "「決めた月」のとき、その月の日を書きます。"),
    FIELD(struct payment_plan, registration, "登録番号",
          .help = "適格請求書発行事業者の番号です。例：T1234567890123", .also = "適格請求書番号",
          .most = 14),
    FIELD(struct payment_plan, account, "振込先", .help = "金融機関、支店、種別、番号、名義です。",
          .also = "振込口座", .most = 1000),
    FIELD(struct payment_plan, working, "内訳の計算", .fixed = true),
    FIELD(struct payment_plan, note, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "empty", "内訳なし", NULL, MARK_NEW },
    { "divided", "内訳あり", NULL, MARK_WORK },
    { "fixed", "確定", "決定", MARK_DONE },
    { 0 },
};

static bool may_fix(struct act *a, const struct record *before, struct record *record);
static bool may_reopen(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "divide", "内訳を作る", "empty", "divided", NULL, BY_CONTRACTOR },
    { "clear", "内訳を消す", "divided", "empty", NULL, BY_CONTRACTOR },
    { "fix", "確定する", "divided", "fixed", NULL, 1 << ROLE_LEAD, may_fix },
    { "reopen", "確定を解く", "fixed", "divided", NULL, 1 << ROLE_LEAD, may_reopen },
    { 0 },
};

static const struct states plan_states = { state_rows, transitions };

static const struct access plan_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_WORK, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view plan_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

struct one_row {
    int64_t id;
};

static const struct query invoiced_query = {
    .name = "payment_plan.invoiced",
    .sql = "SELECT id FROM instalment WHERE plan = :plan AND state <> 'planned'"
           " AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct one_row),
    .columns = COLUMNS(COLUMN(struct one_row, id)),
};

static bool
may_reopen(struct act *a, const struct record *before, struct record *record)
{
    struct one_row row;
    bool found;

    (void)before;
    if (!query_first(a, &invoiced_query, &row, &found, BOUND(bind_int("plan", record->id))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL,
                          "もう請求した回があるので、確定を解けません。請求書を取り消してからに"
                          "します。");
}

/* The plan of all parts is the contract's amount; a plan of unit prices has its own limit. */
static bool
is_the_contract_amount(struct act *a, const struct payment_plan *it)
{
    struct contract_money agreed;

    if (!contract_money(a, it->base.contract, &agreed))
        return false;
    if (!agreed.agreed || agreed.amount.yen == NO_NUMBER ||
        strcmp(it->scheme.code, "unit_price") == 0 || strcmp(it->tax.code, "included") != 0 ||
        agreed.amount.yen == it->amount.yen)
        return true;
    return fail(a, FAULT_INVALID, "amount",
                "支払計画の額 %s円が、契約内容の契約金額 %s円と違います。どちらかを直します。",
                yen_digits(a->arena, it->amount), yen_digits(a->arena, agreed.amount));
}

static bool
may_fix(struct act *a, const struct record *before, struct record *record)
{
    const struct payment_plan *it = (const struct payment_plan *)record;

    (void)before;
    return is_the_contract_amount(a, it) && plan_adds_up(a, it);
}

static bool
is_whole_months(struct act *a, const char *field, const char *label, struct period p)
{
    if (!p.from.day && !p.until.day)
        return true;
    if (p.from.day && p.until.day && date_take(p.from).day == 1 &&
        p.until.day == date_month_end(p.until).day)
        return true;
    return fail(a, FAULT_INVALID, field, "%sは、月の初めの日から月の終わりの日までを書きます。",
                label);
}

static bool
check_months(struct act *a, const struct payment_plan *it)
{
    bool by_month = it->scheme.code && strcmp(it->scheme.code, "once") != 0;
    bool prepared = it->preparing.from.day || it->preparing.until.day;
    bool good = true;

    if (by_month && !is_whole_months(a, "period", "支払の対象期間", it->period))
        good = false;
    if (!is_whole_months(a, "preparing", "準備の期間", it->preparing))
        good = false;
    if (prepared != (it->preparation.yen > 0))
        good = fail(a, FAULT_INVALID, prepared ? "preparation" : "preparing",
                    "準備の額と準備の期間は、両方書くか、両方空けます。");
    if (prepared && it->period.from.day && it->preparing.until.day >= it->period.from.day)
        good =
            fail(a, FAULT_INVALID, "preparing", "準備の期間が、支払の対象期間と重なっています。");
    if (prepared && by_month && strcmp(it->scheme.code, "unit_price") != 0)
        good = fail(a, FAULT_INVALID, "preparing", "準備の額は、単価契約のときに書きます。");
    return good;
}

static bool
check_remainder(struct act *a, const struct payment_plan *it)
{
    bool by_month = it->remainder.code && strcmp(it->remainder.code, "month") == 0;

    if (by_month != (it->remainder_month.day != 0))
        return fail(a, FAULT_INVALID, "remainder_month",
                    by_month ? "端数を加える月を書きます。"
                             : "端数を加える月は、「決めた月」のときに書きます。");
    if (!by_month || !it->period.until.day ||
        (it->remainder_month.day >= it->period.from.day &&
         it->remainder_month.day <= it->period.until.day))
        return true;
    return fail(a, FAULT_INVALID, "remainder_month",
                "端数を加える月が、支払の対象期間にありません。");
}

static bool
check_plan(struct act *a, const struct record *before, struct record *record)
{
    struct payment_plan *it = (struct payment_plan *)record;
    bool good = check_months(a, it);

    if (!it->remainder.code || !*it->remainder.code)
        it->remainder.code = "first";
    good = check_remainder(a, it) && good;
    if (it->registration && *it->registration) {
        it->registration = text_narrow(a->arena, it->registration);
        if (!digits_invoice(it->registration))
            good = fail(a, FAULT_INVALID, "registration",
                        "登録番号は、Tと13桁の数字です。例：T1234567890123");
    }
    /* A plan that is taken over is divided and fixed here, where its sum is checked. */
    if (a->origin == ORIGIN_IMPORT && !state_is(record, before ? before->state : "empty"))
        return fail(a, FAULT_INVALID, "state", "支払計画の状態は取り込めません。空けておきます。");
    if (before && state_is(before, "empty") && state_is(record, "divided"))
        return good && plan_working(a, it, &it->working.text);
    if (!before || state_is(record, "empty"))
        return good;
    return record_keeps(a, &payment_plan_ledger, before, record, "title registration account note",
                        "内訳を作った後は変えられません。内訳を消してから直します。") &&
           good;
}

static bool
divide(struct act *a, void *with)
{
    return plan_divide(a, with);
}

static bool
undivide(struct act *a, void *with)
{
    const struct payment_plan *it = with;

    return plan_undivide(a, it->base.id);
}

static bool
plan_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct payment_plan it = *(const struct payment_plan *)record;

    if (!before)
        return true;
    if (record->removed_at.us && state_is(before, "fixed"))
        return fail(a, FAULT_CLASH, NULL,
                    "確定した支払計画は削除できません。確定を解いてから削除します。");
    if (record->removed_at.us || (state_is(before, "divided") && state_is(record, "empty")))
        return consequence_run(a, undivide, &it);
    if (state_is(before, "empty") && state_is(record, "divided"))
        return consequence_run(a, divide, &it);
    return true;
}

/* What the contract says stands there already. */
static bool
prepare_plan(struct act *a, const struct record *before, struct record *record)
{
    struct payment_plan *it = (struct payment_plan *)record;
    struct contract_money agreed;

    if (before || !record->contract)
        return true;
    if (!contract_money(a, record->contract, &agreed))
        return false;
    if (!it->title || !*it->title)
        it->title = "支払計画";
    if (!it->scheme.code && *agreed.scheme && strcmp(agreed.scheme, "other") != 0)
        it->scheme.code = agreed.scheme;
    if (it->amount.yen == NO_NUMBER)
        it->amount = agreed.amount;
    if (!it->tax.code)
        it->tax.code = "included";
    if (!it->period.from.day && !it->period.until.day)
        it->period = agreed.period;
    return true;
}

const struct ledger payment_plan_ledger = {
    .name = "payment_plan",
    .title = "支払計画",
    .help =
        "契約金額を、いつ、いくらずつ請求するかの計画です。内訳を作り、合計を確かめて確定します。",
    .path = "/contract/payment-plans",
    .icon = "yen",
    .row_size = sizeof(struct payment_plan),
    .fields = plan_fields,
    .titled_by = "title",
    .listed = "title scheme amount tax period state",
    .states = &plan_states,
    .access = plan_access,
    .views = plan_views,
    .keep_years = 5,
    .prepare = prepare_plan,
    .check = check_plan,
    .after = plan_changed,
};
