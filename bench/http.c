#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void
die(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(3);
}

int64_t
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
compare(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void
sort_values(int64_t *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
}

int64_t
percentile(const int64_t *sorted, size_t count, unsigned share)
{
    size_t at = count * share / 1000;

    return count ? sorted[at < count ? at : count - 1] : 0;
}

int
http_connect(struct http *http)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)http->port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;

    http->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (http->socket < 0)
        die("socket");
    setsockopt(http->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (connect(http->socket, (struct sockaddr *)&address, sizeof(address)) == 0)
        return 1;
    close(http->socket);
    http->socket = -1;
    return 0;
}

/* Appends what has come; 0 at the end of the connection. */
static size_t
receive(struct http *http)
{
    ssize_t got;

    if (http->room - http->length < 65536) {
        http->room = http->room * 2 + 131072;
        http->answer = realloc(http->answer, http->room);
        if (!http->answer)
            die("memory");
    }
    do
        got = recv(http->socket, http->answer + http->length, http->room - http->length - 1, 0);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        die("answer");
    http->length += (size_t)got;
    http->answer[http->length] = '\0';
    return (size_t)got;
}

/* The whole of a chunked body, taken together in place. */
static void
read_chunks(struct http *http, size_t head)
{
    size_t from = head, to = head;

    for (;;) {
        char *end;
        size_t size;

        while (!strstr(http->answer + from, "\r\n"))
            if (!receive(http))
                die("chunk");
        size = strtoull(http->answer + from, &end, 16);
        from = (size_t)(strstr(end, "\r\n") + 2 - http->answer);
        while (http->length < from + size + 2)
            if (!receive(http))
                die("chunk");
        memmove(http->answer + to, http->answer + from, size);
        to += size;
        from += size + 2;
        if (!size)
            break;
    }
    http->answer[to] = '\0';
    http->body_length = to - head;
}

static void
read_answer(struct http *http)
{
    char *end, *length;
    size_t head;

    http->length = 0;
    do
        if (!receive(http))
            die("answer ended");
    while (!(end = strstr(http->answer, "\r\n\r\n")));
    head = (size_t)(end + 4 - http->answer);
    *end = '\0';
    http->status = atoi(http->answer + 9);
    length = strcasestr(http->answer, "\r\nContent-Length:");
    if (length) {
        http->body_length = strtoull(length + 17, NULL, 10);
        while (http->length < head + http->body_length)
            if (!receive(http))
                die("body");
    } else if (strcasestr(http->answer, "\r\nTransfer-Encoding: chunked")) {
        read_chunks(http, head);
    } else {
        http->body_length = 0;
    }
    http->body = http->answer + head;
}

int
http_get(struct http *http, const char *target)
{
    char request[8192];
    int length =
        snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
                 target, http->port, http->headers);

    if (length < 0 || (size_t)length >= sizeof(request))
        die("request too long");
    if (http->socket < 0 && !http_connect(http))
        die("connect");
    if (send(http->socket, request, (size_t)length, MSG_NOSIGNAL) != length)
        die("send");
    read_answer(http);
    return http->status;
}
