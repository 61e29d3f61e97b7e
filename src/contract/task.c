#include "contract/task.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
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
    FIELD(struct task, parent, "上の作業", .also = "親|親作業|親タスク|上位作業",
          .to = &task_ledger),
    FIELD(struct task, assignee, "担当", .also = "担当者|責任者", .to = &person_ledger,
          .instead = "assignee_name"),
    FIELD(struct task, assignee_name, "担当（未登録）", .personal = true, .searched = true,
          .most = 100),
    FIELD(struct task, planned_from, "予定の始まり",
          .also = "予定開始|開始予定|開始予定日|予定開始日|計画開始|開始日"),
    FIELD(struct task, planned_until, "予定の終わり",
          .also = "予定終了|終了予定|終了予定日|予定終了日|計画終了|完了予定日|終了日"),
    FIELD(struct task, approved, "承認された予定", .fixed = true),
    FIELD(struct task, actual_from, "実績の始まり", .also = "実績開始|実績開始日|開始実績|着手日"),
    FIELD(struct task, actual_until, "実績の終わり",
          .also = "実績終了|実績終了日|終了実績|完了日|実績完了日"),
    FIELD(struct task, progress, "進捗（%）", .also = "進捗率|進捗|達成率", .least = 0,
          .most = 100),
    FIELD(struct task, predecessors, "先に終わる作業",
          .help = "これらが終わってから始める作業です。", .to = &task_ledger),
    FIELD(struct task, waits_for, "先に終わる作業の番号",
          .help = "WBS番号で書いてもかまいません。例：1.1、1.2",
          .also = "先行作業|先行タスク|先行|前提|依存", .most = 300),
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
    return it->planned_from.day ||
           fail(a, FAULT_CLASH, "planned_from", "予定の日がまだないので、承認できません。");
}

