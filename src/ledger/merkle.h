/*
 * Merkle trees as in RFC 6962: leaves are hashed with a zero byte before them, inner
 * nodes with a one, and a tree of n leaves splits at the largest power of two below n.
 * Leaves come one by one; memory is one hash for each level.
 */
#ifndef LEDGER_MERKLE_H
#define LEDGER_MERKLE_H

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

void merkle_add(struct merkle *tree, const uint8_t leaf[SHA256_BYTES]);

/* The root of what was added; of nothing, the hash of no bytes. */
void merkle_root(const struct merkle *tree, uint8_t out[SHA256_BYTES]);

#endif
