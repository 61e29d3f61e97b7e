#include "contract/task.h"

#include <string.h>

#include "base/arena.h"
#include "contract/event_rights.h"
#include "contract/task_graph.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct field task_fields[] = {
    FIELD(struct task, wbs, "WBS番号", .help = "例：1.2.3", .also = "WBS|No.|No|番号|項番",
          .unique = true, .code = true, .searched = true, .most = 40),
    FIELD(struct task, title, "作業", .also = "作業名|タスク|作業内容|名称", .required = true,
          .searched = true, .most = 200),
    FIELD(struct task, parent, "上の作業", .also = "親|親作業|親タスク", .to = &task_ledger),
    FIELD(struct task, assignee, "担当", .also = "担当者|責任者", .to = &person_ledger,
          .instead = "assignee_name"),
    FIELD(struct task, assignee_name, "担当（未登録）", .personal = true, .searched = true,
          .most = 100),
    FIELD(struct task, planned, "予定", .help = "始まりの日と終わりの日です。",
          .also = "予定期間|計画|計画期間"),
    FIELD(struct task, approved, "承認された予定", .fixed = true),
    FIELD(struct task, actual, "実績", .also = "実績期間"),
    FIELD(struct task, progress, "進捗（%）", .also = "進捗率|進捗|達成率", .least = 0,
          .most = 100),
    FIELD(struct task, predecessors, "先に終わる作業",
          .help = "これらが終わってから始める作業です。", .also = "先行作業|先行タスク|前提",
          .to = &task_ledger),
    FIELD(struct task, milestone, "節目", .help = "納品や報告会など、1日だけの目印です。",
          .also = "マイルストーン"),
    FIELD(struct task, content, "作業の内容", .also = "内容|詳細", .searched = true, .most = 20000),
    FIELD(struct task, remark, "備考", .most = 5000),
    { 0 },
};

static const struct state task_state_rows[] = {
    { "planned", "計画中", "計画|予定|未承認", MARK_NEW },
    { "approved", "承認済", "承認", MARK_ROUTE },
    { "working", "作業中", "着手|実施中|進行中", MARK_WORK },
    { "done", "完了", "済|終了", MARK_DONE, .ended = true },
    { "dropped", "取りやめ", "中止|不要", MARK_DONE, .ended = true },
    { 0 },
};

/* Checked, not needed: what a step needs its user may fill, and the client approves what
   was planned. */
static bool
has_plan(struct act *a, const struct record *before, struct record *record)
{
    const struct task *it = (const struct task *)record;

    (void)before;
    return it->planned.from.day ||
           fail(a, FAULT_CLASH, "planned", "予定の日がまだないので、承認できません。");
}

static const struct transition task_transitions[] = {
    { "approve", "工程を承認する", "planned", "approved", NULL, BY_CLIENT, has_plan },
    { "start", "作業を始める", "planned approved", "working", NULL, BY_CONTRACTOR },
    { "finish", "完了にする", "approved working", "done", "actual", BY_CONTRACTOR },
    { "drop", "取りやめる", "planned approved working", "dropped", "remark", BY_LEAD },
    { "reopen", "作業中に戻す", "done dropped", "working", NULL, BY_CONTRACTOR },
    { 0 },
};

static const struct states task_states = { task_state_rows, task_transitions };

static const struct access task_access[] = { EVENT_ACCESS, { 0 } };

#define OPEN_TASKS "state.in=planned,approved,working"

static const struct view task_views[] = {
    { "open", "未完了", "まだ終わっていない作業を、WBS番号の順に並べます。", OPEN_TASKS, "wbs" },
    { "mine", "自分の担当", "自分が担当する、まだ終わっていない作業です。",
      "assignee=me&" OPEN_TASKS, "wbs" },
    { "unapproved", "未承認", "発注者がまだ承認していない作業です。", "state=planned", "wbs" },
    { "milestones", "節目", "節目だけを並べます。", "milestone=true", "wbs" },
    { "all", "すべて", "すべてをWBS番号の順に並べます。", "", "wbs" },
    { 0 },
};

static bool
same_period(struct period left, struct period right)
{
    return left.from.day == right.from.day && left.until.day == right.until.day;
}

static bool
is_approved(const struct task *task)
{
    return task->approved.from.day || task->approved.until.day;
}

