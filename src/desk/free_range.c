#include "desk/free_range.h"

#include "base/arena.h"
#include "base/money.h"
#include "base/must.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

static const struct table_column columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "network", COLUMN_INT, true, "ネットワーク" },
    { "first", COLUMN_TEXT, true, "始まり（空はまとめの行）" },
    { "last", COLUMN_TEXT, true, "終わり" },
    { "free", COLUMN_INT, true, "空きの数（まとめの行、IPv4のみ）" },
    { 0 },
};
static const struct table_index indexes[] = {
    { .name = "free_range_first", .columns = "network, first", .unique = true },
    { 0 },
};
const struct table free_range_table = {
    "free_range", "空きアドレスの範囲", columns, indexes, .serial = true,
};

struct range_row {
    const char *first;
    const char *last;
};
#define RANGE_COLUMNS COLUMNS(COLUMN(struct range_row, first), COLUMN(struct range_row, last))

bool
pool_lock(struct act *a, int64_t contract)
{
    int64_t ignored;

    must(a->writing);
    return counter_next(a, arena_print(a->arena, "addresses/%lld", (long long)contract), true,
                        &ignored);
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct query before_query = {
    .name = "free_range.before",
    .sql = "SELECT first, last FROM free_range WHERE network = :network AND first <= :at"
           " AND first <> '' ORDER BY first DESC LIMIT 1",
    .row_size = sizeof(struct range_row),
    .columns = RANGE_COLUMNS,
};
static const struct query from_query = {
    .name = "free_range.from",
    .sql = "SELECT first, last FROM free_range WHERE network = :network AND first > :at"
           " AND first <= :until ORDER BY first LIMIT :most",
    .row_size = sizeof(struct range_row),
    .columns = RANGE_COLUMNS,
};
static const struct query insert_query = {
    .name = "free_range.insert",
    .sql = "INSERT INTO free_range (contract, network, first, last, free)"
           " VALUES (:contract, :network, :first, :last, 0)",
};
static const struct query delete_query = {
    .name = "free_range.delete",
    .sql = "DELETE FROM free_range WHERE network = :network AND first = :first",
};
static const struct query shorten_query = {
    .name = "free_range.shorten",
    .sql = "UPDATE free_range SET last = :last WHERE network = :network AND first = :first",
};
static const struct query later_query = {
    .name = "free_range.later",
    .sql = "UPDATE free_range SET first = :later WHERE network = :network AND first = :first",
};
static const struct query count_query = {
    .name = "free_range.add",
    .sql = "UPDATE free_range SET free = free + :more WHERE network = :network AND first = ''",
};
static const struct query drop_query = {
    .name = "free_range.drop",
    .sql = "DELETE FROM free_range WHERE network = :network",
};

static bool
unkey(struct act *a, const struct range_row *row, struct free_range *out)
{
    return (inet_unkey(row->first, &out->first) && inet_unkey(row->last, &out->last)) ||
           fail(a, FAULT_BROKEN, NULL, "空きアドレスの範囲が読めません。");
}

static const char *
key(struct act *a, const struct inet *inet)
{
    return inet_key(a->arena, inet);
}

/* The range that begins at this address or nearest before it. */
static bool
before(struct act *a, int64_t network, const struct inet *at, struct free_range *out, bool *found)
{
    struct range_row row;

    return query_first(a, &before_query, &row, found,
                       BOUND(BIND(network, network), bind_text("at", key(a, at)))) &&
           (!*found || unkey(a, &row, out));
}

static bool
add_row(struct act *a, int64_t contract, int64_t network, const struct free_range *range)
{
    return query_run(a, &insert_query, NULL,
                     BOUND(BIND(contract, contract), BIND(network, network),
                           bind_text("first", key(a, &range->first)),
                           bind_text("last", key(a, &range->last))));
}

static bool
remove_row(struct act *a, int64_t network, const struct inet *first)
{
    return query_run(a, &delete_query, NULL,
                     BOUND(BIND(network, network), bind_text("first", key(a, first))));
}

static bool
end_row_at(struct act *a, int64_t network, const struct inet *first, const struct inet *last)
{
    return query_run(a, &shorten_query, NULL,
                     BOUND(BIND(network, network), bind_text("first", key(a, first)),
                           bind_text("last", key(a, last))));
}

static bool
begin_row_at(struct act *a, int64_t network, const struct inet *first, const struct inet *later)
{
    return query_run(a, &later_query, NULL,
                     BOUND(BIND(network, network), bind_text("first", key(a, first)),
                           bind_text("later", key(a, later))));
}

static bool
note_count(struct act *a, int64_t network, const struct inet *first, const struct inet *last,
           int sign)
{
    if (first->family != 4)
        return true;
    return query_run(
        a, &count_query, NULL,
        BOUND(BIND(network, network), bind_int("more", sign * inet_count(first, last))));
}

/* --- taking -------------------------------------------------------------------------------- */

/* What is left of `range` before first and behind last. */
static bool
split(struct act *a, int64_t contract, int64_t network, const struct free_range *range,
      const struct inet *first, const struct inet *last)
{
    bool before_it = inet_compare(&range->first, first) < 0;
    bool behind_it = inet_compare(last, &range->last) < 0;
    struct free_range rest = { .last = range->last };
    struct inet end;

    if (!note_count(a, network, first, last, -1))
        return false;
    if (behind_it)
        must(inet_next(last, &rest.first));
    if (!before_it)
        return behind_it ? begin_row_at(a, network, &range->first, &rest.first)
                         : remove_row(a, network, &range->first);
    must(inet_previous(first, &end));
    return end_row_at(a, network, &range->first, &end) &&
           (!behind_it || add_row(a, contract, network, &rest));
}

static bool
covering(struct act *a, int64_t network, const struct inet *first, const struct inet *last,
         struct free_range *range)
{
    bool found;

    if (!before(a, network, first, range, &found))
        return false;
    if (found && inet_compare(last, &range->last) <= 0)
        return true;
    return fail(a, FAULT_CLASH, "address",
                inet_compare(first, last) == 0
                    ? "%s は空いていません。ほかのアドレスにします。"
                    : "%s からの範囲に、空いていないアドレスがあります。範囲を直します。",
                inet_print(a->arena, first));
}

bool
free_range_take(struct act *a, int64_t contract, int64_t network, const struct inet *first,
                const struct inet *last)
{
    struct free_range range;

    return free_range_ensure(a, contract, network) && covering(a, network, first, last, &range) &&
           split(a, contract, network, &range, first, last);
}

bool
free_range_cut(struct act *a, int64_t contract, int64_t network, const struct inet *first,
               const struct inet *last)
{
    struct free_range_list list;

    if (!free_range_ensure(a, contract, network))
        return false;
    /* Clipping moves the ends, so each row is found again by `before`. */
    if (!free_range_window(a, network, first, last, &list))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct free_range whole;
        bool found;

        if (!before(a, network, &list.rows[i].first, &whole, &found))
            return false;
        must(found);
        if (!split(a, contract, network, &whole, &list.rows[i].first, &list.rows[i].last))
            return false;
    }
    return true;
}

