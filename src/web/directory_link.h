/*
 * Reading a whole directory and changing it: lists page by page, one entry, one operation.
 *
 * What is read is bounded, in entries and in bytes of a value, and asked for in pages (RFC
 * 2696), as servers refuse to give everything at once. A change either is done, is refused by
 * the server, or – when the connection ends before the answer – is unclear: then only reading
 * the entry again can tell.
 *
 * Calls wait for the network: never inside act_write.
 */
#ifndef WEB_DIRECTORY_LINK_H
#define WEB_DIRECTORY_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "web/ldif.h"

struct arena;
struct directory_options;
struct directory_link;

enum {
    LINK_ENTRIES = 50000, /* of one list */
    LINK_PAGE = 500,
    LINK_VALUE = 1024 * 1024, /* bytes of one value */
};

/* Closed with the arena, or before. False with a sentence when no server lets us in. */
bool directory_link_open(struct arena *arena, const struct directory_options *options,
                         struct directory_link **out, const char **why);
void directory_link_close(struct directory_link *link);

/* The entries under `base` that fit the filter, with these attributes (ends with NULL), in the
   link's arena. More than LINK_ENTRIES, or a value too long, is false: half a list would make
   the rest look missing. */
struct directory_listing {
    struct ldif_entry *entries;
    size_t count;
};
bool
directory_link_list(struct directory_link *link, const char *base, const char *filter,
                    const char *const *attributes, struct directory_listing *out, const char **why);

/* One entry with all that users keep in it, and `besides` (an operational attribute, or NULL);
   `*out` is NULL when there is none. */
bool directory_link_read(struct directory_link *link, const char *dn, const char *besides,
                         struct ldif_entry **out, const char **why);

enum directory_done { DIRECTORY_DONE, DIRECTORY_REFUSED, DIRECTORY_UNCLEAR };

/* One operation. After DIRECTORY_UNCLEAR the link is of no more use. */
enum directory_done directory_link_change(struct directory_link *link,
                                          const struct ldif_change *change, const char **why);

#endif
