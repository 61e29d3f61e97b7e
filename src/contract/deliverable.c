#include "contract/deliverable.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/contract_money.h"
#include "contract/inspection.h"
#include "contract/money_rights.h"
#include "contract/terms.h"
#include "store/act.h"
#include "store/query.h"

enum { CLAIM_MONTHS = 12 };

static const struct choice_item formats[] = {
    { "PDF", "PDF", "pdf" },
    { "Word", "Word", "docx|ワード" },
    { "Excel", "Excel", "xlsx|エクセル" },
    { "PowerPoint", "PowerPoint", "pptx|パワーポイント" },
    { "紙（A4）", "紙（A4）", "A4|紙" },
    { "紙（A3）", "紙（A3）", "A3" },
    { 0 },
};

static const struct choice_item classes[] = {
    { "class3", "機密性3", "3|機密性3情報|機密性３" },
    { "class2", "機密性2", "2|機密性2情報|機密性２" },
    { "class1", "機密性1", "1|機密性1情報|機密性１" },
    { 0 },
};

static const struct field deliverable_fields[] = {
    FIELD(struct deliverable, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|成果物番号|管理番号", .series = "成-{year}-{number:3}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct deliverable, title, "成果物", .also = "名称|成果物名|件名|提出物|納品物",
          .required = true, .searched = true, .most = 200),
    FIELD(struct deliverable, due, "納期", .also = "提出期限|納入期限|期限"),
    FIELD(struct deliverable, due_rule, "納期の決まり",
          .help = "契約書のとおりに書きます。例：契約後14日、毎月 翌月15日。"
                  "納期を空けておくと、ここから決まります。",
          .also = "提出時期|納入時期", .most = 200),
    FIELD(struct deliverable, term, "納期の分", .fixed = true, .most = 40),
    FIELD(struct deliverable, ruled, "決まりからの納期", .fixed = true),
    FIELD(struct deliverable, formats, "形式", .help = "例：PDF、Word", .also = "媒体|ファイル形式",
          .choices = formats, .most = 200),
    FIELD(struct deliverable, recipients, "提出先",
          .help = "1行に1か所、部数とともに書きます。例：協議会 1部", .also = "納入先|納品先",
          .most = 4000),
    FIELD(struct deliverable, copies, "部数", .also = "提出部数|数量", .most = 1000),
    FIELD(struct deliverable, confidentiality, "機密性", .also = "取扱い|機密性区分",
          .choices = classes),
    FIELD(struct deliverable, delivered_on, "納品日", .also = "提出日|納入日|提出年月日"),
    FIELD(struct deliverable, round, "提出の回数", .fixed = true),
    FIELD(struct deliverable, inspect_by, "検査の期限", .fixed = true),
    FIELD(struct deliverable, passed_on, "合格日", .also = "検査合格日|検収日",
          .help = "検査の結果で入ります。前の契約から取り込むときだけ書きます。"),
    FIELD(struct deliverable, reopened_on, "契約不適合の通知日",
          .help = "発注者が契約不適合を知らせた日です。"),
    FIELD(struct deliverable, nonconformity, "契約不適合の内容", .searched = true, .most = 4000),
    FIELD(struct deliverable, note, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "pending", "未提出", "未納品|作成中|未", MARK_NEW },
    { "inspecting", "検査中", "提出|提出済|納品済|検査待ち", MARK_WAIT },
    { "passed", "合格", "検査合格|検収済|合格済", MARK_DONE, .ended = true },
    { "failed", "不合格", "検査不合格|再提出", MARK_WORK },
    { "reopened", "契約不適合", "不適合", MARK_WORK },
    { 0 },
};

static bool may_deliver(struct act *a, const struct record *before, struct record *record);
static bool may_reopen(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "deliver", "納品する", "pending failed reopened", "inspecting", "delivered_on", BY_CONTRACTOR,
      may_deliver },
    { "reopen", "契約不適合として戻す", "passed", "reopened", "reopened_on nonconformity",
      BY_CLIENT_OR_LEAD, may_reopen },
    { 0 },
};

static const struct states deliverable_states = { state_rows, transitions };