struct number_row {
    int64_t free;
    const char *last;
};

static const struct query free_query = {
    .name = "free_range.count",
    .sql = "SELECT free, last FROM free_range WHERE network = :network AND first = ''",
    .row_size = sizeof(struct number_row),
    .columns = COLUMNS(COLUMN(struct number_row, free), COLUMN(struct number_row, last)),
};

bool
free_range_made(struct act *a, int64_t network, bool *made)
{
    struct number_row row;

    return query_first(a, &free_query, &row, made, BOUND(BIND(network, network)));
}

/* --- giving back --------------------------------------------------------------------------- */

static bool
next_range(struct act *a, int64_t network, const struct inet *last, struct free_range *out,
           bool *touches)
{
    struct range_row row;
    struct inet next;

    *touches = false;
    if (!inet_next(last, &next))
        return true;
    if (!query_first(a, &from_query, &row, touches,
                     BOUND(BIND(network, network), bind_text("at", key(a, last)),
                           bind_text("until", key(a, &next)), bind_int("most", 1))))
        return false;
    return !*touches || unkey(a, &row, out);
}

bool
free_range_give(struct act *a, int64_t contract, int64_t network, const struct inet *first,
                const struct inet *last)
{
    struct free_range left, right, whole = { *first, *last };
    struct inet previous;
    bool has_left, has_right;

    if (!free_range_ensure(a, contract, network) || !before(a, network, last, &left, &has_left) ||
        !next_range(a, network, last, &right, &has_right))
        return false;
    if (has_left && inet_compare(&left.last, first) >= 0)
        return fail(a, FAULT_CLASH, "address", "%s はもう空いています。",
                    inet_print(a->arena, first));
    has_left =
        has_left && inet_previous(first, &previous) && inet_compare(&left.last, &previous) == 0;
    if (has_right)
        whole.last = right.last;
    if (has_right && !remove_row(a, network, &right.first))
        return false;
    if (!note_count(a, network, first, last, 1))
        return false;
    return has_left ? end_row_at(a, network, &left.first, &whole.last)
                    : add_row(a, contract, network, &whole);
}

