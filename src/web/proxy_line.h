/*
 * The PROXY header, by which a TCP proxy in front says whose connection it passes on.
 * Versions 1 (a line) and 2 (binary) of the specification of HAProxy.
 */
#ifndef WEB_PROXY_LINE_H
#define WEB_PROXY_LINE_H

#include <stddef.h>
#include <sys/socket.h>

enum { PROXY_LINE_MOST = 16 + 512 };

enum proxy_line { PROXY_LINE_MORE, PROXY_LINE_WRONG, PROXY_LINE_GOOD };

/* Looks at the first bytes of a connection. MORE: too few to tell. GOOD: the header has
   `*length` bytes and `*client` is the address it names, AF_UNSPEC where the proxy speaks
   for itself (its own health checks). */
enum proxy_line
proxy_line_parse(const void *bytes, size_t count, size_t *length, struct sockaddr_storage *client);

#endif
