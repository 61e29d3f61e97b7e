/*
 * Writing a database anew, so that nothing of deleted rows is left in it: not in free
 * pages, not in the write-ahead log. For erasure; the store must be closed.
 */
#ifndef STORE_COMPACT_H
#define STORE_COMPACT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct store_options;

/* Takes as long as copying the database and, on SQLite, as much room. False with a
   Japanese sentence when it is in use or there is no room; nothing has changed then. */
bool store_compact(struct arena *arena, const struct store_options *options, const char **why);

/* SQLite: how often one of the texts stands in the bytes of the database and its log; -1
   when they cannot be read. */
long long
store_scan(struct arena *arena, const char *folder, const char *const *texts, size_t count);

#endif
