#include "ledger/merkle.h"

#include <string.h>

#include "base/must.h"

static const uint8_t leaf_mark = 0;

void
merkle_leaf(const void *bytes, size_t length, uint8_t out[SHA256_BYTES])
{
    struct sha256_run run;

    sha256_init(&run);
    sha256_add(&run, &leaf_mark, 1);
    sha256_add(&run, bytes, length);
    sha256_end(&run, out);
}

void
merkle_leaf_run(struct sha256_run *run, const void *bytes, size_t length, uint8_t out[SHA256_BYTES])
{
    sha256_add(run, &leaf_mark, 1);
    sha256_add(run, bytes, length);
    sha256_next(run, out);
}

static void
join(const uint8_t left[SHA256_BYTES], const uint8_t right[SHA256_BYTES], uint8_t out[SHA256_BYTES])
{
    uint8_t both[1 + 2 * SHA256_BYTES] = { 1 };

    memcpy(both + 1, left, SHA256_BYTES);
    memcpy(both + 1 + SHA256_BYTES, right, SHA256_BYTES);
    sha256(both, sizeof both, out);
}

void
merkle_add(struct merkle *tree, const uint8_t leaf[SHA256_BYTES])
{
    must(tree->depth < MERKLE_LEVELS);
    memcpy(tree->nodes[tree->depth], leaf, SHA256_BYTES);
    tree->sizes[tree->depth++] = 1;
    tree->count++;
    while (tree->depth > 1 && tree->sizes[tree->depth - 1] == tree->sizes[tree->depth - 2]) {
        tree->depth--;
        join(tree->nodes[tree->depth - 1], tree->nodes[tree->depth], tree->nodes[tree->depth - 1]);
        tree->sizes[tree->depth - 1] *= 2;
    }
}

void
merkle_root(const struct merkle *tree, uint8_t out[SHA256_BYTES])
{
    if (!tree->depth) {
        sha256("", 0, out);
        return;
    }
    memcpy(out, tree->nodes[tree->depth - 1], SHA256_BYTES);
    for (size_t i = tree->depth - 1; i > 0; i--)
        join(tree->nodes[i - 1], out, out);
}

static void
root_of(const uint8_t *leaves, size_t count, uint8_t out[SHA256_BYTES])
{
    struct merkle tree = { 0 };

    for (size_t i = 0; i < count; i++)
        merkle_add(&tree, leaves + i * SHA256_BYTES);
    merkle_root(&tree, out);
}

size_t
merkle_path(const uint8_t *leaves, size_t count, size_t index,
            struct merkle_step path[MERKLE_LEVELS])
{
    size_t steps = 0;

    must(index < count);
    /* From the root down, turned round at the end. */
    while (count > 1) {
        struct merkle_step *step = &path[steps++];
        size_t half = 1;

        while (half * 2 < count)
            half *= 2;
        step->left = index >= half;
        if (step->left) {
            root_of(leaves, half, step->hash);
            leaves += half * SHA256_BYTES;
            index -= half;
            count -= half;
        } else {
            root_of(leaves + half * SHA256_BYTES, count - half, step->hash);
            count = half;
        }
    }
    for (size_t i = 0; i < steps / 2; i++) {
        struct merkle_step other = path[i];

        path[i] = path[steps - 1 - i];
        path[steps - 1 - i] = other;
    }
    return steps;
}

void
merkle_climb(const struct merkle_step *step, uint8_t hash[SHA256_BYTES])
{
    if (step->left)
        join(step->hash, hash, hash);
    else
        join(hash, step->hash, hash);
}
