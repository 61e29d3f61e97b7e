#include "desk/comparison.h"

#include <string.h>

#include "base/arena.h"
#include "store/act.h"
#include "store/query.h"

/* What is looked at of one comparison. */
enum { MOST_SEEN = 50000 };

/* An address that was seen, or a record that was not. */
struct found_row {
    int64_t network;
    const char *network_title;
    const char *address;
    const char *mac;
    const char *name;
    struct instant last;
    int64_t record; /* of the ledger at this address */
    int64_t version;
    /* Of what was seen: */
    struct instant first;
    const char *ledger_mac;
    const char *elsewhere; /* where the ledger has this device */
    int64_t elsewhere_record;
    int64_t elsewhere_version;
};
struct found_list {
    struct found_row *rows;
    size_t count;
};

/* What both are read with, in this order. */
#define FOUND                                                                                      \
    COLUMN(struct found_row, network), COLUMN(struct found_row, network_title),                    \
        COLUMN(struct found_row, address), COLUMN(struct found_row, mac),                          \
        COLUMN(struct found_row, name), COLUMN(struct found_row, last),                            \
        COLUMN(struct found_row, record), COLUMN(struct found_row, version)

#define SEEN                                                                                       \
    "SELECT network, address, coalesce(mac, '') AS mac, max(coalesce(name, '')) AS name,"          \
    " min(seen_at) AS first, max(seen_at) AS last FROM sighting WHERE contract = :contract"        \
    " AND seen_at >= :since AND removed_at IS NULL"                                                \
    " AND (:network = 0 OR network = :network) GROUP BY network, address, coalesce(mac, '')"

static const struct query seen_query = {
    .name = "comparison.seen",
    .sql = "SELECT coalesce(s.network, 0) AS network, coalesce(n.title, '') AS network_title,"
           " s.address AS address, s.mac AS mac, s.name AS name, s.last AS last,"
           " coalesce(a.id, 0) AS record, coalesce(a.version, 0) AS version, s.first AS first,"
           " coalesce(a.mac, '') AS ledger_mac, coalesce(m.title, '') AS elsewhere,"
           " coalesce(m.id, 0) AS elsewhere_record, coalesce(m.version, 0) AS elsewhere_version"
           " FROM (" SEEN ") AS s LEFT JOIN network AS n ON n.id = s.network"
           " LEFT JOIN address AS a ON a.contract = :contract AND a.address = s.address"
           " AND a.network = s.network AND a.state = 'issued' AND a.removed_at IS NULL"
           " LEFT JOIN address AS m ON m.contract = :contract AND m.mac = s.mac"
           " AND m.mac IS NOT NULL AND m.state = 'issued' AND m.removed_at IS NULL"
           " AND (m.address <> s.address OR m.network <> s.network)"
           " ORDER BY s.network, s.address, s.last DESC, s.mac LIMIT :most",
    .row_size = sizeof(struct found_row),
    .columns =
        COLUMNS(FOUND, COLUMN(struct found_row, first), COLUMN(struct found_row, ledger_mac),
                COLUMN(struct found_row, elsewhere), COLUMN(struct found_row, elsewhere_record),
                COLUMN(struct found_row, elsewhere_version)),
};

struct range_row {
    int64_t network;
    const char *first;
    const char *last;
};
struct range_list {
    struct range_row *rows;
    size_t count;
};

static const struct query range_query = {
    .name = "comparison.ranges",
    .sql = "SELECT network, address AS first, until AS last FROM address"
           " WHERE contract = :contract AND until IS NOT NULL AND state = 'issued'"
           " AND removed_at IS NULL ORDER BY address",
    .row_size = sizeof(struct range_row),
    .columns = COLUMNS(COLUMN(struct range_row, network), COLUMN(struct range_row, first),
                       COLUMN(struct range_row, last)),
};

static const struct query missing_query = {
    .name = "comparison.missing",
    .sql = "SELECT a.network AS network, n.title AS network_title, a.address AS address,"
           " coalesce(a.mac, '') AS mac, coalesce(c.name, a.host, '') AS name,"
           " (SELECT max(o.seen_at) FROM sighting AS o"
           " WHERE o.contract = :contract AND o.address = a.address AND o.network = a.network"
           " AND o.removed_at IS NULL) AS last, a.id AS record, a.version AS version"
           " FROM address AS a JOIN network AS n ON n.id = a.network"
           " LEFT JOIN computer_name AS c ON c.id = a.name"
           " WHERE a.contract = :contract AND a.state = 'issued' AND a.removed_at IS NULL"
           " AND a.kind IN ('host', 'printer', 'server') AND coalesce(a.issued_on, '') <= :day"
           " AND (:network = 0 OR a.network = :network)"
           " AND a.network IN (SELECT network FROM sighting WHERE contract = :contract"
           " AND seen_at >= :since AND removed_at IS NULL)"
           " AND NOT EXISTS (SELECT 1 FROM sighting AS s WHERE s.contract = :contract"
           " AND s.address = a.address AND s.network = a.network AND s.seen_at >= :since"
           " AND s.removed_at IS NULL)"
           " ORDER BY a.address LIMIT :most",
    .row_size = sizeof(struct found_row),
    .columns = COLUMNS(FOUND),
};

struct newest {
    struct instant at;
};

static const struct query newest_query = {
    .name = "comparison.newest",
    .sql = "SELECT max(seen_at) AS at FROM sighting WHERE contract = :contract"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct newest),
    .columns = COLUMNS(COLUMN(struct newest, at)),
};

struct work {
    const struct found_list *seen;
    const struct range_list *ranges;
    struct comparison *out;
};

