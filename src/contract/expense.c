#include "contract/expense.h"

#include <string.h>

#include "contract/money.h"
#include "contract/money_rights.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item categories[] = {
    { "人件費", "人件費", "給与|賃金" },
    { "旅費", "旅費", "旅費交通費|交通費" },
    { "謝金", "謝金", "報償費|講師謝金" },
    { "消耗品費", "消耗品費", "需用費|事務用品費" },
    { "印刷費", "印刷費", "印刷製本費" },
    { "通信費", "通信費", "役務費|通信運搬費" },
    { "会場費", "会場費", "使用料|賃借料" },
    { "委託費", "委託費", "外注費|再委託費" },
    { "一般管理費", "一般管理費", "管理費" },
    { "その他", "その他", "他|雑費" },
    { 0 },
};

static const struct field expense_fields[] = {
    FIELD(struct expense, title, "内容", .also = "件名|摘要|品名", .required = true,
          .searched = true, .most = 200),
    FIELD(struct expense, spent_on, "支出日", .also = "日付|支払日|年月日", .required = true),
    FIELD(struct expense, category, "費目", .also = "科目|区分|勘定科目", .required = true,
          .choices = categories, .most = 40),
    FIELD(struct expense, payee, "支払先", .also = "相手先|業者", .searched = true, .most = 200),
    FIELD(struct expense, amount, "金額（税込）", .also = "金額|支出額|税込金額", .required = true,
          .least = 0, .most = MOST_YEN),
    FIELD(struct expense, untaxed, "消費税がかからない", .help = "給与、保険料、印紙などです。"),
    FIELD(struct expense, tax, "うち消費税", .fixed = true),
    FIELD(struct expense, voucher, "証ひょう", .help = "領収書などの番号です。",
          .also = "領収書番号|伝票番号", .searched = true, .most = 100),
    FIELD(struct expense, note, "備考", .searched = true, .most = 2000),
    { 0 },
};

static const struct access expense_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_WORK, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view expense_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-spent_on" },
    { 0 },
};

static bool
check_expense(struct act *a, const struct record *before, struct record *record)
{
    struct expense *it = (struct expense *)record;
    struct working w = { 0 };
    struct rate_fact fact;

    (void)before;
    it->tax = (struct yen){ 0 };
    if (it->amount.yen == NO_NUMBER || it->amount.yen < 0 || it->amount.yen > MOST_YEN ||
        it->untaxed || !it->spent_on.day || !tax_rate_on(a->arena, it->spent_on, &fact))
        return true;
    if (!money_contained_tax(a, it->amount, fact.rate, &w))
        return false;
    it->tax = w.yen;
    return true;
}

const struct ledger expense_ledger = {
    .name = "expense",
    .title = "経費",
    .help = "業務に使った経費です。費目ごとの計が、事業報告書の「経費の支出状況」になります。",
    .path = "/contract/expenses",
    .icon = "yen",
    .row_size = sizeof(struct expense),
    .fields = expense_fields,
    .titled_by = "title",
    .listed = "spent_on title category payee amount tax",
    .access = expense_access,
    .views = expense_views,
    .keep_years = 5,
    .check = check_expense,
};

static const struct query totals_query = {
    .name = "expense.totals",
    .sql = "SELECT category, count(*) AS count, CAST(sum(amount) AS BIGINT) AS amount,"
           " CAST(sum(tax) AS BIGINT) AS tax FROM expense"
           " WHERE contract = :contract AND spent_on >= :from AND spent_on <= :until"
           " AND removed_at IS NULL GROUP BY category ORDER BY category",
    .row_size = sizeof(struct expense_sum),
    .columns = COLUMNS(COLUMN(struct expense_sum, category), COLUMN(struct expense_sum, count),
                       COLUMN(struct expense_sum, amount), COLUMN(struct expense_sum, tax)),
};

static size_t
place(const struct expense_sum *sum)
{
    size_t at = 0;

    while (categories[at].code && strcmp(categories[at].code, sum->category) != 0)
        at++;
    return at;
}

/* Insertion: there are a dozen at most, and equal ones stay in the order of their names. */
static void
sort_sums(struct expense_sums *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct expense_sum it = list->rows[i];
        size_t at = i;

        for (; at && place(&list->rows[at - 1]) > place(&it); at--)
            list->rows[at] = list->rows[at - 1];
        list->rows[at] = it;
    }
}

bool
expense_totals(struct act *a, int64_t contract, struct period period, struct expense_sums *out)
{
    if (!QUERY(a, &totals_query, *out, BIND(contract, contract), BIND(from, period.from),
               BIND(until, period.until)))
        return false;
    sort_sums(out);
    return true;
}
