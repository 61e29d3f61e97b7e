/* Instalments: made by dividing a plan, given their amounts, fixed with it. */

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/deliverable.h"
#include "contract/money.h"
#include "contract/money_rights.h"
#include "contract/payment_plan.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "part", "支払", "定額" },
    { "preparation", "準備", NULL },
    { 0 },
};

static const struct field instalment_fields[] = {
    FIELD(struct instalment, title, "件名", .fixed = true, .searched = true, .most = 100),
    FIELD(struct instalment, plan, "支払計画", .required = true, .settled = true,
          .to = &payment_plan_ledger),
    FIELD(struct instalment, nth, "回", .required = true, .least = 1, .most = MOST_PARTS),
    FIELD(struct instalment, of, "回数", .fixed = true),
    FIELD(struct instalment, kind, "区分", .required = true, .choices = kinds),
    FIELD(struct instalment, period, "対象期間", .also = "対象月|期間", .required = true),
    FIELD(struct instalment, amount, "金額", .also = "支払額|請求額", .required = true, .least = 0,
          .most = MOST_YEN),
    FIELD(struct instalment, report, "対象の成果物",
          .help = "合格してからでないと請求できない報告書などです。", .also = "報告書",
          .to = &deliverable_ledger),
    FIELD(struct instalment, note, "備考", .searched = true, .most = 2000),
    { 0 },
};

static const struct state state_rows[] = {
    { "planned", "予定", "未請求", MARK_NEW },
    { "invoiced", "請求済み", "請求済", MARK_WAIT },
    { "paid", "支払済み", "支払済|入金済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = { { 0 } };

static const struct states instalment_states = { state_rows, transitions };

static const struct access instalment_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view instalment_views[] = {
    { "all", "すべて", "回の順に並べます。", "", "id" },
    { "planned", "これから請求", "まだ請求していないものです。", "state=planned", "id" },
    { 0 },
};

/* --- titles ------------------------------------------------------------------------------ */

static const char *
month_title(struct act *a, struct date date)
{
    const char *text = wareki_print(a->arena, date, WAREKI_PLAIN);

    return arena_slice(a->arena, text, (size_t)(strstr(text, "月") - text) + strlen("月"));
}

static const char *
until_title(struct act *a, struct period p)
{
    const char *text = wareki_print(a->arena, p.until, WAREKI_PLAIN);

    if (fiscal_year(p.from) == fiscal_year(p.until) &&
        date_take(p.from).year == date_take(p.until).year)
        return strstr(text, "年") + strlen("年");
    return text;
}

const char *
period_title(struct act *a, struct period p)
{
    bool whole = p.from.day && p.until.day && date_take(p.from).day == 1 &&
                 p.until.day == date_month_end(p.until).day;
    const char *until;

    if (!p.from.day || !p.until.day)
        return "";
    if (whole && p.until.day == date_month_end(p.from).day)
        return arena_print(a->arena, "%s分", month_title(a, p.from));
    until = until_title(a, p);
    if (!whole)
        return arena_print(a->arena, "%sから%sまで", wareki_print(a->arena, p.from, WAREKI_PLAIN),
                           until);
    return arena_print(a->arena, "%sから%.*sまで", month_title(a, p.from),
                       (int)(strstr(until, "月") - until + (long)strlen("月")), until);
}

/* --- checks ------------------------------------------------------------------------------ */

static bool
read_plan(struct act *a, const struct instalment *it, struct payment_plan *plan)
{
    return it->plan.id && consequence_read(a, &payment_plan_ledger, it->plan.id, plan);
}

static bool
check_instalment(struct act *a, const struct record *before, struct record *record)
{
    struct instalment *it = (struct instalment *)record;
    struct payment_plan *plan = ledger_new(a, &payment_plan_ledger);

    if (it->nth != NO_NUMBER && it->kind.code)
        it->title = arena_print(a->arena, "%s第%lld回（%s）",
                                strcmp(it->kind.code, "preparation") == 0 ? "準備 " : "",
                                (long long)it->nth, period_title(a, it->period));
    if (!read_plan(a, it, plan))
        return false;
    if (!before && !state_is(&plan->base, "divided") && a->origin != ORIGIN_IMPORT)
        return fail(a, FAULT_CLASH, "plan",
                    state_is(&plan->base, "fixed")
                        ? "この支払計画は確定しています。回を足すには、確定を解きます。"
                        : "この支払計画には内訳がまだありません。「内訳を作る」を先にします。");
    if (before && state_is(&plan->base, "fixed"))
        return record_keeps(a, &instalment_ledger, before, record, "report note",
                            "支払計画は確定しています。直すには、確定を解きます。");
    return true;
}

/* A part of a fixed plan stays; the whole plan may go. */
static bool
instalment_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct payment_plan *plan = ledger_new(a, &payment_plan_ledger);
    bool found;

    (void)before;
    if (!record->removed_at.us || a->origin == ORIGIN_JOB)
        return true;
    if (!shape_read(a, shape_of(&payment_plan_ledger), ((const struct instalment *)record)->plan.id,
                    false, plan, &found))
        return false;
    return !found || !state_is(&plan->base, "fixed") ||
           fail(a, FAULT_CLASH, NULL, "支払計画は確定しています。削除するには、確定を解きます。");
}

const struct ledger instalment_ledger = {
    .name = "instalment",
    .title = "支払予定",
    .help = "支払計画の1回分です。対象の成果物が合格すると、請求書を作れます。",
    .path = "/contract/instalments",
    .icon = "yen",
    .row_size = sizeof(struct instalment),
    .fields = instalment_fields,
    .titled_by = "title",
    .listed = "title plan kind period amount report state",
    .states = &instalment_states,
    .access = instalment_access,
    .views = instalment_views,
    .keep_years = 5,
    .check = check_instalment,
    .after = instalment_changed,
};

bool
instalment_settle(struct act *a, int64_t id, const char *state)
{
    struct instalment *it = ledger_new(a, &instalment_ledger);

    if (!consequence_read(a, &instalment_ledger, id, it))
        return false;
    it->base.state = state;
    return ledger_change(a, &instalment_ledger, it);
}
