#include "contract/inspection.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/contract_money.h"
#include "contract/deliverable.h"
#include "contract/money_rights.h"
#include "ledger/clock.h"
#include "ledger/core/who.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct field inspection_fields[] = {
    FIELD(struct inspection, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "検査番号|No.|No", .series = "検-{year}-{number:4}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct inspection, title, "件名", .fixed = true, .searched = true, .most = 300),
    FIELD(struct inspection, deliverable, "成果物", .also = "対象|検査対象", .required = true,
          .settled = true, .to = &deliverable_ledger),
    FIELD(struct inspection, round, "回", .fixed = true),
    FIELD(struct inspection, delivered_on, "納品日", .fixed = true),
    FIELD(struct inspection, due, "検査の期限", .fixed = true),
    FIELD(struct inspection, inspector, "検査員", .also = "検査者|検査職員", .searched = true,
          .most = 100),
    FIELD(struct inspection, inspected_on, "検査日", .also = "検査年月日|合否決定日"),
    FIELD(struct inspection, answered_on, "結果が出た日", .fixed = true),
    FIELD(struct inspection, facts, "不合格の事実",
          .help = "契約や仕様書のどこに、どう合わないかを書きます。", .also = "不合格理由|指摘事項",
          .searched = true, .most = 20000),
    FIELD(struct inspection, redeliver_by, "再納品の期限", .also = "補正期限|手直し期限"),
    FIELD(struct inspection, notice, "結果の通知",
          .help = "発注者からの通知書の番号か日付です。受託者が結果を書くときは必須です。",
          .also = "通知番号", .most = 200),
    FIELD(struct inspection, note, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "waiting", "検査中", "検査待ち|未検査", MARK_WAIT },
    { "passed", "合格", "検査合格", MARK_DONE, .ended = true },
    { "failed", "不合格", "検査不合格", MARK_SOLVED, .ended = true },
    { "deemed", "みなし合格", "みなし", MARK_DONE, .ended = true },
    { 0 },
};

static bool may_decide(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "pass", "合格にする", "waiting", "passed", "inspected_on", BY_CLIENT_OR_LEAD, may_decide,
      .asks = "inspector notice" },
    { "fail", "不合格にする", "waiting", "failed", "inspected_on facts redeliver_by",
      BY_CLIENT_OR_LEAD, may_decide, .asks = "inspector notice" },
    { 0 },
};

static const struct states inspection_states = { state_rows, transitions };

static const struct clock_rule inspection_clocks[] = {
    { .name = "answer",
      .label = "検査結果の回答",
      .kind = CLOCK_DATE,
      .from = "due",
      .met = "passed failed deemed",
      .done = "answered_on" },
    { 0 },
};

