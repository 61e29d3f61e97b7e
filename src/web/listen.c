#include "web/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>

#include "base/arena.h"

enum { BACKLOG = 1024 };

static const char *
why_not(struct arena *arena, const char *listen, int error)
{
    const char *reason = error == EADDRINUSE ? "ほかのプログラムが使っています。"
                         : error == EACCES   ? "この番号を使う権限がありません。"
                         : error == EADDRNOTAVAIL ? "この機械のアドレスではありません。"
                                                  : "開けません。";

    return arena_print(arena, "%s: %s", listen, reason);
}

/* ADDRESS:PORT or [V6]:PORT; names are not looked up. */
static bool
parse_listen(struct arena *arena, const char *listen, struct addrinfo **out)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                    .ai_socktype = SOCK_STREAM };
    const char *colon = strrchr(listen, ':');
    char *host;

    if (!colon)
        return false;
    host = arena_slice(arena, listen, (size_t)(colon - listen));
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (*host == '[' && host[strlen(host) - 1] == ']') {
        host[strlen(host) - 1] = '\0';
        host++;
    }
    return getaddrinfo(*host ? host : NULL, colon + 1, &hints, out) == 0;
}

int
listen_open(struct arena *arena, const char *listen_on, int *port, const char **why)
{
    struct sockaddr_storage bound = { 0 };
    socklen_t length = sizeof(bound);
    struct addrinfo *address;
    int fd, one = 1;

    if (!parse_listen(arena, listen_on, &address)) {
        *why = arena_print(arena, "%s: アドレスと番号を 127.0.0.1:8080 のように書いてください。",
                           listen_on);
        return -1;
    }
    fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (fd < 0 || bind(fd, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(fd, BACKLOG) != 0 || getsockname(fd, (struct sockaddr *)&bound, &length) != 0) {
        *why = why_not(arena, listen_on, errno);
        freeaddrinfo(address);
        if (fd >= 0)
            close(fd);
        return -1;
    }
    freeaddrinfo(address);
    *port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&bound)->sin6_port
                                              : ((struct sockaddr_in *)(void *)&bound)->sin_port);
    return fd;
}
