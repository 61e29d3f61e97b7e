/*
 * Live updates: who looks at a page learns which records changed, and fetches them.
 *
 *     id: 4711
 *     event: change
 *     data: {"seq":4711,"ledger":"inquiry","id":12,"version":3}
 *
 * One thread reads new history rows, asks for each listener whether he may read the
 * record, and puts the event into his stream; contents are never sent. A listener who
 * falls behind, or comes back after long, gets `event: reload` instead. The listeners'
 * rights are loaded anew when rights change, and streams of ended sessions end.
 */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct live;
struct live_stream;
struct MHD_Connection;
struct MHD_Response;
struct request;
struct server;

enum { LIVE_A_SESSION = 4, LIVE_A_NODE = 500 };

struct live *live_start(struct server *s);

/* Ends all streams; live_release when the last one is gone. */
void live_end(struct live *live);
void live_release(struct live *live);
int64_t live_count(struct live *live);

/* A new stream of this session, from Last-Event-ID on. FAULT_MANY when there are enough. */
struct live_stream *live_open(struct act *a, const struct request *q);

/* Its response; the stream ends with it. */
struct MHD_Response *live_response(struct live_stream *stream, struct MHD_Connection *connection);

#endif
