/*
 * Erasing what a contract holds: its rows in every table, the contents of their history,
 * and the names of its files.
 *
 * The contract's own head stays, so that history and certificate still name it. A row of
 * the history stays too, without its detail, and an `erase` row lists whose detail went:
 * so verify knows it from tampering. Keys, backups, free pages and the word index are the
 * affair of who calls (app/erase.c).
 */
#ifndef LEDGER_ERASE_H
#define LEDGER_ERASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct table;

struct erased_table {
    const struct table *table;
    int64_t rows;
};

struct erasure {
    int64_t contract;
    const char *number; /* of the contract */
    const char *title;
    struct erased_table *tables; /* those that hold rows of it */
    size_t count;
    int64_t rows;
    int64_t details;    /* history rows with contents */
    const char **blobs; /* the files its rows name */
    size_t blob_count;
    const char **samples; /* texts that must not be found anywhere afterwards */
    size_t sample_count;
};

/* Counts what would go; changes nothing. FAULT_MISSING when there is no such contract. */
bool erase_look(struct act *a, int64_t contract, const struct table *const *tables, size_t count,
                struct erasure *out);

/* Deletes it in short transactions; after a crash it is called again and goes on. `told`
   hears how many rows are gone. Not inside act_write. */
bool erase_rows(struct act *a, const struct erasure *what, void (*told)(void *with, int64_t rows),
                void *with);

/* The rows that are still there: 0 after erase_rows. */
bool erase_left(struct act *a, const struct erasure *what, int64_t *rows);

#endif