static const struct access inspection_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT,
      .sets = "inspector inspected_on facts redeliver_by notice note" },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view inspection_views[] = {
    { "waiting", "検査中", "結果を待つものを、期限の近い順に並べます。", "state=waiting", "due" },
    { "failed", "不合格", "不合格になったものを新しい順に並べます。", "state=failed",
      "-inspected_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const char *
day_text(struct act *a, struct date date)
{
    return wareki_print(a->arena, date, WAREKI_PLAIN);
}

/* Whether the actor decides for the client here, by a membership of his own. */
static bool
is_client(const struct act *a, int64_t contract)
{
    for (size_t i = 0; i < a->who->count; i++)
        if (a->who->in[i].role == ROLE_OFFICER &&
            (!a->who->in[i].contract || a->who->in[i].contract == contract) &&
            membership_holds(&a->who->in[i], instant_date(a->now)))
            return true;
    return false;
}

static bool
check_days(struct act *a, const struct inspection *it)
{
    bool good = true;

    if (it->inspected_on.day && it->inspected_on.day < it->delivered_on.day)
        good = fail(a, FAULT_INVALID, "inspected_on", "検査日が、納品日（%s）より前です。",
                    day_text(a, it->delivered_on));
    if (it->inspected_on.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "inspected_on", "検査日が、まだ来ていない日です。");
    if (it->redeliver_by.day && it->redeliver_by.day < it->inspected_on.day)
        good = fail(a, FAULT_INVALID, "redeliver_by", "再納品の期限が、検査日より前です。");
    return good;
}

static bool
may_decide(struct act *a, const struct record *before, struct record *record)
{
    const struct inspection *it = (const struct inspection *)record;
    struct contract_money agreed;
    bool good = check_days(a, it);

    (void)before;
    if (!contract_money(a, it->base.contract, &agreed))
        return false;
    if (agreed.deemed && it->inspected_on.day > it->due.day)
        good = fail(a, FAULT_CLASH, "inspected_on",
                    "検査の期限（%s）を過ぎています。契約により、その日に合格したとみなします。",
                    day_text(a, it->due));
    if (!is_client(a, it->base.contract) && (!it->notice || !*it->notice))
        good = fail(
            a, FAULT_INVALID, "notice",
            "発注者の代わりに結果を書くときは、「結果の通知」に通知書の番号か日付を書きます。");
    return good;
}

/* Says what stands in the way of inspecting this deliverable. */
static bool
can_inspect(struct act *a, const struct deliverable *d)
{
    struct completion done;

    if (state_is(&d->base, "inspecting"))
        return true;
    if (!contract_completion(a, d->base.contract, &done))
        return false;
    if (done.complete)
        return fail(a, FAULT_CLASH, "deliverable",
                    "この契約の成果物は%sにすべて合格し、業務は完了しています。完了の後の検査は"
                    "登録できません。契約に合わないところがあるときは、成果物を契約不適合として"
                    "戻します。",
                    day_text(a, done.last));
    if (state_is(&d->base, "passed"))
        return fail(a, FAULT_CLASH, "deliverable", "「%s」は%sに合格しています。", d->title,
                    day_text(a, d->passed_on));
    return fail(a, FAULT_CLASH, "deliverable",
                "「%s」はまだ納品されていません。納品すると、検査が始まります。", d->title);
}

struct one_row {
    int64_t id;
};

static const struct query waiting_query = {
    .name = "inspection.waiting",
    .sql = "SELECT id FROM inspection WHERE contract = :contract AND deliverable = :deliverable"
           " AND state = 'waiting' AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct one_row),
    .columns = COLUMNS(COLUMN(struct one_row, id)),
};

static bool
is_the_only_one(struct act *a, const struct inspection *it)
{
    struct one_row row;
    bool found;

    if (!query_first(a, &waiting_query, &row, &found,
                     BOUND(bind_int("contract", it->base.contract),
                           bind_int("deliverable", it->deliverable.id))))
        return false;
    return !found ||
           fail(a, FAULT_CLASH, "deliverable", "この成果物の検査は、もう始まっています。");
}

/* What the delivery says. */
static bool
take_delivery(struct act *a, struct inspection *it)
{
    struct deliverable *d = ledger_new(a, &deliverable_ledger);

    if (!consequence_read(a, &deliverable_ledger, it->deliverable.id, d))
        return false;
    it->round = d->round;
    it->delivered_on = d->delivered_on;
    it->due = d->inspect_by;
    it->title = arena_print(a->arena, "%s　第%lld回の検査", d->title,
                            (long long)(d->round == NO_NUMBER ? 0 : d->round));
    return a->origin == ORIGIN_IMPORT || (can_inspect(a, d) && is_the_only_one(a, it));
}

static bool
check_inspection(struct act *a, const struct record *before, struct record *record)
{
    struct inspection *it = (struct inspection *)record;

    if (!before)
        return it->deliverable.id && take_delivery(a, it);
    if (state_is(before, "waiting")) {
        if (state_is(record, "passed") || state_is(record, "failed"))
            it->answered_on = it->inspected_on;
        return true;
    }
    return record_keeps(a, &inspection_ledger, before, record, "note notice inspector",
                        "結果が出た検査は変えられません。");
}

static bool
settle(struct act *a, void *with)
{
    const struct inspection *it = with;
    bool failed = state_is(&it->base, "failed");

    return deliverable_settle(a, it->deliverable.id, failed ? "failed" : "passed",
                              failed ? (struct date){ 0 } : it->inspected_on);
}

static bool
inspection_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct inspection it = *(const struct inspection *)record;

    if (!before || !state_is(before, "waiting") || state_is(record, "waiting"))
        return true;
    return consequence_run(a, settle, &it);
}

static const struct query passed_query = {
    .name = "inspection.passed",
    .sql = "SELECT id FROM inspection WHERE deliverable = :deliverable"
           " AND state IN ('passed', 'deemed') AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
    .row_size = sizeof(struct one_row),
    .columns = COLUMNS(COLUMN(struct one_row, id)),
};

bool
inspection_passed(struct act *a, int64_t deliverable, struct inspection *out, bool *found)
{
    struct one_row row;

    if (!query_first(a, &passed_query, &row, found, BOUND(BIND(deliverable, deliverable))))
        return false;
    return !*found || shape_read(a, shape_of(&inspection_ledger), row.id, false, out, found);
}

const struct ledger inspection_ledger = {
    .name = "inspection",
    .title = "検査",
    .help = "納品された成果物の検査です。期限までに、合格か、事実を書いて不合格にします。",
    .path = "/contract/inspections",
    .icon = "check",
    .row_size = sizeof(struct inspection),
    .fields = inspection_fields,
    .titled_by = "title",
    .listed = "number title delivered_on due state inspected_on redeliver_by",
    .states = &inspection_states,
    .access = inspection_access,
    .views = inspection_views,
    .clocks = inspection_clocks,
    .talked = true,
    .keep_years = 5,
    .check = check_inspection,
    .after = inspection_changed,
};