/* Whether the planned days of an approved task are others now. */
static bool
moves_schedule(const struct task *was, const struct task *it)
{
    return was && is_approved(was) && !same_period(was->planned, it->planned);
}

static bool
check_periods(struct act *a, struct task *it)
{
    bool good = true;

    if (it->planned.until.day && !it->planned.from.day)
        good = fail(a, FAULT_INVALID, "planned", "予定の始まりの日がありません。");
    if (it->planned.from.day && !it->planned.until.day)
        good = fail(a, FAULT_INVALID, "planned", "予定の終わりの日がありません。");
    if (it->milestone && it->planned.from.day != it->planned.until.day)
        good = fail(a, FAULT_INVALID, "planned",
                    "節目は1日だけです。始まりと終わりを同じ日にします。");
    if (it->actual.until.day && !it->actual.from.day)
        good = fail(a, FAULT_INVALID, "actual", "実績の始まりの日がありません。");
    if (it->actual.from.day > instant_date(a->now).day ||
        it->actual.until.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "actual", "実績に今日より先の日は書けません。");
    return good;
}

static bool
check_progress(struct act *a, struct task *it)
{
    bool done = strcmp(it->base.state, "done") == 0;

    if (done && !it->actual.until.day)
        return fail(a, FAULT_INVALID, "actual",
                    "実績の終わりの日がありません。書いてから完了にします。");
    if (done)
        it->progress = 100;
    else if (it->progress == 100 && !it->actual.until.day && !it->milestone)
        return fail(a, FAULT_INVALID, "actual",
                    "進捗が100％です。実績の終わりの日を書いてください。");
    if (it->progress > 0 && it->progress != NO_NUMBER && !it->actual.from.day)
        return fail(a, FAULT_INVALID, "actual",
                    "進捗があります。実績の始まりの日を書いてください。");
    return true;
}

struct stored_link {
    int64_t id;
    int64_t parent;
    const char *predecessors;
};
struct stored_links {
    struct stored_link *rows;
    size_t count;
};

static const struct query links_query = {
    .name = "task.links",
    .sql = "SELECT id, parent, predecessors FROM task WHERE contract = :contract AND id <> :id"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct stored_link),
    .columns = COLUMNS(COLUMN(struct stored_link, id), COLUMN(struct stored_link, parent),
                       COLUMN(struct stored_link, predecessors)),
};

static bool
goes_round(struct act *a, const struct task_link *links, size_t count)
{
    struct task_graph graph;

    task_graph_make(a->arena, links, count, &graph);
    return task_graph_circle(&graph);
}

/* The task as it will be among the others as they are; whether its parent alone makes the
   circle says which field has to change. */
static bool
check_circle(struct act *a, const struct task *it)
{
    struct stored_links others;
    struct task_link *links;
    int64_t *own = NEW_ARRAY(a->arena, it->predecessors.count + 1, int64_t);

    if (!it->parent.id && !it->predecessors.count)
        return true;
    if (!QUERY(a, &links_query, others, bind_int("contract", it->base.contract),
               bind_int("id", it->base.id)))
        return false;
    links = NEW_ARRAY(a->arena, others.count + 1, struct task_link);
    for (size_t i = 0; i < others.count; i++) {
        int64_t *ids;

        links[i] = (struct task_link){ .id = others.rows[i].id, .parent = others.rows[i].parent };
        links[i].predecessor_count = task_ids(a->arena, others.rows[i].predecessors, &ids);
        links[i].predecessors = ids;
    }
    for (size_t i = 0; i < it->predecessors.count; i++)
        own[i] = it->predecessors.items[i].id;
    links[others.count] = (struct task_link){ it->base.id, it->parent.id, own, 0 };
    if (goes_round(a, links, others.count + 1))
        return fail(a, FAULT_INVALID, "parent",
                    "上の作業をたどると、この作業に戻ります。別の作業を選びます。");
    links[others.count].predecessor_count = it->predecessors.count;
    if (goes_round(a, links, others.count + 1))
        return fail(a, FAULT_INVALID, "predecessors",
                    "先に終わる作業をたどると、この作業に戻ります。選び直します。");
    return true;
}

