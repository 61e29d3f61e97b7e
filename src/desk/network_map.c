#include "desk/network_map.h"

#include <string.h>

#include "base/arena.h"
#include "desk/address.h"
#include "desk/comparison.h"
#include "desk/free_range.h"
#include "desk/network.h"
#include "store/act.h"
#include "store/query.h"

const struct spot_face spot_faces[SPOT_KINDS] = {
    [SPOT_FREE] = { "e", "", "空き" },
    [SPOT_USED] = { "u", "", "使用中" },
    [SPOT_DHCP] = { "d", "D", "自動割当" },
    [SPOT_FIXED] = { "k", "R", "固定・予約" },
    [SPOT_STRAY] = { "s", "?", "台帳にない機器" },
    [SPOT_RIVALS] = { "x", "!", "重なり" },
    [SPOT_BELOW] = { "k", "…", "中のネットワーク" },
    [SPOT_OUTSIDE] = { "k", "×", "払い出さない" },
};

struct used_row {
    int64_t id;
    const char *address;
    const char *until;
    const char *kind;
    const char *name;
    const char *device;
    const char *section;
};
struct used_list {
    struct used_row *rows;
    size_t count;
};

#define USED_COLUMNS                                                                               \
    COLUMNS(COLUMN(struct used_row, id), COLUMN(struct used_row, address),                         \
            COLUMN(struct used_row, until), COLUMN(struct used_row, kind),                         \
            COLUMN(struct used_row, name), COLUMN(struct used_row, device),                        \
            COLUMN(struct used_row, section))
#define USED                                                                                       \
    "SELECT a.id AS id, a.address AS address, coalesce(a.until, '') AS until, a.kind AS kind,"     \
    " coalesce(c.name, a.host, '') AS name, coalesce(a.device, '') AS device,"                     \
    " coalesce(o.title, '') AS section FROM address AS a"                                          \
    " LEFT JOIN computer_name AS c ON c.id = a.name"                                               \
    " LEFT JOIN organisation AS o ON o.id = a.section"                                             \
    " WHERE a.contract = :contract AND a.network = :network AND a.state = 'issued'"                \
    " AND a.removed_at IS NULL"

static const struct query window_query = {
    .name = "network_map.window",
    .sql = USED " AND a.address >= :first AND a.address <= :last ORDER BY a.address",
    .row_size = sizeof(struct used_row),
    .columns = USED_COLUMNS,
};
/* Those that begin before the window and may reach into it; ranges are few. */
static const struct query reach_query = {
    .name = "network_map.reach",
    .sql = USED " AND a.until IS NOT NULL AND a.address < :first AND a.until >= :first"
                " ORDER BY a.address",
    .row_size = sizeof(struct used_row),
    .columns = USED_COLUMNS,
};

struct below_row {
    int64_t id;
    const char *prefix;
    const char *title;
};
struct below_list {
    struct below_row *rows;
    size_t count;
};

static const struct query below_query = {
    .name = "network_map.below",
    .sql = "SELECT id, prefix, title FROM network WHERE parent = :network AND removed_at IS NULL"
           " ORDER BY prefix",
    .row_size = sizeof(struct below_row),
    .columns = COLUMNS(COLUMN(struct below_row, id), COLUMN(struct below_row, prefix),
                       COLUMN(struct below_row, title)),
};

/* The cells from first to last, clipped to the window; none: `*from` > `*until`. */
static void
span(const struct network_map *map, const struct inet *first, const struct inet *last, size_t *from,
     size_t *until)
{
    *from = 1;
    *until = 0;
    if (inet_compare(last, &map->first) < 0 || inet_compare(first, &map->last) > 0)
        return;
    *from = inet_compare(first, &map->first) <= 0 ? 0 : (size_t)inet_count(&map->first, first) - 1;
    *until = inet_compare(last, &map->last) >= 0 ? map->count - 1
                                                 : (size_t)inet_count(&map->first, last) - 1;
}

static void
mark(struct network_map *map, const struct inet *first, const struct inet *last,
     const struct map_cell *like)
{
    size_t from, until;

    span(map, first, last, &from, &until);
    for (size_t i = from; i <= until; i++) {
        struct inet address = map->cells[i].address;

        map->cells[i] = *like;
        map->cells[i].address = address;
    }
}