static const struct access deliverable_access[] = {
    { ROLE_LEAD, MONEY_WORK | DEED_COMMENT | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, MONEY_WORK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OFFICER, MONEY_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, MONEY_LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, MONEY_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view deliverable_views[] = {
    { "open", "未合格", "まだ合格していないものを、納期の近い順に並べます。",
      "state.in=pending,inspecting,failed,reopened", "due" },
    { "inspecting", "検査中", "発注者の検査を待つものを、検査の期限の近い順に並べます。",
      "state=inspecting", "inspect_by" },
    { "passed", "合格", "合格したものを新しい順に並べます。", "state=passed", "-passed_on" },
    { "all", "すべて", "納期の順に並べます。", "", "due" },
    { 0 },
};

struct date
claim_until(struct date passed)
{
    return date_add_months(passed, CLAIM_MONTHS);
}

static const char *
day_text(struct act *a, struct date date)
{
    return wareki_print(a->arena, date, WAREKI_PLAIN);
}

static bool
is_past(struct act *a, struct date date, const char *field, const char *label)
{
    return date.day <= instant_date(a->now).day ||
           fail(a, FAULT_INVALID, field, "%sが、まだ来ていない日です。", label);
}

static bool
may_deliver(struct act *a, const struct record *before, struct record *record)
{
    const struct deliverable *was = (const struct deliverable *)before;
    const struct deliverable *is = (const struct deliverable *)record;

    if (was->delivered_on.day && is->delivered_on.day < was->delivered_on.day)
        return fail(a, FAULT_INVALID, "delivered_on", "納品日が、前の納品日（%s）より前です。",
                    day_text(a, was->delivered_on));
    return is_past(a, is->delivered_on, "delivered_on", "納品日");
}

static bool
may_reopen(struct act *a, const struct record *before, struct record *record)
{
    const struct deliverable *is = (const struct deliverable *)record;
    struct date passed = ((const struct deliverable *)before)->passed_on;

    if (is->reopened_on.day < passed.day)
        return fail(a, FAULT_INVALID, "reopened_on", "通知日が、合格日（%s）より前です。",
                    day_text(a, passed));
    if (is->reopened_on.day > claim_until(passed).day)
        return fail(a, FAULT_INVALID, "reopened_on",
                    "合格日（%s）から1年を過ぎています。契約不適合として戻せるのは%sまでです。",
                    day_text(a, passed), day_text(a, claim_until(passed)));
    return is_past(a, is->reopened_on, "reopened_on", "通知日");
}

/* The inspection counts from the day that was noted, so it stays. */
static bool
keeps_delivery(struct act *a, const struct deliverable *was, const struct deliverable *is)
{
    return was->delivered_on.day == is->delivered_on.day ||
           state_reached(&was->base, &is->base, "inspecting") ||
           (!state_is(&is->base, "inspecting") && !state_is(&is->base, "passed")) ||
           fail(a, FAULT_CLASH, "delivered_on",
                "納品した後の納品日は変えられません。検査の期限はその日から数えています。");
}

static bool
begin_round(struct act *a, struct deliverable *it)
{
    struct contract_money agreed;

    if (!contract_money(a, it->base.contract, &agreed))
        return false;
    it->round = it->round == NO_NUMBER ? 1 : it->round + 1;
    it->inspect_by = inspection_due(&agreed, it->delivered_on);
    it->passed_on = (struct date){ 0 };
    return true;
}

/* Passed by an inspection only; what is taken over brings its day. */
static bool
keeps_pass(struct act *a, const struct deliverable *was, const struct deliverable *is)
{
    bool passed = state_is(&is->base, "passed");

    if (a->origin == ORIGIN_IMPORT && passed != (is->passed_on.day != 0))
        return fail(a, FAULT_INVALID, "passed_on",
                    passed ? "合格したものには、合格日を書きます。"
                           : "合格日は、合格したものだけに書きます。");
    if (a->origin == ORIGIN_IMPORT || a->origin == ORIGIN_JOB)
        return true;
    return (was ? was->passed_on.day : 0) == is->passed_on.day ||
           fail(a, FAULT_CLASH, "passed_on", "合格日は、検査の結果で入ります。");
}

struct taken {
    struct date last;
};

static const struct query taken_query = {
    .name = "deliverable.taken",
    .sql = "SELECT max(due) AS last FROM deliverable WHERE contract = :contract"
           " AND title = :title AND due_rule = :rule AND id <> :id AND removed_at IS NULL",
    .row_size = sizeof(struct taken),
    .columns = COLUMNS(COLUMN(struct taken, last)),
};

/* From which day on a term is looked for. */
static bool
find_start(struct act *a, const struct deliverable *it, const struct due *rule, struct date *from)
{
    struct instant made = it->base.created_at.us ? it->base.created_at : a->now;
    struct taken row = { 0 };
    bool found;

    *from = (struct date){ 0 };
    if (!due_repeats(rule))
        return true;
    if (!query_first(a, &taken_query, &row, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(title, it->title),
                           bind_text("rule", it->due_rule), bind_int("id", it->base.id))))
        return false;
    *from = instant_date(made);
    if (row.last.day >= from->day)
        *from = date_add(row.last, 1);
    return true;
}

/* The term it owes stays its own, until the rule is another. */
static bool
keeps_term(const struct deliverable *was, const struct deliverable *it, const struct due *rule)
{
    return was && was->ruled && it->due.day && due_repeats(rule) && was->due_rule &&
           strcmp(was->due_rule, it->due_rule) == 0;
}

static bool
settle_due(struct act *a, const struct deliverable *was, struct deliverable *it)
{
    bool typed = it->due.day && !(was && was->ruled && was->due.day == it->due.day);
    struct due_term term = { .name = "" };
    struct due_basis basis;
    struct due rule;
    struct date from;

    if (!contract_rule(a, it->base.contract, &it->due_rule, &rule, &basis))
        return false;
    if (rule.kind == DUE_NONE || typed) {
        it->ruled = false;
        it->term = NULL;
        return true;
    }
    if (!state_is(&it->base, "pending") || keeps_term(was, it, &rule))
        return true;
    if (!find_start(a, it, &rule, &from))
        return false;
    if (!due_next(a->arena, &rule, &basis, from, &term))
        term = (struct due_term){ .name = "" };
    it->due = term.due;
    it->term = term.name;
    it->ruled = term.due.day != 0;
    return true;
}

static bool
check_deliverable(struct act *a, const struct record *before, struct record *record)
{
    struct deliverable *it = (struct deliverable *)record;

    if (!settle_due(a, (const struct deliverable *)before, it) ||
        !keeps_pass(a, (const struct deliverable *)before, it) ||
        (before && !keeps_delivery(a, (const struct deliverable *)before, it)))
        return false;
    /* Faults of the day itself have been told; there is nothing to count from. */
    if (before && it->delivered_on.day && state_reached(before, record, "inspecting"))
        return begin_round(a, it);
    if (state_reached(before, record, "reopened"))
        it->passed_on = it->inspect_by = (struct date){ 0 };
    return true;
}

static bool
begin_inspection(struct act *a, void *with)
{
    const struct deliverable *it = with;
    struct inspection *fresh = ledger_new(a, &inspection_ledger);

    fresh->base.contract = it->base.contract;
    fresh->base.organisation = it->base.organisation;
    fresh->deliverable.id = it->base.id;
    return ledger_create(a, &inspection_ledger, fresh);
}

static bool
deliverable_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct deliverable it = *(const struct deliverable *)record;

    if (record->removed_at.us)
        return state_is(record, "pending") ||
               fail(a, FAULT_CLASH, NULL, "納品した成果物は削除できません。");
    return !before || !state_reached(before, record, "inspecting") ||
           consequence_run(a, begin_inspection, &it);
}

