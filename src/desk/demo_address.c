#include "desk/demo_address.h"

#include <string.h>

#include "base/arena.h"
#include "desk/address.h"
#include "desk/address_issue.h"
#include "desk/computer_name.h"
#include "desk/network.h"
#include "desk/sighting.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { DAYS = 200, MOST_PAIRS = 12 };

static const char *const rules[] = {
    "title=職員用端末|pattern={prefix}-{site}{yy}-{number:4}|prefix=AOB|site=HC|reused=yes"
    "|rest_days=30|note=本庁舎と支所の端末に使います。",
    "title=住民系の端末|pattern={prefix}-{site}-{number:4}|prefix=AOBJ|site=HC|reused=no"
    "|note=マイナンバー利用事務系の端末です。名前は使い回しません。",
};

struct sketch {
    const char *network;  /* fields */
    const char *reserved; /* ranges: fields of address; NULL: none */
    const char *dhcp;
    int hosts; /* given out one after the other */
    int rule;  /* of rules; -1: no names */
};

static const struct sketch sketches[] = {
    { "title=住民情報系|layer=mynumber|prefix=10.10.0.0/16|purpose=住民記録、税、福祉", NULL, NULL,
      0, -1 },
    { "title=本庁舎 住民系|layer=mynumber|prefix=10.10.4.0/24|vlan=104|gateway=10.10.4.254|site=HC"
      "|purpose=窓口の端末とプリンター",
      "address=10.10.4.1|until=10.10.4.9|note=機器の管理用", NULL, 62, 1 },
    { "title=庁内LAN|layer=lgwan|prefix=10.24.0.0/16|purpose=庁内の事務", NULL, NULL, 0, -1 },
    { "title=本庁舎1階|layer=lgwan|prefix=10.24.16.0/24|vlan=16|gateway=10.24.16.254|site=HC"
      "|purpose=市民課、税務課、会計課",
      "address=10.24.16.1|until=10.24.16.3|note=機器の管理用",
      "address=10.24.16.200|until=10.24.16.231", 168, 0 },
    { "title=本庁舎2階|layer=lgwan|prefix=10.24.17.0/24|vlan=17|gateway=10.24.17.254|site=HC"
      "|purpose=福祉課、保険年金課",
      "address=10.24.17.1|until=10.24.17.3|note=機器の管理用",
      "address=10.24.17.200|until=10.24.17.231", 74, 0 },
    { "title=本庁舎3階|layer=lgwan|prefix=10.24.18.0/24|vlan=18|gateway=10.24.18.254|site=HC"
      "|purpose=情報政策課、財政課、都市計画課",
      "address=10.24.18.1|until=10.24.18.3|note=機器の管理用", NULL, 58, 0 },
    { "title=北支所|layer=lgwan|prefix=10.24.32.0/25|vlan=32|gateway=10.24.32.126|site=NB", NULL,
      NULL, 31, 0 },
    { "title=仮想ブラウザー|layer=internet|prefix=10.60.0.0/23|vlan=60|gateway=10.60.0.1"
      "|purpose=インターネットの閲覧",
      NULL, "address=10.60.0.64|until=10.60.1.191", 6, -1 },
    { "title=来庁者用 無線LAN|layer=internet|prefix=10.60.8.0/22|vlan=68|gateway=10.60.8.1", NULL,
      "address=10.60.8.10|until=10.60.11.250", 0, -1 },
    { "title=IPv6の検証|layer=internet|prefix=2001:db8:60::/48|purpose=次期の公開サーバーの検証",
      NULL, NULL, 1, -1 },
};
enum { SKETCHES = sizeof sketches / sizeof *sketches };

static const char *const sections[] = { "市民課", "税務課", "福祉課",     "保険年金課",
                                        "財政課", "会計課", "都市計画課", "情報政策課" };
enum { SECTIONS = sizeof sections / sizeof *sections };

