#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/merkle.h"
#include "ledger/verify_parts.h"
#include "store/query.h"

enum { BATCH = 1000, BACK_US = 1000000 };

static const struct query batch_query = {
    .name = "verify.blocks",
    .sql = "SELECT " BLOCK_NAMES ","
           " typeof(number) = 'integer' AND typeof(first_txid) = 'integer'"
           " AND typeof(first_seq) = 'integer' AND typeof(last_txid) = 'integer'"
           " AND typeof(last_seq) = 'integer' AND typeof(count) = 'integer'"
           " AND typeof(root) = 'blob' AND typeof(previous) = 'blob' AND typeof(hash) = 'blob'"
           " AND typeof(sealed_at) = 'integer' AS typed"
           " FROM block WHERE number > :number ORDER BY number LIMIT :most",
    .postgres = "SELECT " BLOCK_NAMES ", true AS typed FROM block WHERE number > :number"
                " ORDER BY number LIMIT :most",
    .row_size = sizeof(struct block_row),
    .columns = COLUMNS({ "number", offsetof(struct block_row, block.number), COLUMN_INT },
                       { "first_txid", offsetof(struct block_row, block.first_txid), COLUMN_INT },
                       { "first_seq", offsetof(struct block_row, block.first_seq), COLUMN_INT },
                       { "last_txid", offsetof(struct block_row, block.last_txid), COLUMN_INT },
                       { "last_seq", offsetof(struct block_row, block.last_seq), COLUMN_INT },
                       { "count", offsetof(struct block_row, block.count), COLUMN_INT },
                       { "root", offsetof(struct block_row, block.root), COLUMN_BYTES },
                       { "previous", offsetof(struct block_row, block.previous), COLUMN_BYTES },
                       { "hash", offsetof(struct block_row, block.hash), COLUMN_BYTES },
                       { "sealed_at", offsetof(struct block_row, block.sealed_at), COLUMN_INSTANT },
                       COLUMN(struct block_row, typed)),
};

/* --- a block by itself and after the one before ------------------------------------------ */

/* INT64_MIN: a number of 0 or less, put there by hand, is seen too. */
static bool
next_row(struct verify *v, struct block_row *out)
{
    if (v->blocks_end)
        return false;
    if (v->batch_at == v->batch.count) {
        int64_t after = v->batch.count ? v->batch.rows[v->batch_at - 1].block.number : INT64_MIN;

        arena_reset(v->side.arena, v->batch_mark);
        v->batch_at = 0;
        if (!QUERY(&v->side, &batch_query, v->batch, bind_int("number", after),
                   bind_int("most", BATCH))) {
            v->failed = true;
            v->blocks_end = true;
            return false;
        }
    }
    v->blocks_end = !v->batch.count;
    if (v->blocks_end)
        return false;
    *out = v->batch.rows[v->batch_at++];
    return true;
}

static bool
is_chained(struct verify *v, const struct block *b)
{
    static const uint8_t zeros[SHA256_BYTES];
    const struct block *before = &v->before;
    struct earlier earlier = { .block = b->number };
    long long number = (long long)b->number;

    if (b->number != before->number + 1)
        return wrong(v, before->number + 1, 0, "ブロック %lld がありません。",
                     (long long)before->number + 1);
    if (memcmp(b->previous.data, before->number ? before->hash.data : zeros, SHA256_BYTES) != 0)
        return wrong(v, b->number, 0, "ブロック %lld が、前のブロックとつながりません。", number);
    if (before->number &&
        place_compare((struct place_in_chain){ b->first_txid, b->first_seq },
                      (struct place_in_chain){ before->last_txid, before->last_seq }) <= 0)
        return wrong(v, b->number, 0, "ブロック %lld の範囲が、前のブロックと重なっています。",
                     number);
    if (before->number && b->sealed_at.us < before->sealed_at.us - BACK_US)
        buffer_add(&v->earlier, &earlier, sizeof earlier);
    return true;
}

static bool
is_whole(struct verify *v, const struct block_row *row)
{
    const struct block *b = &row->block;
    uint8_t hash[SHA256_BYTES];

    if (row->typed && b->root.size == SHA256_BYTES && b->previous.size == SHA256_BYTES &&
        b->hash.size == SHA256_BYTES) {
        block_hash(b, hash);
        if (memcmp(hash, b->hash.data, SHA256_BYTES) == 0)
            return true;
    }
    return wrong(v, b->number, 0, "ブロック %lld が、封印したときと違います。",
                 (long long)b->number);
}

