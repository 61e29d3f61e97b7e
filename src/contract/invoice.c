#include "contract/invoice.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/contract_money.h"
#include "contract/invoice_figures.h"
#include "contract/money.h"
#include "contract/money_rights.h"
#include "contract/payment_plan.h"
#include "store/act.h"
#include "store/query.h"

static const struct field invoice_fields[] = {
    FIELD(struct invoice, number, "請求番号", .help = "続きの番号が付きます。欠番はできません。",
          .also = "番号|請求書番号", .series = "請-{year}-{number:4}", .gapless = true,
          .unique = true, .code = true, .searched = true, .fixed = true, .most = 40),
    FIELD(struct invoice, title, "件名", .fixed = true, .searched = true, .most = 200),
    FIELD(struct invoice, instalment, "支払予定", .required = true, .settled = true,
          .to = &instalment_ledger),
    FIELD(struct invoice, period, "対象の期間", .fixed = true),
    FIELD(struct invoice, accepted_on, "合格日", .fixed = true),
    FIELD(struct invoice, issued_on, "請求日", .also = "発行日"),
    FIELD(struct invoice, tax_rate, "税率（％）", .fixed = true, .most = 8),
    FIELD(struct invoice, subtotal, "税抜きの額", .fixed = true),
    FIELD(struct invoice, tax, "消費税及び地方消費税", .fixed = true),
    FIELD(struct invoice, total, "請求金額", .fixed = true),
    FIELD(struct invoice, received_on, "受理日",
          .help = "発注者が、正しい請求書を受け取った日です。支払の期限をこの日から数えます。",
          .also = "受領日"),
    FIELD(struct invoice, pay_by, "支払の期限", .fixed = true),
    FIELD(struct invoice, paid_on, "支払日", .also = "入金日"),
    FIELD(struct invoice, days_late, "遅れた日数", .fixed = true),
    FIELD(struct invoice, interest, "支払遅延の利息", .fixed = true),
    FIELD(struct invoice, returned_for, "差戻しの理由", .most = 2000),
    FIELD(struct invoice, cancelled_for, "取消の理由", .most = 2000),
    FIELD(struct invoice, working, "計算の根拠", .fixed = true),
    FIELD(struct invoice, note, "備考", .searched = true, .most = 2000),
    { 0 },
};

static const struct state state_rows[] = {
    { "draft", "作成中", NULL, MARK_NEW },
    { "issued", "発行", "発行済|請求済", MARK_WAIT },
    { "returned", "差戻し", "返戻", MARK_WORK },
    { "received", "受理", "受理済", MARK_WAIT },
    { "paid", "支払済み", "支払済|入金済", MARK_DONE, .ended = true },
    { "cancelled", "取消", "取り消し", MARK_DONE, .ended = true },
    { 0 },
};

static bool may_issue(struct act *a, const struct record *before, struct record *record);
static bool may_receive(struct act *a, const struct record *before, struct record *record);
static bool may_pay(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "issue", "発行する", "draft returned", "issued", "issued_on", 1 << ROLE_LEAD, may_issue },
    { "receive", "受理する", "issued", "received", "received_on", BY_CLIENT_OR_LEAD, may_receive },
    { "send_back", "差し戻す", "issued", "returned", "returned_for", BY_CLIENT_OR_LEAD },
    { "pay", "支払済みにする", "received", "paid", "paid_on", BY_CLIENT_OR_LEAD, may_pay },
    { "cancel", "取り消す", "draft issued returned", "cancelled", "cancelled_for", 1 << ROLE_LEAD },
    { 0 },
};

static const struct states invoice_states = { state_rows, transitions };

