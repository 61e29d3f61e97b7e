#include "desk/address.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/computer_name.h"
#include "desk/free_range.h"
#include "desk/network.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"

const struct choice_item address_kinds[] = {
    { "host", "端末", "PC|パソコン|クライアント|機器" },
    { "printer", "プリンター", "複合機|プリンタ" },
    { "server", "サーバー", "サーバ" },
    { "gateway", "ゲートウェイ", "ルーター|ルータ|GW" },
    { "dhcp", "自動割当（DHCP）", "DHCP|自動割当|DHCP範囲" },
    { "reserved", "予約", "固定|予備|確保" },
    { 0 },
};

static const struct field fields[] = {
    FIELD(struct address, title, "表示名", .fixed = true, .searched = true, .most = 100),
    FIELD(struct address, address, "アドレス",
          .also = "IPアドレス|IP|IPv4アドレス|IPv6アドレス|ip_addr|始まりのアドレス",
          .required = true, .settled = true),
    FIELD(struct address, until, "終わりのアドレス",
          .help = "自動割当や予約の範囲で、最後のアドレスを書きます。", .also = "終了アドレス|まで",
          .settled = true),
    FIELD(struct address, network, "ネットワーク",
          .help = "空けると、アドレスを含むものを選びます。", .also = "サブネット|セグメント",
          .to = &network_ledger),
    FIELD(struct address, kind, "種類", .also = "種別|区分|機器の種類", .required = true,
          .choices = address_kinds),
    FIELD(struct address, name, "コンピュータ名", .also = "PC名|端末名|ホスト名",
          .to = &computer_name_ledger, .instead = "host"),
    FIELD(struct address, host, "台帳外のホスト名", .help = "コンピュータ名の台帳にない名前です。",
          .searched = true, .most = 100),
    FIELD(struct address, device, "機器", .also = "機種|管理番号|機器名|説明", .searched = true,
          .most = 200),
    FIELD(struct address, mac, "MACアドレス", .also = "MAC|物理アドレス"),
    FIELD(struct address, section, "使う課", .also = "課|課名|所属|部署|設置場所",
          .to = &organisation_ledger),
    FIELD(struct address, person, "使う人", .also = "利用者|使用者|職員", .to = &person_ledger),
    FIELD(struct address, issued_on, "払出し日", .also = "払出日|登録日|開始日|使用開始日"),
    FIELD(struct address, return_on, "返す予定日", .also = "返却予定日|期限"),
    FIELD(struct address, returned_on, "返却日", .fixed = true),
    FIELD(struct address, return_reason, "返却の理由", .also = "廃止理由", .searched = true,
          .most = 400),
    FIELD(struct address, note, "備考", .also = "メモ", .searched = true, .most = 400),
    { 0 },
};

static const struct state state_rows[] = {
    { "issued", "使用中", "使用|払出済|利用中", MARK_WORK },
    { "returned", "返却済み", "返却|廃止|未使用", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "return", "返す", "issued", "returned", "return_reason",
      1 << ROLE_LEAD | 1 << ROLE_OPERATOR },
    { 0 },
};

static const struct states states = { state_rows, transitions };

/* `address` and `ranges` are also how a window of a network is read (network_map.c). */
static const struct view views[] = {
    { "issued", "使用中", "使われているものをアドレスの順に並べます。", "state.in=issued",
      "address" },
    { "ranges", "範囲", "自動割当と予約の範囲です。", "until.empty=false", "address" },
    { "due", "返す予定", "返す予定日の近い順に並べます。", "state.in=issued&return_on.empty=false",
      "return_on" },
    { "address", "すべて", "返したものも、アドレスの順に並べます。", "", "address" },
    { "mac", "機器の順", "MACアドレスの順に並べます。", "mac.empty=false", "mac" },
    { 0 },
};

const char *
address_kind_title(const char *code)
{
    for (const struct choice_item *it = address_kinds; it->code; it++)
        if (code && strcmp(it->code, code) == 0)
            return it->label;
    return "";
}

static const struct inet *
end_of(const struct address *it)
{
    return it->until.family ? &it->until : &it->address;
}

