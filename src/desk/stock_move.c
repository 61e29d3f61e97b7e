#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/supply.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_QUANTITY = 1000000 };

static const struct choice_item kinds[] = {
    { "receive", "入庫", "受入|購入|納品" },
    { "issue", "払出", "出庫|払い出し|使用" },
    { "return", "戻し", "返却|戻入" },
    { "adjust", "増減の訂正", "訂正|調整|破損|紛失" },
    { "count", "棚卸", "棚卸し|実数|現在数" },
    { "counter", "打消し", "取消|打ち消し" },
    { 0 },
};

static const struct field stock_move_fields[] = {
    FIELD(struct stock_move, title, "入出庫", .fixed = true, .searched = true, .most = 300),
    FIELD(struct stock_move, supply, "消耗品", .also = "品名|物品名", .required = true,
          .settled = true, .part = true, .to = &supply_ledger),
    FIELD(struct stock_move, kind, "種類", .also = "区分|入出庫の別", .required = true,
          .settled = true, .choices = kinds),
    FIELD(struct stock_move, quantity, "数量",
          .help = "棚卸では、いま実際にある数です。増減の訂正では、減らすときに負の数を書きます。"
                  "打消しでは空けます。",
          .also = "数|個数|実数量", .settled = true, .least = -MOST_QUANTITY,
          .most = MOST_QUANTITY),
    FIELD(struct stock_move, corrects, "打ち消す入出庫",
          .help = "打消しのときだけ選びます。もとの記録は残ります。", .settled = true,
          .to = &stock_move_ledger),
    FIELD(struct stock_move, day, "日", .help = "空けると今日です。",
          .also = "年月日|日付|入出庫日", .settled = true, .counted = true),
    FIELD(struct stock_move, person, "扱った人", .also = "担当|担当者|取扱者", .settled = true,
          .to = &person_ledger),
    FIELD(struct stock_move, section, "渡した課", .also = "課|払出先|所属|部署", .settled = true,
          .to = &organisation_ledger),
    FIELD(struct stock_move, effect, "増減", .fixed = true),
    FIELD(struct stock_move, left, "残り", .fixed = true),
    FIELD(struct stock_move, notes, "備考", .also = "摘要|理由", .searched = true, .most = 4000),
    { 0 },
};

static const struct view stock_move_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { "issued", "払出", "渡したものを新しい順に並べます。", "kind=issue", "-id" },
    { "counted", "棚卸と訂正", "数を合わせた記録です。", "kind.in=adjust,count,counter", "-id" },
    { 0 },
};

static bool
is_kind(const struct stock_move *it, const char *kind)
{
    return it->kind.code && strcmp(it->kind.code, kind) == 0;
}

