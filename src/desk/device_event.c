/* What belongs to a device: the checklist before it is handed out, and what happened to it. */
#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "store/act.h"
#include "store/query.h"

/* --- the checklist ------------------------------------------------------------------------- */

static const struct field device_step_fields[] = {
    FIELD(struct device_step, title, "項目", .also = "作業|確認項目", .required = true,
          .searched = true, .most = 200),
    FIELD(struct device_step, device, "機器", .required = true, .settled = true, .part = true,
          .to = &device_ledger),
    FIELD(struct device_step, done, "済", .also = "完了|確認"),
    FIELD(struct device_step, done_on, "行った日", .help = "空けると、済にした日です。",
          .also = "日|実施日"),
    FIELD(struct device_step, person, "行った人", .also = "担当|実施者", .to = &person_ledger),
    FIELD(struct device_step, notes, "設定の内容・備考", .also = "備考|設定", .searched = true,
          .most = 2000),
    { 0 },
};

static const struct access device_step_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view device_step_views[] = {
    { "open", "これから", "まだ済んでいない項目です。", "done=false", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_step(struct act *a, const struct record *before, struct record *record)
{
    struct device_step *it = (struct device_step *)record;

    (void)before;
    if (!it->done) {
        it->done_on = (struct date){ 0 };
        it->person = (struct ref){ 0 };
        return true;
    }
    if (!it->done_on.day)
        it->done_on = instant_date(a->now);
    if (!it->person.id)
        it->person.id = actor_person(a);
    return it->done_on.day <= instant_date(a->now).day ||
           fail(a, FAULT_INVALID, "done_on", "行った日が今日より後です。");
}

const struct ledger device_step_ledger = {
    .name = "device_step",
    .title = "機器の設定の項目",
    .help = "機器を渡す前に行う設定と確認です。全部が済むと、渡せます。",
    .path = "/desk/device_steps",
    .icon = "check",
    .row_size = sizeof(struct device_step),
    .fields = device_step_fields,
    .titled_by = "title",
    .listed = "title device done done_on person",
    .access = device_step_access,
    .views = device_step_views,
    .keep_years = 5,
    .check = check_step,
};

static const struct usual {
    const char *kinds;
    const char *title;
} usual[] = {
    { "pc tablet server", "OSとソフトウェアの更新" },
    { "pc server", "コンピュータ名の設定" },
    { "pc tablet server printer copier network", "ネットワークの設定" },
    { "pc tablet server", "ウイルス対策の導入と定義の更新" },
    { "pc tablet", "記憶装置の暗号化" },
    { "pc tablet printer copier", "利用する課の設定（共有フォルダ、プリンター）" },
    { "pc tablet server storage printer copier network", "初期パスワードの変更" },
    { "pc tablet server storage printer copier network display", "管理番号のラベルの貼付" },
    { "pc tablet server storage printer copier network display", "動作の確認" },
};

bool
device_steps_make(struct act *a, const struct device *device)
{
    if (!state_is(&device->base, "stock"))
        return true;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct device_step *it = ledger_new(a, &device_step_ledger);

        if (!names_have(usual[i].kinds, device->kind.code))
            continue;
        it->base.contract = device->base.contract;
        it->device.id = device->base.id;
        it->title = usual[i].title;
        if (!ledger_keep(a, &device_step_ledger, NULL, it))
            return false;
    }
    return true;
}

struct steps {
    struct ref *rows;
    size_t count;
};

static const struct query steps_query = {
    .name = "device_step.of",
    .sql = "SELECT id FROM device_step WHERE device = :device AND done = :done"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

bool
device_steps_reopen(struct act *a, int64_t device)
{
    struct steps steps;

    if (!QUERY(a, &steps_query, steps, BIND(device, device), BIND(done, (bool)true)))
        return false;
    for (size_t i = 0; i < steps.count; i++) {
        struct device_step *it = ledger_new(a, &device_step_ledger);

        if (!consequence_read(a, &device_step_ledger, steps.rows[i].id, it))
            return false;
        it->done = false;
        if (!ledger_keep(a, &device_step_ledger, NULL, it))
            return false;
    }
    return true;
}

bool
device_steps_done(struct act *a, int64_t device)
{
    struct steps steps;

    return QUERY(a, &steps_query, steps, BIND(device, device), BIND(done, (bool)false)) &&
           (steps.count == 0 ||
            fail(
                a, FAULT_CLASH, NULL,
                "設定の項目が%zu件済んでいません。済にするか、要らない項目を取り除いてから渡します。",
                steps.count));
}

/* --- what happened ------------------------------------------------------------------------- */

static const struct field device_event_fields[] = {
    FIELD(struct device_event, title, "できごと", .fixed = true, .searched = true, .most = 300),
    FIELD(struct device_event, device, "機器", .required = true, .settled = true, .part = true,
          .to = &device_ledger),
    FIELD(struct device_event, happened_at, "日時", .fixed = true, .counted = true),
    FIELD(struct device_event, person, "行った人", .fixed = true, .to = &person_ledger),
    FIELD(struct device_event, state_was, "前の状態", .fixed = true),
    FIELD(struct device_event, state_now, "後の状態", .fixed = true),
    FIELD(struct device_event, holder_was, "前の課・人・場所", .fixed = true, .searched = true),
    FIELD(struct device_event, holder_now, "後の課・人・場所", .fixed = true, .searched = true),
    FIELD(struct device_event, notes, "理由", .fixed = true, .searched = true, .most = 4000),
    { 0 },
};

/* Written by the rule alone. */
static const struct access device_event_access[] = {
    { ROLE_LEAD, CREW_LOOK, REACH_CONTRACT },    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK, REACH_CONTRACT }, { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT }, { 0 },
};

static const struct view device_event_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger device_event_ledger = {
    .name = "device_event",
    .title = "機器のできごと",
    .help = "機器を渡した、返った、移した、修理に出した、廃棄した記録です。台帳が変わると、自動で"
            "書かれます。",
    .path = "/desk/device_events",
    .icon = "turn",
    .row_size = sizeof(struct device_event),
    .fields = device_event_fields,
    .titled_by = "title",
    .listed = "happened_at device state_was state_now holder_was holder_now person",
    .access = device_event_access,
    .views = device_event_views,
    .keep_years = 5,
};

static bool
holder(struct act *a, const struct device *it, const char **out)
{
    const char *section, *person, *place = it->place ? it->place : "";

    if (!ref_title(a, &organisation_ledger, it->section, &section) ||
        !ref_title(a, &person_ledger, it->person, &person))
        return false;
    *out = arena_print(a->arena, "%s%s%s%s%s", section, *section && *person ? "　" : "", person,
                       (*section || *person) && *place ? "　" : "", place);
    return true;
}

static const char *
state_label(const struct device *it)
{
    return state_find(&device_ledger, it->base.state)->label;
}

bool
device_event_write(struct act *a, const struct device *was, const struct device *now)
{
    struct device_event *it = ledger_new(a, &device_event_ledger);

    if (!holder(a, was, &it->holder_was) || !holder(a, now, &it->holder_now))
        return false;
    it->state_was = state_label(was);
    it->state_now = state_label(now);
    if (it->state_was == it->state_now && strcmp(it->holder_was, it->holder_now) == 0)
        return true;
    it->base.contract = now->base.contract;
    it->device.id = now->base.id;
    it->happened_at = a->now;
    it->person.id = actor_person(a);
    it->notes.text = a->reason;
    it->title = it->state_was == it->state_now
                    ? arena_print(a->arena, "%s　移動", now->number)
                    : arena_print(a->arena, "%s　%s→%s", now->number, it->state_was, it->state_now);
    return ledger_keep(a, &device_event_ledger, NULL, it);
}
