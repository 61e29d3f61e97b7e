#include "contract/schedule.h"

#include "base/arena.h"
#include "base/money.h"
#include "contract/task.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

struct task_row {
    int64_t id;
    int64_t parent;
    const char *wbs;
    const char *title;
    const char *assignee;
    const char *state;
    struct date planned_from;
    struct date planned_until;
    struct date approved_from;
    struct date approved_until;
    struct date actual_from;
    struct date actual_until;
    int64_t progress;
    const char *predecessors;
    const char *waits_for;
    bool milestone;
};
struct task_rows {
    struct task_row *rows;
    size_t count;
};

/* All of a contract at once: a schedule with a part of its tasks would be another one. */
static const struct query tasks_query = {
    .name = "schedule.tasks",
    .sql = "SELECT t.id, t.parent, t.wbs, t.title, p.title AS assignee, t.state, t.planned_from,"
           " t.planned_until, t.approved_from, t.approved_until, t.actual_from, t.actual_until,"
           " COALESCE(t.progress, 0) AS progress, t.predecessors, t.waits_for,"
           " t.milestone"
           " FROM task t LEFT JOIN person p ON p.id = t.assignee"
           " WHERE t.contract = :contract AND t.removed_at IS NULL AND t.state <> 'dropped'"
           " ORDER BY t.id",
    .row_size = sizeof(struct task_row),
    .columns =
        COLUMNS(COLUMN(struct task_row, id), COLUMN(struct task_row, parent),
                COLUMN(struct task_row, wbs), COLUMN(struct task_row, title),
                COLUMN(struct task_row, assignee), COLUMN(struct task_row, state),
                COLUMN(struct task_row, planned_from), COLUMN(struct task_row, planned_until),
                COLUMN(struct task_row, approved_from), COLUMN(struct task_row, approved_until),
                COLUMN(struct task_row, actual_from), COLUMN(struct task_row, actual_until),
                COLUMN(struct task_row, progress), COLUMN(struct task_row, predecessors),
                COLUMN(struct task_row, waits_for), COLUMN(struct task_row, milestone)),
};

static struct schedule_task
task_of(struct act *a, const struct task_row *row, const struct task_number *numbers, size_t count)
{
    int64_t *ids;
    struct schedule_task it = {
        .id = row->id,
        .parent_id = row->parent,
        .wbs = row->wbs ? row->wbs : "",
        .title = row->title ? row->title : "",
        .assignee = row->assignee ? row->assignee : "",
        .state = row->state,
        .planned = { row->planned_from, row->planned_until },
        .approved = { row->approved_from, row->approved_until },
        .actual = { row->actual_from, row->actual_until },
        .progress = (int)row->progress,
        .milestone = row->milestone,
    };

    it.predecessor_count =
        task_waits(a->arena, numbers, count, row->predecessors, row->waits_for, &ids);
    it.predecessors = ids;
    return it;
}

bool
schedule_read(struct act *a, int64_t contract, struct schedule *out)
{
    struct record any = { .contract = contract };
    const struct calendar *calendar;
    struct task_number *numbers;
    struct task_rows rows;

    *out = (struct schedule){ .today = instant_date(a->now) };
    if (!access_may(a, &task_ledger, DEED_READ, &any))
        return fail(a, FAULT_DENIED, NULL, "この契約の工程を見る権限がありません。");
    if (!contract_calendar(a, contract, &calendar) ||
        !QUERY(a, &tasks_query, rows, BIND(contract, contract)))
        return false;
    numbers = NEW_ARRAY(a->arena, rows.count + 1, struct task_number);
    for (size_t i = 0; i < rows.count; i++)
        numbers[i] = (struct task_number){ rows.rows[i].wbs, rows.rows[i].id };
    task_numbers_sort(numbers, rows.count);
    out->tasks = NEW_ARRAY(a->arena, rows.count + 1, struct schedule_task);
    for (size_t i = 0; i < rows.count; i++)
        out->tasks[out->count++] = task_of(a, &rows.rows[i], numbers, rows.count);
    schedule_compute(a->arena, calendar, out->today, out);
    return true;
}
