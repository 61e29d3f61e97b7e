/*
 * Kept pages: finished answers that are given again while nothing changed.
 *
 * A page is kept under the hash of the session's identifier and its address, for one
 * store_version: any commit by any process ends it. What it shows of the session – who it
 * is, his rights, his habits – stands in the database too, so nothing else need be asked.
 * Only on SQLite, where the version costs a microsecond. The oldest go when memory is full.
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/time.h"

struct cache;
struct kept;
struct MHD_Connection;
struct MHD_Response;

struct cache *cache_make(size_t bytes);
void cache_release(struct cache *c);

/* Keeps an answer; the response becomes the cache's. It serves for 200 and 304 alike. */
struct page {
    const uint8_t *session; /* SHA256_BYTES */
    const char *target;
    int64_t version;
    struct instant until;
    const char *tag; /* ETag with quotes */
    size_t size;
    struct MHD_Response *response;
};

/* The result holds the answer for its maker until cache_leave. */
struct kept *cache_put(struct cache *c, const struct page *page);
struct MHD_Response *kept_response(const struct kept *kept);
void cache_leave(struct cache *c, struct kept *kept);

/* Queues the page on the connection; 0 when it is not kept, else the status. */
int cache_answer(struct cache *c, struct MHD_Connection *connection,
                 const uint8_t session[SHA256_BYTES], const char *target, int64_t version,
                 struct instant now, const char *if_none_match);

/* Whether an If-None-Match header names the tag; weak and strong compare alike. */
bool tag_matches(const char *if_none_match, const char *tag);

#endif
