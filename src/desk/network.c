#include "desk/network.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/address.h"
#include "desk/free_range.h"
#include "desk/name_series.h"
#include "desk/rights.h"
#include "store/act.h"
#include "store/query.h"

/* So many records one act moves to a new network. */
enum { MOST_MOVED = 2000 };

const struct choice_item network_layers[] = {
    { "mynumber", "マイナンバー利用事務系", "個人番号利用事務系|基幹系|住民系" },
    { "lgwan", "LGWAN接続系", "LGWAN|総合行政|内部系|庁内" },
    { "internet", "インターネット接続系", "インターネット|インターネット系" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field fields[] = {
    FIELD(struct network, title, "名前", .also = "名称|ネットワーク名|セグメント名|説明",
          .required = true, .searched = true, .most = 100),
    FIELD(struct network, layer, "区分", .help = "三層の対策でのどの領域かです。",
          .also = "ゾーン|系|領域|ネットワーク区分", .required = true, .choices = network_layers,
          .settled = true),
    FIELD(struct network, prefix, "ネットワーク", .help = "例：10.24.16.0/24",
          .also = "サブネット|セグメント|アドレス範囲|CIDR|ネットワークアドレス", .required = true,
          .settled = true),
    FIELD(struct network, vlan, "VLAN番号", .also = "VLAN|VLAN ID", .least = 1, .most = 4094),
    FIELD(struct network, gateway, "ゲートウェイ", .also = "GW|デフォルトゲートウェイ"),
    FIELD(struct network, purpose, "用途", .also = "使い道|使用目的", .searched = true,
          .most = 200),
    FIELD(struct network, site, "拠点の記号", .help = "コンピュータ名の {site} に入ります。例：HC",
          .also = "拠点|庁舎記号", .most = 12),
    FIELD(struct network, series, "命名規則", .help = "ふだん払い出すコンピュータ名の付け方です。",
          .to = &name_series_ledger),
    FIELD(struct network, parent, "上のネットワーク", .help = "範囲を含むものを自動で選びます。",
          .to = &network_ledger, .fixed = true),
    FIELD(struct network, note, "備考", .searched = true, .most = 400),
    { 0 },
};

static const struct view views[] = {
    { "all", "すべて", "アドレスの順に並べます。", "", "prefix" },
    { "mynumber", "マイナンバー利用事務系", "住民情報などを扱う領域です。", "layer=mynumber",
      "prefix" },
    { "lgwan", "LGWAN接続系", "庁内の事務の領域です。", "layer=lgwan", "prefix" },
    { "internet", "インターネット接続系", "インターネットにつながる領域です。", "layer=internet",
      "prefix" },
    { 0 },
};

const char *
layer_title(const char *code)
{
    for (const struct choice_item *it = network_layers; it->code; it++)
        if (code && strcmp(it->code, code) == 0)
            return it->label;
    return "";
}

/* --- which contains which ------------------------------------------------------------------ */

struct around_row {
    int64_t id;
    const char *layer;
    const char *prefix;
};

/* Every prefix that could contain it is asked for by name: 33 look-ups in an index, or 129. */
static bool
ask_around(struct act *a, int64_t contract, const char *layer, const struct inet *inner,
           struct around_row **rows, size_t *count)
{
    struct sql *s = sql_new(a, "network.around");

    SQL(s, "SELECT id, layer, prefix FROM network WHERE contract = ");
    sql_value(s, bind_int("contract", contract));
    SQL(s, " AND removed_at IS NULL AND prefix IN (");
    for (int bits = inner->prefix; bits >= 0; bits--) {
        struct inet outer = inet_within(inner, bits);

        sql_value(s, bind_text("prefix", inet_key(a->arena, &outer)));
        if (bits)
            SQL(s, ", ");
    }
    SQL(s, ")");
    if (layer && *layer) {
        SQL(s, " AND layer = ");
        sql_value(s, bind_text("layer", layer));
    }
    return sql_rows(a, s,
                    COLUMNS(COLUMN(struct around_row, id), COLUMN(struct around_row, layer),
                            COLUMN(struct around_row, prefix)),
                    sizeof **rows, rows, count);
}

static bool
find_around(struct act *a, int64_t contract, const char *layer, const struct inet *inner,
            int64_t but, int64_t *network)
{
    const char *in = NULL;
    struct around_row *rows;
    int longest = -1;
    size_t count;

    *network = 0;
    if (!inner->family)
        return true;
    if (!ask_around(a, contract, layer, inner, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct inet prefix;

        if (rows[i].id == but || !inet_unkey(rows[i].prefix, &prefix))
            continue;
        if (in && strcmp(in, rows[i].layer) != 0) {
            *network = -1;
            return true;
        }
        in = rows[i].layer;
        if (prefix.prefix > longest)
            *network = rows[i].id;
        if (prefix.prefix > longest)
            longest = prefix.prefix;
    }
    return true;
}

bool
network_around(struct act *a, int64_t contract, const char *layer, const struct inet *inner,
               int64_t *network)
{
    return find_around(a, contract, layer, inner, 0, network);
}

/* --- rules --------------------------------------------------------------------------------- */

static bool
check_shape(struct act *a, const struct network *it)
{
    struct inet whole = inet_within(&it->prefix, it->prefix.prefix);

    if (inet_compare(&whole, &it->prefix) != 0)
        return fail(a, FAULT_INVALID, "prefix",
                    "%s はネットワークの先頭ではありません。%s ではありませんか。",
                    inet_print(a->arena, &it->prefix), inet_print(a->arena, &whole));
    if (!it->gateway.family)
        return true;
    if (!inet_is_host(&it->gateway) || !inet_contains(&it->prefix, &it->gateway))
        return fail(a, FAULT_INVALID, "gateway", "ゲートウェイは %s の中のアドレスを1つ書きます。",
                    inet_print(a->arena, &it->prefix));
    return true;
}

static bool
check_place(struct act *a, struct network *it)
{
    struct around_row *rows;
    size_t count;

    if (!ask_around(a, it->base.contract, it->layer.code, &it->prefix, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].prefix, inet_key(a->arena, &it->prefix)) == 0)
            return fail(a, FAULT_CLASH, "prefix", "%s は%sにもう登録されています。",
                        inet_print(a->arena, &it->prefix), layer_title(it->layer.code));
    return find_around(a, it->base.contract, it->layer.code, &it->prefix, 0, &it->parent.id);
}

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct network *it = (struct network *)record;

    if (!it->prefix.family)
        return true;
    if (!check_shape(a, it))
        return false;
    return before || !it->layer.code || !it->base.contract || check_place(a, it);
}

/* --- what follows -------------------------------------------------------------------------- */

struct member_row {
    int64_t id;
};
struct member_list {
    struct member_row *rows;
    size_t count;
};

/* Networks below the parent that lie in the new one; without a parent, of the layer. */
static const struct query below_query = {
    .name = "network.below",
    .sql = "SELECT id FROM network WHERE contract = :contract AND layer = :layer"
           " AND prefix > :first AND prefix <= :last AND id <> :id"
           " AND coalesce(parent, 0) = :parent AND removed_at IS NULL ORDER BY prefix LIMIT :most",
    .row_size = sizeof(struct member_row),
    .columns = COLUMNS(COLUMN(struct member_row, id)),
};
static const struct query prefixes_query = {
    .name = "network.prefixes",
    .sql = "SELECT id, layer, prefix FROM network WHERE parent = :network AND removed_at IS NULL"
           " ORDER BY id LIMIT :most",
    .row_size = sizeof(struct around_row),
    .columns = COLUMNS(COLUMN(struct around_row, id), COLUMN(struct around_row, layer),
                       COLUMN(struct around_row, prefix)),
};
static const struct query inside_query = {
    .name = "network.inside",
    .sql = "SELECT id FROM address WHERE contract = :contract AND address >= :first"
           " AND address <= :last AND network = :parent AND state = 'issued'"
           " AND removed_at IS NULL ORDER BY address LIMIT :most",
    .row_size = sizeof(struct member_row),
    .columns = COLUMNS(COLUMN(struct member_row, id)),
};
static const struct query issued_query = {
    .name = "network.issued",
    .sql = "SELECT id FROM address WHERE network = :network AND state = 'issued'"
           " AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct member_row),
    .columns = COLUMNS(COLUMN(struct member_row, id)),
};

struct removal {
    struct member_list list;
    const struct ledger *ledger;
    int64_t to;
};

static bool
lead_to(struct act *a, void *with)
{
    const struct removal *removal = with;

    for (size_t i = 0; i < removal->list.count; i++) {
        void *row = ledger_new(a, removal->ledger);

        if (!consequence_read(a, removal->ledger, removal->list.rows[i].id, row))
            return false;
        if (removal->ledger == &network_ledger)
            ((struct network *)row)->parent.id = removal->to;
        else
            ((struct address *)row)->network.id = removal->to;
        if (!ledger_keep(a, removal->ledger, NULL, row))
            return false;
    }
    return true;
}

static bool
lead(struct act *a, const struct member_list *list, const struct ledger *l, int64_t to)
{
    struct removal removal = { *list, l, to };

    if (list->count > MOST_MOVED)
        return fail(a, FAULT_CLASH, "prefix",
                    "この範囲には%sが%d件より多くあります。先に小さく分けて登録します。", l->title,
                    MOST_MOVED);
    return consequence_run(a, lead_to, &removal);
}

/* The gateway is an address in use. */
static bool
keep_gateway(struct act *a, void *with)
{
    const struct network *it = with;
    struct address *row = ledger_new(a, &address_ledger);

    row->base.contract = it->base.contract;
    row->base.organisation = it->base.organisation;
    row->network.id = it->base.id;
    row->address = it->gateway;
    row->kind.code = "gateway";
    return ledger_keep(a, &address_ledger, NULL, row);
}

/* What was in use there before the network was registered stays as it is. */
static bool
begin_gateway(struct act *a, struct network *it)
{
    struct free_range_list list;

    if (!it->gateway.family)
        return true;
    if (!free_range_ensure(a, it->base.contract, it->base.id) ||
        !free_range_window(a, it->base.id, &it->gateway, &it->gateway, &list))
        return false;
    return !list.count || consequence_run(a, keep_gateway, it);
}

static bool
settle(struct act *a, struct network *it)
{
    struct inet first = inet_first(&it->prefix), last = inet_last(&it->prefix);
    struct member_list below, inside = { 0 };

    if (!QUERY(a, &below_query, below, bind_int("contract", it->base.contract),
               bind_text("layer", it->layer.code),
               bind_text("first", inet_key(a->arena, &it->prefix)),
               bind_text("last", inet_key(a->arena, &last)), bind_int("id", it->base.id),
               bind_int("parent", it->parent.id), bind_int("most", MOST_MOVED + 1)))
        return false;
    if (it->parent.id &&
        !QUERY(a, &inside_query, inside, bind_int("contract", it->base.contract),
               bind_int("parent", it->parent.id), bind_text("first", inet_key(a->arena, &first)),
               bind_text("last", inet_key(a->arena, &last)), bind_int("most", MOST_MOVED + 1)))
        return false;
    return lead(a, &below, &network_ledger, it->base.id) &&
           lead(a, &inside, &address_ledger, it->base.id) &&
           free_range_ensure(a, it->base.contract, it->base.id) &&
           (!it->parent.id || free_range_cut(a, it->base.contract, it->parent.id, &first, &last));
}

/* What the networks below have is theirs; the rest is free in the parent. */
static bool
give_back(struct act *a, const struct network *it, const struct around_row *below, size_t count)
{
    struct network *parent = ledger_new(a, &network_ledger);
    struct free_range usable, room = { inet_first(&it->prefix), inet_last(&it->prefix) };
    bool made;

    if (!free_range_made(a, it->parent.id, &made))
        return false;
    if (!made)
        return true;
    if (!consequence_read(a, &network_ledger, it->parent.id, parent))
        return false;
    usable = usable_range(&parent->prefix);
    if (inet_compare(&room.first, &usable.first) < 0)
        room.first = usable.first;
    if (inet_compare(&room.last, &usable.last) > 0)
        room.last = usable.last;
    if (!free_range_give(a, it->base.contract, parent->base.id, &room.first, &room.last))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct inet prefix, first, last;

        if (!inet_unkey(below[i].prefix, &prefix))
            return fail(a, FAULT_BROKEN, NULL, "ネットワークが読めません。");
        first = inet_first(&prefix);
        last = inet_last(&prefix);
        if (!free_range_cut(a, it->base.contract, parent->base.id, &first, &last))
            return false;
    }
    return true;
}

