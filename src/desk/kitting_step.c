/* One thing to set up or check of a device, ticked by whom and when. */
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/kitting.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct field kitting_step_fields[] = {
    FIELD(struct kitting_step, title, "項目", .required = true, .settled = true, .searched = true,
          .most = 200),
    FIELD(struct kitting_step, kitting, "キッティング", .required = true, .settled = true,
          .to = &kitting_ledger),
    FIELD(struct kitting_step, place, "順番",
          .help = "小さい順に行います。同じ番号は、どれからでも進められます。", .required = true,
          .settled = true, .least = 1, .most = 999),
    FIELD(struct kitting_step, optional, "省いてもよい", .settled = true),
    FIELD(struct kitting_step, how, "手順", .settled = true, .searched = true, .most = 4000),
    FIELD(struct kitting_step, records, "記録すること", .settled = true, .most = 100),
    FIELD(struct kitting_step, value, "記録", .searched = true, .most = 500),
    FIELD(struct kitting_step, person, "担当", .to = &person_ledger),
    FIELD(struct kitting_step, done_at, "行った日時", .fixed = true),
    FIELD(struct kitting_step, done_by, "行った人", .fixed = true, .to = &person_ledger),
    FIELD(struct kitting_step, notes, "備考", .help = "省くときは、その理由を書きます。",
          .searched = true, .most = 2000),
    { 0 },
};

static const struct state state_rows[] = {
    { "open", "未実施", NULL, MARK_NEW },
    { "done", "済", NULL, MARK_SOLVED, .ended = true },
    { "skipped", "省いた", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* --- ticking -------------------------------------------------------------------------------- */

struct earlier {
    const char *title;
    int64_t place;
};

static const struct query earlier_query = {
    .name = "kitting_step.earlier",
    .sql = "SELECT title, place FROM kitting_step WHERE kitting = :kitting AND place < :place"
           " AND state = 'open' AND optional = 0 AND removed_at IS NULL"
           " ORDER BY place, id LIMIT 1",
    .row_size = sizeof(struct earlier),
    .columns = COLUMNS(COLUMN(struct earlier, title), COLUMN(struct earlier, place)),
};

static bool
check_turn(struct act *a, const struct kitting_step *it)
{
    struct earlier earlier;
    bool found;

    if (!query_first(a, &earlier_query, &earlier, &found,
                     BOUND(BIND(kitting, it->kitting.id), BIND(place, it->place))))
        return false;
    return !found || fail(a, FAULT_CLASH, NULL, "先に、順番%lldの「%s」を済にします。",
                          (long long)earlier.place, earlier.title);
}

static bool
check_finish(struct act *a, const struct record *before, struct record *record)
{
    const struct kitting_step *it = (const struct kitting_step *)record;

    (void)before;
    if (it->records && *it->records && !(it->value && *it->value))
        return fail(a, FAULT_INVALID, "value", "「%s」は、%sを記録してから済にします。", it->title,
                    it->records);
    return check_turn(a, it);
}

static bool
check_skip(struct act *a, const struct record *before, struct record *record)
{
    const struct kitting_step *it = (const struct kitting_step *)record;

    (void)before;
    return it->optional ||
           fail(a, FAULT_CLASH, NULL, "「%s」は省けません。要らないときは、責任者が省きます。",
                it->title);
}

static const struct transition transitions[] = {
    { "finish", "済にする", "open", "done", NULL, DESK_CREW, .check = check_finish,
      .asks = "value" },
    { "skip", "省く", "open", "skipped", "notes", DESK_CREW, .check = check_skip },
    { "waive", "必須だが省く", "open", "skipped", "notes", 1 << ROLE_LEAD },
    { "reopen", "未実施に戻す", "done skipped", "open", NULL, DESK_CREW },
    { 0 },
};

static const struct states kitting_step_states = { state_rows, transitions };

/* --- every write ---------------------------------------------------------------------------- */

static bool
check_step(struct act *a, const struct record *before, struct record *record)
{
    struct kitting_step *it = (struct kitting_step *)record;
    struct kitting *run = ledger_new(a, &kitting_ledger);

    if (!it->kitting.id)
        return true;
    if (!consequence_read(a, &kitting_ledger, it->kitting.id, run))
        return false;
    if (!state_is(&run->base, "working") && !state_is(&run->base, "ready"))
        return fail(a, FAULT_CLASH, NULL, "渡した後と取りやめた後は、項目を変えられません。");
    if (!before && !state_is(record, "open"))
        return fail(a, FAULT_CLASH, "state", "項目は未実施から始まります。");
    if (before && state_is(before, "done") && state_is(record, "done"))
        return record_keeps(a, &kitting_step_ledger, before, record, "notes",
                            "済んだ項目です。直すときは、未実施に戻します。");
    if (before && state_reached(before, record, "open")) {
        it->done_at = (struct instant){ 0 };
        it->done_by = (struct ref){ 0 };
    } else if (before && state_is(before, "open") && !state_is(record, "open")) {
        it->done_at = a->now;
        it->done_by.id = actor_person(a);
    }
    return true;
}

static bool
settle(struct act *a, void *with)
{
    return kitting_settle(a, *(const int64_t *)with);
}

static bool
step_changed(struct act *a, const struct record *before, const struct record *record)
{
    int64_t run = ((const struct kitting_step *)record)->kitting.id;

    (void)before;
    return consequence_run(a, settle, &run);
}

/* No list brings ticks, and nothing that was asked is taken away: both would leave steps out. */
enum { KEEP = CREW_LOOK | DEED_CREATE | DEED_CHANGE };

static const struct access kitting_step_access[] = {
    { ROLE_LEAD, KEEP, REACH_CONTRACT },         { ROLE_OPERATOR, KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK, REACH_CONTRACT }, { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT }, { 0 },
};

static const struct view kitting_step_views[] = {
    { "open", "未実施", "まだ済んでいない項目です。", "state=open", "id" },
    { "mine", "わたしの担当", "自分が担当で、まだ済んでいない項目です。", "state=open&person=me",
      "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger kitting_step_ledger = {
    .name = "kitting_step",
    .title = "キッティングの作業",
    .help = "機器を渡す前に行う設定と確認です。ふだんは、キッティングの画面でまとめて済にします。",
    .path = "/desk/kitting_steps",
    .icon = "check",
    .row_size = sizeof(struct kitting_step),
    .fields = kitting_step_fields,
    .titled_by = "title",
    .listed = "place title state value person done_at done_by",
    .states = &kitting_step_states,
    .access = kitting_step_access,
    .views = kitting_step_views,
    .keep_years = 5,
    .check = check_step,
    .after = step_changed,
};
