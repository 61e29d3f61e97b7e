#include "ledger/block.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/must.h"
#include "ledger/merkle.h"
#include "store/act.h"
#include "store/store.h"

enum { MOST_ROWS = 10000 };

static const uint8_t zeros[SHA256_BYTES];

/* --- canonical bytes ------------------------------------------------------------------- */

static void
add_bytes(struct buffer *out, const void *bytes, size_t length)
{
    char size[8];

    for (int i = 0; i < 8; i++)
        size[i] = (char)((uint64_t)length >> (8 * (7 - i)) & 0xff);
    buffer_add(out, size, sizeof size);
    buffer_add(out, bytes, length);
}

static void
add_text(struct buffer *out, const char *text)
{
    add_bytes(out, text, strlen(text));
}

static void
add_number(struct buffer *out, int64_t number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    add_bytes(out, at, (size_t)(digits + sizeof digits - at));
}

void
block_leaf_bytes(const struct block_leaf *row, struct buffer *out)
{
    add_number(out, row->seq);
    add_text(out, row->at);
    add_number(out, row->actor);
    add_number(out, row->session);
    add_text(out, row->origin);
    add_text(out, row->request);
    add_text(out, row->ledger);
    add_number(out, row->record);
    add_text(out, row->action);
    add_text(out, row->reason);
    add_bytes(out, row->detail_hash.data, row->detail_hash.size);
}

void
block_leaf_hash(const struct block_leaf *row, uint8_t out[SHA256_BYTES])
{
    struct buffer bytes = { 0 };

    block_leaf_bytes(row, &bytes);
    merkle_leaf(bytes.data, bytes.length, out);
    buffer_release(&bytes);
}

void
block_hash(const struct block *block, uint8_t out[SHA256_BYTES])
{
    struct buffer bytes = { 0 };

    add_number(&bytes, block->number);
    add_number(&bytes, block->first_seq);
    add_number(&bytes, block->last_seq);
    add_number(&bytes, block->count);
    add_bytes(&bytes, block->root.data, block->root.size);
    add_bytes(&bytes, block->previous.data, block->previous.size);
    add_number(&bytes, block->sealed_at.us);
    sha256(bytes.data, bytes.length, out);
    buffer_release(&bytes);
}

/* --- statements ------------------------------------------------------------------------- */

static const struct query newest_query = {
    .name = "block.newest",
    .sql = "SELECT " BLOCK_NAMES " FROM block ORDER BY number DESC LIMIT 1",
    .row_size = sizeof(struct block),
    .columns = COLUMNS(BLOCK_COLUMNS),
};

struct kept {
    struct bytes leaves;
};

static const struct query kept_query = {
    .name = "block.leaves_kept",
    .sql = "SELECT leaves FROM block WHERE number = :number",
    .row_size = sizeof(struct kept),
    .columns = COLUMNS(COLUMN(struct kept, leaves)),
};

static const struct query insert_query = {
    .name = "block.insert",
    .sql = "INSERT INTO block (number, first_txid, first_seq, last_txid, last_seq, count, root,"
           " previous, hash, sealed_at, leaves) VALUES (:number, :first_txid, :first_seq,"
           " :last_txid, :last_seq, :count, :root, :previous, :hash, :sealed_at, :leaves)",
};

/* On PostgreSQL a row may be committed, and so be sealed, after one with a higher seq, however
   far behind when a transaction wrote many: the order is that of the index on txid. A restore
   may bring such rows to SQLite, which then looks through them all, once. */
#define UNSEALED " FROM history WHERE (txid, seq) > (:last_txid, :last_seq)"
#define NEXT " FROM history WHERE seq > :last_seq"
#define ENDED                                                                                      \
    " AND txid < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"            \
    " + (SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) FROM setting"                              \
    " WHERE name = 'history.txid_base')"

