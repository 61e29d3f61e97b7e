#include "desk/vein_registration.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "desk/staff_check.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_REMARK = 100 };

static const struct choice_item kinds[] = {
    { "new", "新規", "新規登録" },
    { "again", "登録し直し", "再登録|更新" },
    { 0 },
};

static const struct field vein_registration_fields[] = {
    FIELD(struct vein_registration, title, "登録", .fixed = true, .searched = true, .most = 300),
    FIELD(struct vein_registration, person, "人", .also = "職員|職員名|氏名|利用者",
          .to = &person_ledger, .instead = "person_name"),
    FIELD(struct vein_registration, person_name, "人（名簿にない）", .personal = true, .most = 100),
    FIELD(struct vein_registration, section, "課", .also = "所属|部署", .to = &organisation_ledger),
    FIELD(struct vein_registration, device, "登録した機器", .also = "機器|端末|認証装置",
          .to = &device_ledger, .instead = "host"),
    FIELD(struct vein_registration, host, "登録した機器（台帳にない）",
          .also = "サーバー|認証サーバー|コンピュータ名", .searched = true, .most = 100),
    FIELD(struct vein_registration, kind, "種類", .also = "区分", .choices = kinds),
    FIELD(struct vein_registration, registered_on, "登録日", .help = "空けると今日です。",
          .also = "登録年月日"),
    FIELD(struct vein_registration, registered_by, "登録した人",
          .help = "空けると、いま記録する人です。", .also = "登録者|作業者", .to = &person_ledger),
    FIELD(struct vein_registration, deleted_on, "削除日", .fixed = true),
    FIELD(struct vein_registration, deleted_by, "削除した人", .fixed = true, .to = &person_ledger),
    FIELD(struct vein_registration, finding, "名簿との突合", .fixed = true,
          .choices = staff_findings),
    FIELD(struct vein_registration, remark, "備考",
          .help = "静脈の情報（生体情報）そのものは、書いても添付してもいけません。",
          .most = MOST_REMARK),
    { 0 },
};

static const struct state state_rows[] = {
    { "registered", "登録中", "登録|登録済|有効", MARK_WORK },
    { "deleted", "削除済", "削除|抹消", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "delete", "削除した", "registered", "deleted", NULL, CREW },
    { 0 },
};

static const struct states vein_registration_states = { state_rows, transitions };

static const struct view vein_registration_views[] = {
    { "registered", "登録中", "登録している人を、新しい順に並べます。", "state=registered",
      "-registered_on" },
    { "leaver", "退職・異動", "名簿から外れた人の登録です。削除します。",
      "state=registered&finding.in=leaver,unknown", "registered_on" },
    { "all", "すべて", "削除したものも並べます。", "", "-id" },
    { 0 },
};

static const struct query same_query = {
    .name = "vein_registration.same",
    .sql = "SELECT id FROM vein_registration WHERE contract = :contract AND person = :person"
           " AND coalesce(device, 0) = :device AND coalesce(host, '') = :host"
           " AND state = 'registered' AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_once(struct act *a, const struct vein_registration *it)
{
    struct ref other;
    bool found;

    if (!it->person.id || !state_is(&it->base, "registered"))
        return true;
    if (!query_first(a, &same_query, &other, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(person, it->person.id),
                           BIND(device, it->device.id), BIND(host, it->host ? it->host : ""),
                           BIND(but, it->base.id))))
        return false;
    return !found ||
           fail(a, FAULT_CLASH, "person",
                "この機器に、もう登録しています。登録し直すときは、前の登録を削除します。");
}

static bool
check_registration(struct act *a, const struct record *before, struct record *record)
{
    struct vein_registration *it = (struct vein_registration *)record;
    bool named = it->person_name && (*it->person_name || it->person_name == field_sealed);
    const char *who = "名簿にない人";

    if (!it->person.id && !named)
        return fail(a, FAULT_INVALID, "person", "人を選びます。");
    if (!it->device.id && !(it->host && *it->host))
        return fail(a, FAULT_INVALID, "device", "登録した機器を選びます。");
    if (before && state_is(before, "deleted"))
        return record_keeps(a, &vein_registration_ledger, before, record, "remark",
                            "削除した登録は変えられません。");
    if (!it->registered_on.day)
        it->registered_on = instant_date(a->now);
    if (it->registered_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "registered_on", "登録日が今日より後です。");
    if (!before && !it->registered_by.id)
        it->registered_by.id = actor_person(a);
    if (!it->kind.code || !*it->kind.code)
        it->kind.code = "new";
    if (state_reached(before, record, "deleted")) {
        it->deleted_on = instant_date(a->now);
        it->deleted_by.id = actor_person(a);
    }
    if ((it->person.id && !ref_title(a, &person_ledger, it->person, &who)) ||
        !staff_compare(a, it->person, false, (struct date){ 0 }, (struct date){ 0 }, &it->finding))
        return false;
    it->title = arena_print(a->arena, "%s　%s", who, choice_label(kinds, it->kind.code));
    return check_once(a, it);
}

const struct ledger vein_registration_ledger = {
    .name = "vein_registration",
    .title = "静脈認証の登録",
    .help =
        "だれが静脈認証に登録しているかの記録です。静脈の情報（生体情報）そのものは、記録しません。",
    .path = "/desk/vein_registrations",
    .icon = "user",
    .row_size = sizeof(struct vein_registration),
    .fields = vein_registration_fields,
    .titled_by = "title",
    .listed = "person section device host kind state registered_on registered_by deleted_on "
              "finding",
    .states = &vein_registration_states,
    .access = desk_people_access,
    .views = vein_registration_views,
    .keep_years = 5,
    .check = check_registration,
};
