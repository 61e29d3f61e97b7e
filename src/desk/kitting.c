#include "desk/kitting.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { NOBODY = 1 << ROLE_NONE, MOST_NAMED = 3 };

static const struct field kitting_fields[] = {
    FIELD(struct kitting, number, "番号", .help = "自動で付きます。", .series = "K{era}-{number:4}",
          .unique = true, .fixed = true, .code = true, .searched = true, .most = 40),
    FIELD(struct kitting, title, "機器の番号と品名", .fixed = true, .searched = true, .most = 200),
    FIELD(struct kitting, device, "機器", .also = "管理番号", .required = true, .settled = true,
          .part = true, .to = &device_ledger),
    FIELD(struct kitting, due_on, "渡す予定の日", .also = "予定日|期限"),
    FIELD(struct kitting, assignee, "担当", .also = "担当者", .to = &person_ledger),
    FIELD(struct kitting, ready_at, "渡せるようになった日時", .fixed = true),
    FIELD(struct kitting, handed_at, "渡した日時", .fixed = true, .counted = true),
    FIELD(struct kitting, holder, "渡した先", .fixed = true, .searched = true, .most = 300),
    FIELD(struct kitting, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "working", "準備中", NULL, MARK_WORK },
    { "ready", "渡せる", NULL, MARK_SOLVED },
    { "handed", "渡した", NULL, MARK_DONE, .ended = true },
    { "dropped", "取りやめ", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* --- its steps ------------------------------------------------------------------------------ */

struct open_step {
    const char *title;
};
struct open_steps {
    struct open_step *rows;
    size_t count;
};

static const struct query open_steps_query = {
    .name = "kitting.open_steps",
    .sql = "SELECT title FROM kitting_step WHERE kitting = :kitting AND state = 'open'"
           " AND optional = 0 AND removed_at IS NULL ORDER BY place, id",
    .row_size = sizeof(struct open_step),
    .columns = COLUMNS(COLUMN(struct open_step, title)),
};

static bool
all_done(struct act *a, int64_t run)
{
    struct buffer names = { .arena = a->arena };
    struct open_steps open;

    if (!QUERY(a, &open_steps_query, open, BIND(kitting, run)))
        return false;
    if (!open.count)
        return true;
    for (size_t i = 0; i < open.count && i < MOST_NAMED; i++)
        buffer_print(&names, "「%s」", open.rows[i].title);
    if (open.count > MOST_NAMED)
        buffer_print(&names, "ほか%zu件", open.count - MOST_NAMED);
    return fail(a, FAULT_CLASH, NULL, "キッティングが済んでいません：%s。済にしてから渡します。",
                buffer_string(&names));
}

static bool
check_ready(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    ((struct kitting *)record)->ready_at = a->now;
    return all_done(a, record->id);
}

static bool
check_hand(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    ((struct kitting *)record)->handed_at = a->now;
    return all_done(a, record->id);
}

static bool
check_reopen(struct act *a, const struct record *before, struct record *record)
{
    (void)a;
    (void)before;
    ((struct kitting *)record)->ready_at = (struct instant){ 0 };
    return true;
}

static const struct transition transitions[] = {
    { "drop", "取りやめる", "working ready", "dropped", "notes", DESK_CREW },
    { "ready", "渡せるようにする", "working", "ready", NULL, NOBODY, .check = check_ready },
    { "reopen", "準備に戻す", "ready", "working", NULL, NOBODY, .check = check_reopen },
    { "hand", "渡した", "ready", "handed", NULL, NOBODY, .check = check_hand },
    { 0 },
};

static const struct states kitting_states = { state_rows, transitions };

bool
kitting_settle(struct act *a, int64_t run)
{
    struct kitting *it = ledger_new(a, &kitting_ledger);
    struct open_steps open;

    if (!consequence_read(a, &kitting_ledger, run, it) ||
        !QUERY(a, &open_steps_query, open, BIND(kitting, run)))
        return false;
    if (state_is(&it->base, "working") && !open.count)
        return ledger_keep(a, &kitting_ledger, "ready", it);
    if (state_is(&it->base, "ready") && open.count)
        return ledger_keep(a, &kitting_ledger, "reopen", it);
    return true;
}

/* --- every write ---------------------------------------------------------------------------- */

static const struct query open_run_query = {
    .name = "kitting.open",
    .sql = "SELECT id FROM kitting WHERE device = :device AND state IN ('working', 'ready')"
           " AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

bool
kitting_open(struct act *a, int64_t device, int64_t *run)
{
    struct ref open = { 0 };
    bool found;

    if (!query_first(a, &open_run_query, &open, &found, BOUND(BIND(device, device))))
        return false;
    *run = found ? open.id : 0;
    return true;
}

static bool
check_kitting(struct act *a, const struct record *before, struct record *record)
{
    struct kitting *it = (struct kitting *)record;
    struct device *device = ledger_new(a, &device_ledger);
    int64_t open;

    if (!it->device.id)
        return true;
    if (before)
        return state_is(before, "working") || state_is(before, "ready") ||
               record_keeps(a, &kitting_ledger, before, record, "notes",
                            "渡した後と取りやめた後は、備考だけを直せます。");
    if (!consequence_read(a, &device_ledger, it->device.id, device) ||
        !kitting_open(a, it->device.id, &open))
        return false;
    if (!state_is(record, "working"))
        return fail(a, FAULT_CLASH, "state", "キッティングは準備中から始まります。");
    if (open)
        return fail(a, FAULT_CLASH, "device", "この機器のキッティングは、もう始まっています。");
    if (state_is(&device->base, "in_use") || state_is(&device->base, "disposed"))
        return fail(a, FAULT_CLASH, "device", "使用中の機器と廃棄した機器は、準備できません。");
    it->title = arena_print(a->arena, "%s　%s", device->number, device->title);
    return true;
}

static bool
make_steps(struct act *a, void *with)
{
    const struct kitting *it = with;
    struct device *device = ledger_new(a, &device_ledger);

    return consequence_read(a, &device_ledger, it->device.id, device) &&
           kitting_steps_make(a, it, device->kind.code) && kitting_settle(a, it->base.id);
}

static bool
kitting_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct kitting it = *(const struct kitting *)record;

    return before || consequence_run(a, make_steps, &it);
}

static const struct view kitting_views[] = {
    { "open", "これから渡すもの", "準備中のものと、渡せるものです。", "state.in=working,ready",
      "id" },
    { "ready", "渡せるもの", "必要な項目が済んだものです。", "state=ready", "id" },
    { "mine", "わたしの担当", "自分が担当で、まだ渡していないものです。",
      "state.in=working,ready&assignee=me", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger kitting_ledger = {
    .name = "kitting",
    .title = "キッティング",
    .help = "機器を渡す前の設定と確認の記録です。項目はひな形から作られ、必要な項目が全部済むと、"
            "渡せるようになります。",
    .path = "/desk/kittings",
    .icon = "clip",
    .row_size = sizeof(struct kitting),
    .fields = kitting_fields,
    .titled_by = "title",
    .listed = "number title state assignee due_on ready_at handed_at holder",
    .states = &kitting_states,
    .access = desk_access,
    .views = kitting_views,
    .keep_years = 5,
    .check = check_kitting,
    .after = kitting_changed,
};

/* --- as a device goes ----------------------------------------------------------------------- */

bool
kitting_lets_out(struct act *a, const struct device *device)
{
    int64_t run;
    bool needed;

    if (!kitting_open(a, device->base.id, &run))
        return false;
    if (run)
        return all_done(a, run);
    return kitting_needed(a, device->base.contract, device->kind.code, &needed) &&
           (!needed || fail(a, FAULT_CLASH, NULL,
                            "キッティングをしていません。機器の画面の「キッティングを追加する」から"
                            "始め、済ませてから渡します。"));
}

bool
kitting_begin(struct act *a, const struct device *device)
{
    struct kitting *it = ledger_new(a, &kitting_ledger);
    int64_t open;
    bool needed;

    if (!kitting_open(a, device->base.id, &open) ||
        !kitting_needed(a, device->base.contract, device->kind.code, &needed))
        return false;
    if (open || !needed)
        return true;
    it->base.contract = device->base.contract;
    it->device.id = device->base.id;
    return ledger_keep(a, &kitting_ledger, NULL, it);
}

static bool
read_open(struct act *a, const struct device *device, struct kitting **out)
{
    int64_t run;

    *out = NULL;
    if (!kitting_open(a, device->base.id, &run))
        return false;
    if (!run)
        return true;
    *out = ledger_new(a, &kitting_ledger);
    return consequence_read(a, &kitting_ledger, run, *out);
}

bool
kitting_hand(struct act *a, const struct device *device)
{
    const char *section, *person;
    struct kitting *it;

    if (!read_open(a, device, &it))
        return false;
    if (!it)
        return true;
    if (!ref_title(a, &organisation_ledger, device->section, &section) ||
        !ref_title(a, &person_ledger, device->person, &person))
        return false;
    it->holder = arena_print(a->arena, "%s%s%s", section, *person ? "　" : "", person);
    return ledger_keep(a, &kitting_ledger, "hand", it);
}

bool
kitting_drop(struct act *a, const struct device *device, const char *why)
{
    struct kitting *it;

    if (!read_open(a, device, &it))
        return false;
    if (!it)
        return true;
    it->notes.text = why;
    return ledger_keep(a, &kitting_ledger, "drop", it);
}
