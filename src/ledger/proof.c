#include "ledger/proof.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/merkle.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

struct proven {
    struct block_leaf leaf;
    const char *detail;
};

static const struct query row_query = {
    .name = "proof.row",
    .sql = "SELECT txid, seq, at, actor, session, origin, request, ledger, record, action, reason,"
           " detail_hash, detail FROM history WHERE seq = :seq",
    .row_size = sizeof(struct proven),
    .columns = COLUMNS({ "txid", offsetof(struct proven, leaf.txid), COLUMN_INT },
                       { "seq", offsetof(struct proven, leaf.seq), COLUMN_INT },
                       { "at", offsetof(struct proven, leaf.at), COLUMN_TEXT },
                       { "actor", offsetof(struct proven, leaf.actor), COLUMN_INT },
                       { "session", offsetof(struct proven, leaf.session), COLUMN_INT },
                       { "origin", offsetof(struct proven, leaf.origin), COLUMN_TEXT },
                       { "request", offsetof(struct proven, leaf.request), COLUMN_TEXT },
                       { "ledger", offsetof(struct proven, leaf.ledger), COLUMN_TEXT },
                       { "record", offsetof(struct proven, leaf.record), COLUMN_INT },
                       { "action", offsetof(struct proven, leaf.action), COLUMN_TEXT },
                       { "reason", offsetof(struct proven, leaf.reason), COLUMN_TEXT },
                       { "detail_hash", offsetof(struct proven, leaf.detail_hash), COLUMN_BYTES },
                       { "detail", offsetof(struct proven, detail), COLUMN_TEXT }),
};

/* Blocks end in the order of their numbers: a walk by halves needs no index. */
static const struct query block_query = {
    .name = "proof.block",
    .sql = "SELECT " BLOCK_NAMES " FROM block WHERE number >= :number ORDER BY number LIMIT :most",
    .row_size = sizeof(struct block),
    .columns = COLUMNS(BLOCK_COLUMNS),
};

static const struct query range_query = {
    .name = "proof.range",
    .sql = "SELECT " BLOCK_LEAF_NAMES " FROM history WHERE (txid, seq) >= (:first_txid, :first_seq)"
           " AND (txid, seq) <= (:last_txid, :last_seq) ORDER BY txid, seq",
    .row_size = sizeof(struct block_leaf),
    .columns = BLOCK_LEAF_COLUMNS,
};

/* Of one transaction, or of SQLite: found by the primary key. */
static const struct query even_query = {
    .name = "proof.even",
    .sql = "SELECT " BLOCK_LEAF_NAMES " FROM history WHERE seq >= :first_seq AND seq <= :last_seq"
           " AND txid = :first_txid ORDER BY seq",
    .row_size = sizeof(struct block_leaf),
    .columns = BLOCK_LEAF_COLUMNS,
};

/* --- the block of a row ------------------------------------------------------------------- */

static bool
is_before(const struct block *b, const struct block_leaf *row)
{
    return b->last_txid != row->txid ? b->last_txid < row->txid : b->last_seq < row->seq;
}

static bool
block_of(struct act *a, const struct block_leaf *row, struct block *out, bool *found)
{
    struct block newest;
    int64_t low = 1, high;

    if (!block_newest(a, &newest, found) || !*found)
        return !a->faults;
    high = newest.number + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        struct block b;
        bool there;

        if (!query_first(a, &block_query, &b, &there,
                         BOUND(bind_int("number", middle), bind_int("most", 1))))
            return false;
        if (there && is_before(&b, row))
            low = middle + 1;
        else
            high = middle;
    }
    return query_first(a, &block_query, out, found,
                       BOUND(bind_int("number", low), bind_int("most", 1)));
}

struct leaves {
    struct buffer hashes;
    int64_t seq;
    size_t at; /* of the row, as soon as it was met */
    bool met;
};

static bool
add_leaf(void *with, const void *row)
{
    struct leaves *l = with;
    const struct block_leaf *leaf = row;
    uint8_t hash[SHA256_BYTES];

    if (leaf->seq == l->seq) {
        l->at = l->hashes.length / SHA256_BYTES;
        l->met = true;
    }
    block_leaf_hash(leaf, hash);
    buffer_add(&l->hashes, hash, sizeof hash);
    return true;
}

static bool
read_leaves(struct act *a, const struct block *b, struct leaves *l)
{
    return query_each(
               a, b->first_txid == b->last_txid ? &even_query : &range_query, add_leaf, l,
               BOUND(bind_int("first_txid", b->first_txid), bind_int("first_seq", b->first_seq),
                     bind_int("last_txid", b->last_txid), bind_int("last_seq", b->last_seq))) &&
           ((l->met && l->hashes.length == (size_t)b->count * SHA256_BYTES) ||
            fail(a, FAULT_BROKEN, NULL,
                 "履歴が封印と合わないため、証明を作れません。tasuki verify で確かめてください。"));
}

/* --- writing -------------------------------------------------------------------------------- */

static void
text_json(struct buffer *out, const char *name, const char *text)
{
    json_key(out, name, false);
    json_text(out, text);
}

