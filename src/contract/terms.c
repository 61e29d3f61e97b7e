#include "contract/terms.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "contract/money.h"
#include "contract/working.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "commission", "請負", "請負契約|工事請負" },
    { "assignment", "委託", "委託契約|業務委託|委任|準委任" },
    { "unit_price", "単価契約", "単価" },
    { 0 },
};

static const struct choice_item payments[] = {
    { "once", "一括（検収の後）", "一括|一括払い|完了払い|一括（検収後）" },
    { "monthly", "毎月均等", "毎月|月払い|月額|毎月払い" },
    { "quarterly", "四半期ごと", "四半期|部分払い|四半期払い" },
    { "unit_price", "単価契約（月ごとの実績）", "単価契約|実績払い|単価" },
    { "other", "そのほか", "その他" },
    { 0 },
};

static const struct choice_item classes[] = {
    { "class3", "機密性3", "3|機密性3情報|機密性３" },
    { "class2", "機密性2", "2|機密性2情報|機密性２" },
    { "class1", "機密性1", "1|機密性1情報|機密性１" },
    { 0 },
};

static const struct choice_item limits[] = {
    { "days30", "適法な請求から30日以内", "30日|30日以内" },
    { "next_month", "請求を受けた月の翌月末日まで", "翌月末|翌月末日" },
    { 0 },
};

static const struct choice_item delays[] = {
    { "interest", "未納部分に年利（1,000円・100円未満切捨て）", "年利" },
    { "daily", "契約金額の1,000分の1（1日につき）", "1000分の1|1/1000" },
    { "none", "定めなし", "なし" },
    { 0 },
};

static const struct choice_item terminations[] = {
    { "tenth", "契約金額の10分の1", "10分の1|1/10" },
    { "tenth_cut", "契約金額の10分の1（100円未満切捨て）", NULL },
    { "none", "定めなし", "なし" },
    { 0 },
};

static const struct choice_item riggings[] = {
    { "tenth", "契約金額の10分の1", "10分の1|1/10" },
    { "two_tenths", "契約金額の10分の2", "10分の2|2/10" },
    { "three_tenths", "契約金額の10分の3", "10分の3|3/10" },
    { "none", "定めなし", "なし" },
    { 0 },
};

static const struct choice_item rates[] = {
    { "3.0", "3.0", "3" }, { "2.5", "2.5", NULL }, { "2.6", "2.6", NULL }, { 0 }
};