struct site {
    int64_t contract;
    const struct who *desk;
    const struct who *console;
    struct instant present;
    int64_t rules[2];
    int64_t sections[SECTIONS];
    int64_t networks[SKETCHES];
    int sketch;
    int serial; /* of devices */
};

/* --- records from texts -------------------------------------------------------------------- */

static bool
fill(struct act *a, const struct ledger *l, int64_t contract, const char *values, void *row)
{
    struct pair items[MOST_PAIRS];
    struct pairs pairs = { items, 0 };
    char *rest = arena_copy(a->arena, values);

    ((struct record *)row)->contract = contract;
    while (rest && pairs.count < MOST_PAIRS) {
        char *value = strsep(&rest, "|"), *name = strsep(&value, "=");

        items[pairs.count++] = (struct pair){ name, value ? value : "" };
    }
    return ledger_fill(a, l, row, &pairs);
}

static bool
make(struct act *a, const struct ledger *l, const struct site *s, const char *values, int64_t *id)
{
    struct record *row = ledger_new(a, l);

    if (!fill(a, l, s->contract, values, row) || !ledger_create(a, l, row))
        return false;
    *id = row->id;
    return true;
}

/* A range of the network that has just been made. */
static bool
make_range(struct act *a, const struct site *s, const char *kind, const char *values)
{
    int64_t id;

    return !values || make(a, &address_ledger, s,
                           arena_print(a->arena, "%s|kind=%s|network=%lld", values, kind,
                                       (long long)s->networks[s->sketch]),
                           &id);
}

/* --- giving out ---------------------------------------------------------------------------- */

static const char *
mac_of(struct act *a, int serial)
{
    return arena_print(a->arena, "00:00:5e:00:%02x:%02x", serial / 256, serial % 256);
}

/* Most are computers; a printer a dozen, now and then a server. */
static bool
give_one(struct act *a, struct site *s, int number, struct address **out)
{
    const struct sketch *sketch = &sketches[s->sketch];
    const char *kind = number % 12 == 5 ? "printer" : number % 40 == 21 ? "server" : "host";
    struct address *address = ledger_new(a, &address_ledger);
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    struct address_order order = {
        .network = s->networks[s->sketch],
        .series = sketch->rule >= 0 && strcmp(kind, "printer") != 0 ? s->rules[sketch->rule] : 0,
        .kind = kind,
        .mac = mac_of(a, s->serial),
        .section = s->sections[(number / 9 + s->sketch) % SECTIONS],
        .device = arena_print(a->arena, "%s-%04d",
                              strcmp(kind, "printer") == 0  ? "PRT"
                              : strcmp(kind, "server") == 0 ? "SV"
                                                            : "PC",
                              ++s->serial),
    };

    a->now = instant_add(s->present,
                         (struct minutes){ -(int64_t)(DAYS - number % DAYS) * 24 * 60 + number });
    *out = address;
    return address_issue(a, &order, address, name);
}

/* Some go again, after all have come: so their places are open now. */
static bool
give(struct act *a, void *with)
{
    struct site *s = with;
    int hosts = sketches[s->sketch].hosts;
    struct address **given = NEW_ARRAY(a->arena, (size_t)hosts + 1, struct address *);

    a->who = s->desk;
    for (int number = 0; number < hosts; number++)
        if (!give_one(a, s, number, &given[number]))
            return false;
    for (int number = 7; number < hosts; number += 9) {
        given[number]->return_reason = number % 2 ? "機器の更新" : "席の移動";
        a->now =
            instant_add(s->present, (struct minutes){ -(int64_t)(20 - number % 18) * 24 * 60 });
        if (!ledger_move(a, &address_ledger, "return", given[number]))
            return false;
    }
    return true;
}

/* --- the survey ---------------------------------------------------------------------------- */

