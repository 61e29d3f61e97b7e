/* What happened to a device. */
#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "ledger/core/core.h"
#include "store/act.h"

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
