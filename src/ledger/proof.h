/*
 * A proof for one row of the history: a file that shows, without the database, that the
 * row stood in a block, and that the block stands before a head that somebody kept.
 *
 * It is JSON: `row` with its columns (detail as text, detail_hash as hexadecimal digits),
 * `leaf`, `path` (steps from the leaf to the root, each a hash and the side it is on),
 * `block`, `following` (the blocks behind it, each naming the one before it) and `head`,
 * number and hash of the last of them. Everything in it can be calculated again from the
 * text of ledger/block.h and ledger/merkle.h; only the head has to be believed, and is
 * compared with a report or a mail. A detail may be left out of it: the leaf is over its
 * hash. Personal values in it are sealed.
 */
#ifndef LEDGER_PROOF_H
#define LEDGER_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/verify.h"

struct act;
struct buffer;

/* A block has about 400 bytes of text: so many may follow. */
enum { PROOF_MOST_FOLLOWING = 20000, PROOF_MOST_BYTES = 16 * 1024 * 1024 };

/* Writes the proof of a row with the blocks up to `until` (0: the next one, if there is
   one), without the detail when `bare`. FAULT_MISSING when there is no such row, FAULT_CLASH while it is not sealed. Rights
   are the caller's to ask. */
bool proof_write(struct act *a, int64_t seq, int64_t until, bool bare, struct buffer *out);

struct proof_report {
    const char *wrong; /* a sentence; NULL: everything fits */
    int64_t seq;
    int64_t block;
    struct head head; /* of the last block in it */
    bool confirmed;   /* the head that was given is in it */
    bool bare;        /* the detail was left out or erased */
};

/* Checks a proof; `head` (number 0: none) has to be in it. False with a fault when the text
   is no proof at all. Needs no store. */
bool proof_check(struct act *a, const char *text, size_t length, const struct head *head,
                 struct proof_report *out);

#endif