static const struct transition task_transitions[] = {
    { "approve", "工程を承認する", "planned", "approved", NULL, BY_CLIENT, has_plan },
    { "start", "作業を始める", "planned approved", "working", NULL, BY_CONTRACTOR },
    { "finish", "完了にする", "approved working", "done", "actual_until", BY_CONTRACTOR,
      .asks = "actual_from" },
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
is_approved(const struct task *task)
{
    return task->approved.from.day || task->approved.until.day;
}

/* Whether the planned days of an approved task are others now. */
static bool
moves_schedule(const struct task *was, const struct task *it)
{
    return was && is_approved(was) &&
           (was->planned_from.day != it->planned_from.day ||
            was->planned_until.day != it->planned_until.day);
}

static bool
check_days(struct act *a, struct task *it)
{
    struct date today = instant_date(a->now);
    bool good = true;

    if (it->planned_until.day && !it->planned_from.day)
        good = fail(a, FAULT_INVALID, "planned_from", "予定の始まりの日がありません。");
    else if (it->planned_from.day && !it->planned_until.day)
        good = fail(a, FAULT_INVALID, "planned_until", "予定の終わりの日がありません。");
    else if (it->planned_until.day < it->planned_from.day)
        good = fail(a, FAULT_INVALID, "planned_until", "予定の終わりが始まりより前です。");
    else if (it->milestone && it->planned_from.day != it->planned_until.day)
        good = fail(a, FAULT_INVALID, "planned_until",
                    "節目は1日だけです。始まりと終わりを同じ日にします。");
    if (it->actual_until.day && !it->actual_from.day)
        good = fail(a, FAULT_INVALID, "actual_from", "実績の始まりの日がありません。");
    else if (it->actual_until.day && it->actual_until.day < it->actual_from.day)
        good = fail(a, FAULT_INVALID, "actual_until", "実績の終わりが始まりより前です。");
    if (it->actual_from.day > today.day)
        good = fail(a, FAULT_INVALID, "actual_from", "実績に今日より先の日は書けません。");
    if (it->actual_until.day > today.day)
        good = fail(a, FAULT_INVALID, "actual_until", "実績に今日より先の日は書けません。");
    return good;
}

static bool
check_progress(struct act *a, struct task *it)
{
    bool done = strcmp(it->base.state, "done") == 0;

    if (done)
        it->progress = 100;
    else if (it->progress == 100 && !it->actual_until.day && !it->milestone)
        return fail(a, FAULT_INVALID, "actual_until",
                    "進捗が100％です。実績の終わりの日を書いてください。");
    if (it->progress > 0 && it->progress != NO_NUMBER && !it->actual_from.day)
        return fail(a, FAULT_INVALID, "actual_from",
                    "進捗があります。実績の始まりの日を書いてください。");
    return true;
}

struct stored_link {
    int64_t id;
    int64_t parent;
    const char *wbs;
    const char *predecessors;
    const char *waits_for;
};
struct stored_links {
    struct stored_link *rows;
    size_t count;
};

static const struct query links_query = {
    .name = "task.links",
    .sql = "SELECT id, parent, wbs, predecessors, waits_for FROM task WHERE contract = :contract"
           " AND id <> :id AND removed_at IS NULL",
    .row_size = sizeof(struct stored_link),
    .columns = COLUMNS(COLUMN(struct stored_link, id), COLUMN(struct stored_link, parent),
                       COLUMN(struct stored_link, wbs), COLUMN(struct stored_link, predecessors),
                       COLUMN(struct stored_link, waits_for)),
};

/* A new task goes under the one whose number its own continues. */
static void
find_parent(struct task *it, const struct stored_links *others)
{
    const char *dot = it->wbs ? strrchr(it->wbs, '.') : NULL;
    size_t length = dot ? (size_t)(dot - it->wbs) : 0;

    for (size_t i = 0; length && i < others->count; i++) {
        const char *wbs = others->rows[i].wbs;

        if (wbs && strncmp(wbs, it->wbs, length) == 0 && !wbs[length])
            it->parent.id = others->rows[i].id;
    }
}

static bool
goes_round(struct act *a, const struct task_link *links, size_t count)
{
    struct task_graph graph;

    task_graph_make(a->arena, links, count, &graph);
    return task_graph_circle(&graph);
}

static struct task_link
link_of(struct act *a, const struct stored_link *row, const struct task_number *numbers,
        size_t count)
{
    struct task_link link = { .id = row->id, .parent = row->parent };
    int64_t *ids;

    link.predecessor_count =
        task_waits(a->arena, numbers, count, row->predecessors, row->waits_for, &ids);
    link.predecessors = ids;
    return link;
}

/* The task as it will be among the others as they are; whether its parent alone makes the
   circle says which field has to change. */
static bool
check_links(struct act *a, const struct task *it, const struct stored_links *others)
{
    size_t count = others->count + 1, waits;
    struct task_number *numbers = NEW_ARRAY(a->arena, count, struct task_number);
    struct task_link *links = NEW_ARRAY(a->arena, count, struct task_link);
    struct buffer refs = { .arena = a->arena };
    struct stored_link own = { it->base.id, it->parent.id, it->wbs, NULL, it->waits_for };

    for (size_t i = 0; i < others->count; i++)
        numbers[i] = (struct task_number){ others->rows[i].wbs, others->rows[i].id };
    numbers[others->count] = (struct task_number){ it->wbs, it->base.id };
    task_numbers_sort(numbers, count);
    for (size_t i = 0; i < others->count; i++)
        links[i] = link_of(a, &others->rows[i], numbers, count);
    for (size_t i = 0; i < it->predecessors.count; i++)
        buffer_text(&refs, arena_print(a->arena, ",%lld", (long long)it->predecessors.items[i].id));
    own.predecessors = buffer_string(&refs);
    links[others->count] = link_of(a, &own, numbers, count);
    waits = links[others->count].predecessor_count;
    links[others->count].predecessor_count = 0;
    if (goes_round(a, links, count))
        return fail(a, FAULT_INVALID, "parent",
                    "上の作業をたどると、この作業に戻ります。別の作業を選びます。");
    links[others->count].predecessor_count = waits;
    if (goes_round(a, links, count))
        return fail(a, FAULT_INVALID, it->predecessors.count ? "predecessors" : "waits_for",
                    "先に終わる作業をたどると、この作業に戻ります。選び直します。");
    return true;
}

static bool
check_place(struct act *a, const struct task *was, struct task *it)
{
    struct stored_links others;

    if (!QUERY(a, &links_query, others, bind_int("contract", it->base.contract),
               bind_int("id", it->base.id)))
        return false;
    if (!was && !it->parent.id)
        find_parent(it, &others);
    return check_links(a, it, &others);
}

static bool
check_task(struct act *a, const struct record *before, struct record *record)
{
    const struct task *was = (const struct task *)before;
    struct task *it = (struct task *)record;
    bool good = check_days(a, it);

    good = check_progress(a, it) && good;
    if (strcmp(record->state, "approved") == 0 && !is_approved(it))
        it->approved = (struct period){ it->planned_from, it->planned_until };
    if (moves_schedule(was, it) && !(a->reason && *a->reason))
        good =
            fail(a, FAULT_INVALID,
                 was->planned_from.day != it->planned_from.day ? "planned_from" : "planned_until",
                 "承認された工程を変えるときは、変える理由を書いてください。");
    return check_place(a, was, it) && good;
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
    change->planned_before = (struct period){ was->planned_from, was->planned_until };
    change->planned_after = (struct period){ it->planned_from, it->planned_until };
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
    .listed = "wbs title assignee planned_from planned_until progress state",
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
