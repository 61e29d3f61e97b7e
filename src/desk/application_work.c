/* The work that follows from an application, and its check by a second person. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "contract/consequence.h"
#include "desk/application.h"
#include "desk/application_mail.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, NOBODY = 1 << ROLE_NONE, MOST_WORKS = 50 };

static const struct field work_fields[] = {
    FIELD(struct application_work, title, "作業", .fixed = true, .searched = true, .most = 300),
    FIELD(struct application_work, application, "申請", .fixed = true, .part = true,
          .to = &application_ledger),
    FIELD(struct application_work, position, "順番", .fixed = true),
    FIELD(struct application_work, assignee, "担当", .also = "担当者", .to = &person_ledger),
    FIELD(struct application_work, notes, "作業の記録", .help = "設定した内容、確かめたこと。",
          .searched = true, .most = 4000),
    FIELD(struct application_work, done_by, "作業した人", .fixed = true, .to = &person_ledger),
    FIELD(struct application_work, done_at, "作業した日時", .fixed = true),
    FIELD(struct application_work, checked_by, "確認した人", .fixed = true, .to = &person_ledger),
    FIELD(struct application_work, checked_at, "確認した日時", .fixed = true),
    { 0 },
};

static const struct state state_rows[] = {
    { "open", "作業待ち", NULL, MARK_WORK },
    { "done", "確認待ち", NULL, MARK_WAIT },
    { "closed", "済", NULL, MARK_SOLVED, .ended = true },
    { "cancelled", "中止", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* --- moving --------------------------------------------------------------------------------- */

static bool
read_application(struct act *a, const struct application_work *it, struct application **out)
{
    *out = ledger_new(a, &application_ledger);
    return consequence_read(a, &application_ledger, it->application.id, *out);
}

static bool
under_way(struct act *a, const struct application *it)
{
    return state_is(&it->base, "working") || state_is(&it->base, "checking") ||
           fail(a, FAULT_CLASH, NULL, "申請が作業中ではありません。承認された後に作業します。");
}

static bool
is_somebody(struct act *a)
{
    return a->who->person ||
           fail(a, FAULT_DENIED, NULL, "人の台帳にない方は、作業と確認を記録できません。");
}

/* Without a check it is closed at once. */
static bool
check_do(struct act *a, const struct record *before, struct record *record)
{
    struct application_work *it = (struct application_work *)record;
    struct application *of;

    (void)before;
    if (!is_somebody(a) || !read_application(a, it, &of) || !under_way(a, of))
        return false;
    it->done_by = (struct ref){ a->who->person, a->who->title };
    it->done_at = a->now;
    it->checked_by = (struct ref){ 0 };
    it->checked_at = (struct instant){ 0 };
    record->state = of->checked ? "done" : "closed";
    return true;
}

static bool
check_check(struct act *a, const struct record *before, struct record *record)
{
    struct application_work *it = (struct application_work *)record;
    struct application *of;

    (void)before;
    if (!is_somebody(a) || !read_application(a, it, &of) || !under_way(a, of))
        return false;
    if (it->done_by.id == a->who->person)
        return fail(a, FAULT_DENIED, NULL, "作業した本人は確認できません。ほかの方が確認します。");
    it->checked_by = (struct ref){ a->who->person, a->who->title };
    it->checked_at = a->now;
    return true;
}

static bool
check_redo(struct act *a, const struct record *before, struct record *record)
{
    struct application_work *it = (struct application_work *)record;
    struct application *of;

    (void)before;
    return read_application(a, it, &of) && under_way(a, of) &&
           ((a->reason && *a->reason) ||
            fail(a, FAULT_INVALID, "reason", "やり直すところを、理由に書いてください。"));
}

static const struct transition transitions[] = {
    { "do", "済にする", "open", "done", NULL, CREW, .check = check_do, .asks = "notes" },
    { "check", "確認する", "done", "closed", NULL, CREW, .check = check_check },
    { "redo", "やり直しにする", "done", "open", NULL, CREW, .check = check_redo },
    { "cancel", "中止する", "open done", "cancelled", NULL, NOBODY },
    { 0 },
};

static const struct states work_states = { state_rows, transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CHANGE,
};

/* Made by the approval alone. Who applies sees how far it is on his application's page. */
static const struct access work_access[] = {
    { ROLE_LEAD, WORK, REACH_CONTRACT },    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT }, { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT }, { 0 },
};

