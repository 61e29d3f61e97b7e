#include "desk/supply.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/raise.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_STOCK = 100000000 };

static const struct field supply_fields[] = {
    FIELD(struct supply, title, "品名", .help = "例：LANケーブル Cat6 3m",
          .also = "消耗品|消耗品名|名称|物品名", .required = true, .unique = true, .searched = true,
          .most = 100),
    FIELD(struct supply, model, "型番", .also = "品番|商品番号|メーカー型番", .searched = true,
          .most = 60),
    FIELD(struct supply, unit, "単位", .help = "空けると「個」です。", .most = 10),
    FIELD(struct supply, place, "置き場所", .also = "保管場所|棚|場所", .searched = true,
          .most = 100),
    FIELD(struct supply, order_point, "発注点",
          .help = "在庫がこの数以下になると、問合せを開いて知らせます。",
          .also = "最低在庫|最低在庫数|発注基準", .least = 0, .most = MOST_STOCK),
    FIELD(struct supply, supplier, "いつもの購入先", .also = "購入先|仕入先|発注先",
          .searched = true, .most = 100),
    FIELD(struct supply, balance, "在庫", .fixed = true,
          .help = "入出庫の合計です。数を合わせるには、棚卸を記録します。"),
    FIELD(struct supply, is_short, "発注点以下", .fixed = true),
    FIELD(struct supply, moved_on, "最後の入出庫", .fixed = true),
    FIELD(struct supply, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "kept", "取扱中", "有効|使用中", MARK_WORK },
    { "ended", "取扱終了", "廃止|終了", MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_empty(struct act *a, const struct record *before, struct record *record)
{
    const struct supply *it = (const struct supply *)record;

    (void)before;
    return it->balance == 0 ||
           fail(a, FAULT_CLASH, NULL,
                "在庫が%lld%sあります。払出か棚卸で0にしてから、取扱を終えます。",
                (long long)it->balance, it->unit);
}

static const struct transition transitions[] = {
    { "end", "取扱を終える", "kept", "ended", NULL, CREW, .check = check_empty },
    { "resume", "取扱を再開する", "ended", "kept", NULL, CREW },
    { 0 },
};

static const struct states supply_states = { state_rows, transitions };

static const struct view supply_views[] = {
    { "kept", "取扱中", "取り扱っている消耗品を、品名の順に並べます。", "state=kept", "title" },
    { "short", "発注点以下", "在庫が発注点以下の消耗品です。", "state=kept&is_short=true",
      "title" },
    { "all", "すべて", "取扱を終えたものも並べます。", "", "title" },
    { 0 },
};

static bool
check_supply(struct act *a, const struct record *before, struct record *record)
{
    struct supply *it = (struct supply *)record;

    (void)a;
    if (!before)
        it->balance = 0;
    if (!it->unit || !*it->unit)
        it->unit = "個";
    it->is_short = state_is(record, "kept") && it->moved_on.day && it->order_point != NO_NUMBER &&
                   it->balance <= it->order_point;
    return true;
}

/* It has just become short, by a move or by a higher order point. */
static bool
supply_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct supply *it = (const struct supply *)record;
    const struct supply *was = (const struct supply *)before;
    struct raised raised = { .kind = "機器" };

    if (!it->is_short || it->base.removed_at.us || (was && was->is_short))
        return true;
    raised.title = arena_print(a->arena, "発注点以下：%s", it->title);
    raised.body = arena_print(
        a->arena,
        "消耗品の在庫が発注点以下になりました。在庫は%lld%s、発注点は%lld%sです。%s%s%s補充を手配"
        "し、届いたら入庫を記録してください。",
        (long long)it->balance, it->unit, (long long)it->order_point, it->unit,
        it->supplier && *it->supplier ? "いつもの購入先は「" : "", it->supplier ? it->supplier : "",
        it->supplier && *it->supplier ? "」です。" : "");
    return inquiry_raise(a, &supply_ledger, record, &raised);
}

const struct ledger supply_ledger = {
    .name = "supply",
    .title = "消耗品",
    .help = "ケーブルやトナーなどの在庫です。在庫の数は、入出庫の記録の合計です。",
    .path = "/desk/supplies",
    .icon = "box",
    .row_size = sizeof(struct supply),
    .fields = supply_fields,
    .titled_by = "title",
    .listed = "title balance unit order_point is_short place supplier moved_on",
    .states = &supply_states,
    .access = crew_access,
    .views = supply_views,
    .keep_years = 5,
    .check = check_supply,
    .after = supply_changed,
};
