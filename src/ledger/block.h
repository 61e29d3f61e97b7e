/*
 * Blocks: the seal over the history.
 *
 * Rows of the history are never updated. A block is one inserted row that covers the
 * rows after the block before: their count, the Merkle root over them (ledger/merkle.h)
 * and the hash of the block before. Its own hash is also appended to DIR/heads, outside
 * the database, as a line "number hash time".
 *
 * The leaf of a row is these columns in this order, each as eight bytes of length (big
 * endian) and its bytes: seq, at, actor, session, origin, request, ledger, record, action,
 * reason, detail_hash. Integers are decimal text, detail_hash 32 raw bytes; the detail
 * itself and txid are not in it, so a detail can be erased and rows can move between
 * databases. The hash of a block is SHA-256 over number, first_seq, last_seq, count,
 * root, previous and sealed_at (microseconds) in the same form; before the first block
 * stand 32 zero bytes. The leaves themselves are kept beside the block, so that of 10,000
 * rows the one that was changed can be named.
 *
 * Leaves stand in the order (txid, seq); SQLite has one txid for all. On PostgreSQL only rows
 * below the oldest running transaction are sealed, so nothing falls into a block later.
 */
#ifndef LEDGER_BLOCK_H
#define LEDGER_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/time.h"
#include "store/query.h"

struct act;
struct buffer;

struct block {
    int64_t number; /* 1, 2, … */
    int64_t first_txid;
    int64_t first_seq;
    int64_t last_txid;
    int64_t last_seq;
    int64_t count;
    struct bytes root;
    struct bytes previous;
    struct bytes hash;
    struct instant sealed_at;
};

/* What a leaf is made of; the columns of a history row. */
struct block_leaf {
    int64_t txid;
    int64_t seq;
    const char *at;
    int64_t actor;
    int64_t session;
    const char *origin;
    const char *request;
    const char *ledger;
    int64_t record;
    const char *action;
    const char *reason;
    struct bytes detail_hash;
};

/* Seals what is not sealed; `*rows` (may be NULL) is how many. Called by serve once a
   second and by every process that wrote before it ends. Of two at the same time one
   does nothing. Not inside act_write. */
bool history_seal(struct act *a, size_t *rows);

/* For how long blocks have kept the writer, in this process: what a write that came at that
   moment had to wait. Each step counts the blocks up to its end, the last one the rest. */
enum { SEAL_STEPS = 7 };
struct seal_numbers {
    int64_t blocks[SEAL_STEPS];
    int64_t microseconds;
    int64_t most; /* microseconds */
};
extern const int64_t seal_steps[SEAL_STEPS - 1]; /* microseconds */
struct seal_numbers seal_numbers(void);

/* The newest block; `*found` false before the first. */
bool block_newest(struct act *a, struct block *out, bool *found);

/* Rows that no block covers yet. */
bool block_unsealed(struct act *a, int64_t *count);

/* The leaves of a block as it was sealed, 32 bytes each in their order; empty for blocks
   older than this column. They are no part of the block's hash: whoever uses them compares
   their root with the block's, and then knows which row differs. */
bool block_leaves(struct act *a, int64_t number, struct bytes *out);

/* The columns of a block in the order of `struct block`, for other statements. */
#define BLOCK_NAMES                                                                                \
    "number, first_txid, first_seq, last_txid, last_seq, count, root, previous, hash, sealed_at"
#define BLOCK_COLUMNS                                                                              \
    COLUMN(struct block, number), COLUMN(struct block, first_txid),                                \
        COLUMN(struct block, first_seq), COLUMN(struct block, last_txid),                          \
        COLUMN(struct block, last_seq), COLUMN(struct block, count), COLUMN(struct block, root),   \
        COLUMN(struct block, previous), COLUMN(struct block, hash),                                \
        COLUMN(struct block, sealed_at)

/* The columns of a history row that a leaf is made of. */
#define BLOCK_LEAF_NAMES                                                                           \
    "txid, seq, at, actor, session, origin, request, ledger, record, action, reason, detail_hash"
#define BLOCK_LEAF_COLUMNS                                                                         \
    COLUMNS(COLUMN(struct block_leaf, txid), COLUMN(struct block_leaf, seq),                       \
            COLUMN(struct block_leaf, at), COLUMN(struct block_leaf, actor),                       \
            COLUMN(struct block_leaf, session), COLUMN(struct block_leaf, origin),                 \
            COLUMN(struct block_leaf, request), COLUMN(struct block_leaf, ledger),                 \
            COLUMN(struct block_leaf, record), COLUMN(struct block_leaf, action),                  \
            COLUMN(struct block_leaf, reason), COLUMN(struct block_leaf, detail_hash))

/* For whoever verifies: the bytes of a leaf, appended, and the hashes as they must be. */
void block_leaf_bytes(const struct block_leaf *row, struct buffer *out);
void block_leaf_hash(const struct block_leaf *row, uint8_t out[SHA256_BYTES]);
void block_hash(const struct block *block, uint8_t out[SHA256_BYTES]);

#endif
