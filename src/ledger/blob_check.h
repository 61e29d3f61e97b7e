/*
 * Whether rows and blobs fit together: after a restore, a crash, a disk that lies.
 *
 * Every column that names blobs is known here: attachments, kept imports and the file
 * fields of all ledgers. A table elsewhere that comes to name blobs has to be added to
 * the list in blob_check.c, or its blobs are taken for litter.
 */
#ifndef LEDGER_BLOB_CHECK_H
#define LEDGER_BLOB_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

enum blob_problem_kind {
    BLOB_MISSING, /* a row names it, and it is not there */
    BLOB_DAMAGED, /* it is there and does not open */
    BLOB_UNNAMED, /* no row names it */
};

struct blob_problem {
    enum blob_problem_kind kind;
    const char *blob;
    const char *table; /* of the row; NULL for what no row names */
    int64_t id;
    const char *name; /* of the file, "" where the row keeps none */
    int64_t bytes;    /* of what no row names, as it lies on the disk */
    bool fresh;       /* … and came within the last day: an upload may be under way */
};

struct blob_report {
    struct blob_problem *problems;
    size_t count;
    int64_t rows; /* that name a blob */
    int64_t files;
};

/* `read`: every blob is opened and read to its end besides, which takes its time. */
bool blobs_check(struct act *a, bool read, struct blob_report *out);

/* Whether any row names it. */
bool blob_named(struct act *a, const char *blob, bool *named);

/* Removes the unnamed ones of a report that are not fresh, asking again for each. */
bool blobs_clear(struct act *a, const struct blob_report *report, int64_t *removed);

#endif
