#include "desk/application.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "contract/approval.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "contract/consequence.h"
#include "contract/form.h"
#include "desk/application_answers.h"
#include "desk/application_mail.h"
#include "desk/application_write.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum {
    ASKS = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER | 1 << ROLE_APPROVER |
           1 << ROLE_REQUESTER,
    ENDS = 1 << ROLE_LEAD | 1 << ROLE_OFFICER,
    /* What only follows from something else: from an approval, from work. */
    NOBODY = 1 << ROLE_NONE,
};

static const struct field application_fields[] = {
    FIELD(struct application, number, "申請番号", .help = "自動で付きます。",
          .series = "S{era}-{number:5}", .unique = true, .fixed = true, .searched = true,
          .most = 40),
    FIELD(struct application, title, "申請", .fixed = true, .searched = true, .most = 300),
    FIELD(struct application, kind, "申請の種類", .required = true, .settled = true,
          .to = &application_kind_ledger),
    FIELD(struct application, section, "課",
          .help = "申請する人の所属です。人の台帳に所属があれば、それになります。",
          .to = &organisation_ledger),
    FIELD(struct application, answers, "申請の内容",
          .help = "質問ごとに「【質問】答え」と書きます。", .searched = true, .most = 40000),
    FIELD(struct application, details, "申請の内容（個人情報）", .personal = true, .most = 40000),
    FIELD(struct application, applicant, "申請した人", .fixed = true, .to = &person_ledger),
    FIELD(struct application, sent_at, "申請した日時", .fixed = true, .counted = true),
    FIELD(struct application, approved_at, "承認された日時", .fixed = true),
    FIELD(struct application, ended_at, "終わった日時", .fixed = true),
    FIELD(struct application, due_on, "完了の目安", .fixed = true),
    FIELD(struct application, form, "質問票の版", .fixed = true, .to = &question_form_ledger),
    FIELD(struct application, route, "承認経路", .fixed = true, .to = &approval_route_ledger),
    FIELD(struct application, assignee, "作業の担当", .fixed = true, .to = &person_ledger),
    FIELD(struct application, works, "承認後の作業", .fixed = true, .most = 2000),
    FIELD(struct application, checked, "別の人が確認する", .fixed = true),
    FIELD(struct application, target, "書く台帳", .fixed = true, .most = 40),
    FIELD(struct application, written, "書くとき", .fixed = true, .most = 40),
    FIELD(struct application, mapping, "台帳への記録", .fixed = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "draft", "下書き", NULL, MARK_NEW },
    { "requested", "承認待ち", NULL, MARK_ROUTE },
    { "returned", "差戻し", NULL, MARK_WAIT },
    { "working", "作業中", NULL, MARK_WORK },
    { "checking", "確認待ち", NULL, MARK_WAIT },
    { "done", "完了", NULL, MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", NULL, MARK_DONE, .ended = true },
    { "cancelled", "中止", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* --- what each step asks -------------------------------------------------------------------- */

static bool
is_applicant(struct act *a, const struct record *before)
{
    return (a->who->person && a->who->person == before->owner) ||
           fail(a, FAULT_DENIED, NULL, "申請した本人だけができます。");
}

/* It may have been changed since the kind took it. */
static bool
check_route(struct act *a, const struct application *it)
{
    struct approval_route *route = ledger_new(a, &approval_route_ledger);

    return consequence_read(a, &approval_route_ledger, it->route.id, route) &&
           (!route->own ||
            fail(a, FAULT_CLASH, NULL,
                 "承認経路が申請者本人の承認を認めています。窓口の責任者に、直してもらいます。"));
}

static bool
check_send(struct act *a, const struct record *before, struct record *record)
{
    struct application *it = (struct application *)record;
    struct application_kind *kind = ledger_new(a, &application_kind_ledger);
    const struct calendar *calendar;

    if (!is_applicant(a, before) || !check_route(a, it) || !answers_settle(a, it) ||
        !consequence_read(a, &application_kind_ledger, it->kind.id, kind) ||
        !contract_calendar(a, record->contract, &calendar))
        return false;
    if (state_is(before, "draft") && !state_is(&kind->base, "used"))
        return fail(a, FAULT_CLASH, NULL, "「%s」は、いま受け付けていません。", kind->title);
    it->sent_at = a->now;
    it->due_on = (struct date){ 0 };
    if (kind->days != NO_NUMBER)
        it->due_on = calendar_business_days(calendar, instant_date(a->now), (int)kind->days);
    return true;
}

static bool
check_cancel(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    ((struct application *)record)->ended_at = a->now;
    return (a->reason && *a->reason) ||
           fail(a, FAULT_INVALID, "reason", "中止する理由を書いてください。");
}

struct newest {
    int64_t route;
    int64_t owner;
    const char *state;
};

static const struct query newest_query = {
    .name = "application.approval",
    .sql = "SELECT route, owner, state FROM approval WHERE contract = :contract"
           " AND ledger = 'application' AND record = :record AND removed_at IS NULL"
           " ORDER BY id DESC LIMIT 1",
    .row_size = sizeof(struct newest),
    .columns = COLUMNS(COLUMN(struct newest, route), COLUMN(struct newest, owner),
                       COLUMN(struct newest, state)),
};

/* The newest approval must have come to this end, by the application's own route. */
static bool
check_approval(struct act *a, const struct application *it, const char *state)
{
    struct newest newest;
    bool found;

    if (!query_first(a, &newest_query, &newest, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(record, it->base.id))))
        return false;
    if (!found || strcmp(newest.state, state) != 0)
        return fail(a, FAULT_CLASH, NULL, "承認がまだです。決裁が終わると、自動で進みます。");
    return (newest.route == it->route.id && newest.owner == it->base.owner) ||
           strcmp(state, "approved") != 0 ||
           fail(a, FAULT_CLASH, NULL,
                "この申請の承認経路ではありません。差し戻して、申請し直してもらいます。");
}

static bool
check_approve(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    ((struct application *)record)->approved_at = a->now;
    return check_approval(a, (const struct application *)record, "approved");
}

static bool
check_send_back(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return check_approval(a, (const struct application *)record, "returned");
}

static bool
check_work_done(struct act *a, const struct record *before, struct record *record)
{
    struct work_counts counts;

    (void)before;
    if (!application_works_count(a, record->id, &counts))
        return false;
    return (!counts.open && counts.unchecked) ||
           fail(a, FAULT_CLASH, NULL, "作業がまだ終わっていません。");
}

static bool
check_finish(struct act *a, const struct record *before, struct record *record)
{
    struct work_counts counts;

    (void)before;
    ((struct application *)record)->ended_at = a->now;
    if (!application_works_count(a, record->id, &counts))
        return false;
    return (!counts.open && !counts.unchecked && counts.closed) ||
           fail(a, FAULT_CLASH, NULL, "作業か確認がまだ終わっていません。");
}

static const struct transition transitions[] = {
    { "send", "申請する", "draft returned", "requested", NULL, ASKS, .own = true,
      .check = check_send },
    { "recall", "引き戻す", "requested", "draft", NULL, ASKS, .own = true },
    { "withdraw", "取り下げる", "draft requested returned", "withdrawn", NULL, ASKS, .own = true },
    { "cancel", "中止する", "working checking", "cancelled", NULL, ENDS, .check = check_cancel },
    { "approve", "承認する", "requested", "working", NULL, NOBODY, .check = check_approve },
    { "send_back", "差し戻す", "requested", "returned", NULL, NOBODY, .check = check_send_back },
    { "work_done", "作業を終える", "working", "checking", NULL, NOBODY, .check = check_work_done },
    { "rework", "作業に戻す", "checking", "working", NULL, NOBODY },
    { "finish", "完了する", "working checking", "done", NULL, NOBODY, .check = check_finish },
    { 0 },
};

static const struct states application_states = { state_rows, transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    ASK = DEED_READ | DEED_CREATE | DEED_CHANGE | DEED_PERSONAL,
};

#define SETS "kind section answers details"
#define SEES                                                                                       \
    "number title kind section answers applicant sent_at approved_at ended_at due_on form route"   \
    " works checked"

/* Whoever works may apply; each changes his own only (check_application). */
static const struct access application_access[] = {
    { ROLE_LEAD, ASK | LOOK, REACH_CONTRACT, .sets = SETS },
    { ROLE_OPERATOR, ASK | LOOK, REACH_CONTRACT, .sets = SETS },
    { ROLE_OFFICER, ASK | LOOK, REACH_CONTRACT, .sets = SETS },
    { ROLE_APPROVER, ASK, REACH_CONTRACT, .sets = SETS },
    { ROLE_REQUESTER, ASK, REACH_OWN, .sees = SEES " details", .sets = SETS },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view application_views[] = {
    { "open", "進んでいるもの", "申請されて、まだ終わっていないものを、新しい順に並べます。",
      "state.in=requested,returned,working,checking", "-id" },
    { "mine", "わたしの申請", "自分の申請を、下書きも含めて、新しい順に並べます。", "owner=me",
      "-id" },
    { "requested", "承認待ち", "承認を待っている申請です。", "state=requested", "id" },
    { "working", "作業中・確認待ち", "承認されて、作業か確認を待っている申請です。",
      "state.in=working,checking", "due_on" },
    { "late", "目安を過ぎたもの", "完了の目安の日を過ぎた申請です。",
      "state.in=requested,working,checking&due_on.lt=today", "due_on" },
    { "all", "すべて", "終わった申請も並べます。", "", "-id" },
    { 0 },
};

/* --- the rules of every write ---------------------------------------------------------------- */

/* Form and rules are taken along, so that a kind may be edited meanwhile. */
static bool
take_rules(struct act *a, struct application *it)
{
    struct application_kind *kind = ledger_new(a, &application_kind_ledger);

    if (!consequence_read(a, &application_kind_ledger, it->kind.id, kind))
        return false;
    if (!state_is(&kind->base, "used"))
        return fail(a, FAULT_CLASH, "kind", "「%s」は、いま受け付けていません。", kind->title);
    it->form = kind->form;
    it->route = kind->route;
    it->assignee = kind->assignee;
    it->works = kind->works;
    it->checked = kind->checked;
    it->target = kind->target.code;
    it->written = kind->written.code;
    it->mapping = kind->mapping;
    it->applicant.id = it->base.owner;
    return true;
}

/* Whose section head decides is not the applicant's to choose. */
static bool
put_section(struct act *a, struct application *it)
{
    struct person *person = ledger_new(a, &person_ledger);
    const char *kind, *section;

    if (!consequence_read(a, &person_ledger, it->base.owner, person))
        return false;
    if (person->section.id)
        it->section = person->section;
    it->base.organisation = it->section.id;
    if (!ref_title(a, &application_kind_ledger, it->kind, &kind) ||
        !ref_title(a, &organisation_ledger, it->section, &section))
        return false;
    it->title = arena_print(a->arena, "%s%s%s", kind, *section ? "　" : "", section);
    return true;
}

static bool
is_open(const struct record *record)
{
    return state_is(record, "draft") || state_is(record, "returned");
}

static bool
check_change(struct act *a, const struct record *before, const struct record *record)
{
    bool same = strcmp(before->state, record->state) == 0;

    if (before->owner != record->owner)
        return fail(a, FAULT_CLASH, "owner", "申請した人は変えられません。");
    if (a->origin == ORIGIN_IMPORT && !same)
        return fail(a, FAULT_CLASH, "state", "申請の状態は、取り込めません。");
    if (!is_open(before))
        return record_keeps(a, &application_ledger, before, record, NULL,
                            "申請した後は変えられません。引き戻すか、差し戻してもらいます。");
    if (same && (a->origin == ORIGIN_PAGE || a->origin == ORIGIN_API))
        return is_applicant(a, before);
    return true;
}

static bool
check_application(struct act *a, const struct record *before, struct record *record)
{
    struct application *it = (struct application *)record;

    if (!it->kind.id)
        return true;
    if (before)
        return check_change(a, before, record) && (!is_open(before) || put_section(a, it));
    if (!record->owner)
        return fail(a, FAULT_INVALID, "owner", "人の台帳にない方は、申請できません。");
    if (!state_is(record, "draft"))
        return fail(a, FAULT_CLASH, "state", "申請は下書きから始まります。");
    return take_rules(a, it) && put_section(a, it);
}

/* --- what follows --------------------------------------------------------------------------- */

static bool
ask_approval(struct act *a, const struct application *it)
{
    struct approval *row = ledger_new(a, &approval_ledger);

    row->base.contract = it->base.contract;
    row->base.organisation = it->base.organisation;
    row->ledger = application_ledger.name;
    row->record = it->base.id;
    row->route.id = it->route.id;
    return ledger_keep(a, &approval_ledger, NULL, row);
}

static const struct query running_query = {
    .name = "application.running",
    .sql = "SELECT id FROM approval WHERE contract = :contract AND ledger = 'application'"
           " AND record = :record AND state = 'running' AND removed_at IS NULL",
    FOUND_IDS,
};

static bool
stop_approval(struct act *a, const struct record *record)
{
    struct approval *rows;
    size_t count;

    if (!shape_rows(a, shape_of(&approval_ledger), &running_query,
                    BOUND(BIND(contract, record->contract), BIND(record, record->id)), &rows,
                    &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ledger_keep(a, &approval_ledger, "withdraw", &rows[i]))
            return false;
    return true;
}

static bool
begin_work(struct act *a, void *with)
{
    return application_works_make(a, with) && application_tell_work(a, with);
}

static bool
end_work(struct act *a, void *with)
{
    const struct application *it = with;

    return application_works_cancel(a, it->base.id) && application_tell_end(a, it);
}

static bool
application_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct application it = *(const struct application *)record;

    if (!before)
        return true;
    if (state_reached(before, record, "requested"))
        return ask_approval(a, &it);
    if (state_is(before, "requested") && state_reached(before, record, "working"))
        return consequence_run(a, begin_work, &it) && application_write(a, &it, "approved");
    if (state_reached(before, record, "done"))
        return application_write(a, &it, "done") && application_tell_end(a, &it);
    if (state_reached(before, record, "cancelled"))
        return consequence_run(a, end_work, &it);
    return !state_is(before, "requested") ||
           (!state_reached(before, record, "draft") &&
            !state_reached(before, record, "withdrawn")) ||
           stop_approval(a, record);
}

const struct ledger application_ledger = {
    .name = "application",
    .title = "申請",
    .help = "アカウント、機器、貸出などの申請です。承認されると作業ができ、作業と確認が終わると"
            "完了になります。",
    .path = "/desk/applications",
    .icon = "route",
    .row_size = sizeof(struct application),
    .fields = application_fields,
    .titled_by = "title",
    .listed = "number title state applicant section sent_at due_on",
    .states = &application_states,
    .access = application_access,
    .views = application_views,
    .keep_years = 5,
    .check = check_application,
    .after = application_changed,
};