static void
number_json(struct buffer *out, const char *name, int64_t number, bool first)
{
    json_key(out, name, first);
    buffer_int(out, number);
}

static void
hash_json(struct act *a, struct buffer *out, const char *name, const void *hash, size_t size)
{
    text_json(out, name, hex_print(a->arena, hash, size));
}

static void
row_json(struct act *a, struct buffer *out, const struct proven *row)
{
    const struct block_leaf *l = &row->leaf;

    json_key(out, "row", false);
    buffer_char(out, '{');
    number_json(out, "seq", l->seq, true);
    text_json(out, "at", l->at);
    number_json(out, "actor", l->actor, false);
    number_json(out, "session", l->session, false);
    text_json(out, "origin", l->origin);
    text_json(out, "request", l->request);
    text_json(out, "ledger", l->ledger);
    number_json(out, "record", l->record, false);
    text_json(out, "action", l->action);
    text_json(out, "reason", l->reason);
    text_json(out, "detail", row->detail);
    hash_json(a, out, "detail_hash", l->detail_hash.data, l->detail_hash.size);
    buffer_char(out, '}');
}

static void
block_json(struct act *a, struct buffer *out, const struct block *b)
{
    buffer_char(out, '{');
    number_json(out, "number", b->number, true);
    number_json(out, "first_seq", b->first_seq, false);
    number_json(out, "last_seq", b->last_seq, false);
    number_json(out, "count", b->count, false);
    hash_json(a, out, "root", b->root.data, b->root.size);
    hash_json(a, out, "previous", b->previous.data, b->previous.size);
    number_json(out, "sealed_at", b->sealed_at.us, false);
    hash_json(a, out, "hash", b->hash.data, b->hash.size);
    buffer_char(out, '}');
}

struct following {
    struct act *a;
    struct buffer *out;
    struct head head;
    size_t count;
};

static bool
add_following(void *with, const void *row)
{
    struct following *f = with;
    const struct block *b = row;

    buffer_text(f->out, f->count++ ? ",\n  " : "\n  ");
    block_json(f->a, f->out, b);
    f->head.number = b->number;
    if (b->hash.size == SHA256_BYTES)
        memcpy(f->head.hash, b->hash.data, SHA256_BYTES);
    return true;
}

static bool
following_json(struct act *a, struct buffer *out, const struct block *b, int64_t until)
{
    struct following f = { .a = a, .out = out, .head = { .number = b->number } };
    int64_t most = until > b->number ? until - b->number : until ? 0 : 1;

    if (most > PROOF_MOST_FOLLOWING)
        return fail(a, FAULT_LARGE, NULL, "ブロック %lld までは続きが長すぎます（%d まで）。",
                    (long long)until, PROOF_MOST_FOLLOWING);
    memcpy(f.head.hash, b->hash.data, SHA256_BYTES);
    json_key(out, "following", false);
    buffer_char(out, '[');
    if (!query_each(a, &block_query, add_following, &f,
                    BOUND(bind_int("number", b->number + 1), bind_int("most", most))))
        return false;
    if (until > f.head.number)
        return fail(a, FAULT_MISSING, NULL, "ブロック %lld はありません。", (long long)until);
    buffer_text(out, "],\n\"head\":");
    json_text(out, head_print(a, &f.head));
    return true;
}

static void
path_json(struct act *a, struct buffer *out, const struct leaves *l)
{
    const uint8_t *all = (const uint8_t *)l->hashes.data;
    struct merkle_step path[MERKLE_LEVELS];
    size_t steps = merkle_path(all, l->hashes.length / SHA256_BYTES, l->at, path);

    hash_json(a, out, "leaf", all + l->at * SHA256_BYTES, SHA256_BYTES);
    json_key(out, "path", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < steps; i++) {
        buffer_print(out, "%s\n  {\"side\":\"%s\"", i ? "," : "", path[i].left ? "left" : "right");
        hash_json(a, out, "hash", path[i].hash, SHA256_BYTES);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}

bool
proof_write(struct act *a, int64_t seq, int64_t until, bool bare, struct buffer *out)
{
    struct leaves leaves = { .hashes = { .arena = a->arena }, .seq = seq };
    struct proven row;
    struct block b;
    bool found;

    if (!query_first(a, &row_query, &row, &found, BOUND(BIND(seq, seq))))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, NULL, "履歴の行 %lld はありません。", (long long)seq);
    row.detail = bare ? NULL : row.detail;
    if (!block_of(a, &row.leaf, &b, &found))
        return false;
    if (!found)
        return fail(a, FAULT_CLASH, NULL,
                    "履歴の行 %lld は、まだ封印されていません。数秒たってからもう一度お試し"
                    "ください。",
                    (long long)seq);
    if (!read_leaves(a, &b, &leaves))
        return false;
    buffer_text(out, "{\"kind\":\"tasuki history proof\",\n\"installation\":");
    json_text(out, store_installation(a->store));
    row_json(a, out, &row);
    path_json(a, out, &leaves);
    json_key(out, "block", false);
    block_json(a, out, &b);
    if (!following_json(a, out, &b, until))
        return false;
    buffer_text(out, "}\n");
    return true;
}