bool
free_range_drop(struct act *a, int64_t network)
{
    return query_run(a, &drop_query, NULL, BOUND(BIND(network, network)));
}

/* --- looking ------------------------------------------------------------------------------- */

bool
free_range_lowest(struct act *a, int64_t network, const struct inet *from, struct inet *out,
                  bool *found)
{
    struct free_range range;
    struct range_row row;

    *found = false;
    if (from->family) {
        if (!before(a, network, from, &range, found))
            return false;
        *out = *from;
        if (*found && inet_compare(from, &range.last) <= 0)
            return true;
    }
    if (!query_first(a, &from_query, &row, found,
                     BOUND(BIND(network, network), bind_text("at", key(a, from)),
                           bind_text("until", "9"), bind_int("most", 1))))
        return false;
    if (!*found)
        return true;
    if (!unkey(a, &row, &range))
        return false;
    *out = range.first;
    return true;
}

static void
clip(struct free_range *range, const struct inet *first, const struct inet *last)
{
    if (inet_compare(&range->first, first) < 0)
        range->first = *first;
    if (inet_compare(&range->last, last) > 0)
        range->last = *last;
}

bool
free_range_window(struct act *a, int64_t network, const struct inet *first, const struct inet *last,
                  struct free_range_list *out)
{
    struct {
        struct range_row *rows;
        size_t count;
    } list;
    struct free_range range;
    bool found;

    *out = (struct free_range_list){ 0 };
    if (!before(a, network, first, &range, &found) ||
        !QUERY(a, &from_query, list, BIND(network, network), bind_text("at", key(a, first)),
               bind_text("until", key(a, last)), bind_int("most", INT64_MAX)))
        return false;
    out->rows = NEW_ARRAY(a->arena, list.count + 1, struct free_range);
    if (found && inet_compare(&range.last, first) >= 0)
        out->rows[out->count++] = range;
    for (size_t i = 0; i < list.count; i++)
        if (!unkey(a, &list.rows[i], &out->rows[out->count++]))
            return false;
    for (size_t i = 0; i < out->count; i++)
        clip(&out->rows[i], first, last);
    return true;
}

bool
free_range_count(struct act *a, int64_t network, int64_t *count)
{
    struct number_row row;
    bool found;

    *count = NO_NUMBER;
    if (!query_first(a, &free_query, &row, &found, BOUND(BIND(network, network))))
        return false;
    if (found && *row.last != '6')
        *count = row.free;
    return true;
}

bool
free_range_require(struct act *a, int64_t network, const struct inet *first,
                   const struct inet *last)
{
    struct free_range range;
    bool made;

    return free_range_made(a, network, &made) &&
           (!made || covering(a, network, first, last, &range));
}

/* --- making them --------------------------------------------------------------------------- */

/* A single address and a pair of them (RFC 3021) have no addresses of their own to keep free;
   of version 6 the first one means any router of the network. */
