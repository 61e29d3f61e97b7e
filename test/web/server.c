#include "web/server.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "site.h"
#include "web/assets.h"

static void
health_and_readiness_are_told_apart(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_int_equal(site_get(&s, "/readyz").status, 200);
    server_ready(*s.server, false);
    assert_int_equal(site_get(&s, "/healthz").status, 200);
    assert_int_equal(site_get(&s, "/readyz").status, 503);
}

static void
metrics_count_what_was_answered(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_get(&s, "/nothing");
    a = site_get(&s, "/metrics");
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "tasuki_http_requests_total{class=\"4xx\"} 1\n"));
    assert_non_null(strstr(a.body, "tasuki_http_request_seconds_bucket{le=\"+Inf\"} 1\n"));
    assert_non_null(strstr(a.body, "tasuki_store_acts_total "));
}

static void
a_built_in_file_may_be_kept_for_ever(struct test *t)
{
    struct site s;
    struct answer plain, packed;
    const struct asset *it = assets;

    while (!it->packed)
        it++;
    site_open(t, &s);
    plain = site_get(&s, it->path);
    assert_int_equal(plain.status, 200);
    assert_non_null(strstr(answer_header(t->arena, &plain, "Cache-Control"), "immutable"));
    s.more = "Accept-Encoding: br, gzip;q=0.8\r\n";
    packed = site_get(&s, it->path);
    assert_string_equal(answer_header(t->arena, &packed, "Content-Encoding"), "gzip");
    assert_true(packed.length < plain.length);
    s.more = "Accept-Encoding: gzip;q=0\r\n";
    assert_int_equal(site_get(&s, it->path).length, plain.length);
    s.more =
        arena_print(t->arena, "If-None-Match: %s\r\n", answer_header(t->arena, &plain, "ETag"));
    assert_int_equal(site_get(&s, it->path).status, 304);
}

static void
a_request_under_way_is_finished_before_the_end(struct test *t)
{
    struct site s;
    const char *text = "GET /probe/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char answer[4096] = "";
    ssize_t got, length = 0;
    int fd;

    site_open(t, &s);
    fd = client_connect(s.port);
    assert_int_equal(send(fd, text, strlen(text), 0), strlen(text));
    usleep(50 * 1000);
    assert_true(site_stop(&s));
    while ((got = recv(fd, answer + length, sizeof(answer) - 1 - (size_t)length, 0)) > 0)
        length += got;
    close(fd);
    assert_non_null(strstr(answer, "遅い答え"));
}

/* One worker sleeps and its queue holds sixteen: some of the rest are told to come again. */
static void
more_than_the_queue_holds_is_503(struct test *t)
{
    struct site s;
    const char *text = "GET /probe/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    int fds[30];
    int refused = 0;

    site_open_with(t, &s, (struct server_options){ .workers = 1 });
    for (int i = 0; i < 30; i++) {
        fds[i] = client_connect(s.port);
        assert_int_equal(send(fds[i], text, strlen(text), 0), strlen(text));
    }
    for (int i = 29; i >= 0; i--) {
        char head[4096] = "";
        struct pollfd wait = { .fd = fds[i], .events = POLLIN };

        if (poll(&wait, 1, i == 29 ? 100 : 0) == 1 && recv(fds[i], head, sizeof(head) - 1, 0) > 0)
            refused += strncmp(head, "HTTP/1.1 503", 12) == 0 && strstr(head, "Retry-After: 5");
        close(fds[i]);
    }
    assert_true(refused > 0);
    site_stop(&s);
}

static void
the_reason_of_a_500_stands_in_the_log_with_its_request(struct test *t)
{
    struct site s;
    struct answer a;
    int kept = dup(STDERR_FILENO);
    FILE *log = tmpfile();
    char said[4096] = "";

    assert_non_null(log);
    site_open(t, &s);
    dup2(fileno(log), STDERR_FILENO);
    a = site_get(&s, "/probe/broken");
    site_stop(&s);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(log);
    assert_true(fread(said, 1, sizeof(said) - 1, log) > 0);
    fclose(log);
    assert_int_equal(a.status, 500);
    assert_non_null(strstr(said, "event=fault kind=broken why=置き場所に書けません。 "));
    assert_non_null(strstr(
        said, arena_print(t->arena, "request=%s\n", answer_header(t->arena, &a, "X-Request-Id"))));
}

static void
a_port_that_is_taken_is_told_with_its_address(struct test *t)
{
    struct site s;
    struct server_options options = { 0 };
    const char *why = NULL;

    site_open(t, &s);
    options.listen = arena_print(t->arena, "127.0.0.1:%d", s.port);
    assert_null(server_start(s.store, NULL, &options, &why));
    assert_non_null(strstr(why, options.listen));
    assert_non_null(strstr(why, "ほかのプログラムが使っています。"));
}

static void
an_address_that_is_none_is_refused(struct test *t)
{
    struct site s;
    struct server_options options = { .listen = "here" };
    const char *why = NULL;

    site_open(t, &s);
    assert_null(server_start(s.store, NULL, &options, &why));
    assert_non_null(strstr(why, "127.0.0.1:8080"));
}

const struct test_case server_tests[] = {
    CASE(health_and_readiness_are_told_apart),
    CASE(metrics_count_what_was_answered),
    CASE(a_built_in_file_may_be_kept_for_ever),
    CASE(a_request_under_way_is_finished_before_the_end),
    CASE(more_than_the_queue_holds_is_503),
    CASE(the_reason_of_a_500_stands_in_the_log_with_its_request),
    CASE(a_port_that_is_taken_is_told_with_its_address),
    CASE(an_address_that_is_none_is_refused),
    { 0 },
};