static bool
see(struct act *a, const struct site *s, const char *address, const char *mac, const char *name)
{
    struct sighting *row = ledger_new(a, &sighting_ledger);

    if (!fill(a, &sighting_ledger, s->contract,
              arena_print(a->arena, "address=%s|mac=%s|name=%s|source=arp|layer=lgwan", address,
                          mac, name),
              row))
        return false;
    row->seen_at = instant_add(s->present, (struct minutes){ -90 });
    return ledger_create(a, &sighting_ledger, row);
}

struct standing {
    const char *title;
    const char *mac;
    const char *name;
};
struct standing_list {
    struct standing *rows;
    size_t count;
};

static const struct query standing_query = {
    .name = "demo_address.standing",
    .sql = "SELECT a.title AS title, coalesce(a.mac, '') AS mac, coalesce(c.name, '') AS name"
           " FROM address AS a LEFT JOIN computer_name AS c ON c.id = a.name"
           " WHERE a.network = :network AND a.state = 'issued' AND a.mac IS NOT NULL"
           " AND a.removed_at IS NULL ORDER BY a.address",
    .row_size = sizeof(struct standing),
    .columns = COLUMNS(COLUMN(struct standing, title), COLUMN(struct standing, mac),
                       COLUMN(struct standing, name)),
};

/* Nearly all are seen; two strangers, a device with an address of another's, one moved. */
static bool
survey(struct act *a, void *with)
{
    const struct site *s = with;
    struct standing_list list;

    a->who = s->desk;
    if (!query_rows(a, &standing_query, &list.rows, &list.count, sizeof *list.rows,
                    BOUND(bind_int("network", s->networks[3]))))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct standing *it = &list.rows[i];

        if (i % 50 == 17 || i == 60)
            continue;
        if (!see(a, s, it->title, it->mac, it->name))
            return false;
    }
    return see(a, s, "10.24.16.240", "00:00:5e:00:fe:01", "UNKNOWN-01") &&
           see(a, s, "10.24.16.245", "00:00:5e:00:fe:02", "") &&
           see(a, s, list.rows[30].title, "00:00:5e:00:fe:03", "NOTE-PC") &&
           see(a, s, "10.24.16.248", list.rows[60].mac, list.rows[60].name);
}

/* --- all of it ----------------------------------------------------------------------------- */

static bool
find_sections(struct act *a, struct site *s)
{
    for (size_t i = 0; i < SECTIONS; i++) {
        struct address *row = ledger_new(a, &address_ledger);

        if (!fill(a, &address_ledger, s->contract, arena_print(a->arena, "section=%s", sections[i]),
                  row))
            return false;
        s->sections[i] = row->section.id;
    }
    return true;
}

static bool
make_network(struct act *a, struct site *s)
{
    const struct sketch *sketch = &sketches[s->sketch];
    const char *values = sketch->network;

    if (sketch->rule >= 0)
        values = arena_print(a->arena, "%s|series=%lld", values, (long long)s->rules[sketch->rule]);
    a->now = instant_add(s->present, (struct minutes){ -(int64_t)(DAYS + 2) * 24 * 60 });
    return make(a, &network_ledger, s, values, &s->networks[s->sketch]) &&
           make_range(a, s, "reserved", sketch->reserved) && make_range(a, s, "dhcp", sketch->dhcp);
}

bool
demo_addresses(struct act *a, int64_t contract, const struct who *desk)
{
    struct site s = { .contract = contract, .desk = desk, .console = a->who, .present = a->now };
    bool good = find_sections(a, &s) && make(a, &name_series_ledger, &s, rules[0], &s.rules[0]) &&
                make(a, &name_series_ledger, &s, rules[1], &s.rules[1]);

    for (; good && s.sketch < SKETCHES; s.sketch++) {
        struct site before;

        good = make_network(a, &s);
        before = s;
        good = good && act_write(a, give, &before);
        s.serial = before.serial;
        a->who = s.console;
    }
    a->now = s.present;
    good = good && act_write(a, survey, &s);
    a->who = s.console;
    return good;
}