static const struct field terms_fields[] = {
    FIELD(struct terms, title, "名前", .fixed = true, .unique = true, .most = 20),
    FIELD(struct terms, kind, "契約の種類", .also = "種類|契約種別", .required = true,
          .choices = kinds),
    FIELD(struct terms, section, "担当課", .help = "発注者の担当課です。",
          .to = &organisation_ledger),
    FIELD(struct terms, amount, "契約金額（税込）", .also = "契約金額|金額|請負代金額|委託料",
          .most = INT64_C(1000000000000)),
    FIELD(struct terms, tax, "うち消費税", .fixed = true,
          .help = "契約金額から計算します。1円未満は切り捨てます。"),
    FIELD(struct terms, tax_rate, "消費税率（％）", .fixed = true),
    FIELD(struct terms, payment, "支払の方法", .also = "支払方法|支払条件", .choices = payments),
    FIELD(struct terms, places, "履行場所", .also = "場所|納入場所", .searched = true,
          .help = "1行に1か所書きます。", .most = 2000),
    FIELD(struct terms, confidentiality, "最高の機密性", .also = "機密性|機密性区分",
          .choices = classes),
    FIELD(struct terms, awarded_on, "契約締結日", .also = "契約日|締結日|契約年月日",
          .help = "「契約後14日」などの期限を数え始める日です。"),
    FIELD(struct terms, inspection_days, "検査の期限（日）", .also = "検査期限|検査日数",
          .help = "納品から結果を知らせるまでの日数です。", .least = 1, .most = 365),
    FIELD(struct terms, deemed, "みなし合格",
          .help = "期限までに知らせがないときは、合格とみなします。"),
    FIELD(struct terms, payment_limit, "支払の期限", .also = "支払期限", .choices = limits),
    FIELD(struct terms, minutes_days, "議事録の期限（営業日）", .also = "議事録の期限", .least = 1,
          .most = 60),
    FIELD(struct terms, delay, "受託者が遅れたとき", .also = "遅延損害金", .choices = delays),
    FIELD(struct terms, rate, "遅延利息の率（年、％）", .also = "遅延利息|年利|利率",
          .choices = rates, .most = 6),
    FIELD(struct terms, termination, "解除のときの違約金", .also = "違約金",
          .choices = terminations),
    FIELD(struct terms, rigging, "談合のときの賠償金", .also = "賠償金", .choices = riggings),
    FIELD(struct terms, incident_within, "事故の第一報", .also = "事故報告|第一報",
          .help = "事故を確かめてから発注者に知らせるまでの時間です。例：1時間", .least = 1,
          .most = 100 * DAY_MINUTES),
    FIELD(struct terms, trouble_within, "障害の初動", .also = "初動|障害対応時間|一次対応",
          .help = "障害に気づいてから、はじめに手を打つまでの時間です。夜間と休日も数えます。"
                  "例：15分",
          .least = 1, .most = 100 * DAY_MINUTES),
    FIELD(struct terms, keep_years, "記録を残す年数", .also = "保存年数|保存期間", .least = 1,
          .most = 100),
    FIELD(struct terms, in_time, "目標：期限内の回答（％）", .least = 0, .most = 100),
    FIELD(struct terms, same_day, "目標：その日のうちの解決（％）", .least = 0, .most = 100),
    FIELD(struct terms, most_faults, "目標：障害の上限（件、年度）", .least = 0, .most = 100000),
    FIELD(struct terms, vendor_pauses, "業者の回答を待つ間、問合せの期限を止める",
          .help = "止めないと、引き継いだ後も問合せの回答期限が進みます。"),
    FIELD(struct terms, note, "備考", .searched = true, .most = 20000),
    { 0 },
};

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT,
};

static const struct access terms_access[] = {
    { ROLE_LEAD, WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view terms_views[] = {
    { "all", "すべて", "契約ごとに1件あります。", "", "-id" },
    { 0 },
};

/* --- money ------------------------------------------------------------------- */

/* --- reading ------------------------------------------------------------------ */

struct found {
    int64_t id;
};

static const struct query of_contract = {
    .name = "terms.of_contract",
    .sql = "SELECT id FROM terms WHERE contract = :contract AND removed_at IS NULL AND id <> :but"
           " ORDER BY id LIMIT 1",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id)),
};

bool
terms_of(struct act *a, int64_t contract, struct terms *out, bool *found)
{
    struct found row;

    return query_first(a, &of_contract, &row, found,
                       BOUND(BIND(contract, contract), bind_int("but", 0))) &&
           (!*found || shape_read(a, shape_of(&terms_ledger), row.id, false, out, found));
}

static bool
period_of(struct act *a, int64_t contract, struct period *out)
{
    struct contract *row = ledger_new(a, &contract_ledger);
    bool found;

    if (!shape_read(a, shape_of(&contract_ledger), contract, false, row, &found))
        return false;
    *out = found ? row->period : (struct period){ { 0 }, { 0 } };
    return true;
}

bool
contract_basis(struct act *a, int64_t contract, struct due_basis *out)
{
    struct terms *terms = ledger_new(a, &terms_ledger);
    bool found;

    *out = (struct due_basis){ .calendar = &calendar_office };
    if (!period_of(a, contract, &out->period) || !terms_of(a, contract, terms, &found) ||
        !contract_calendar(a, contract, &out->calendar))
        return false;
    if (found)
        out->award = terms->awarded_on;
    return true;
}

bool
contract_rule(struct act *a, int64_t contract, const char **text, struct due *rule,
              struct due_basis *basis)
{
    const char *why;

    *rule = (struct due){ .kind = DUE_NONE };
    if (!*text || !**text)
        return true;
    if (!due_parse(a->arena, *text, rule, &why))
        return fail(a, FAULT_INVALID, "due_rule", "%s", why);
    *text = due_show(a->arena, rule);
    return contract_basis(a, contract, basis);
}

/* --- writing ------------------------------------------------------------------ */

