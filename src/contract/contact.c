#include "contract/contact.h"

#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_PLACE = 999, MOST_STEPS = 100 };

static const struct choice_item kinds[] = {
    { "both", "平常時と緊急時", "共通|両方" },
    { "normal", "平常時", "通常|通常時" },
    { "emergency", "緊急時", "緊急|障害時" },
    { 0 },
};

static const struct choice_item sides[] = {
    { "client", "発注者", "委託者" },      { "contractor", "受託者", "受注者" },
    { "subcontractor", "再委託先", NULL }, { "vendor", "関係事業者", "保守業者|事業者" },
    { "other", "その他", "警察|消防|他" }, { 0 },
};

static const struct field contact_fields[] = {
    FIELD(struct contact, title, "連絡先の名前", .help = "例：受託者　責任者",
          .also = "名称|連絡先", .required = true, .searched = true, .most = 100),
    FIELD(struct contact, kind, "使うとき", .also = "区分", .required = true, .choices = kinds),
    FIELD(struct contact, side, "立場", .required = true, .choices = sides),
    FIELD(struct contact, party, "所属する組織", .also = "会社|所属", .to = &organisation_ledger),
    FIELD(struct contact, person, "連絡する人", .also = "氏名|担当者", .to = &person_ledger,
          .instead = "person_name"),
    FIELD(struct contact, person_name, "連絡する人（未登録）", .personal = true, .most = 100),
    FIELD(struct contact, told_by, "連絡を受ける元",
          .help = "この連絡先に伝える人です。空けると、連絡の始まりになります。",
          .to = &contact_ledger),
    FIELD(struct contact, place, "順番", .help = "同じ元から伝える順番です。", .least = 1,
          .most = MOST_PLACE),
    FIELD(struct contact, phone, "電話番号", .also = "電話|TEL", .personal = true),
    FIELD(struct contact, other_phone, "時間外の電話番号", .also = "携帯|夜間", .personal = true),
    FIELD(struct contact, mail, "メールアドレス", .also = "メール", .personal = true),
    FIELD(struct contact, hours, "つながる時間", .help = "例：平日 8:30から17:15まで", .most = 100),
    FIELD(struct contact, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

/* In an emergency whoever works for the contract has to reach the others. */
static const struct access contact_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view contact_views[] = {
    { "all", "すべて", "順番に並べます。", "", "place" },
    { "emergency", "緊急時", "緊急時に連絡する先です。", "kind.in=emergency,both", "place" },
    { 0 },
};

struct above {
    int64_t told_by;
};

static const struct query above_query = {
    .name = "contact.above",
    .sql = "SELECT coalesce(told_by, 0) AS told_by FROM contact WHERE id = :id",
    .row_size = sizeof(struct above),
    .columns = COLUMNS(COLUMN(struct above, told_by)),
};

/* A chain that comes back to its start would never end. */
static bool
check_contact(struct act *a, const struct record *before, struct record *record)
{
    int64_t at = ((const struct contact *)record)->told_by.id;

    (void)before;
    for (int steps = 0; at && steps < MOST_STEPS; steps++) {
        struct above row = { 0 };
        bool found;

        if (at == record->id)
            return fail(a, FAULT_INVALID, "told_by", "連絡の順が輪になっています。選び直します。");
        if (!query_first(a, &above_query, &row, &found, BOUND(BIND(id, at))))
            return false;
        at = row.told_by;
    }
    return true;
}

const struct ledger contact_ledger = {
    .name = "contact",
    .title = "連絡網",
    .help = "平常時と緊急時に、だれがだれに伝えるかの一覧です。図は計画書などに使います。",
    .path = "/contract/contacts",
    .icon = "tel",
    .row_size = sizeof(struct contact),
    .fields = contact_fields,
    .titled_by = "title",
    .listed = "place title kind side party person told_by hours",
    .access = contact_access,
    .views = contact_views,
    .keep_years = 5,
    .check = check_contact,
};