static const struct query leaves_query = {
    .name = "block.leaves",
    .sql = "SELECT " BLOCK_LEAF_NAMES UNSEALED " ORDER BY txid, seq LIMIT :most",
    .postgres = "SELECT " BLOCK_LEAF_NAMES UNSEALED ENDED " ORDER BY txid, seq LIMIT :most",
    .row_size = sizeof(struct block_leaf),
    .columns = BLOCK_LEAF_COLUMNS,
};

static const struct query next_leaves_query = {
    .name = "block.leaves.next",
    .sql = "SELECT " BLOCK_LEAF_NAMES NEXT " ORDER BY seq LIMIT :most",
    .row_size = sizeof(struct block_leaf),
    .columns = BLOCK_LEAF_COLUMNS,
};

struct counted {
    int64_t count;
};

static const struct query unsealed_query = {
    .name = "block.unsealed",
    .sql = "SELECT COUNT(*) AS count" UNSEALED,
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, count)),
};

static const struct query next_unsealed_query = {
    .name = "block.unsealed.next",
    .sql = "SELECT COUNT(*) AS count" NEXT,
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, count)),
};

bool
block_newest(struct act *a, struct block *out, bool *found)
{
    if (!query_first(a, &newest_query, out, found, UNBOUND))
        return false;
    if (!*found)
        *out = (struct block){ .hash = { zeros, sizeof zeros } };
    return true;
}

/* SQLite gives every row the same txid, not below any that a restore brought. Once a block
   has ended with it, the order is that of seq and nothing lies behind. */
static bool
is_by_seq(struct act *a, const struct block *last, bool *by_seq)
{
    const char *base;

    *by_seq = false;
    if (store_kind(a->store) != STORE_SQLITE)
        return true;
    if (!setting_get(a, "history.txid_base", &base))
        return false;
    *by_seq = last->last_txid >= strtoll(base, NULL, 10);
    return true;
}

bool
block_leaves(struct act *a, int64_t number, struct bytes *out)
{
    struct kept row = { 0 };
    bool found;

    if (!query_first(a, &kept_query, &row, &found, BOUND(BIND(number, number))))
        return false;
    *out = row.leaves;
    return true;
}

bool
block_unsealed(struct act *a, int64_t *count)
{
    struct counted row = { 0 };
    struct block last;
    bool by_seq;
    bool found;

    if (!block_newest(a, &last, &found) || !is_by_seq(a, &last, &by_seq) ||
        !query_first(a, by_seq ? &next_unsealed_query : &unsealed_query, &row, &found,
                     BOUND(BIND(last_seq, last.last_seq), BIND(last_txid, last.last_txid))))
        return false;
    *count = row.count;
    return true;
}

/* --- sealing ---------------------------------------------------------------------------- */

struct sealing {
    struct block block;
    struct merkle tree;
    struct buffer leaves;
    bool mine; /* nobody else sealed meanwhile */
};

static bool
add_leaf(void *with, const void *row)
{
    struct sealing *s = with;
    const struct block_leaf *leaf = row;
    uint8_t hash[SHA256_BYTES];

    if (!s->block.count++) {
        s->block.first_txid = leaf->txid;
        s->block.first_seq = leaf->seq;
    }
    s->block.last_txid = leaf->txid;
    s->block.last_seq = leaf->seq;
    block_leaf_hash(leaf, hash);
    merkle_add(&s->tree, hash);
    buffer_add(&s->leaves, hash, sizeof hash);
    return true;
}

const int64_t seal_steps[SEAL_STEPS - 1] = { 100, 250, 500, 1000, 2500, 10000 };

static struct {
    pthread_mutex_t mutex;
    struct seal_numbers numbers;
} held = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static void
note_held(int64_t microseconds)
{
    size_t step = 0;

    while (step < SEAL_STEPS - 1 && microseconds > seal_steps[step])
        step++;
    pthread_mutex_lock(&held.mutex);
    held.numbers.blocks[step]++;
    held.numbers.microseconds += microseconds;
    if (microseconds > held.numbers.most)
        held.numbers.most = microseconds;
    pthread_mutex_unlock(&held.mutex);
}

