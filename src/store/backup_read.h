/*
 * Going through an archive: what verifying and restoring share. Private to both.
 */
#ifndef STORE_BACKUP_READ_H
#define STORE_BACKUP_READ_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "store/archive.h"
#include "store/backup.h"

/* Each may be NULL. `bytes` of a part are gone after the call, as is all that was taken
   from the act's arena meanwhile. */
struct backup_visitor {
    void *with;
    bool (*manifest)(struct act *a, void *with, const json_t *manifest);
    bool (*part)(struct act *a, void *with, const char *table, const char *bytes, size_t length);
    bool (*blob)(struct act *a, void *with, const char *name, struct archive_reader *reader);
    bool (*end)(struct act *a, void *with, const json_t *end);
};

/* Reads it all, compares every count and digest, and fills `facts`. */
bool backup_visit(struct act *a, const char *path, const struct backup_visitor *visitor,
                  struct backup_facts *facts);

/* The store's own tables and the caller's, each once; ends with NULL. */
const struct table *const *backup_tables(struct act *a, const struct backup_options *options);

/* "int", "open", "text", "bytes", "bool", "date", "instant". */
const char *backup_type_name(enum column_type type);
bool backup_type_find(const char *name, enum column_type *type);

#endif