static struct difference_row *
add(struct act *a, struct comparison *out, enum difference kind, const struct found_row *found)
{
    struct difference_row *row;

    if (out->counts[kind] == MOST_DIFFERENCES) {
        out->cut[kind] = true;
        return NULL;
    }
    row = &out->rows[(size_t)kind * MOST_DIFFERENCES + out->counts[kind]];
    *row = (struct difference_row){ .kind = kind,
                                    .network = found->network,
                                    .network_title = found->network_title,
                                    .mac = found->mac,
                                    .name = found->name,
                                    .record = found->record,
                                    .version = found->version,
                                    .seen_at = found->last,
                                    .other = "" };
    if (!inet_unkey(found->address, &row->address)) {
        fail(a, FAULT_BROKEN, NULL, "アドレスが読めません。");
        return NULL;
    }
    row->title = inet_print(a->arena, &row->address);
    out->counts[kind]++;
    return row;
}

static bool
in_range(const struct work *w, const struct found_row *seen)
{
    for (size_t i = 0; i < w->ranges->count; i++) {
        const struct range_row *range = &w->ranges->rows[i];

        if (range->network == seen->network && strcmp(range->first, seen->address) <= 0 &&
            strcmp(seen->address, range->last) <= 0)
            return true;
    }
    return false;
}

static bool
same_place(const struct found_row *left, const struct found_row *right)
{
    return left->network == right->network && strcmp(left->address, right->address) == 0;
}

/* Rows of one address stand together. Two devices that were there one after the other are a
   replacement; only overlapping times are a conflict. */
static const char *
rival(const struct work *w, size_t at)
{
    const struct found_row *rows = w->seen->rows, *it = &rows[at];

    for (size_t i = at + 1; i < w->seen->count && same_place(it, &rows[i]); i++)
        if (*it->mac && *rows[i].mac && strcmp(it->mac, rows[i].mac) != 0 &&
            rows[i].first.us <= it->last.us && it->first.us <= rows[i].last.us)
            return rows[i].mac;
    return NULL;
}

/* One difference an address: the gravest. */
static void
judge(struct act *a, const struct work *w, size_t at, bool is_first)
{
    const struct found_row *it = &w->seen->rows[at];
    const char *other = is_first ? rival(w, at) : NULL;
    bool is_stranger =
        is_first && *it->mac && *it->ledger_mac && strcmp(it->mac, it->ledger_mac) != 0;
    struct difference_row *row;

    if (other || is_stranger) {
        row = add(a, w->out, DIFFERS_CONFLICT, it);
        if (row)
            row->other = other ? other : it->ledger_mac;
    } else if (it->elsewhere_record && !it->record) {
        row = add(a, w->out, DIFFERS_MOVED, it);
        if (!row)
            return;
        row->record = it->elsewhere_record;
        row->version = it->elsewhere_version;
        row->other = it->elsewhere;
    } else if (is_first && !it->record && !in_range(w, it)) {
        add(a, w->out, DIFFERS_UNKNOWN, it);
    }
}

/* What was seen elsewhere is not missing. */
static bool
has_moved(const struct comparison *out, int64_t record)
{
    const struct difference_row *rows = &out->rows[(size_t)DIFFERS_MOVED * MOST_DIFFERENCES];

    for (size_t i = 0; i < out->counts[DIFFERS_MOVED]; i++)
        if (rows[i].record == record)
            return true;
    return false;
}

static bool
add_missing(struct act *a, int64_t contract, int64_t network, struct instant since,
            struct comparison *out)
{
    struct found_list list;

    if (!QUERY(a, &missing_query, list, BIND(contract, contract), BIND(network, network),
               BIND(since, since), bind_date("day", instant_date(since)),
               bind_int("most", MOST_DIFFERENCES + 1)))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!has_moved(out, list.rows[i].record) && !add(a, out, DIFFERS_MISSING, &list.rows[i]))
            break;
    return true;
}

/* Kinds were gathered each in its own stretch. */
static void
join(struct comparison *out)
{
    for (size_t kind = 0; kind < DIFFERENCES; kind++) {
        memmove(&out->rows[out->count], &out->rows[kind * MOST_DIFFERENCES],
                out->counts[kind] * sizeof *out->rows);
        out->count += out->counts[kind];
    }
}

bool
comparison_read(struct act *a, int64_t contract, int64_t network, int days, struct comparison *out)
{
    struct instant since = instant_add(a->now, (struct minutes){ -(int64_t)days * 24 * 60 });
    struct found_list seen;
    struct range_list ranges;
    struct newest newest;
    struct work w = { &seen, &ranges, out };
    bool found;

    *out = (struct comparison){ 0 };
    if (!query_first(a, &newest_query, &newest, &found, BOUND(BIND(contract, contract))))
        return false;
    out->newest = newest.at;
    out->rows = NEW_ARRAY(a->arena, (size_t)DIFFERENCES * MOST_DIFFERENCES, struct difference_row);
    if (!QUERY(a, &seen_query, seen, BIND(contract, contract), BIND(network, network),
               BIND(since, since), bind_int("most", MOST_SEEN)) ||
        !QUERY(a, &range_query, ranges, BIND(contract, contract)))
        return false;
    for (size_t i = 0; i < seen.count; i++) {
        bool is_first = i == 0 || !same_place(&seen.rows[i - 1], &seen.rows[i]);

        out->seen += is_first;
        judge(a, &w, i, is_first);
    }
    if (!add_missing(a, contract, network, since, out))
        return false;
    join(out);
    return true;
}
