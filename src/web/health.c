#include "base/buffer.h"
#include "store/act.h"
#include "web/live.h"
#include "web/metrics.h"
#include "web/node.h"
#include "web/sign_in.h"

static bool
healthz(struct act *a, const struct request *q, struct reply *r)
{
    (void)a, (void)q;
    r->type = "text/plain; charset=utf-8";
    buffer_text(&r->body, "ok\n");
    return true;
}

static bool
readyz(struct act *a, const struct request *q, struct reply *r)
{
    bool ready = q->server->ready && !q->server->stopping;

    r->type = "text/plain; charset=utf-8";
    r->status = ready ? 200 : 503;
    if (!ready)
        reply_header(a, r, "Retry-After", "1");
    buffer_text(&r->body, ready ? "ready\n" : "not ready\n");
    return true;
}

static bool
metrics(struct act *a, const struct request *q, struct reply *r)
{
    (void)a;
    r->type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(&r->body, q->server);
    return true;
}

static bool
live(struct act *a, const struct request *q, struct reply *r)
{
    r->type = "text/event-stream";
    reply_header(a, r, "X-Accel-Buffering", "no");
    r->live = live_open(a, q);
    return r->live != NULL;
}

const struct route node_routes[] = {
    { GET, "/healthz", healthz, .may = MAY_EVERYONE, .place = INLINE, .probe = true },
    { GET, "/readyz", readyz, .may = MAY_EVERYONE, .place = INLINE, .probe = true },
    { GET, "/metrics", metrics, .may = MAY_EVERYONE, .place = INLINE },
    { GET, "/live", live, .may = MAY_SIGNED_IN, .json = true },
    { 0 },
};
