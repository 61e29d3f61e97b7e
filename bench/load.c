/*
 * Keeps connections busy and tells how many answers came and how long each took.
 *
 *   load [-c CONNECTIONS] [-d SECONDS | -n REQUESTS] [-w MS] [-H HEADER]… [-C FILE] [-s STATUS]
 *        -p PORT (-u FILE of addresses | -b FILE of JSON bodies ADDRESS | ADDRESS)
 *
 * -C: the connections send the lines of FILE as their Cookie, each its own in turn.
 * Each connection sends its next request when the answer has come whole, with -w after a
 * pause of half to one and a half times so long. Addresses and
 * bodies are taken in turn, over all connections; a run stops when bodies are used up.
 * An address that ends in = gets a number behind it, so that none comes twice. Of several
 * addresses the one with the worst p95 is named.
 * wrk does the same for one address; this one posts, and counts exactly.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http.h"

enum { MOST_CONNECTIONS = 1024, HEAD = 65536, MOST_TIMES = 4000000, FEW_LINES = 500 };

struct connection {
    int socket;
    const char *cookie;       /* NULL: none of its own */
    size_t line;              /* asked for */
    int64_t sent_at, wake_at; /* 0: does not pause */
    char head[HEAD];          /* the answer up to its body, and what of it came along */
    size_t length;
    size_t left; /* of the body, once the head is whole */
    bool in_body;
};

struct run {
    int port, connections, wanted_status;
    double seconds;
    int64_t pause; /* microseconds */
    size_t requests;
    char headers[4096];
    const char *address;
    char **lines; /* addresses or bodies */
    size_t line_count;
    char **cookies;
    size_t cookie_count;
    bool posts;
    size_t sent, answered, bad;
    int64_t *times;
    size_t *asked; /* the line of each time */
    int64_t until;
    char *bad_sample;
};

static void
die(const char *what)
{
    fprintf(stderr, "bench: load: %s: %s\n", what, strerror(errno));
    exit(3);
}

static char **
read_lines(const char *name, size_t *count)
{
    FILE *file = fopen(name, "r");
    char **lines = NULL;
    size_t room = 0;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    if (!file)
        die(name);
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n')
            line[--length] = '\0';
        if (*count == room) {
            room = room * 2 + 1024;
            lines = realloc(lines, room * sizeof(*lines));
            if (!lines)
                die("memory");
        }
        lines[(*count)++] = strdup(line);
    }
    free(line);
    fclose(file);
    return lines;
}

/* False when there is nothing more to send. */
static bool
send_next(struct run *r, struct connection *c)
{
    static char request[65536];
    const char *line = r->line_count ? r->lines[r->sent % r->line_count] : "";
    char number[24] = "";
    int length;

    if (*line && line[strlen(line) - 1] == '=')
        snprintf(number, sizeof(number), "%zu", r->sent);
    if ((r->requests && r->sent >= r->requests) || (r->posts && r->sent >= r->line_count) ||
        (r->until && now_us() >= r->until))
        return false;
    if (r->posts)
        length = snprintf(request, sizeof(request),
                          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%sContent-Type: "
                          "application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          r->address, r->port, r->headers, strlen(line), line);
    else
        length = snprintf(
            request, sizeof(request), "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%s%s%s\r\n",
            r->line_count ? line : r->address, number, r->port, r->headers,
            c->cookie ? "Cookie: " : "", c->cookie ? c->cookie : "", c->cookie ? "\r\n" : "");
    if (length < 0 || (size_t)length >= sizeof(request))
        die("request too long");
    c->line = r->line_count ? r->sent % r->line_count : 0;
    r->sent++;
    c->length = 0;
    c->in_body = false;
    c->sent_at = now_us();
    if (send(c->socket, request, (size_t)length, MSG_NOSIGNAL) != length)
        die("send");
    return true;
}

/* Takes the head apart; true once it was whole. */
static bool
begin_body(struct run *r, struct connection *c)
{
    char *end, *length;
    size_t head, size;

    c->head[c->length] = '\0';
    end = strstr(c->head, "\r\n\r\n");
    if (!end)
        return false;
    head = (size_t)(end + 4 - c->head);
    if (atoi(c->head + 9) != r->wanted_status) {
        if (!r->bad++)
            r->bad_sample = strndup(c->head, 600);
    }
    *end = '\0';
    length = strcasestr(c->head, "\r\nContent-Length:");
    if (!length)
        die("an answer without Content-Length");
    size = strtoull(length + 17, NULL, 10);
    c->left = head + size - c->length;
    c->in_body = true;
    return true;
}

/* Reads what there is; true when the answer is complete. */
static bool
take(struct run *r, struct connection *c)
{
    static char rest[262144];
    ssize_t got;

    if (!c->in_body) {
        got = recv(c->socket, c->head + c->length, HEAD - 1 - c->length, 0);
        if (got <= 0)
            die("answer");
        c->length += (size_t)got;
        return begin_body(r, c) && c->left == 0;
    }
    got = recv(c->socket, rest, c->left < sizeof(rest) ? c->left : sizeof(rest), 0);
    if (got <= 0)
        die("answer");
    c->left -= (size_t)got;
    return c->left == 0;
}

static void
connect_all(struct run *r, int poll, struct connection *connections)
{
    for (int i = 0; i < r->connections; i++) {
        struct http http = { .port = r->port };
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

        if (!http_connect(&http))
            die("connect");
        connections[i].socket = http.socket;
        if (r->cookie_count)
            connections[i].cookie = r->cookies[(size_t)i % r->cookie_count];
        if (epoll_ctl(poll, EPOLL_CTL_ADD, http.socket, &event))
            die("epoll");
    }
}

static void
pause_for(const struct run *r, struct connection *c)
{
    c->wake_at = now_us() + r->pause / 2 + (int64_t)(drand48() * (double)r->pause);
}

/* Those whose pause is over go on; how many had nothing more to ask. */
static int
wake(struct run *r, struct connection *connections)
{
    int64_t now = now_us();
    int ended = 0;

    for (int i = 0; i < r->connections; i++)
        if (connections[i].wake_at && connections[i].wake_at <= now) {
            connections[i].wake_at = 0;
            ended += !send_next(r, &connections[i]);
        }
    return ended;
}

static int64_t
run(struct run *r)
{
    struct connection *connections = calloc((size_t)r->connections, sizeof(*connections));
    int poll = epoll_create1(0);
    int busy = 0;
    int64_t from;

    r->times = malloc(MOST_TIMES * sizeof(*r->times));
    r->asked = malloc(MOST_TIMES * sizeof(*r->asked));
    if (!connections || !r->times || !r->asked || poll < 0)
        die("memory");
    connect_all(r, poll, connections);
    from = now_us();
    r->until = r->seconds > 0 ? from + (int64_t)(r->seconds * 1e6) : 0;
    for (int i = 0; i < r->connections; i++)
        if (r->pause)
            pause_for(r, &connections[busy++]);
        else
            busy += send_next(r, &connections[i]);
    while (busy > 0) {
        struct epoll_event events[64];
        int count = epoll_wait(poll, events, 64, r->pause ? 1 : 30000);

        if (count < 0 || (count == 0 && !r->pause))
            die("no answer within 30 s");
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;

            if (!take(r, c))
                continue;
            if (r->answered < MOST_TIMES) {
                r->times[r->answered] = now_us() - c->sent_at;
                r->asked[r->answered] = c->line;
            }
            r->answered++;
            if (r->pause)
                pause_for(r, c);
            else
                busy -= !send_next(r, c);
        }
        if (r->pause)
            busy -= wake(r, connections);
    }
    return now_us() - from;
}

