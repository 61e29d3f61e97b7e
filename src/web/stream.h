/*
 * Long answers, written by a worker while an epoll thread sends them.
 *
 * Two parts are in memory: the one being sent and the one being made. When the browser is
 * slow the worker waits; after a minute without progress it gives up. When the making
 * fails the connection is cut, so that half a file never looks whole.
 */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include <stdbool.h>

struct act;
struct MHD_Connection;
struct MHD_Response;
struct reply;
struct server;
struct stream;

/* The response that will be fed by stream_run. */
struct stream *
stream_make(struct server *s, struct MHD_Connection *connection, struct MHD_Response **response);

/* Calls r->stream until its end; returns when all was taken or the browser went away. */
void stream_run(struct stream *stream, struct act *a, const struct reply *r);

#endif
