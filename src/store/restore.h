/*
 * Restoring an archive into a new, empty data folder of either database.
 *
 * The way: make the folder (store_open with create), import the keyring that belongs to
 * the archive, schema_apply, then restore_read. Ids, numbers and the installation's
 * UUID become those of the archive; the word index is to be built afresh afterwards.
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "store/backup.h"

struct act;

/*
 * Refuses when a table holds rows, apart from what store_open itself writes and, when
 * `init` left the setting `init.seq` and the history has not grown since, what it wrote.
 * The whole archive is verified before the first row is written. When reading fails or
 * is interrupted, the folder stays marked: see restore_unfinished.
 *
 * Custom columns (`x_…`) that the archive has are added to the tables.
 */
bool restore_read(struct act *a, const char *path, const struct backup_options *options,
                  struct backup_facts *facts);

/* True in `*unfinished` when a restore began here and did not end: not to be served, only
   restored again. */
bool restore_unfinished(struct act *a, bool *unfinished);

/* Restores beside the data, into DIR/rehearsal, with the keys of this folder; calls
   `check` (verify, counts) on the restored store, then deletes it. The minutes it took
   are facts->done - the start. `check` may be NULL. */
bool restore_rehearse(struct act *a, const char *path, const struct backup_options *options,
                      bool (*check)(struct act *restored, void *with), void *with,
                      struct backup_facts *facts);

/*
 * The same steps for who fills a folder otherwise (a bundle): refuse one that holds records;
 * make the custom columns a table had there; inside act_write empty all tables but the
 * settings and mark the folder, then go on numbering behind what came in; after it, when
 * everything else stands too, take the mark away.
 */
bool restore_empty(struct act *a, const struct backup_options *options);
bool restore_columns(struct act *a, const struct table *t, const json_t *columns,
                     const struct table **wider);
bool restore_begin(struct act *a, const struct backup_options *options);
bool restore_continue(struct act *a, const struct backup_options *options);
bool restore_done(struct act *a);

#endif