struct completion_row {
    int64_t deliverables;
    int64_t passed;
    struct date last;
};

static const struct query completion_query = {
    .name = "deliverable.completion",
    .sql = "SELECT count(*) AS deliverables,"
           " sum(CASE WHEN state = 'passed' THEN 1 ELSE 0 END) AS passed,"
           " max(passed_on) AS last FROM deliverable"
           " WHERE contract = :contract AND removed_at IS NULL",
    .row_size = sizeof(struct completion_row),
    .columns = COLUMNS(COLUMN(struct completion_row, deliverables),
                       COLUMN(struct completion_row, passed), COLUMN(struct completion_row, last)),
};

bool
contract_completion(struct act *a, int64_t contract, struct completion *out)
{
    struct completion_row row = { 0 };
    bool found;

    if (!query_first(a, &completion_query, &row, &found, BOUND(BIND(contract, contract))))
        return false;
    *out = (struct completion){ .deliverables = row.deliverables,
                                .passed = row.deliverables ? row.passed : 0,
                                .last = row.last };
    out->complete = out->deliverables > 0 && out->passed == out->deliverables;
    return true;
}

bool
deliverable_settle(struct act *a, int64_t id, const char *state, struct date passed_on)
{
    struct deliverable *it = ledger_new(a, &deliverable_ledger);

    if (!consequence_read(a, &deliverable_ledger, id, it))
        return false;
    it->base.state = state;
    it->passed_on = passed_on;
    return ledger_change(a, &deliverable_ledger, it);
}

const struct ledger deliverable_ledger = {
    .name = "deliverable",
    .title = "成果物",
    .help = "契約で納める成果物です。納品すると検査が始まり、検査の結果で合格か不合格になります。",
    .path = "/contract/deliverables",
    .icon = "box",
    .row_size = sizeof(struct deliverable),
    .fields = deliverable_fields,
    .titled_by = "title",
    .listed = "number title due state delivered_on inspect_by passed_on",
    .states = &deliverable_states,
    .access = deliverable_access,
    .views = deliverable_views,
    .talked = true,
    .keep_years = 5,
    .check = check_deliverable,
    .after = deliverable_changed,
};