static bool
mark_free(struct act *a, const struct network *network, struct network_map *map)
{
    struct free_range_list list;
    const struct map_cell like = { .kind = SPOT_FREE, .sign = "", .words = "" };

    if (!free_range_window(a, network->base.id, &map->first, &map->last, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        mark(map, &list.rows[i].first, &list.rows[i].last, &like);
    return true;
}

static const char *
words_of(struct act *a, const struct used_row *row)
{
    const char *what = *row->name ? row->name : row->device;

    return *row->section && *what ? arena_print(a->arena, "%s　%s", what, row->section)
           : *what                ? what
                                  : row->section;
}

static struct map_cell
cell_of(struct act *a, const struct used_row *row)
{
    static const struct {
        const char *code;
        enum spot_kind kind;
        const char *sign;
    } looks[] = {
        { "host", SPOT_USED, "" },    { "printer", SPOT_USED, "P" },
        { "server", SPOT_USED, "S" }, { "gateway", SPOT_FIXED, "G" },
        { "dhcp", SPOT_DHCP, "D" },   { "reserved", SPOT_FIXED, "R" },
    };
    struct map_cell cell = { .kind = SPOT_USED, .sign = "", .record = row->id };

    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].code, row->kind) == 0) {
            cell.kind = looks[i].kind;
            cell.sign = looks[i].sign;
        }
    cell.words = words_of(a, row);
    cell.words = arena_print(a->arena, "%s%s%s", address_kind_title(row->kind),
                             *cell.words ? "　" : "", cell.words);
    return cell;
}

static bool
mark_used(struct act *a, const struct network *network, const struct query *q,
          struct network_map *map)
{
    struct used_list list;

    if (!QUERY(a, q, list, bind_int("contract", network->base.contract),
               bind_int("network", network->base.id),
               bind_text("first", inet_key(a->arena, &map->first)),
               bind_text("last", inet_key(a->arena, &map->last))))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct map_cell like = cell_of(a, &list.rows[i]);
        struct inet first, last;

        if (!inet_unkey(list.rows[i].address, &first) || !inet_unkey(list.rows[i].until, &last))
            return fail(a, FAULT_BROKEN, NULL, "アドレスが読めません。");
        mark(map, &first, last.family ? &last : &first, &like);
    }
    return true;
}

static bool
mark_below(struct act *a, const struct network *network, struct network_map *map)
{
    struct below_list list;

    if (!QUERY(a, &below_query, list, bind_int("network", network->base.id)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct map_cell like = { .kind = SPOT_BELOW,
                                 .sign = spot_faces[SPOT_BELOW].sign,
                                 .network = list.rows[i].id,
                                 .words = list.rows[i].title };
        struct inet prefix, first, last;

        if (!inet_unkey(list.rows[i].prefix, &prefix))
            return fail(a, FAULT_BROKEN, NULL, "ネットワークが読めません。");
        first = inet_first(&prefix);
        last = inet_last(&prefix);
        mark(map, &first, &last, &like);
    }
    return true;
}

static void
mark_seen(const struct network *network, const struct comparison *seen, struct network_map *map)
{
    for (size_t i = 0; seen && i < seen->count; i++) {
        const struct difference_row *row = &seen->rows[i];
        size_t from, until;

        if (row->network != network->base.id || row->kind == DIFFERS_MISSING)
            continue;
        span(map, &row->address, &row->address, &from, &until);
        if (from > until)
            continue;
        map->cells[from].kind = row->kind == DIFFERS_CONFLICT ? SPOT_RIVALS : SPOT_STRAY;
        map->cells[from].sign = spot_faces[map->cells[from].kind].sign;
        if (!*map->cells[from].words)
            map->cells[from].words = row->name;
    }
}

static void
lay_out(struct act *a, const struct network *network, const struct inet *at,
        struct network_map *out)
{
    struct inet window =
        inet_within(at->family && inet_contains(&network->prefix, at) ? at : &network->prefix,
                    network->prefix.prefix < 24 ? 24 : network->prefix.prefix);

    out->first = inet_first(&window);
    out->last = inet_last(&window);
    out->count = (size_t)inet_count(&out->first, &out->last);
    out->cells = NEW_ARRAY(a->arena, out->count, struct map_cell);
    for (size_t i = 0; i < out->count; i++)
        out->cells[i] = (struct map_cell){ .kind = SPOT_OUTSIDE,
                                           .address = inet_add(&out->first, (uint32_t)i),
                                           .sign = spot_faces[SPOT_OUTSIDE].sign,
                                           .words = "" };
}

bool
network_map_read(struct act *a, const struct network *network, const struct inet *at,
                 const struct comparison *seen, struct network_map *out)
{
    *out = (struct network_map){ 0 };
    if (network->prefix.family != 4)
        return true;
    lay_out(a, network, at, out);
    if (!mark_free(a, network, out) || !mark_used(a, network, &reach_query, out) ||
        !mark_used(a, network, &window_query, out) || !mark_below(a, network, out))
        return false;
    mark_seen(network, seen, out);
    for (size_t i = 0; i < out->count; i++)
        out->counts[out->cells[i].kind]++;
    return true;
}
