#include "web/metrics.h"

#include "base/buffer.h"
#include "ledger/block.h"
#include "store/store.h"
#include "web/letter_send.h"
#include "web/live.h"
#include "web/node.h"
#include "web/resources.h"
#include "web/session_copy.h"
#include "web/worker.h"

/* Upper ends in microseconds, and as Prometheus wants them. */
static const struct {
    int64_t us;
    const char *seconds;
} steps[METRIC_STEPS] = {
    { 500, "0.0005" },  { 1000, "0.001" },  { 2500, "0.0025" }, { 5000, "0.005" },
    { 10000, "0.01" },  { 25000, "0.025" }, { 50000, "0.05" },  { 100000, "0.1" },
    { 250000, "0.25" }, { 500000, "0.5" },  { 1000000, "1" },   { 5000000, "5" },
};

static void
add(_Atomic int64_t *number, int64_t more)
{
    atomic_fetch_add_explicit(number, more, memory_order_relaxed);
}

void
metrics_count(struct metrics *m, int status, int64_t microseconds)
{
    size_t step = 0;

    while (step < METRIC_STEPS && microseconds > steps[step].us)
        step++;
    add(&m->classes[status >= 100 && status < 600 ? status / 100 : 0], 1);
    add(&m->steps[step], 1);
    add(&m->microseconds, microseconds);
}

static void
gauge(struct buffer *out, const char *name, const char *type, const char *help, int64_t number)
{
    buffer_print(out, "# HELP tasuki_%s %s\n# TYPE tasuki_%s %s\ntasuki_%s %lld\n", name, help,
                 name, type, name, (long long)number);
}

static void
write_requests(struct buffer *out, struct metrics *m)
{
    int64_t sum = 0;

    buffer_text(out, "# HELP tasuki_http_requests_total Requests answered, by class of status.\n"
                     "# TYPE tasuki_http_requests_total counter\n");
    for (int class = 1; class < 6; class ++)
        buffer_print(out, "tasuki_http_requests_total{class=\"%dxx\"} %lld\n", class,
                     (long long)m->classes[class]);
    buffer_text(out,
                "# HELP tasuki_http_request_seconds Time from the request line to the answer.\n"
                "# TYPE tasuki_http_request_seconds histogram\n");
    for (size_t i = 0; i < METRIC_STEPS; i++) {
        sum += m->steps[i];
        buffer_print(out, "tasuki_http_request_seconds_bucket{le=\"%s\"} %lld\n", steps[i].seconds,
                     (long long)sum);
    }
    sum += m->steps[METRIC_STEPS];
    buffer_print(out, "tasuki_http_request_seconds_bucket{le=\"+Inf\"} %lld\n", (long long)sum);
    buffer_print(out, "tasuki_http_request_seconds_sum %lld.%06lld\n",
                 (long long)(m->microseconds / 1000000), (long long)(m->microseconds % 1000000));
    buffer_print(out, "tasuki_http_request_seconds_count %lld\n", (long long)sum);
}

static void
write_seals(struct buffer *out, struct seal_numbers n)
{
    int64_t sum = 0;

    buffer_text(out, "# HELP tasuki_seal_writer_seconds For how long a block kept the writer.\n"
                     "# TYPE tasuki_seal_writer_seconds histogram\n");
    for (size_t i = 0; i < SEAL_STEPS - 1; i++) {
        sum += n.blocks[i];
        buffer_print(out, "tasuki_seal_writer_seconds_bucket{le=\"0.%06lld\"} %lld\n",
                     (long long)seal_steps[i], (long long)sum);
    }
    sum += n.blocks[SEAL_STEPS - 1];
    buffer_print(out, "tasuki_seal_writer_seconds_bucket{le=\"+Inf\"} %lld\n", (long long)sum);
    buffer_print(out, "tasuki_seal_writer_seconds_sum %lld.%06lld\n",
                 (long long)(n.microseconds / 1000000), (long long)(n.microseconds % 1000000));
    buffer_print(out, "tasuki_seal_writer_seconds_count %lld\n", (long long)sum);
    gauge(out, "seal_writer_most_microseconds", "gauge", "The longest of them.", n.most);
}

static void
write_letters(struct buffer *out, struct letter_numbers n)
{
    gauge(out, "mail_sent_total", "counter", "Letters that a mail server took.", n.sent);
    gauge(out, "mail_refused_total", "counter", "Letters refused for good.", n.refused);
    gauge(out, "mail_later_total", "counter", "Tries put off.", n.later);
    gauge(out, "outbox_waiting", "gauge", "Rows of the outbox that wait.", n.waiting);
    gauge(out, "outbox_given_up", "gauge", "Rows of the outbox that were given up.", n.given_up);
}

/* What cannot be known is left out, so that nobody watches a -1. */
static void
write_resources(struct buffer *out, struct resources r)
{
    const struct {
        const char *name;
        const char *help;
        int64_t number;
    } all[] = {
        { "memory_bytes", "Resident memory of the process.", r.resident },
        { "disk_bytes", "Size of the file system of the data folder.", r.disk },
        { "disk_free_bytes", "What may still be written there.", r.disk_free },
        { "database_bytes", "SQLite's file.", r.database },
        { "wal_bytes", "SQLite's write-ahead log.", r.wal },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].number >= 0)
            gauge(out, all[i].name, "gauge", all[i].help, all[i].number);
}

void
metrics_write(struct buffer *out, struct server *s)
{
    struct store_numbers n = store_numbers(s->store);

    write_requests(out, &s->metrics);
    gauge(out, "pages_kept_total", "counter", "Pages answered from memory.", s->metrics.kept);
    gauge(out, "assets_total", "counter", "Built-in files answered.", s->metrics.assets);
    gauge(out, "requests_refused_total", "counter",
          "Requests refused because all workers were busy.", s->metrics.refused);
    gauge(out, "requests_under_way", "gauge", "Requests not yet answered.", s->exchanges);
    gauge(out, "workers_busy", "gauge", "Workers at work.", workers_busy(s->workers));
    gauge(out, "workers_waiting", "gauge", "Requests waiting for a worker.",
          workers_waiting(s->workers));
    gauge(out, "sessions", "gauge", "Sessions seen by this process.", sessions_count(s->sessions));
    gauge(out, "live_streams", "gauge", "Open live streams.", live_count(s->live));
    gauge(out, "store_groups_total", "counter", "Groups committed.", n.groups);
    gauge(out, "store_acts_total", "counter", "Writing acts.", n.acts);
    gauge(out, "store_retries_total", "counter", "Transactions run again.", n.retries);
    gauge(out, "store_round_trips_total", "counter", "Round trips to the database.", n.round_trips);
    gauge(out, "store_readers_cut_total", "counter", "Readers ended because they stayed too long.",
          n.readers_cut);
    gauge(out, "store_held_seconds", "gauge",
          "How long an open transaction has kept history from being sealed.", n.held_seconds);
    write_seals(out, seal_numbers());
    write_letters(out, letter_numbers());
    write_resources(out, resources_read(store_folder(s->store)));
}
