/*
 * Verifying the history: whether anything was changed since it was sealed.
 *
 * One pass over the rows in the order of their numbers, beside it one over the blocks.
 * Each detail is hashed and compared with its detail_hash, each row with the block that
 * covers it, each block with the one before it, the newest ones with DIR/heads and with a
 * head that somebody kept elsewhere. Nothing is written; memory stays flat. When a block's
 * root differs, the leaves kept beside it (ledger/block.h) tell which row it was.
 *
 * Three rows of the history explain what would else be a change, and are shown for it:
 * `erase` names the rows whose detail was emptied ({"rows":[5,[8,20]]}, numbers or first
 * and last), `clock` the block that was sealed earlier than the one before it
 * ({"block":12}), `restore` the newest block restored and the newest one known
 * ({"head":"12:HASH","newest":"15:HASH"}): of 13 to 15 a head may exist without its block.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/block.h"

struct act;

/* Rows may stand unsealed for so long. */
enum { VERIFY_UNSEALED_SECONDS = 10 };

/* A head: number and hash of a block. */
struct head {
    int64_t number; /* 0: none */
    uint8_t hash[SHA256_BYTES];
};

/* "12:64 hexadecimal digits". */
bool head_parse(const char *text, struct head *out);
const char *head_print(struct act *a, const struct head *head);

struct verify_options {
    struct head head; /* from a report or a mail */
    bool no_heads;    /* DIR/heads does not belong to it (rehearsal of a restore) */
    void (*progress)(void *with, int64_t seq, int64_t last);
    void *with;
};

/* A restore that declares which blocks are gone. */
struct verify_gap {
    int64_t seq; /* of the row */
    int64_t restored;
    int64_t newest;
};

struct verify_report {
    const char *wrong;   /* what is wrong first, a sentence; NULL: whole */
    int64_t wrong_block; /* 0: not about one block */
    int64_t wrong_seq;   /* 0: not about one row */
    int64_t rows;
    int64_t blocks;
    int64_t unsealed;
    int64_t erased; /* rows whose detail was erased */
    int64_t clocks; /* times the clock went back and a row explains it */
    struct head newest;
    struct instant sealed_at;
    struct verify_gap *gaps;
    size_t gap_count;
};

/* False with a fault when it could not be found out. What was found is in `out`, in the
   act's arena. Not inside act_write; `a` must not have asked anything yet. */
bool history_verify(struct act *a, const struct verify_options *options, struct verify_report *out);

#endif