static const struct view work_views[] = {
    { "open", "作業待ち", "まだ済んでいない作業を、古い順に並べます。", "state=open", "id" },
    { "mine", "わたしの作業", "自分が担当の作業です。", "state=open&assignee=me", "id" },
    { "check", "確認待ち", "別の人の確認を待っている作業です。", "state=done", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_work(struct act *a, const struct record *before, struct record *record)
{
    if (before && (state_is(before, "closed") || state_is(before, "cancelled")))
        return record_keeps(a, &application_work_ledger, before, record, NULL,
                            "終わった作業は変えられません。");
    return a->origin != ORIGIN_IMPORT ||
           fail(a, FAULT_CLASH, NULL, "作業は、申請が承認されると作られます。");
}

/* --- what follows --------------------------------------------------------------------------- */

struct following {
    int64_t application;
};

/* The application goes where its work is: each step asks what it needs once more. */
static bool
follow(struct act *a, void *with)
{
    const struct following *f = with;
    struct application *of = ledger_new(a, &application_ledger);
    struct work_counts counts;
    const char *action;

    if (!consequence_read(a, &application_ledger, f->application, of) ||
        !application_works_count(a, f->application, &counts))
        return false;
    action = counts.open && state_is(&of->base, "checking")                      ? "rework"
             : counts.open                                                       ? NULL
             : counts.unchecked && state_is(&of->base, "working")                ? "work_done"
             : counts.unchecked                                                  ? NULL
             : state_is(&of->base, "working") || state_is(&of->base, "checking") ? "finish"
                                                                                 : NULL;
    return !action || ledger_keep(a, &application_ledger, action, of);
}

static bool
work_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct application_work *was = (const struct application_work *)before;
    const struct application_work *it = (const struct application_work *)record;
    struct following f = { it->application.id };

    if (!before || state_is(record, "cancelled"))
        return true;
    if (was->assignee.id != it->assignee.id && state_is(record, "open") &&
        !work_tell_assigned(a, it))
        return false;
    if (strcmp(before->state, record->state) == 0)
        return true;
    if (state_reached(before, record, "open") && !work_tell_redo(a, it))
        return false;
    return consequence_run(a, follow, &f);
}

const struct ledger application_work_ledger = {
    .name = "application_work",
    .title = "申請の作業",
    .help = "承認された申請の作業です。承認されると自動でできます。確認の要るものは、作業した人と"
            "別の人が確かめます。",
    .path = "/desk/application_works",
    .icon = "check",
    .row_size = sizeof(struct application_work),
    .fields = work_fields,
    .titled_by = "title",
    .listed = "title application state assignee done_by done_at checked_by",
    .states = &work_states,
    .access = work_access,
    .views = work_views,
    .keep_years = 5,
    .check = check_work,
    .after = work_changed,
};

/* --- making and counting -------------------------------------------------------------------- */

bool
application_works_make(struct act *a, const struct application *it)
{
    char *left = arena_copy(a->arena, it->works.text ? it->works.text : "");
    int64_t position = 0;

    while (left && *left && position < MOST_WORKS) {
        const char *title = text_clean(a->arena, strsep(&left, "\n"));
        struct application_work *row;

        if (!*title)
            continue;
        row = ledger_new(a, &application_work_ledger);
        row->base.contract = it->base.contract;
        row->base.owner = it->base.owner;
        row->base.organisation = it->base.organisation;
        row->title = title;
        row->application.id = it->base.id;
        row->position = ++position;
        row->assignee.id = it->assignee.id;
        if (!ledger_keep(a, &application_work_ledger, NULL, row))
            return false;
    }
    return position > 0 || fail(a, FAULT_CLASH, NULL, "承認後の作業が決まっていません。");
}

static const struct query open_query = {
    .name = "application_work.open",
    .sql = "SELECT id FROM application_work WHERE application = :application"
           " AND state IN ('open', 'done') AND removed_at IS NULL ORDER BY id",
    FOUND_IDS,
};

bool
application_works_cancel(struct act *a, int64_t application)
{
    struct application_work *rows;
    size_t count;

    if (!shape_rows(a, shape_of(&application_work_ledger), &open_query,
                    BOUND(BIND(application, application)), &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ledger_keep(a, &application_work_ledger, "cancel", &rows[i]))
            return false;
    return true;
}

static const struct query counts_query = {
    .name = "application_work.counts",
    .sql = "SELECT COALESCE(SUM(CASE state WHEN 'open' THEN 1 ELSE 0 END), 0) AS open,"
           " COALESCE(SUM(CASE state WHEN 'done' THEN 1 ELSE 0 END), 0) AS unchecked,"
           " COALESCE(SUM(CASE state WHEN 'closed' THEN 1 ELSE 0 END), 0) AS closed"
           " FROM application_work WHERE application = :application AND removed_at IS NULL",
    .row_size = sizeof(struct work_counts),
    .columns = COLUMNS(COLUMN(struct work_counts, open), COLUMN(struct work_counts, unchecked),
                       COLUMN(struct work_counts, closed)),
};

bool
application_works_count(struct act *a, int64_t application, struct work_counts *out)
{
    bool found;

    *out = (struct work_counts){ 0 };
    return query_first(a, &counts_query, out, &found, BOUND(BIND(application, application)));
}
