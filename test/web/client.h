/*
 * A browser of sixty lines: one request over a fresh connection, the whole answer back.
 */
#ifndef TEST_WEB_CLIENT_H
#define TEST_WEB_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "test.h"

struct answer {
    int status;       /* 0: the connection was cut before an answer */
    const char *head; /* status line and headers */
    const char *body; /* chunks joined, closed by a zero byte */
    size_t length;
    bool cut;  /* the body ended before it was whole */
    bool open; /* after ten seconds nothing more had come, and no end either */
};

int client_connect(int port);

/* Sends all, then reads until the server closes; the caller asks for that. */
struct answer client_ask(struct arena *arena, int port, const char *bytes, size_t length);

/* What was read from a connection, taken apart. */
struct answer client_parse(struct arena *arena, char *text, size_t length);

/* The value of a header of the answer, "" when there is none. */
const char *answer_header(struct arena *arena, const struct answer *a, const char *name);

#endif
