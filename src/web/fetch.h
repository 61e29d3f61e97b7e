/*
 * Asking another server over https, with libcurl.
 *
 * TLS 1.2 or later, the certificate must be the server's; no redirects, no other protocols,
 * no cookies; five seconds to connect and eight in all unless said otherwise, 256 KiB at most.
 * Blocks: for workers alone, never inside act_write.
 */
#ifndef WEB_FETCH_H
#define WEB_FETCH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { FETCH_MOST = 256 * 1024 };

struct fetch {
    const char *url;      /* https:// */
    const char *ca;       /* PEM file of the authority; NULL: the system's */
    const char *bearer;   /* token for the header Authorization, or NULL */
    const char *user;     /* for the same header by the method Basic, or NULL */
    const char *password; /* of `user` */
    const char *form;     /* urlencoded body to post; NULL: only asks */
    const char *json;     /* JSON body to post instead */
    bool plain;           /* http:// too: the same machine or a closed network */
    int seconds;          /* in all; 0: eight */
};

struct fetched {
    int status; /* of HTTP */
    const char *body;
    size_t length;
};

/* Once, before other threads start. */
void fetch_init(void);

/* True when an answer came, whatever its status; else `*why` in English, for the log. */
bool fetch_run(struct arena *arena, const struct fetch *f, struct fetched *out, const char **why);

#endif
