/*
 * Merkle trees as in RFC 6962: leaves are hashed with a zero byte before them, inner
 * nodes with a one, and a tree of n leaves splits at the largest power of two below n.
 * Leaves come one by one; memory is one hash for each level.
 */
#ifndef LEDGER_MERKLE_H
#define LEDGER_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"

enum { MERKLE_LEVELS = 64 };

/* All zero is an empty tree. */
struct merkle {
    uint8_t nodes[MERKLE_LEVELS][SHA256_BYTES]; /* roots of full trees, largest first */
    size_t sizes[MERKLE_LEVELS];                /* their leaves, each a power of two */
    size_t depth;
    size_t count; /* leaves so far */
};

/* The hash of a leaf's bytes. */
void merkle_leaf(const void *bytes, size_t length, uint8_t out[SHA256_BYTES]);

/* The same with a context that is kept, for many. */
void merkle_leaf_run(struct sha256_run *run, const void *bytes, size_t length,
                     uint8_t out[SHA256_BYTES]);

void merkle_add(struct merkle *tree, const uint8_t leaf[SHA256_BYTES]);

/* The root of what was added; of nothing, the hash of no bytes. */
void merkle_root(const struct merkle *tree, uint8_t out[SHA256_BYTES]);

/* One step from a leaf towards the root: what to join with, and on which side it stands. */
struct merkle_step {
    uint8_t hash[SHA256_BYTES];
    bool left;
};

/* The way from leaf `index` of `count` leaves (32 bytes each, one after the other) to the
   root, the leaf's neighbour first; returns how many steps. */
size_t merkle_path(const uint8_t *leaves, size_t count, size_t index,
                   struct merkle_step path[MERKLE_LEVELS]);

/* Goes one step up: `hash` becomes that of the node above. */
void merkle_climb(const struct merkle_step *step, uint8_t hash[SHA256_BYTES]);

#endif
