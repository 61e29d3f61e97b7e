#include "web/acceptor.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <microhttpd.h>

#include "base/log.h"
#include "base/must.h"
#include "base/time.h"
#include "web/proxy_line.h"

enum {
    PENDING = 256,
    PATIENCE_US = 5 * 1000000, /* from connecting to the end of the header */
    FIXED = 2,                 /* of the waits: the end, the door */
};

struct pending {
    int64_t until;
    struct sockaddr_storage peer;
};

struct acceptor {
    pthread_t thread;
    const struct hosts *hosts;
    struct MHD_Daemon *daemon;
    struct pollfd waits[FIXED + PENDING];
    struct pending pending[PENDING];
    size_t count; /* of those pending */
};

static socklen_t
size_of(const struct sockaddr_storage *address)
{
    return address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                          : sizeof(struct sockaddr_in);
}

static bool
is_known(const struct acceptor *a, const struct sockaddr_storage *peer)
{
    const void *bytes =
        peer->ss_family == AF_INET6
            ? (const void *)&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr
            : &((const struct sockaddr_in *)(const void *)peer)->sin_addr;
    char text[INET6_ADDRSTRLEN];

    return inet_ntop(peer->ss_family, bytes, text, sizeof(text)) && host_is_proxy(a->hosts, text);
}

static void
forget(struct acceptor *a, size_t i)
{
    a->count--;
    a->pending[i] = a->pending[a->count];
    a->waits[FIXED + i] = a->waits[FIXED + a->count];
}

static void
take_in(struct acceptor *a)
{
    struct sockaddr_storage peer = { 0 };
    socklen_t size = sizeof(peer);
    int fd = accept4(a->waits[1].fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
        return;
    if (!is_known(a, &peer)) {
        log_line(LOG_WARN, "proxy.stranger", "reason", "not one of the proxies", NULL);
        close(fd);
        return;
    }
    a->pending[a->count] = (struct pending){ clock_ticks() + PATIENCE_US, peer };
    a->waits[FIXED + a->count] = (struct pollfd){ .fd = fd, .events = POLLIN };
    a->count++;
}

static void
pass_on(struct acceptor *a, int fd, const struct sockaddr_storage *client)
{
    /* The library closes what it cannot take. */
    MHD_add_connection(a->daemon, fd, (const struct sockaddr *)client, size_of(client));
}

/* Looks before it takes, so that nothing of what follows the header is lost. False: the
   rest of it is still to come. */
static bool
look(struct acceptor *a, size_t i)
{
    unsigned char bytes[PROXY_LINE_MOST];
    struct sockaddr_storage client;
    int fd = a->waits[FIXED + i].fd;
    ssize_t got = recv(fd, bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);
    size_t length = 0;
    enum proxy_line line =
        got > 0 ? proxy_line_parse(bytes, (size_t)got, &length, &client) : PROXY_LINE_WRONG;

    if (line == PROXY_LINE_MORE)
        return false;
    if (line == PROXY_LINE_GOOD && recv(fd, bytes, length, 0) == (ssize_t)length)
        pass_on(a, fd, client.ss_family == AF_UNSPEC ? &a->pending[i].peer : &client);
    else
        close(fd);
    forget(a, i);
    return true;
}

/* A header that is half there keeps poll() from waiting; a short sleep keeps the processor
   free meanwhile. Proxies send it whole, so this is for broken ones. */
static void
rest(void)
{
    struct timespec span = { 0, 2000000 };

    nanosleep(&span, NULL);
}

static void *
run(void *with)
{
    struct acceptor *a = with;

    for (;;) {
        bool halves = false;

        a->waits[1].events = a->count < PENDING ? POLLIN : 0;
        if (poll(a->waits, FIXED + a->count, a->count ? 1000 : -1) < 0)
            continue;
        if (a->waits[0].revents)
            return NULL;
        for (size_t i = a->count; i-- > 0;)
            if (clock_ticks() > a->pending[i].until) {
                close(a->waits[FIXED + i].fd);
                forget(a, i);
            } else if (a->waits[FIXED + i].revents) {
                halves = !look(a, i) || halves;
            }
        if (a->waits[1].revents)
            take_in(a);
        if (halves)
            rest();
    }
}

struct acceptor *
acceptor_start(int fd, const struct hosts *hosts, struct MHD_Daemon *daemon)
{
    struct acceptor *a = calloc(1, sizeof(*a));

    if (!a)
        out_of_memory();
    a->hosts = hosts;
    a->daemon = daemon;
    a->waits[0] = (struct pollfd){ .fd = eventfd(0, EFD_CLOEXEC), .events = POLLIN };
    a->waits[1] = (struct pollfd){ .fd = fd, .events = POLLIN };
    if (a->waits[0].fd >= 0 && pthread_create(&a->thread, NULL, run, a) == 0)
        return a;
    if (a->waits[0].fd >= 0)
        close(a->waits[0].fd);
    free(a);
    return NULL;
}

void
acceptor_stop(struct acceptor *a)
{
    eventfd_write(a->waits[0].fd, 1);
    pthread_join(a->thread, NULL);
    for (size_t i = 0; i < a->count; i++)
        close(a->waits[FIXED + i].fd);
    close(a->waits[0].fd);
    free(a);
}