bool
block_next(struct verify *v)
{
    struct block_row row;
    uint8_t *hash;
    uint8_t *root;

    if (!next_row(v, &row) || !is_whole(v, &row) || !is_chained(v, &row.block))
        return false;
    hash = v->hashes[row.block.number & 1];
    root = v->roots[row.block.number & 1];
    memcpy(hash, row.block.hash.data, SHA256_BYTES);
    memcpy(root, row.block.root.data, SHA256_BYTES);
    v->block = row.block;
    v->block.hash.data = hash;
    v->block.root.data = root;
    v->block.previous = v->before.hash;
    v->report->blocks++;
    return true;
}

/* --- which row it was ---------------------------------------------------------------------- */

struct leaves {
    struct buffer *held; /* struct verify_leaf */
    struct bytes kept;   /* as sealed; empty when there is none, or it is not the block's */
};

static const struct query range_query = {
    .name = "verify.range",
    .sql = "SELECT txid, seq, at, actor, session, origin, request, ledger, record, action, reason,"
           " detail_hash FROM history WHERE (txid, seq) > (:txid, :seq)"
           " AND (txid, seq) <= (:last_txid, :last_seq) ORDER BY txid, seq",
    .row_size = sizeof(struct block_leaf),
    .columns = COLUMNS(COLUMN(struct block_leaf, txid), COLUMN(struct block_leaf, seq),
                       COLUMN(struct block_leaf, at), COLUMN(struct block_leaf, actor),
                       COLUMN(struct block_leaf, session), COLUMN(struct block_leaf, origin),
                       COLUMN(struct block_leaf, request), COLUMN(struct block_leaf, ledger),
                       COLUMN(struct block_leaf, record), COLUMN(struct block_leaf, action),
                       COLUMN(struct block_leaf, reason), COLUMN(struct block_leaf, detail_hash)),
};

static bool
add_held(void *with, const void *row)
{
    const struct block_leaf *it = row;
    struct verify_leaf leaf = { .at = { it->txid, it->seq } };

    block_leaf_hash(it, leaf.hash);
    buffer_add(with, &leaf, sizeof leaf);
    return true;
}

static bool
range_each(struct verify *v, bool (*each)(void *, const void *), void *with)
{
    const struct block *b = &v->block;
    /* Without a block before, nothing stands lower. */
    int64_t txid = v->before.number ? v->before.last_txid : INT64_MIN;

    return query_each(&v->side, &range_query, each, with,
                      BOUND(BIND(txid, txid), bind_int("seq", v->before.last_seq),
                            bind_int("last_txid", b->last_txid),
                            bind_int("last_seq", b->last_seq)));
}

/* Leaves that somebody changed along with the rows tell nothing. */
static bool
read_kept(struct verify *v, struct bytes *kept)
{
    struct merkle tree = { 0 };
    uint8_t root[SHA256_BYTES];

    if (!block_leaves(&v->side, v->block.number, kept))
        return false;
    for (size_t i = 0; i + SHA256_BYTES <= kept->size; i += SHA256_BYTES)
        merkle_add(&tree, (const uint8_t *)kept->data + i);
    merkle_root(&tree, root);
    if (kept->size != (size_t)v->block.count * SHA256_BYTES ||
        memcmp(root, v->block.root.data, SHA256_BYTES) != 0)
        *kept = (struct bytes){ 0 };
    return true;
}

static bool
is_at(const struct leaves *l, size_t held, size_t kept)
{
    return held < HELD(*l->held, struct verify_leaf) && kept < l->kept.size / SHA256_BYTES &&
           memcmp(HELD_AT(*l->held, struct verify_leaf, held)->hash,
                  (const uint8_t *)l->kept.data + kept * SHA256_BYTES, SHA256_BYTES) == 0;
}

/* Whether two rows have changed places: each has the other's number now. */
struct swap {
    const struct leaves *leaves;
    size_t rows[2];
    size_t at;
    bool is_one;
};

static bool
try_swap(void *with, const void *row)
{
    struct swap *s = with;
    struct block_leaf leaf = *(const struct block_leaf *)row;
    uint8_t hash[SHA256_BYTES];

    for (size_t i = 0; i < 2; i++)
        if (s->at == s->rows[i]) {
            size_t other = s->rows[1 - i];

            leaf.seq = HELD_AT(*s->leaves->held, struct verify_leaf, other)->at.seq;
            block_leaf_hash(&leaf, hash);
            s->is_one = s->is_one &&
                        memcmp(hash, (const uint8_t *)s->leaves->kept.data + other * SHA256_BYTES,
                               SHA256_BYTES) == 0;
        }
    s->at++;
    return true;
}

