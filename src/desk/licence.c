#include "desk/licence.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/device.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_SEATS = 1000000 };

struct taken {
    int64_t seats;
};

static const struct query taken_query = {
    .name = "licence.taken",
    .sql = "SELECT count(*) AS seats FROM licence_seat WHERE licence = :licence"
           " AND state = 'assigned' AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct taken),
    .columns = COLUMNS(COLUMN(struct taken, seats)),
};

static bool
count_taken(struct act *a, int64_t licence, int64_t but, int64_t *out)
{
    struct taken taken = { 0 };
    bool found;

    if (!query_first(a, &taken_query, &taken, &found,
                     BOUND(BIND(licence, licence), BIND(but, but))))
        return false;
    *out = taken.seats;
    return true;
}

/* --- licences ---------------------------------------------------------------------------- */

static const struct choice_item kinds[] = {
    { "perpetual", "買い切り", "永続|パッケージ" },
    { "subscription", "年間契約", "サブスクリプション|月額|年額" },
    { "open", "包括契約", "ボリューム|包括" },
    { 0 },
};

static const struct field licence_fields[] = {
    FIELD(struct licence, title, "製品名", .help = "例：Microsoft 365 E3",
          .also = "ソフトウェア|ソフト名|ライセンス名|名称", .required = true, .unique = true,
          .code = true, .searched = true, .most = 200),
    FIELD(struct licence, maker, "メーカー", .also = "メーカ|開発元", .searched = true,
          .most = 100),
    FIELD(struct licence, kind, "契約の種類", .also = "種類|形態|区分", .choices = kinds),
    FIELD(struct licence, seats, "本数", .also = "数量|ライセンス数|保有数|契約数",
          .required = true, .least = 0, .most = MOST_SEATS),
    FIELD(struct licence, used, "割当", .fixed = true),
    FIELD(struct licence, left, "空き", .fixed = true),
    FIELD(struct licence, bought_on, "取得日", .also = "購入日|契約日"),
    FIELD(struct licence, until, "期限", .help = "60日前から「更新の時期」に並びます。",
          .also = "有効期限|満了日|更新日|終了日"),
    FIELD(struct licence, renew_from, "更新の手続の始まり", .fixed = true),
    FIELD(struct licence, price, "金額（税込）", .also = "金額|価格|費用"),
    FIELD(struct licence, supplier, "購入先", .also = "契約先|販売店", .searched = true,
          .most = 100),
    FIELD(struct licence, paper, "証書の番号", .help = "プロダクトキーは書きません。",
          .also = "契約番号|証書番号", .searched = true, .most = 100),
    FIELD(struct licence, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state licence_state_rows[] = {
    { "used", "使用中", "有効|契約中", MARK_WORK },
    { "ended", "終了", "廃止|解約|期限切れ", MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_unassigned(struct act *a, const struct record *before, struct record *record)
{
    int64_t taken;

    (void)before;
    if (!count_taken(a, record->id, 0, &taken))
        return false;
    return !taken || fail(a, FAULT_CLASH, NULL,
                          "割り当てが%lld本あります。返却してから終了にします。", (long long)taken);
}

static const struct transition licence_transitions[] = {
    { "end", "終了する", "used", "ended", NULL, CREW, .check = check_unassigned },
    { "resume", "使用中に戻す", "ended", "used", NULL, CREW },
    { 0 },
};

static const struct states licence_states = { licence_state_rows, licence_transitions };

static const struct view licence_views[] = {
    { "used", "使用中", "使っているライセンスです。", "state=used", "title" },
    { "renewal", "更新の時期", "期限まで60日以内のものと、期限を過ぎたものです。",
      "state=used&renew_from.le=today", "until" },
    { "full", "空きなし", "全部割り当てているものです。", "state=used&left=0", "title" },
    { "all", "すべて", "終了したものも並べます。", "", "title" },
    { 0 },
};

static bool
check_licence(struct act *a, const struct record *before, struct record *record)
{
    struct licence *it = (struct licence *)record;

    if (it->seats == NO_NUMBER)
        return false;
    it->used = 0;
    if (before && !count_taken(a, record->id, 0, &it->used))
        return false;
    if (it->used > it->seats)
        return fail(a, FAULT_CLASH, "seats", "%lld本を割り当てています。返却してから減らします。",
                    (long long)it->used);
    it->left = it->seats - it->used;
    it->renew_from = it->until.day ? date_add(it->until, -LICENCE_RENEWAL) : (struct date){ 0 };
    return !it->until.day || !it->bought_on.day || it->until.day >= it->bought_on.day ||
           fail(a, FAULT_INVALID, "until", "期限が取得日より前です。");
}

const struct ledger licence_ledger = {
    .name = "licence",
    .title = "ライセンス",
    .help =
        "ソフトウェアのライセンスの本数、割り当て、期限です。本数を超えて割り当てることはできません。",
    .path = "/desk/licences",
    .icon = "number",
    .row_size = sizeof(struct licence),
    .fields = licence_fields,
    .titled_by = "title",
    .listed = "title state kind seats used left until supplier",
    .states = &licence_states,
    .access = crew_access,
    .views = licence_views,
    .keep_years = 5,
    .check = check_licence,
};

/* --- seats ------------------------------------------------------------------------------- */

static const struct field licence_seat_fields[] = {
    FIELD(struct licence_seat, title, "割り当て", .fixed = true, .searched = true, .most = 400),
    FIELD(struct licence_seat, licence, "ライセンス", .also = "製品名|ソフトウェア|ライセンス名",
          .required = true, .settled = true, .part = true, .to = &licence_ledger),
    FIELD(struct licence_seat, person, "使う人", .also = "利用者|使用者|職員名",
          .help = "人、機器、課のどれかを選びます。", .to = &person_ledger),
    FIELD(struct licence_seat, device, "入れた機器", .also = "機器|端末", .to = &device_ledger),
    FIELD(struct licence_seat, section, "使う課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct licence_seat, account, "アカウント", .also = "ID|ユーザーID", .searched = true,
          .most = 200),
    FIELD(struct licence_seat, application, "申請番号", .also = "申請", .searched = true,
          .most = 60),
    FIELD(struct licence_seat, from, "割り当てた日", .help = "空けると今日です。",
          .also = "割当日|開始日"),
    FIELD(struct licence_seat, until, "返却した日", .fixed = true),
    FIELD(struct licence_seat, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state seat_state_rows[] = {
    { "assigned", "割当中", "使用中|割当", MARK_WORK },
    { "returned", "返却", "返却済|解除", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition seat_transitions[] = {
    { "return", "返却を受ける", "assigned", "returned", NULL, CREW },
    { 0 },
};

static const struct states seat_states = { seat_state_rows, seat_transitions };

static const struct view seat_views[] = {
    { "assigned", "割当中", "割り当てているものを、製品ごとに並べます。", "state=assigned",
      "licence" },
    { "all", "すべて", "返却したものも並べます。", "", "-id" },
    { 0 },
};

static bool
holder(struct act *a, const struct licence_seat *it, const char **out)
{
    if (it->person.id)
        return ref_title(a, &person_ledger, it->person, out);
    if (it->device.id)
        return ref_title(a, &device_ledger, it->device, out);
    if (it->section.id)
        return ref_title(a, &organisation_ledger, it->section, out);
    return fail(a, FAULT_INVALID, "person", "人、機器、課のどれかを選びます。");
}

static bool
check_seat(struct act *a, const struct record *before, struct record *record)
{
    struct licence_seat *it = (struct licence_seat *)record;
    struct licence *licence = ledger_new(a, &licence_ledger);
    const char *who;
    int64_t taken;

    if (!it->licence.id || !holder(a, it, &who))
        return false;
    if (before && state_is(before, "returned"))
        return record_keeps(a, &licence_seat_ledger, before, record, "notes",
                            "返却した割り当ては変えられません。");
    if (!it->from.day)
        it->from = instant_date(a->now);
    if (state_reached(before, record, "returned"))
        it->until = instant_date(a->now);
    if (!consequence_read(a, &licence_ledger, it->licence.id, licence) ||
        !count_taken(a, it->licence.id, record->id, &taken))
        return false;
    it->title = arena_print(a->arena, "%s　%s", licence->title, who);
    if (!state_reached(before, record, "assigned"))
        return true;
    if (!state_is(&licence->base, "used"))
        return fail(a, FAULT_CLASH, "licence", "終了したライセンスです。");
    if (licence->until.day && licence->until.day < it->from.day)
        return fail(a, FAULT_CLASH, "licence", "%sで期限が切れたライセンスです。",
                    wareki_print(a->arena, licence->until, WAREKI_SHORT));
    return taken < licence->seats ||
           fail(a, FAULT_CLASH, "licence", "空きがありません。%lld本を全部割り当てています。",
                (long long)licence->seats);
}

static bool
follow(struct act *a, void *with)
{
    const struct licence_seat *it = with;
    struct licence *licence = ledger_new(a, &licence_ledger);

    return consequence_read(a, &licence_ledger, it->licence.id, licence) &&
           ledger_keep(a, &licence_ledger, NULL, licence);
}

static bool
seat_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct licence_seat it = *(const struct licence_seat *)record;

    if (before && !record->removed_at.us && !state_reached(before, record, "returned"))
        return true;
    return consequence_run(a, follow, &it);
}

const struct ledger licence_seat_ledger = {
    .name = "licence_seat",
    .title = "ライセンスの割り当て",
    .help = "ライセンスを、だれに、どの機器に割り当てたかの記録です。",
    .path = "/desk/licence_seats",
    .icon = "number",
    .row_size = sizeof(struct licence_seat),
    .fields = licence_seat_fields,
    .titled_by = "title",
    .listed = "licence person device section account state from until",
    .states = &seat_states,
    .access = desk_access,
    .views = seat_views,
    .keep_years = 5,
    .check = check_seat,
    .after = seat_changed,
};
