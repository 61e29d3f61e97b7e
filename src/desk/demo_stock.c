/* What 青葉市's desk keeps on its shelves. */
#include "desk/demo.h"

#include <string.h>

#include "desk/supply.h"
#include "store/act.h"

enum { WEEKS = 6 };

struct cast {
    int64_t contract;
    int64_t person;
    struct instant present;
};

static const struct supply_story {
    const char *title, *model, *unit, *place, *supplier;
    int order_point, stock;
    int weekly[WEEKS]; /* issued, oldest first */
} stories[] = {
    { "LANケーブル Cat6 3m",
      "KB-T6-03",
      "本",
      "情報政策課 棚A-1",
      "青葉電材",
      10,
      40,
      { 6, 4, 8, 3, 5, 4 } },
    { "LANケーブル Cat6 10m",
      "KB-T6-10",
      "本",
      "情報政策課 棚A-1",
      "青葉電材",
      5,
      14,
      { 2, 1, 2, 0, 3, 1 } },
    { "スイッチングハブ 8ポート",
      "SH-8G",
      "台",
      "情報政策課 棚A-2",
      "青葉電材",
      3,
      9,
      { 1, 0, 2, 1, 0, 1 } },
    { "トナー 黒（3階複合機）",
      "TN-512K",
      "本",
      "3階 印刷室",
      "北電話機器",
      4,
      12,
      { 2, 1, 2, 1, 2, 1 } },
    { "USBマウス 光学式",
      "MS-100",
      "個",
      "情報政策課 棚B-1",
      "青葉電材",
      5,
      20,
      { 1, 2, 0, 3, 1, 2 } },
    { "USBキーボード 日本語",
      "KBD-109",
      "個",
      "情報政策課 棚B-1",
      "青葉電材",
      5,
      12,
      { 0, 1, 1, 0, 2, 0 } },
    { "電源タップ 6口 3m",
      "TP-6L3",
      "個",
      "情報政策課 棚B-2",
      "青葉電材",
      4,
      10,
      { 1, 1, 0, 2, 0, 1 } },
    { "乾電池 単3（10本入り）",
      "LR6-10",
      "箱",
      "情報政策課 棚C-1",
      "文具のあおば",
      3,
      8,
      { 1, 1, 1, 1, 0, 1 } },
};

static bool
move_stock(struct act *a, const struct cast *cast, int64_t supply, const char *kind, int quantity)
{
    struct stock_move *it = ledger_new(a, &stock_move_ledger);

    it->base.contract = cast->contract;
    it->supply.id = supply;
    it->kind.code = kind;
    it->quantity = quantity;
    it->person.id = cast->person;
    return ledger_create(a, &stock_move_ledger, it);
}

static bool
make_supply(struct act *a, const struct cast *cast, const struct supply_story *story)
{
    struct supply *it = ledger_new(a, &supply_ledger);
    struct date today = instant_date(cast->present);

    it->base.contract = cast->contract;
    it->title = story->title;
    it->model = story->model;
    it->unit = story->unit;
    it->place = story->place;
    it->supplier = story->supplier;
    it->order_point = story->order_point;
    a->now = instant_make(date_add(today, -7 * WEEKS - 1), 9 * 60);
    if (!ledger_create(a, &supply_ledger, it) ||
        !move_stock(a, cast, it->base.id, "count", story->stock))
        return false;
    for (int i = 0; i < WEEKS; i++) {
        a->now = instant_make(date_add(today, -7 * (WEEKS - i)), 10 * 60 + 20 * i);
        if (story->weekly[i] && !move_stock(a, cast, it->base.id, "issue", story->weekly[i]))
            return false;
    }
    return true;
}

static bool
make_all(struct act *a, void *with)
{
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        if (!make_supply(a, with, &stories[i]))
            return false;
    return true;
}

bool
demo_stock(struct act *a, int64_t contract, int64_t person)
{
    struct cast cast = { contract, person, a->now };
    bool good = act_write(a, make_all, &cast);

    a->now = cast.present;
    return good;
}