static bool
check_task(struct act *a, const struct record *before, struct record *record)
{
    const struct task *was = (const struct task *)before;
    struct task *it = (struct task *)record;
    bool good = check_periods(a, it);

    good = check_progress(a, it) && good;
    if (strcmp(record->state, "approved") == 0 && !is_approved(it))
        it->approved = it->planned;
    if (moves_schedule(was, it) && !(a->reason && *a->reason))
        good = fail(a, FAULT_INVALID, "planned",
                    "承認された工程を変えるときは、変える理由を書いてください。");
    return check_circle(a, it) && good;
}

/* The change of an approved schedule as a record, for the report to the client. */
static bool
note_change(struct act *a, const struct record *before, const struct record *record)
{
    const struct task *was = (const struct task *)before;
    const struct task *it = (const struct task *)record;
    struct schedule_change *change;

    if (record->removed_at.us || !moves_schedule(was, it))
        return true;
    change = ledger_new(a, &schedule_change_ledger);
    change->base.contract = record->contract;
    change->title =
        it->wbs && *it->wbs ? arena_print(a->arena, "%s %s", it->wbs, it->title) : it->title;
    change->task.id = record->id;
    change->planned_before = was->planned;
    change->planned_after = it->planned;
    change->grounds.text = a->reason;
    change->changed_on = instant_date(a->now);
    return ledger_create(a, &schedule_change_ledger, change);
}

const struct ledger task_ledger = {
    .name = "task",
    .title = "作業（WBS）",
    .help = "作業を分けて、予定、実績、進捗、前後の関係を書きます。"
            "承認された予定を変えると、工程の変更として報告に上がります。",
    .path = "/contract/tasks",
    .icon = "chart",
    .row_size = sizeof(struct task),
    .fields = task_fields,
    .titled_by = "title",
    .listed = "wbs title assignee planned actual progress state",
    .states = &task_states,
    .access = task_access,
    .views = task_views,
    .talked = true,
    .keep_years = 5,
    .check = check_task,
    .after = note_change,
};

/* --- changes -------------------------------------------------------------------------- */

static const struct field change_fields[] = {
    FIELD(struct schedule_change, title, "作業の名前", .also = "件名", .required = true,
          .searched = true, .settled = true, .most = 300),
    FIELD(struct schedule_change, task, "作業", .to = &task_ledger, .required = true,
          .settled = true),
    FIELD(struct schedule_change, planned_before, "変更前の予定", .settled = true),
    FIELD(struct schedule_change, planned_after, "変更後の予定", .settled = true),
    FIELD(struct schedule_change, grounds, "変える理由", .also = "理由", .searched = true,
          .settled = true, .most = 5000),
    FIELD(struct schedule_change, changed_on, "変えた日", .settled = true),
    FIELD(struct schedule_change, reported_on, "発注者へ報告した日", .also = "報告日"),
    FIELD(struct schedule_change, opinion, "発注者の意見", .most = 5000),
    { 0 },
};

static const struct state change_state_rows[] = {
    { "changed", "未報告", "変更", MARK_NEW },
    { "reported", "報告済", "報告", MARK_WAIT },
    { "accepted", "了承", "承認|承諾", MARK_DONE, .ended = true },
    { "refused", "差戻し", "不承認", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition change_transitions[] = {
    { "report", "発注者へ報告した", "changed", "reported", "reported_on", BY_CONTRACTOR },
    { "accept", "了承する", "changed reported", "accepted", NULL, BY_CLIENT },
    { "refuse", "差し戻す", "changed reported", "refused", "opinion", BY_CLIENT },
    { 0 },
};

static const struct states change_states = { change_state_rows, change_transitions };

/* Mostly made by the task itself; nobody takes one away or writes it anew. */
static const struct access change_access[] = {
    { ROLE_LEAD, EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OPERATOR, EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_OFFICER, EVENT_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, EVENT_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view change_views[] = {
    { "open", "未了承", "発注者がまだ了承していない変更です。", "state.in=changed,reported",
      "changed_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger schedule_change_ledger = {
    .name = "schedule_change",
    .title = "工程の変更",
    .help = "承認された工程を変えると、ここに変更前後の予定と理由が残ります。発注者へ報告します。",
    .path = "/contract/schedule-changes",
    .icon = "turn",
    .row_size = sizeof(struct schedule_change),
    .fields = change_fields,
    .titled_by = "title",
    .listed = "title planned_before planned_after changed_on state reported_on",
    .states = &change_states,
    .access = change_access,
    .views = change_views,
    .talked = true,
    .keep_years = 5,
};
