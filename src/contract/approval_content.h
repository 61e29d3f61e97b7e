/*
 * What an approval is about, frozen: the content of a record as canonical JSON text.
 *
 * Fields that people fill, and the files of the record; not its state nor what the program
 * fills in by itself, since a record moves on after it was approved. Personal values stand
 * in a text of their own, which is kept sealed; the open one carries only its salted
 * SHA-256. Two contents are equal when all values are, whatever the titles of references
 * have become.
 *
 * SHA-256 is written as eight groups of eight digits with colons: twelve digits in a row
 * could be taken for an Individual Number (ledger/guard.h).
 */
#ifndef CONTRACT_APPROVAL_CONTENT_H
#define CONTRACT_APPROVAL_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct ledger;
struct record;

struct frozen {
    const char *content;
    const char *details; /* personal values, "" when there are none */
    const char *hash;    /* SHA-256 of content */
};

/* The content of a row with its personal members opened. `like` NULL: with a new salt. */
bool freeze(struct act *a, const struct ledger *l, const struct record *row,
            const struct frozen *like, struct frozen *out);

/* The record as it is now, also for who may not read it. False in `*found`: removed. */
bool freeze_record(struct act *a, const struct ledger *l, int64_t id, const struct frozen *like,
                   struct record **row, struct frozen *out, bool *found);

struct content_change {
    const char *field; /* name, "" for a file */
    const char *label;
    const char *before; /* "" where there was nothing */
    const char *after;
    bool personal;
};
struct content_changes {
    struct content_change *rows;
    size_t count;
};

/* What differs from `from` (NULL: nothing at all) to `to`, in the order of the fields; with
   `whole` also what is equal, for a list of the content. */
bool frozen_differences(struct act *a, const struct frozen *from, const struct frozen *to,
                        bool whole, struct content_changes *out);

#endif