static bool
read_options(struct run *r, int argc, char **argv)
{
    for (int o; (o = getopt(argc, argv, "c:d:n:w:p:H:C:s:u:b:")) != -1;) {
        switch (o) {
        case 'c':
            r->connections = atoi(optarg);
            break;
        case 'd':
            r->seconds = atof(optarg);
            break;
        case 'n':
            r->requests = strtoull(optarg, NULL, 10);
            break;
        case 'w':
            r->pause = atol(optarg) * 1000;
            break;
        case 'p':
            r->port = atoi(optarg);
            break;
        case 'H':
            snprintf(r->headers + strlen(r->headers), sizeof(r->headers) - strlen(r->headers),
                     "%s\r\n", optarg);
            break;
        case 's':
            r->wanted_status = atoi(optarg);
            break;
        case 'b':
            r->posts = true;
            r->lines = read_lines(optarg, &r->line_count);
            break;
        case 'u':
            r->lines = read_lines(optarg, &r->line_count);
            break;
        case 'C':
            r->cookies = read_lines(optarg, &r->cookie_count);
            break;
        default:
            return false;
        }
    }
    r->address = optind < argc ? argv[optind] : "/";
    return r->port && r->connections > 0 && r->connections <= MOST_CONNECTIONS;
}

/* The address whose own p95 is the highest; before the times are sorted. */
static int64_t
find_worst(const struct run *r, size_t count, size_t *which)
{
    int64_t *some = malloc((count + 1) * sizeof(*some)), worst = -1;

    if (!some)
        die("memory");
    for (size_t line = 0; line < r->line_count; line++) {
        size_t of = 0;

        for (size_t i = 0; i < count; i++)
            if (r->asked[i] == line)
                some[of++] = r->times[i];
        sort_values(some, of);
        if (of && getenv("BENCH_VERBOSE"))
            fprintf(stderr, "%8lld %s\n", (long long)percentile(some, of, 950), r->lines[line]);
        if (of && percentile(some, of, 950) > worst) {
            worst = percentile(some, of, 950);
            *which = line;
        }
    }
    free(some);
    return worst;
}

int
main(int argc, char **argv)
{
    struct run r = { .connections = 1, .wanted_status = 200 };
    int64_t took;
    int64_t worst = -1;
    size_t count, which = 0;

    if (!read_options(&r, argc, argv))
        return 2;
    took = run(&r);
    count = r.answered < MOST_TIMES ? r.answered : MOST_TIMES;
    if (!r.posts && r.line_count > 1 && r.line_count <= FEW_LINES)
        worst = find_worst(&r, count, &which);
    sort_values(r.times, count);
    printf("answered=%zu bad=%zu us=%lld rate=%.0f p50=%lld p95=%lld p99=%lld max=%lld", r.answered,
           r.bad, (long long)took, (double)r.answered * 1e6 / (double)took,
           (long long)percentile(r.times, count, 500), (long long)percentile(r.times, count, 950),
           (long long)percentile(r.times, count, 990), (long long)percentile(r.times, count, 1000));
    if (worst >= 0)
        printf(" worst_p95=%lld worst=%s", (long long)worst, r.lines[which]);
    printf("\n");
    if (r.bad)
        fprintf(stderr, "bench: %zu answers were not %d; the first:\n%s\n", r.bad, r.wanted_status,
                r.bad_sample);
    return r.bad ? 1 : 0;
}