static bool
tell_changed(struct verify *v, const struct leaves *l, size_t first)
{
    size_t count = HELD(*l->held, struct verify_leaf);
    struct swap swap = { .leaves = l, .rows = { first, first }, .is_one = true };
    long long number = (long long)v->block.number;
    int64_t seq = HELD_AT(*l->held, struct verify_leaf, first)->at.seq;
    size_t differing = 0;

    for (size_t i = first; i < count; i++)
        if (!is_at(l, i, i)) {
            swap.rows[1] = i;
            differing++;
        }
    if (differing == 2 && range_each(v, try_swap, &swap) && swap.is_one)
        return wrong(v, v->block.number, seq,
                     "ブロック %lld の行 %lld と行 %lld が入れ替わっています。", number,
                     (long long)seq,
                     (long long)HELD_AT(*l->held, struct verify_leaf, swap.rows[1])->at.seq);
    return wrong(v, v->block.number, seq,
                 "ブロック %lld の行 %lld が、封印したときと違います（違う行は全部で %zu）。",
                 number, (long long)seq, differing);
}

static bool
tell_count(struct verify *v, const struct leaves *l, size_t at)
{
    size_t held = HELD(*l->held, struct verify_leaf);
    size_t kept = (size_t)v->block.count;
    long long number = (long long)v->block.number;
    int64_t seq = at ? HELD_AT(*l->held, struct verify_leaf, at - 1)->at.seq : v->before.last_seq;

    if (held > kept && at < held) {
        seq = HELD_AT(*l->held, struct verify_leaf, at)->at.seq;
        return wrong(v, v->block.number, seq,
                     "ブロック %lld に、行 %lld が後から加えられています（封印は %zu行、今は %zu"
                     "行）。",
                     number, (long long)seq, kept, held);
    }
    return wrong(v, v->block.number, seq + 1,
                 "ブロック %lld の行 %lld がありません（封印は %zu行、今は %zu行）。", number,
                 (long long)seq + 1, kept, held);
}

/* Without leaves to compare with, the block is all that can be named. */
static bool
tell_block(struct verify *v, size_t held)
{
    const struct block *b = &v->block;

    if ((int64_t)held != b->count)
        return wrong(v, b->number, 0,
                     "ブロック %lld（行 %lld ～ %lld）の行数が違います（封印は %lld行、今は %zu"
                     "行）。",
                     (long long)b->number, (long long)b->first_seq, (long long)b->last_seq,
                     (long long)b->count, held);
    return wrong(v, b->number, held == 1 ? b->first_seq : 0,
                 "ブロック %lld（行 %lld ～ %lld）の中の行が、封印したときと違います。",
                 (long long)b->number, (long long)b->first_seq, (long long)b->last_seq);
}

static bool
find_row(struct verify *v)
{
    struct buffer held = { 0 };
    struct leaves l = { .held = &held };
    size_t count, at = 0;

    if (!range_each(v, add_held, &held) || !read_kept(v, &l.kept)) {
        v->failed = true;
    } else {
        count = HELD(held, struct verify_leaf);
        while (is_at(&l, at, at))
            at++;
        if (!l.kept.size || (at == count && (int64_t)count == v->block.count))
            tell_block(v, count);
        else if ((int64_t)count != v->block.count)
            tell_count(v, &l, at);
        else
            tell_changed(v, &l, at);
    }
    buffer_release(&held);
    return false;
}

/* --- closing -------------------------------------------------------------------------------- */

static int
compare_leaves(const void *left, const void *right)
{
    return place_compare(((const struct verify_leaf *)left)->at,
                         ((const struct verify_leaf *)right)->at);
}

static bool
is_sealed_so(struct verify *v)
{
    size_t count = HELD(v->inside, struct verify_leaf);
    const struct verify_leaf *all = HELD_AT(v->inside, struct verify_leaf, 0);
    const struct block *b = &v->block;
    struct merkle tree = { 0 };
    uint8_t root[SHA256_BYTES];

    if ((int64_t)count != b->count || !count)
        return false;
    for (size_t i = 0; i < count; i++)
        merkle_add(&tree, all[i].hash);
    merkle_root(&tree, root);
    return memcmp(root, b->root.data, SHA256_BYTES) == 0 && all[0].at.txid == b->first_txid &&
           all[0].at.seq == b->first_seq && all[count - 1].at.txid == b->last_txid &&
           all[count - 1].at.seq == b->last_seq;
}

bool
block_close(struct verify *v)
{
    size_t count = HELD(v->inside, struct verify_leaf);

    if (v->unordered)
        qsort(v->inside.data, count, sizeof(struct verify_leaf), compare_leaves);
    if (!is_sealed_so(v))
        return find_row(v);
    v->before = v->block;
    v->open = false;
    v->unordered = false;
    buffer_clear(&v->inside);
    return true;
}
