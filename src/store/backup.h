/*
 * Backups: one archive for both databases.
 *
 * The archive is a tar stream – `manifest.json`, `tables/<table>/<part>.csv` in the order
 * of the primary key, `blobs/<name>` as they are stored, `end.json` with counts and digests –
 * encrypted whole, in chunks, under a key of its own that stands in the keyring only. All
 * rows are of one moment. After writing, the archive is read back, opened and compared
 * with what was written; only then it gets its name.
 *
 * It holds no keys. Without an exported keyring (keyring_export) it opens nowhere else.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "store/keyring.h"
#include "store/schema.h"

struct act;
struct job;

/* What an archive holds, as counted when written or read. */
struct backup_facts {
    char id[BACKUP_ID_TEXT];
    const char *installation;
    const char *head; /* "N:HASH" of the newest sealed block, or "" */
    int64_t schema;
    int64_t tables;
    int64_t rows;
    int64_t blobs;
    int64_t bytes; /* of the archive */
    struct instant at;
    struct instant done;
};

struct backup_options {
    const struct table *const *tables; /* all tables, also those with custom columns */
    size_t table_count;
    const char *head; /* asked by the caller just before; "" if none */
    struct job *job;  /* for progress, or NULL */
};

/* Writes and verifies the archive `path` (must not exist), mode 0600, with a new backup
   key. Outside act_write; other acts go on meanwhile. Nothing is left on failure. */
bool backup_write(struct act *a, const char *path, const struct backup_options *options,
                  struct backup_facts *facts);

/* Reads an archive through and compares counts and digests; writes nothing. */
bool backup_verify(struct act *a, const char *path, struct backup_facts *facts);

/* Drops the archive's key, if it is still there, and deletes the file. Refuses what is no
   archive. */
bool backup_remove(struct act *a, const char *path);

#endif
