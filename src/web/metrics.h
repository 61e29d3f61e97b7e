/*
 * Numbers of the server for Prometheus.
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

struct buffer;
struct server;

enum { METRIC_STEPS = 12 };

struct metrics {
    _Atomic int64_t classes[6]; /* by first digit of the status */
    _Atomic int64_t steps[METRIC_STEPS + 1];
    _Atomic int64_t microseconds;
    _Atomic int64_t kept;     /* pages answered from the cache */
    _Atomic int64_t assets;   /* built-in files */
    _Atomic int64_t refused;  /* no worker was free */
    _Atomic int64_t requests; /* ids handed out */
};

void metrics_count(struct metrics *m, int status, int64_t microseconds);

/* The text of /metrics. */
void metrics_write(struct buffer *out, struct server *s);

#endif
