/*
 * Names and addresses: under which name we were asked, from where, and by which site.
 *
 * A request whose Host is not on the list is refused, so that a foreign name that was
 * pointed at us (DNS rebinding) reads nothing. The list holds the listen address, the
 * loopback names and what the installation adds. Ports are not compared.
 */
#ifndef WEB_HOST_H
#define WEB_HOST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct hosts {
    const char **names; /* lower case, without port */
    size_t count;
    const char *const *proxies; /* ends with NULL, or NULL */
};

void hosts_init(struct hosts *hosts, struct arena *arena, const char *listen,
                const char *const *names, const char *const *proxies);
bool host_allowed(const struct hosts *hosts, const char *host);

/* Whether the address, without port, is one of the proxies. */
bool host_is_proxy(const struct hosts *hosts, const char *address);

/* Whether an Origin header names the host that was asked, port included. */
bool origin_is_host(const char *origin, const char *host);

/* Unsafe requests of browsers: false when Origin or Sec-Fetch-Site says that another site
   made it. `required`: one of the two must be there (no CSRF token in a form). */
bool origin_allowed(const char *origin, const char *fetch_site, const char *host, bool required);

/* The client's address and whether he speaks https: from the connection, or, when that is
   one of the proxies, from X-Forwarded-For and X-Forwarded-Proto, or Forwarded. */
struct forwarded {
    const char *peer;      /* of the connection */
    const char *list;      /* X-Forwarded-For, or NULL */
    const char *proto;     /* X-Forwarded-Proto, or NULL */
    const char *forwarded; /* Forwarded, or NULL */
};
const char *client_address(const struct hosts *hosts, struct arena *arena,
                           const struct forwarded *f, bool *secure);

#endif
