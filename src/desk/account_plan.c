#include "desk/account_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "desk/account_compare.h"
#include "desk/account_difference.h"
#include "desk/account_directory.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"
#include "web/attachment_page.h"
#include "web/route.h"

enum {
    NOBODY = 1 << ROLE_NONE,
    LEAD = 1 << ROLE_LEAD,
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    MAKE = LOOK | DEED_CREATE | DEED_CHANGE,
};

static const struct field plan_fields[] = {
    FIELD(struct account_plan, title, "名前", .help = "空けると、日付と区分です。",
          .searched = true, .most = 200),
    FIELD(struct account_plan, directory, "ディレクトリ", .required = true, .settled = true,
          .to = &account_directory_ledger),
    FIELD(struct account_plan, reason, "変える理由", .searched = true, .most = 2000),
    FIELD(struct account_plan, steps, "操作の数", .fixed = true),
    FIELD(struct account_plan, done, "済んだ数", .fixed = true),
    FIELD(struct account_plan, outcome, "結果", .fixed = true, .most = 8000),
    FIELD(struct account_plan, changes, "変更ファイル（LDIF）", .fixed = true),
    FIELD(struct account_plan, undo, "元に戻すファイル（LDIF）", .fixed = true),
    FIELD(struct account_plan, confirmed_by, "確認した人", .fixed = true, .to = &person_ledger),
    FIELD(struct account_plan, confirmed_at, "確認した日時", .fixed = true),
    FIELD(struct account_plan, begun_at, "始めた日時", .fixed = true),
    FIELD(struct account_plan, ended_at, "終わった日時", .fixed = true),
    { 0 },
};