struct seal_numbers
seal_numbers(void)
{
    struct seal_numbers numbers;

    pthread_mutex_lock(&held.mutex);
    numbers = held.numbers;
    pthread_mutex_unlock(&held.mutex);
    return numbers;
}

static bool
insert(struct act *a, struct sealing *s)
{
    const struct block *b = &s->block;
    struct block newest;
    bool found;

    if (!block_newest(a, &newest, &found))
        return false;
    s->mine = newest.number == b->number - 1;
    return !s->mine ||
           query_run(
               a, &insert_query, NULL,
               BOUND(BIND(number, b->number), BIND(first_txid, b->first_txid),
                     BIND(first_seq, b->first_seq), BIND(last_txid, b->last_txid),
                     BIND(last_seq, b->last_seq), BIND(count, b->count), BIND(root, b->root),
                     BIND(previous, b->previous), BIND(hash, b->hash),
                     BIND(sealed_at, b->sealed_at),
                     bind_bytes("leaves", (struct bytes){ s->leaves.data, s->leaves.length })));
}

/* Everything was read and hashed before, on the sealer's own connection; the writer only
   inserts. */
static bool
insert_block(struct act *a, void *with)
{
    int64_t begun = clock_ticks();
    bool good = insert(a, with);

    note_held(clock_ticks() - begun);
    return good;
}

static bool
append_head(struct act *a, const struct block *block)
{
    char at[INSTANT_TEXT];
    const char *path = arena_print(a->arena, "%s/heads", store_folder(a->store));
    const char *line;
    const char *why;
    int file;
    bool good;

    instant_print(block->sealed_at, at);
    line = arena_print(a->arena, "%lld %s %s\n", (long long)block->number,
                       hex_print(a->arena, block->hash.data, block->hash.size), at);
    file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(a, FAULT_BROKEN, NULL, "封印の控え %s に書けません。", path);
    good = file_write_all(file, line, strlen(line), &why) && fsync(file) == 0;
    good = close(file) == 0 && good;
    return good || fail(a, FAULT_BROKEN, NULL, "封印の控え %s に書けません。", path);
}

static bool
seal_one(struct act *a, struct sealing *s)
{
    uint8_t *root = arena_get(a->arena, SHA256_BYTES);
    uint8_t *hash = arena_get(a->arena, SHA256_BYTES);
    struct block last;
    bool by_seq;
    bool found;

    s->leaves.arena = a->arena;
    if (!block_newest(a, &last, &found) || !is_by_seq(a, &last, &by_seq))
        return false;
    s->block =
        (struct block){ .number = last.number + 1, .previous = last.hash, .sealed_at = a->now };
    if (!query_each(a, by_seq ? &next_leaves_query : &leaves_query, add_leaf, s,
                    BOUND(BIND(last_seq, last.last_seq), BIND(last_txid, last.last_txid),
                          BIND(most, MOST_ROWS))))
        return false;
    if (!s->block.count)
        return true;
    merkle_root(&s->tree, root);
    s->block.root = (struct bytes){ root, SHA256_BYTES };
    block_hash(&s->block, hash);
    s->block.hash = (struct bytes){ hash, SHA256_BYTES };
    return act_write(a, insert_block, s) && (!s->mine || append_head(a, &s->block));
}

bool
history_seal(struct act *a, size_t *rows)
{
    size_t sealed = 0;

    must(!a->writing);
    for (bool more = true; more;) {
        struct arena_mark mark = arena_mark(a->arena);
        struct sealing s = { 0 };

        /* A fresh look: what was committed a moment ago is sealed, too. */
        act_end(a);
        if (!seal_one(a, &s))
            return false;
        more = s.block.count == MOST_ROWS;
        if (s.mine)
            sealed += (size_t)s.block.count;
        arena_reset(a->arena, mark);
    }
    if (rows)
        *rows = sealed;
    return true;
}
