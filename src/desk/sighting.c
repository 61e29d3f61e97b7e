#include "desk/sighting.h"

#include "base/arena.h"
#include "desk/network.h"
#include "store/act.h"

static const struct choice_item sources[] = {
    { "scan", "スキャン", "ping|nmap|疎通確認|探索" },
    { "arp", "ARP表", "ARP|arp" },
    { "dhcp", "DHCPの貸出し", "DHCP|リース|dhcp lease" },
    { 0 },
};

static const struct field fields[] = {
    FIELD(struct sighting, title, "表示名", .fixed = true, .searched = true, .most = 100),
    FIELD(struct sighting, address, "アドレス", .also = "IPアドレス|IP|ip|ipaddr|IP Address",
          .required = true, .settled = true),
    FIELD(struct sighting, mac, "MACアドレス",
          .also = "MAC|mac|物理アドレス|HWアドレス|MAC Address", .settled = true),
    FIELD(struct sighting, name, "名前", .also = "ホスト名|コンピュータ名|hostname|Name|host",
          .searched = true, .settled = true, .most = 200),
    FIELD(struct sighting, seen_at, "見えた日時",
          .also = "日時|検出日時|最終確認|seen|last seen|timestamp", .required = true,
          .settled = true),
    FIELD(struct sighting, source, "調べ方", .also = "取得元|種別|source", .choices = sources,
          .settled = true),
    FIELD(struct sighting, layer, "区分", .help = "同じアドレスが複数の区分にあるときに書きます。",
          .also = "ゾーン|系|領域", .choices = network_layers, .settled = true),
    FIELD(struct sighting, network, "ネットワーク", .to = &network_ledger, .fixed = true),
    { 0 },
};

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_IMPORT | DEED_REMOVE,
};

static const struct access rights[] = {
    { ROLE_LEAD, WORK, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

/* The orders are those in which comparison.c looks. */
static const struct view views[] = {
    { "newest", "新しい順", "見えた日時の新しい順に並べます。", "", "-seen_at" },
    { "address", "アドレス順", "アドレスの順に並べます。", "", "address" },
    { "mac", "機器の順", "MACアドレスの順に並べます。", "mac.empty=false", "mac" },
    { 0 },
};

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct sighting *it = (struct sighting *)record;

    if (!it->address.family || before)
        return true;
    if (!inet_is_host(&it->address))
        return fail(a, FAULT_INVALID, "address", "アドレスは1つ書きます（/ と数は付けません）。");
    it->title = arena_print(a->arena, "%s %s", inet_print(a->arena, &it->address),
                            it->mac.text ? it->mac.text : "");
    if (!it->base.contract)
        return true;
    if (!network_around(a, it->base.contract, it->layer.code, &it->address, &it->network.id))
        return false;
    if (it->network.id >= 0)
        return true;
    it->network.id = 0;
    return fail(a, FAULT_INVALID, "layer",
                "%s を含むネットワークが複数の区分にあります。区分を書きます。",
                inet_print(a->arena, &it->address));
}

const struct ledger sighting_ledger = {
    .name = "sighting",
    .title = "調査の結果",
    .help = "スキャン、ARP表、DHCPの貸出しで見えた機器です。取り込むと、台帳と突き合わせます。",
    .path = "/desk/sightings",
    .icon = "find",
    .row_size = sizeof(struct sighting),
    .fields = fields,
    .titled_by = "title",
    .listed = "address mac name seen_at source network",
    .access = rights,
    .views = views,
    .keep_years = 5,
    .check = check,
};