static bool
prepare_terms(struct act *a, const struct record *before, struct record *record)
{
    struct terms *it = (struct terms *)record;

    (void)a;
    it->title = "契約内容";
    if (before)
        return true;
    if (it->inspection_days == NO_NUMBER)
        it->inspection_days = 10;
    if (it->minutes_days == NO_NUMBER)
        it->minutes_days = 5;
    if (it->keep_years == NO_NUMBER)
        it->keep_years = 5;
    if (it->incident_within.minutes == NO_NUMBER)
        it->incident_within.minutes = 60;
    if (it->trouble_within.minutes == NO_NUMBER)
        it->trouble_within.minutes = 15;
    return true;
}

static bool
is_the_only_one(struct act *a, const struct terms *it)
{
    struct found row;
    bool found;

    if (!query_first(a, &of_contract, &row, &found,
                     BOUND(BIND(contract, it->base.contract), bind_int("but", it->base.id))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL,
                          "この契約の契約内容はもうあります（%s/%lld）。そちらを変えます。",
                          terms_ledger.path, (long long)row.id);
}

static bool
fill_tax(struct act *a, struct terms *it)
{
    struct rate_fact fact;
    struct working w = { 0 };
    struct period period;
    struct date day;

    it->tax.yen = NO_NUMBER;
    it->tax_rate = NO_NUMBER;
    if (it->amount.yen == NO_NUMBER || it->amount.yen < 0)
        return true;
    if (!period_of(a, it->base.contract, &period))
        return false;
    day = period.from.day ? period.from : it->awarded_on;
    if (!tax_rate_on(a->arena, day.day ? day : instant_date(a->now), &fact)) {
        it->tax_rate = 0;
        it->tax.yen = 0;
        return true;
    }
    if (!money_contained_tax(a, it->amount, fact.rate, &w))
        return false;
    it->tax_rate = fact.rate.thousandths / (RATE_WHOLE / 100);
    it->tax = w.yen;
    return true;
}

static bool
check_terms(struct act *a, const struct record *before, struct record *record)
{
    struct terms *it = (struct terms *)record;
    struct rate rate;
    const char *why;
    bool good = true;

    if (!before && it->base.contract)
        good = is_the_only_one(a, it);
    if (it->rate && *it->rate) {
        it->rate = text_narrow(a->arena, it->rate);
        if (!rate_parse(a->arena, it->rate, &rate, &why))
            good = fail(a, FAULT_INVALID, "rate",
                        "遅延利息の率は、3.0 のように小数点以下3けたまでの数で書きます。");
    }
    return fill_tax(a, it) && good;
}

/* The rules of obligations and deliverables count from the day of award. */
static bool
terms_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct terms *was = (const struct terms *)before;
    const struct terms *is = (const struct terms *)record;

    if (was && is && was->awarded_on.day == is->awarded_on.day && !is->base.removed_at.us)
        return true;
    return job_add(a, "obligation.settle", NULL, NULL, (struct instant){ 0 }, NULL);
}

const struct ledger terms_ledger = {
    .name = "terms",
    .title = "契約内容",
    .help = "契約で決めた金額、支払、検査、期限、違約金です。契約ごとに1件あり、期限や計算はここを"
            "見ます。",
    .path = "/contract/terms",
    .icon = "form",
    .row_size = sizeof(struct terms),
    .fields = terms_fields,
    .titled_by = "title",
    .listed = "title kind amount tax payment awarded_on",
    .access = terms_access,
    .views = terms_views,
    .keep_years = 5,
    .prepare = prepare_terms,
    .check = check_terms,
    .after = terms_changed,
};

bool
contract_named(struct act *a, const char *number, int64_t *out)
{
    struct pair pair = { "number", number ? number : "" };
    struct pairs pairs = { &pair, number ? 1 : 0 };
    struct list_request request;
    struct list list;

    if (!list_parse(a, &contract_ledger, &pairs, &request) || !list_read(a, &request, &list))
        return false;
    if (list.count != 1)
        return fail(a, FAULT_MALFORMED, "contract",
                    number ? "契約番号「%s」の契約がありません。"
                           : "契約が1つに決まりません。--contract に契約番号を書いてください。%.0s",
                    number ? number : "");
    *out = ((const struct contract *)list.rows)->base.id;
    return true;
}