static const struct access invoice_access[] = {
    { ROLE_LEAD, MONEY_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view invoice_views[] = {
    { "open", "未払い", "まだ支払われていないものを、支払の期限の近い順に並べます。",
      "state.in=draft,issued,returned,received", "pay_by" },
    { "late", "支払遅延", "利息が付いたものです。", "interest.gt=0", "-paid_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const char *
day_text(struct act *a, struct date date)
{
    return wareki_print(a->arena, date, WAREKI_PLAIN);
}

static bool
in_order(struct act *a, const char *field, const char *label, struct date day, const char *what,
         struct date least)
{
    if (day.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, field, "%sが、まだ来ていない日です。", label);
    return day.day >= least.day || fail(a, FAULT_INVALID, field, "%sが、%s（%s）より前です。",
                                        label, what, day_text(a, least));
}

static bool
may_issue(struct act *a, const struct record *before, struct record *record)
{
    const struct invoice *it = (const struct invoice *)record;

    (void)before;
    return in_order(a, "issued_on", "請求日", it->issued_on, "合格日", it->accepted_on);
}

static bool
may_receive(struct act *a, const struct record *before, struct record *record)
{
    struct invoice *it = (struct invoice *)record;
    struct contract_money agreed;

    (void)before;
    if (!in_order(a, "received_on", "受理日", it->received_on, "請求日", it->issued_on) ||
        !contract_money(a, record->contract, &agreed))
        return false;
    it->pay_by = payment_due(&agreed, it->received_on);
    return true;
}

bool
invoice_interest(struct act *a, const struct invoice *it, struct date day, int64_t *days,
                 struct working *w)
{
    struct contract_money agreed;

    *days = money_days_late(it->pay_by, day);
    w->yen = (struct yen){ 0 };
    if (!*days)
        return true;
    if (!contract_money(a, it->base.contract, &agreed))
        return false;
    if (!agreed.late_known)
        return fail(a, FAULT_INVALID, "paid_on",
                    "支払が%lld日遅れていますが、利息の率が分かりません。契約内容に遅延利息の率か"
                    "契約締結日を書きます。",
                    (long long)*days);
    return money_late_interest(a, it->total, *days, agreed.late, 1, w);
}

/* The working joins the others. */
static bool
add_interest(struct act *a, struct invoice *it)
{
    struct working w = { 0 };

    if (!invoice_interest(a, it, it->paid_on, &it->days_late, &w))
        return false;
    it->interest = w.yen;
    if (it->days_late)
        it->working.text = arena_print(a->arena, "%s\n%s", it->working.text ? it->working.text : "",
                                       working_text(a->arena, &w));
    return true;
}

static bool
may_pay(struct act *a, const struct record *before, struct record *record)
{
    struct invoice *it = (struct invoice *)record;

    (void)before;
    return in_order(a, "paid_on", "支払日", it->paid_on, "受理日", it->received_on) &&
           add_interest(a, it);
}

struct number_row {
    const char *number;
};

static const struct query other_query = {
    .name = "invoice.other",
    .sql = "SELECT number FROM invoice WHERE instalment = :instalment AND id <> :but"
           " AND state <> 'cancelled' AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct number_row),
    .columns = COLUMNS(COLUMN(struct number_row, number)),
};

static bool
is_the_only_one(struct act *a, const struct invoice *it)
{
    struct number_row row;
    bool found;

    if (!query_first(
            a, &other_query, &row, &found,
            BOUND(bind_int("instalment", it->instalment.id), bind_int("but", it->base.id))))
        return false;
    return !found || fail(a, FAULT_CLASH, "instalment",
                          "この支払予定は、請求書 %sでもう請求しています。", row.number);
}

/* Asks for acceptance, and takes the figures. */
static bool
reckon(struct act *a, struct invoice *it)
{
    struct invoice_figures *f = NEW(a->arena, struct invoice_figures);

    if (!it->instalment.id || !instalment_figures(a, it->instalment.id, f))
        return false;
    if (!state_is(&f->plan.base, "fixed"))
        return fail(a, FAULT_CLASH, "instalment",
                    "支払計画「%s」がまだ確定していません。確定してから請求書を作ります。",
                    f->plan.title);
    if (!instalment_accepted(a, &f->instalment, &f->plan, &it->accepted_on))
        return false;
    it->title = arena_print(a->arena, "%s 請求書", f->period);
    it->period = f->instalment.period;
    it->tax_rate = rate_text(a->arena, f->tax_rate, false);
    it->subtotal = f->subtotal;
    it->tax = f->tax;
    it->total = f->total;
    it->working.text = figures_working(a, f);
    return true;
}

static bool
same_day(struct act *a, const char *field, const char *label, struct date was, struct date is)
{
    return was.day == is.day ||
           fail(a, FAULT_CLASH, field, "%sは、操作のボタンで書きます。", label);
}

/* Days are written by the step they belong to. */
static bool
keeps_days(struct act *a, const struct invoice *was, const struct invoice *is)
{
    const struct record *before = &was->base, *record = &is->base;
    bool good = true;

    if (!state_reached(before, record, "issued") && !state_is(before, "draft"))
        good = same_day(a, "issued_on", "請求日", was->issued_on, is->issued_on);
    if (!state_reached(before, record, "received"))
        good = same_day(a, "received_on", "受理日", was->received_on, is->received_on) && good;
    if (!state_reached(before, record, "paid"))
        good = same_day(a, "paid_on", "支払日", was->paid_on, is->paid_on) && good;
    return good;
}

static bool
check_invoice(struct act *a, const struct record *before, struct record *record)
{
    struct invoice *it = (struct invoice *)record;

    if (!before)
        return is_the_only_one(a, it) && reckon(a, it);
    if (!keeps_days(a, (const struct invoice *)before, it))
        return false;
    return !state_reached(before, record, "issued") || reckon(a, it);
}

struct settling {
    int64_t instalment;
    const char *state;
};

static bool
settle(struct act *a, void *with)
{
    const struct settling *it = with;

    return instalment_settle(a, it->instalment, it->state);
}

static bool
invoice_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct settling it = { ((const struct invoice *)record)->instalment.id, NULL };

    if (!before)
        it.state = "invoiced";
    else if (state_reached(before, record, "paid"))
        it.state = "paid";
    else if (state_reached(before, record, "cancelled"))
        it.state = "planned";
    return !it.state || consequence_run(a, settle, &it);
}

const struct ledger invoice_ledger = {
    .name = "invoice",
    .title = "請求書",
    .help = "合格した分の請求書です。額は支払予定と実績から計算し、番号に欠番はありません。",
    .path = "/contract/invoices",
    .icon = "yen",
    .row_size = sizeof(struct invoice),
    .fields = invoice_fields,
    .titled_by = "number",
    .listed = "number title total state issued_on received_on pay_by paid_on",
    .states = &invoice_states,
    .access = invoice_access,
    .views = invoice_views,
    .talked = true,
    .keep_years = 5,
    .check = check_invoice,
    .after = invoice_changed,
};
