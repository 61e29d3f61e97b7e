/*
 * What one running server knows; shared by the files of the web floor's server half.
 *
 * A request comes in on one of two epoll threads. What never waits is answered there:
 * built-in files, kept pages, health. Everything else is suspended, done by a worker and
 * resumed; after the resume nobody touches the exchange again.
 */
#ifndef WEB_NODE_H
#define WEB_NODE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sandbox.h"
#include "base/time.h"
#include "web/host.h"
#include "web/metrics.h"
#include "web/session.h"

struct acceptor;
struct asset_answers;
struct cache;
struct certificate;
struct live;
struct job_kind;
struct MHD_Daemon;
struct patience;
struct router;
struct sessions;
struct store;
struct workers;

struct server {
    struct store *store;
    struct MHD_Daemon *daemon;
    struct router *router;
    struct workers *workers;
    struct sessions *sessions;
    struct cache *cache; /* NULL on PostgreSQL */
    struct live *live;
    struct asset_answers *assets;
    struct certificate *certificate; /* NULL: no TLS here */
    struct acceptor *acceptor;       /* NULL: the library takes connections in itself */
    struct patience *patience;
    struct hosts hosts;
    struct metrics metrics;
    struct arena arena;
    const char *folder; /* DIR/tmp, for uploads */
    int port;
    int door; /* the acceptor's socket, else -1 */
    bool secure;
    struct session_rules rules;
    uint64_t seed; /* of request ids */
    struct instant started;
    const struct job_kind *const *jobs; /* ends with NULL; or NULL */
    struct sandbox_held held;
    _Atomic bool ready;
    _Atomic bool stopping;
    _Atomic int64_t exchanges; /* requests under way */
    _Atomic int64_t streams;   /* workers that write long answers */
    int most_streams;
};

#endif
