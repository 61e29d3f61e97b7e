/*
 * Imports that are kept: what pages show and jobs do.
 *
 * A page keeps the uploaded file with import_keep and gets a number; with that number
 * import_preview and import_write (ledger/import.h) work as with a file. From IMPORT_MANY
 * rows on the writing is ordered as a job. Every import, also of the command line, stands
 * in the list afterwards.
 */
#ifndef LEDGER_IMPORT_KEPT_H
#define LEDGER_IMPORT_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct import_request;
struct job_kind;
struct ledger;
struct pairs;
struct table;

/* Keeps the file (as a blob of the contract) with its mapping under a number. */
bool import_keep(struct act *a, const struct import_request *request, int64_t *import);

/* Replaces the mapping of a kept file. */
bool import_map(struct act *a, int64_t import, const struct pairs *corrections);

/* Orders the job that writes a kept file, with the rights of the act's user. */
bool import_order(struct act *a, int64_t import, bool good_only, int64_t *job);

/* The job, for the app's list of kinds. Input {"import":7,"good":false,"actor":3}. */
extern const struct job_kind import_job;

/* What is known of imports, newest first, ids below `before` (0: all); within rights. */
struct import_about {
    int64_t id;
    const char *ledger;
    int64_t contract;
    const char *name; /* of the file */
    int64_t state;    /* enum import_state */
    int64_t rows;
    int64_t done; /* the last row that was done */
    int64_t added;
    int64_t changed;
    int64_t unchanged;
    int64_t wrong;
    int64_t actor;
    struct instant created_at;
    struct instant ended_at;
    const char *result; /* JSON as of import_json, "" before the end */
};
struct import_list {
    struct import_about *rows;
    size_t count;
};
bool import_list(struct act *a, const struct ledger *l, int64_t before, int most,
                 struct import_list *out);
bool import_get(struct act *a, int64_t import, struct import_about *out);

/* The tables of imports, for schema_apply beside the ledgers' own. */
extern const struct table import_table;
extern const struct table import_part_table;

#endif
