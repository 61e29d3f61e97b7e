#include "ledger/merkle.h"

#include <string.h>

#include "base/must.h"

void
merkle_leaf(const void *bytes, size_t length, uint8_t out[SHA256_BYTES])
{
    static const uint8_t mark = 0;
    struct sha256_run run;

    sha256_init(&run);
    sha256_add(&run, &mark, 1);
    sha256_add(&run, bytes, length);
    sha256_end(&run, out);
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