static const struct state plan_state_rows[] = {
    { "drafting", "作成中", NULL, MARK_NEW },
    { "planned", "確認待ち", NULL, MARK_WAIT },
    { "confirmed", "実行待ち", NULL, MARK_ROUTE },
    { "running", "実行中", NULL, MARK_WORK },
    { "done", "完了", NULL, MARK_SOLVED, .ended = true },
    { "stopped", "途中で停止", NULL, MARK_LATE },
    { "undoing", "戻しています", NULL, MARK_WORK },
    { "undone", "元に戻した", NULL, MARK_DONE, .ended = true },
    { "cancelled", "取りやめ", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* --- moving -------------------------------------------------------------------------------- */

static bool
check_confirm(struct act *a, const struct record *before, struct record *record)
{
    struct account_plan *it = (struct account_plan *)record;

    (void)before;
    it->confirmed_by.id = actor_person(a);
    it->confirmed_at = a->now;
    return it->steps > 0 || fail(a, FAULT_CLASH, NULL, "することが1つもない計画です。");
}

static bool
check_changing(struct act *a, const struct record *before, struct record *record)
{
    struct account_plan *it = (struct account_plan *)record;
    struct account_directory *of = ledger_new(a, &account_directory_ledger);
    const struct desk_directory *place;

    (void)before;
    if (!consequence_read(a, &account_directory_ledger, it->directory.id, of))
        return false;
    place = account_directory_place(of);
    if (!place || !place->changing.account)
        return fail(a, FAULT_CLASH, NULL,
                    "この区分のディレクトリを変えるアカウント（change_account）が tasuki.ini に"
                    "ありません。運用の担当に頼みます。");
    it->begun_at = a->now;
    it->ended_at = (struct instant){ 0 };
    return true;
}

static bool
check_undo(struct act *a, const struct record *before, struct record *record)
{
    const struct account_plan *it = (const struct account_plan *)record;

    if (!it->undo.hash || !*it->undo.hash)
        return fail(a, FAULT_CLASH, NULL, "まだ何も変えていないので、戻すものがありません。");
    return check_changing(a, before, record);
}

static const struct transition plan_transitions[] = {
    { "confirm", "確認した", "planned", "confirmed", NULL, LEAD | 1 << ROLE_OFFICER,
      .check = check_confirm },
    { "apply", "実行する", "confirmed", "running", NULL, LEAD, .check = check_changing },
    { "halt", "次の操作の前で止める", "running undoing", "stopped", NULL, LEAD },
    { "undo", "元に戻す", "done stopped", "undoing", NULL, LEAD, .check = check_undo },
    { "cancel", "取りやめる", "drafting planned confirmed", "cancelled", NULL, DESK_CREW },
    { 0 },
};

static const struct states plan_states = { plan_state_rows, plan_transitions };

static const struct view plan_views[] = {
    { "open", "進行中", "まだ終わっていない計画です。",
      "state.in=drafting,planned,confirmed,running,stopped,undoing", "-id" },
    { "all", "すべて", "終わったものも、新しい順に並べます。", "", "-id" },
    { 0 },
};

/* --- a new one ------------------------------------------------------------------------------ */

static const struct query chosen_query = {
    .name = "account_plan.chosen",
    .sql = "SELECT id FROM account_difference WHERE contract = :contract"
           " AND directory = :directory AND state = 'chosen' AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_plan(struct act *a, const struct record *before, struct record *record)
{
    struct account_plan *it = (struct account_plan *)record;
    struct account_directory *of = ledger_new(a, &account_directory_ledger);
    struct ref one;
    bool found;

    if (!it->directory.id)
        return false;
    if (before)
        return true;
    if (!consequence_read(a, &account_directory_ledger, it->directory.id, of))
        return false;
    if (of->base.contract != it->base.contract)
        return fail(a, FAULT_INVALID, "directory", "別の契約のディレクトリです。");
    if (!it->title || !*it->title)
        it->title = arena_print(a->arena, "%s %s",
                                wareki_print(a->arena, instant_date(a->now), WAREKI_SHORT),
                                of->title ? of->title : "");
    if (a->origin == ORIGIN_JOB) /* demonstration */
        return true;
    if (!query_first(a, &chosen_query, &one, &found,
                     BOUND(BIND(contract, it->base.contract), bind_int("directory", of->base.id))))
        return false;
    return found || fail(a, FAULT_CLASH, "directory",
                         "計画に入れた差異がありません。差異の一覧で「計画に入れる」を選びます。");
}

/* The job does what the state waits for. */
static bool
after_plan(struct act *a, const struct record *before, const struct record *record)
{
    static const char *const waiting[] = { "drafting", "running", "undoing" };

    if (a->origin == ORIGIN_JOB)
        return true;
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++)
        if (state_reached(before, record, waiting[i]))
            return job_add(a, account_plan_job.name, NULL,
                           arena_print(a->arena, "%lld", (long long)record->id),
                           (struct instant){ 0 }, NULL);
    return true;
}

static const struct access plan_access[] = {
    { ROLE_LEAD, MAKE, REACH_CONTRACT },    { ROLE_OPERATOR, MAKE, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT }, { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT }, { 0 },
};

const struct ledger account_plan_ledger = {
    .name = "account_plan",
    .title = "アカウントの変更計画",
    .help = "ディレクトリに加える変更です。1つずつ操作を確かめてから実行し、元に戻せます。",
    .path = "/desk/account_plans",
    .icon = "route",
    .row_size = sizeof(struct account_plan),
    .fields = plan_fields,
    .titled_by = "title",
    .listed = "title directory state steps done confirmed_by begun_at ended_at",
    .states = &plan_states,
    .access = plan_access,
    .views = plan_views,
    .keep_years = 5,
    .check = check_plan,
    .after = after_plan,
};

/* --- steps ---------------------------------------------------------------------------------- */

static const struct field step_fields[] = {
    FIELD(struct account_step, title, "操作", .fixed = true, .searched = true, .most = 300),
    FIELD(struct account_step, plan, "変更計画", .fixed = true, .part = true,
          .to = &account_plan_ledger),
    FIELD(struct account_step, position, "順番", .fixed = true),
    FIELD(struct account_step, difference, "差異", .fixed = true, .to = &account_difference_ledger),
    FIELD(struct account_step, entry_before, "いまの登録（LDIF）", .fixed = true, .personal = true),
    FIELD(struct account_step, operation, "操作（LDIF）", .fixed = true, .personal = true),
    FIELD(struct account_step, expects, "計画したときの指紋", .fixed = true, .most = 64),
    FIELD(struct account_step, message, "結果", .fixed = true, .most = 1000),
    FIELD(struct account_step, done_at, "実行した日時", .fixed = true),
    { 0 },
};

static const struct state step_state_rows[] = {
    { "planned", "これから", NULL, MARK_NEW },
    { "running", "実行中", NULL, MARK_WORK },
    { "done", "済", NULL, MARK_SOLVED, .ended = true },
    { "failed", "できなかった", NULL, MARK_LATE, .ended = true },
    { "unclear", "できたか分からない", NULL, MARK_LATE },
    { "undone", "戻した", NULL, MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition step_transitions[] = {
    { "do", "実行する", "planned", "done", NULL, NOBODY },
    { 0 },
};

static const struct states step_states = { step_state_rows, step_transitions };

static const struct view step_views[] = {
    { "all", "すべて", "計画ごとに、順番に並べます。", "", "position" },
    { "trouble", "できなかったもの", "できなかったものと、できたか分からないものです。",
      "state.in=failed,unclear", "position" },
    { 0 },
};

static const struct access step_access[] = {
    { ROLE_LEAD, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

const struct ledger account_step_ledger = {
    .name = "account_step",
    .title = "変更計画の操作",
    .help = "計画の1つずつの操作です。前の姿と操作を示し、実行した結果を残します。",
    .path = "/desk/account_steps",
    .icon = "check",
    .row_size = sizeof(struct account_step),
    .fields = step_fields,
    .titled_by = "title",
    .listed = "position title state message done_at",
    .states = &step_states,
    .access = step_access,
    .views = step_views,
    .keep_years = 5,
};

/* --- files ---------------------------------------------------------------------------------- */

bool
account_plan_file(struct act *a, const struct request *q, struct reply *r)
{
    struct account_plan *it = ledger_new(a, &account_plan_ledger);
    const struct file *file;
    char *bytes;
    size_t size;

    if (!ledger_read(a, &account_plan_ledger, q->id, false, it) ||
        !access_require(a, &account_plan_ledger, DEED_CHANGE, &it->base))
        return false;
    file = strcmp(q->word, "undo") == 0      ? &it->undo
           : strcmp(q->word, "changes") == 0 ? &it->changes
                                             : NULL;
    if (!file || !file->hash || !*file->hash)
        return fail(a, FAULT_MISSING, NULL, "このファイルはまだありません。");
    if (!blob_get(a, it->base.contract, file->hash, ACCOUNT_FILE, &bytes, &size) ||
        !history_reading(a, &account_plan_ledger, q->word, &q->id, 1))
        return false;
    r->type = "text/plain; charset=utf-8";
    r->body = (struct buffer){ 0 };
    buffer_add(&r->body, bytes, size);
    reply_header(a, r, "Content-Disposition",
                 attachment_disposition(
                     a, arena_print(a->arena, "%s_%lld.ldif", q->word, (long long)q->id)));
    return true;
}
