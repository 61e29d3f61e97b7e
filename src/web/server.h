/*
 * The HTTP server: libmicrohttpd with epoll threads; what may wait is suspended
 * and answered by a bounded pool of workers.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/sandbox.h"

struct job_kind;
struct module;
struct store;

struct server_options {
    const char *listen;         /* ADDRESS:PORT */
    const char *const *hosts;   /* more allowed Host names, ends with NULL; or NULL */
    const char *const *proxies; /* addresses whose Forwarded headers count; or NULL */
    int workers;                /* 0: 32 */
    int connections;            /* 0: 1,000 */
    const char *certificate;    /* PEM files: TLS without a proxy; or NULL */
    const char *key;
    bool proxy_protocol; /* every connection begins with a PROXY header of one of the proxies */
    bool secure;         /* browsers come by https: cookies are Secure */
    int idle;            /* minutes until a session ends unused, 0: 2 hours */
    int old;             /* minutes until it ends anyway, 0: 12 hours */
    const struct job_kind *const *jobs; /* told on the pages of administration; or NULL */
    struct sandbox_held held;           /* likewise */
};

struct server;

/* Starts listening and returns; NULL with a sentence when it cannot. */
struct server *server_start(struct store *store, const struct module *const *modules,
                            const struct server_options *options, const char **why);

/* The port it listens on (when 0 was asked for). */
int server_port(const struct server *s);

/* Once a second: cuts clients that are too slow, takes over a renewed certificate. */
void server_tend(struct server *s);

/* Ready to be asked (/readyz): false while starting or ending. */
void server_ready(struct server *s, bool ready);

/* Takes no new connections, finishes what runs (at most 4 seconds), ends. False when a
   handler still runs: then the process must end without closing the store. */
bool server_stop(struct server *s);

#endif
