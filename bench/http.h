/*
 * One keep-alive connection to a server on loopback, one request at a time.
 *
 * Only what the measurements need: HTTP/1.1, Content-Length or chunks, no TLS. A failing
 * connection ends the program with a sentence, since a figure taken past it is worthless.
 */
#ifndef BENCH_HTTP_H
#define BENCH_HTTP_H

#include <stddef.h>
#include <stdint.h>

struct http {
    int port;
    int socket;          /* -1: not connected */
    const char *headers; /* lines sent with each request, each ended by CR LF; or "" */
    int status;          /* of the last answer */
    char *answer;        /* head and body, ended by NUL */
    size_t length;
    char *body; /* within the answer */
    size_t body_length;
    size_t room;
};

/* Returns the status. */
int http_get(struct http *http, const char *target);

/* Tries to connect; 0 when nobody listens yet. */
int http_connect(struct http *http);

/* Microseconds of a clock that only goes forward. */
int64_t now_us(void);

/* The value at `share` (in thousandths) of sorted values. */
int64_t percentile(const int64_t *sorted, size_t count, unsigned share);
void sort_values(int64_t *values, size_t count);

#endif