/* Its room goes back to the network around it, but for what the networks below have. */
static bool
dissolve(struct act *a, struct network *it)
{
    struct member_list list = { 0 };
    struct {
        struct around_row *rows;
        size_t count;
    } below;
    struct member_row one;
    bool found;

    if (!query_first(a, &issued_query, &one, &found, BOUND(bind_int("network", it->base.id))))
        return false;
    if (found)
        return fail(a, FAULT_CLASH, NULL,
                    "使用中のアドレスがあるので消せません。先にアドレスを返します。");
    if (!QUERY(a, &prefixes_query, below, bind_int("network", it->base.id),
               bind_int("most", MOST_MOVED + 1)))
        return false;
    list.rows = NEW_ARRAY(a->arena, below.count + 1, struct member_row);
    for (; list.count < below.count; list.count++)
        list.rows[list.count].id = below.rows[list.count].id;
    return lead(a, &list, &network_ledger, it->parent.id) && free_range_drop(a, it->base.id) &&
           (!it->parent.id || give_back(a, it, below.rows, below.count));
}

static bool
after(struct act *a, const struct record *before, const struct record *record)
{
    struct network *it = (struct network *)record;
    const struct network *was = (const struct network *)before;

    if (before && !record->removed_at.us && inet_compare(&was->gateway, &it->gateway) == 0)
        return true;
    if (!pool_lock(a, record->contract))
        return false;
    if (record->removed_at.us)
        return dissolve(a, it);
    if (!before && !settle(a, it))
        return false;
    return begin_gateway(a, it);
}

const struct ledger network_ledger = {
    .name = "network",
    .title = "ネットワーク",
    .help = "アドレスの範囲（サブネット）です。三層の領域ごとに登録し、含む・含まれるの関係は"
            "自動で決まります。",
    .path = "/desk/networks",
    .icon = "net",
    .row_size = sizeof(struct network),
    .fields = fields,
    .titled_by = "title",
    .listed = "title layer prefix vlan gateway purpose parent",
    .access = desk_access,
    .views = views,
    .keep_years = 5,
    .check = check,
    .after = after,
};