static bool
check_addresses(struct act *a, const struct address *it)
{
    bool ranged = strcmp(it->kind.code ? it->kind.code : "", "dhcp") == 0 ||
                  strcmp(it->kind.code ? it->kind.code : "", "reserved") == 0;

    if (!inet_is_host(&it->address))
        return fail(a, FAULT_INVALID, "address",
                    "アドレスは1つ書きます（/ と数は付けません）。範囲は「終わりのアドレス」も"
                    "書きます。");
    if (!it->until.family)
        return true;
    if (!ranged)
        return fail(a, FAULT_INVALID, "until", "範囲にできるのは、自動割当と予約です。");
    if (!inet_is_host(&it->until) || it->until.family != it->address.family ||
        inet_compare(&it->until, &it->address) < 0)
        return fail(a, FAULT_INVALID, "until",
                    "終わりのアドレスは、始まり（%s）より後の1つを書きます。",
                    inet_print(a->arena, &it->address));
    return true;
}

/* What was given as network says the layer; the smallest one in it that contains all counts. */
static bool
find_network(struct act *a, struct address *it)
{
    struct network *given = ledger_new(a, &network_ledger);
    const char *text = inet_print(a->arena, &it->address);
    int64_t around, end;

    if (it->network.id && !consequence_read(a, &network_ledger, it->network.id, given))
        return false;
    if (!network_around(a, it->base.contract, given->layer.code, &it->address, &around))
        return false;
    if (around < 0)
        return fail(a, FAULT_INVALID, "network",
                    "%s を含むネットワークが複数の区分にあります。どれかを選びます。", text);
    if (!around || (it->network.id && !inet_contains(&given->prefix, &it->address)))
        return fail(a, FAULT_INVALID, it->network.id ? "address" : "network",
                    "%s を含むネットワークがありません。先にネットワークを登録します。", text);
    it->network.id = around;
    if (!it->until.family)
        return true;
    if (!consequence_read(a, &network_ledger, around, given) ||
        !network_around(a, it->base.contract, given->layer.code, &it->until, &end))
        return false;
    return end == around ||
           fail(a, FAULT_INVALID, "until",
                "始まりと終わりが同じネットワークにありません。ネットワークごとに分けます。");
}

/* Made before this record is stored; a preview hears beforehand what is not free. */
static bool
see_ranges(struct act *a, const struct address *it)
{
    if (a->writing)
        return pool_lock(a, it->base.contract) &&
               free_range_ensure(a, it->base.contract, it->network.id);
    return !state_is(&it->base, "issued") ||
           free_range_require(a, it->network.id, &it->address, end_of(it));
}

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct address *it = (struct address *)record;
    const struct address *was = (const struct address *)before;

    if (!it->address.family)
        return true;
    if (!check_addresses(a, it))
        return false;
    it->title = it->until.family
                    ? arena_print(a->arena, "%s 〜 %s", inet_print(a->arena, &it->address),
                                  inet_print(a->arena, &it->until))
                    : inet_print(a->arena, &it->address);
    /* A network that is registered within another takes over what lies in it. */
    if (was && was->network.id != it->network.id && a->origin != ORIGIN_JOB)
        return fail(a, FAULT_INVALID, "network",
                    "ネットワークは後から変えられません。返してから、払い出します。");
    if (!before && it->base.contract && a->origin != ORIGIN_JOB && !find_network(a, it))
        return false;
    if (!before && it->network.id && !see_ranges(a, it))
        return false;
    if (!before && !it->issued_on.day && a->origin != ORIGIN_IMPORT)
        it->issued_on = instant_date(a->now);
    if (before && state_reached(before, record, "returned"))
        it->returned_on = instant_date(a->now);
    return true;
}

static bool
is_issued(const struct record *record)
{
    return record && !record->removed_at.us && state_is(record, "issued");
}

/* The name goes with its last address. */
static bool
end_name(struct act *a, const struct address *it)
{
    const char *reason =
        it->return_reason && *it->return_reason ? it->return_reason : "アドレスの記録を消したため";

    return !it->name.id || name_return(a, it->name.id, reason);
}

static bool
after(struct act *a, const struct record *before, const struct record *record)
{
    const struct address *it = (const struct address *)record;

    if (is_issued(before) == is_issued(record))
        return true;
    if (!pool_lock(a, record->contract))
        return false;
    if (is_issued(record))
        return free_range_take(a, record->contract, it->network.id, &it->address, end_of(it));
    return free_range_give(a, record->contract, it->network.id, &it->address, end_of(it)) &&
           end_name(a, it);
}

const struct ledger address_ledger = {
    .name = "address",
    .title = "アドレス",
    .help = "払い出したアドレスです。どの機器がいつから使い、いつ返したかを残します。",
    .path = "/desk/addresses",
    .icon = "net",
    .row_size = sizeof(struct address),
    .fields = fields,
    .titled_by = "title",
    .listed = "title network kind name device section state issued_on",
    .states = &states,
    .access = desk_access,
    .views = views,
    .keep_years = 5,
    .check = check,
    .after = after,
};