struct free_range
usable_range(const struct inet *network)
{
    struct free_range out = { inet_first(network), inet_last(network) };

    if (network->prefix + 2 > inet_bits(network))
        return out;
    must(inet_next(&out.first, &out.first));
    if (network->family == 4)
        must(inet_previous(&out.last, &out.last));
    return out;
}

struct span_row {
    const char *first;
    const char *last;
    bool whole;
};

/* Networks within this one count with all their addresses. */
static const struct query taken_query = {
    .name = "free_range.taken",
    .sql = "SELECT prefix AS first, '' AS last, true AS whole FROM network WHERE parent = :network"
           " AND removed_at IS NULL UNION ALL SELECT address AS first, coalesce(until, '') AS last,"
           " false AS whole FROM address WHERE network = :network AND state = 'issued'"
           " AND removed_at IS NULL ORDER BY first",
    .row_size = sizeof(struct span_row),
    .columns = COLUMNS(COLUMN(struct span_row, first), COLUMN(struct span_row, last),
                       COLUMN(struct span_row, whole)),
};

struct span_list {
    struct span_row *rows;
    size_t count;
};

struct prefix_row {
    const char *prefix;
};

static const struct query prefix_query = {
    .name = "free_range.prefix",
    .sql = "SELECT prefix FROM network WHERE id = :network",
    .row_size = sizeof(struct prefix_row),
    .columns = COLUMNS(COLUMN(struct prefix_row, prefix)),
};

static const struct query total_query = {
    .name = "free_range.total",
    .sql = "INSERT INTO free_range (contract, network, first, last, free)"
           " VALUES (:contract, :network, '', :family, :free)",
};

static bool
span_of(struct act *a, const struct span_row *row, struct free_range *out)
{
    struct inet inet;

    if (!inet_unkey(row->first, &inet) || !inet_unkey(row->last, &out->last))
        return fail(a, FAULT_BROKEN, NULL, "アドレスが読めません。");
    if (row->whole) {
        *out = (struct free_range){ inet_first(&inet), inet_last(&inet) };
        return true;
    }
    out->first = inet;
    if (!out->last.family)
        out->last = inet;
    return true;
}

static bool
make(struct act *a, int64_t contract, int64_t network, const struct inet *prefix)
{
    struct free_range left = usable_range(prefix);
    struct span_list list;
    int64_t total = 0;
    bool open = true;

    if (!QUERY(a, &taken_query, list, BIND(network, network)))
        return false;
    for (size_t i = 0; i < list.count && open; i++) {
        struct free_range span, gap = { .first = left.first };

        if (!span_of(a, &list.rows[i], &span))
            return false;
        if (inet_compare(&span.last, &left.first) < 0)
            continue;
        if (inet_compare(&left.first, &span.first) < 0) {
            must(inet_previous(&span.first, &gap.last));
            clip(&gap, &left.first, &left.last);
            total += prefix->family == 4 ? inet_count(&gap.first, &gap.last) : 0;
            if (!add_row(a, contract, network, &gap))
                return false;
        }
        open = inet_next(&span.last, &left.first) && inet_compare(&left.first, &left.last) <= 0;
    }
    if (open && !add_row(a, contract, network, &left))
        return false;
    if (open && prefix->family == 4)
        total += inet_count(&left.first, &left.last);
    return query_run(a, &total_query, NULL,
                     BOUND(BIND(contract, contract), BIND(network, network),
                           bind_text("family", prefix->family == 4 ? "4" : "6"),
                           bind_int("free", total)));
}

bool
free_range_ensure(struct act *a, int64_t contract, int64_t network)
{
    struct prefix_row prefix;
    struct inet inet;
    bool found;

    if (!free_range_made(a, network, &found))
        return false;
    if (found)
        return true;
    if (!query_first(a, &prefix_query, &prefix, &found, BOUND(BIND(network, network))))
        return false;
    if (!found || !inet_unkey(prefix.prefix, &inet) || !inet.family)
        return fail(a, FAULT_MISSING, "network", "ネットワークが見つかりません。選び直します。");
    return make(a, contract, network, &inet);
}
