/*
 * An exchange: one request on its way from the first byte to the answer.
 *
 * Made when the request line has come, ended when the answer is sent or the connection
 * lost. Between suspend and resume it belongs to a worker, otherwise to an epoll thread.
 */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "store/act.h"
#include "web/route.h"
#include "web/router.h"
#include "web/worker.h"

struct MHD_Connection;
struct MHD_Response;
struct kept;
struct multipart;
struct server;

enum exchange_stage {
    EXCHANGE_NEW,
    EXCHANGE_HEAD, /* of a GET: perhaps memory has the answer */
    EXCHANGE_READING,
    EXCHANGE_WORKING,
    EXCHANGE_ANSWERED
};

enum { REQUEST_ID = 17, TARGET_MOST = 8 * 1024, BODY_LIMIT = 1024 * 1024 };

struct exchange {
    struct task task; /* first: workers hand it back */
    struct server *server;
    struct MHD_Connection *connection;
    char *target; /* as sent; own */
    enum exchange_stage stage;
    struct arena arena;
    enum method method;
    bool head;
    struct match match;
    const struct route *route; /* NULL when refused before one was found */
    const char *path;          /* decoded */
    const char *type;          /* media type of the body, lower case; "" if none */
    struct buffer body;        /* own memory */
    int64_t limit;             /* of the body */
    int64_t received;
    struct multipart *multipart;
    bool refused;
    enum fault_kind kind; /* why, when refused */
    const char *why;
    const char *allow; /* header of a 405 */
    struct MHD_Response *response;
    struct kept *kept; /* whose the response is, or NULL */
    bool lasting;      /* a stream: it ends when it ends */
    int status;
    int64_t begun; /* clock_ticks */
    char id[REQUEST_ID];
};

/* From the request line; the target is copied. */
struct exchange *exchange_make(struct server *s, const char *target);
void exchange_free(struct exchange *ex);

/* The head has come: finds the route, or refuses. */
void exchange_begin(struct exchange *ex, const char *method);

/* A piece of the body. False: the connection must be cut. */
bool exchange_body(struct exchange *ex, const char *bytes, size_t length);

/* All has come: ends the multipart form. */
void exchange_complete(struct exchange *ex);

/* Remembers a refusal; the first one stands. Returns false. */
bool exchange_refuse(struct exchange *ex, enum fault_kind kind, const char *why);

/* Fills the request as handlers see it. False when refused. */
bool request_fill(struct exchange *ex, struct arena *arena, struct request *q);

#endif
