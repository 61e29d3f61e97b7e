/*
 * What the database keeps of imports; private to import*.c.
 *
 * One entry an import, with how far it is, and one part a transaction, by which it can be
 * taken back.
 */
#ifndef LEDGER_IMPORT_ENTRY_H
#define LEDGER_IMPORT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "ledger/import.h"

struct act;

struct import_entry {
    int64_t id;
    const char *ledger;
    int64_t contract;
    const char *name;
    const char *hash;
    const char *blob;
    const char *tab; /* of a workbook the sheet, "" of a text file */
    const char *mapping;
    int64_t state;
    int64_t rows;
    int64_t done;
    int64_t added;
    int64_t changed;
    int64_t unchanged;
    int64_t wrong;
    int64_t actor;
    int64_t good;
    struct instant created_at;
    struct instant ended_at;
    const char *result;
};

/* What one transaction wrote: ranges of ids, and what changed records were. */
struct import_part {
    int64_t id;
    int64_t import;
    int64_t contract;
    int64_t until;       /* the last row */
    const char *created; /* "1200-1399 1405" */
    const char *changed; /* JSON: [{"id":…,"version":…,"before":{…}},…] */
};
struct import_parts {
    struct import_part *rows;
    size_t count;
};

bool import_entry_get(struct act *a, int64_t id, struct import_entry *out); /* FAULT_MISSING */
/* The newest of these bytes for this ledger and contract in one of two states. */
bool import_entry_same(struct act *a, const struct import_result *r, enum import_state one,
                       enum import_state other, struct import_entry *out, bool *found);
bool import_entry_add(struct act *a, const struct import_entry *entry, int64_t *id);
bool import_entry_put(struct act *a, const struct import_entry *entry); /* all but what names it */

/* Moves the counts on; FAULT_BUSY when another process did it meanwhile. */
bool
import_entry_step(struct act *a, const struct import_entry *was, const struct import_entry *is);
bool import_part_add(struct act *a, const struct import_part *part);
/* Some of them, newest first, below an id (0: from the newest). */
bool import_parts_newest(struct act *a, int64_t import, int64_t below, struct import_parts *out);
bool import_part_drop(struct act *a, int64_t id);

#endif