static const struct query countered_query = {
    .name = "stock_move.countered",
    .sql = "SELECT id FROM stock_move WHERE corrects = :move AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

/* Takes back another move of the same supply, whole and once. */
static bool
counter(struct act *a, struct stock_move *it)
{
    struct stock_move *other = ledger_new(a, &stock_move_ledger);
    struct ref taken;
    bool found;

    if (!it->corrects.id)
        return fail(a, FAULT_INVALID, "corrects", "打ち消す入出庫を選びます。");
    if (it->quantity != NO_NUMBER)
        return fail(a, FAULT_INVALID, "quantity",
                    "打消しの数量は空けます。もとの記録の全部を打ち消します。");
    if (!consequence_read(a, &stock_move_ledger, it->corrects.id, other) ||
        !query_first(a, &countered_query, &taken, &found, BOUND(BIND(move, it->corrects.id))))
        return false;
    if (other->supply.id != it->supply.id)
        return fail(a, FAULT_INVALID, "corrects", "別の消耗品の入出庫です。");
    if (is_kind(other, "counter"))
        return fail(a, FAULT_INVALID, "corrects",
                    "打消しは打ち消せません。もとの入出庫をもう一度記録します。");
    if (found)
        return fail(a, FAULT_CLASH, "corrects", "もう打ち消されています。");
    it->effect = -other->effect;
    return true;
}

static bool
put_effect(struct act *a, struct stock_move *it, const struct supply *supply)
{
    bool may_be_less = is_kind(it, "adjust");

    if (is_kind(it, "counter"))
        return counter(a, it);
    if (it->corrects.id)
        return fail(a, FAULT_INVALID, "corrects", "打ち消す入出庫は、打消しのときだけ選びます。");
    if (it->quantity == NO_NUMBER)
        return fail(a, FAULT_INVALID, "quantity", "数量は必須です。");
    if (may_be_less && !(it->notes.text && *it->notes.text))
        return fail(a, FAULT_INVALID, "notes", "訂正の理由を備考に書きます。");
    if (it->quantity < (is_kind(it, "count") ? 0 : 1) && !(may_be_less && it->quantity))
        return fail(a, FAULT_INVALID, "quantity", "数量は%sで書きます。",
                    is_kind(it, "count") ? "0以上の数"
                    : may_be_less        ? "0でない数"
                                         : "1以上の数");
    it->effect = is_kind(it, "issue")   ? -it->quantity
                 : is_kind(it, "count") ? it->quantity - supply->balance
                                        : it->quantity;
    return true;
}

static bool
check_move(struct act *a, const struct record *before, struct record *record)
{
    struct stock_move *it = (struct stock_move *)record;
    struct supply *supply = ledger_new(a, &supply_ledger);
    struct date today = instant_date(a->now);

    if (before)
        return true;
    if (!it->supply.id || !it->kind.code ||
        !consequence_read(a, &supply_ledger, it->supply.id, supply))
        return false;
    if (state_is(&supply->base, "ended"))
        return fail(a, FAULT_CLASH, "supply", "取扱を終えた消耗品です。再開してから記録します。");
    if (!it->day.day)
        it->day = today;
    if (it->day.day > today.day)
        return fail(a, FAULT_INVALID, "day", "日が今日より後です。");
    if (!it->person.id)
        it->person.id = actor_person(a);
    if (!put_effect(a, it, supply))
        return false;
    it->left = supply->balance + it->effect;
    it->title = arena_print(a->arena, "%s　%s　%+lld%s　%s", supply->title,
                            choice_label(kinds, it->kind.code), (long long)it->effect, supply->unit,
                            wareki_print(a->arena, it->day, WAREKI_SHORT));
    return it->left >= 0 ||
           fail(a, FAULT_INVALID, "quantity", "在庫が足りません。いま%lld%sあります。",
                (long long)supply->balance, supply->unit);
}

static bool
follow(struct act *a, void *with)
{
    const struct stock_move *it = with;
    struct supply *supply = ledger_new(a, &supply_ledger);

    if (!consequence_read(a, &supply_ledger, it->supply.id, supply))
        return false;
    supply->balance += it->effect;
    if (supply->moved_on.day < it->day.day)
        supply->moved_on = it->day;
    return ledger_keep(a, &supply_ledger, NULL, supply);
}

static bool
move_made(struct act *a, const struct record *before, const struct record *record)
{
    struct stock_move it = *(const struct stock_move *)record;

    return before || consequence_run(a, follow, &it);
}

const struct ledger stock_move_ledger = {
    .name = "stock_move",
    .title = "入出庫",
    .help =
        "消耗品の入庫、払出、棚卸の記録です。後から変えられないので、間違いは打消しで直します。",
    .path = "/desk/stock_moves",
    .icon = "route",
    .row_size = sizeof(struct stock_move),
    .fields = stock_move_fields,
    .titled_by = "title",
    .listed = "day supply kind quantity effect left section person",
    .access = crew_access,
    .views = stock_move_views,
    .keep_years = 5,
    .check = check_move,
    .after = move_made,
};
