#include "web/exchange.h"

#include <string.h>

#include "base/buffer.h"
#include "site.h"

#define MULTIPART "multipart/form-data; boundary=B"

static void
a_form_arrives_as_it_was_typed(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_string_equal(site_form(&s, "/probe/form",
                                  arena_print(t->arena, "a=%%E4%%BB%%B6+%%2B&csrf=%s&b=", s.csrf))
                            .body,
                        "a=[件 +]b=[]");
}

static void
an_upload_arrives_as_a_file(struct test *t)
{
    struct site s;
    const char *body;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    body = arena_print(t->arena,
                       "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                       "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"表.csv\"\r\n"
                       "\r\n1,2\r\n--B--\r\n",
                       s.csrf);
    assert_string_equal(site_post(&s, "/probe/form", MULTIPART, body).body, "f=<表.csv 3 1,2>");
}

static void
a_broken_multipart_form_is_400(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_post(&s, "/probe/form", MULTIPART, "--B\r\n").status, 400);
    assert_int_equal(site_post(&s, "/probe/form", "multipart/form-data", "--B\r\n").status, 400);
}

static void
a_body_of_another_kind_is_415(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_post(&s, "/probe/form", "text/plain", "a=1").status, 415);
    assert_int_equal(site_post(&s, "/probe/api/person", "text/plain", "{}").status, 415);
    assert_int_equal(site_post(&s, "/probe/api/person", NULL, "{}").status, 415);
}

static void
a_body_beyond_the_limit_is_413(struct test *t)
{
    struct site s;
    char *body = arena_get(t->arena, 100 * 1024 + 1);

    memset(body, 'a', 100 * 1024);
    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_form(&s, "/probe/form", body).status, 413);
    assert_int_equal(probe_runs(), 0);
}

static void
a_body_in_chunks_is_counted_as_it_comes(struct test *t)
{
    struct site s;
    struct buffer body = { .arena = t->arena };
    struct buffer all = { .arena = t->arena };

    site_open(t, &s);
    site_sign_in(&s, "lead");
    for (int i = 0; i < 20; i++)
        buffer_print(&body, "2000\r\n%0*d\r\n", 0x2000, i);
    buffer_print(&all,
                 "POST /probe/form HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                 "Cookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n",
                 s.cookie, body.data);
    assert_int_equal(client_ask(t->arena, s.port, all.data, all.length).status, 413);
}

static void
a_foreign_host_is_400(struct test *t)
{
    struct site s;

    site_open(t, &s);
    s.more = "Host: evil.example\r\n";
    assert_int_equal(site_get(&s, "/probe/where").status, 400);
    assert_int_equal(site_get(&s, "/healthz").status, 400);
}

static void
headers_that_are_no_text_are_400(struct test *t)
{
    struct site s;

    site_open(t, &s);
    s.more = "X-Name: \x8f\x91\r\n";
    assert_int_equal(site_get(&s, "/probe/where").status, 400);
}

static void
too_long_headers_are_refused(struct test *t)
{
    struct site s;
    char *long_value = arena_get(t->arena, 40 * 1024);

    memset(long_value, 'x', 40 * 1024 - 1);
    site_open(t, &s);
    s.more = arena_print(t->arena, "X-Long: %s\r\n", long_value);
    assert_int_equal(site_get(&s, "/probe/where").status, 431);
}

static void
a_refusal_answers_though_a_body_follows(struct test *t)
{
    struct site s;
    char *body = arena_get(t->arena, 300 * 1024 + 1);

    memset(body, 'a', 300 * 1024);
    site_open(t, &s);
    assert_int_equal(site_form(&s, "/nothing", body).status, 404);
}

static void
a_connection_is_used_again(struct test *t)
{
    struct site s;
    struct answer a;
    const char *two = "GET /probe/where/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                      "GET /probe/where/2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    site_open(t, &s);
    a = client_ask(t->arena, s.port, two, strlen(two));
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "id=1 "));
    assert_non_null(strstr(a.body, "id=2 "));
}

static void
a_connection_goes_on_after_a_kept_page(struct test *t)
{
    struct site s;
    struct answer a;
    const char *two;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    site_get(&s, "/probe/same");
    two = arena_print(t->arena,
                      "GET /probe/same HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n"
                      "GET /probe/where/2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      "\r\n",
                      s.cookie);
    a = client_ask(t->arena, s.port, two, strlen(two));
    assert_non_null(strstr(a.body, "いつも同じ"));
    assert_non_null(strstr(a.body, "id=2 "));
}

static void
a_proxy_is_believed_only_when_it_is_ours(struct test *t)
{
    static const char *const proxies[] = { "127.0.0.1", NULL };
    struct site s;

    site_open_with(t, &s, (struct server_options){ .workers = 2, .proxies = proxies });
    s.more = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    assert_non_null(strstr(site_get(&s, "/probe/where").body, "origin=203.0.113.9 secure=1"));
    site_stop(&s);
}

const struct test_case exchange_tests[] = {
    CASE(a_form_arrives_as_it_was_typed),
    CASE(an_upload_arrives_as_a_file),
    CASE(a_broken_multipart_form_is_400),
    CASE(a_body_of_another_kind_is_415),
    CASE(a_body_beyond_the_limit_is_413),
    CASE(a_body_in_chunks_is_counted_as_it_comes),
    CASE(a_foreign_host_is_400),
    CASE(headers_that_are_no_text_are_400),
    CASE(too_long_headers_are_refused),
    CASE(a_refusal_answers_though_a_body_follows),
    CASE(a_connection_is_used_again),
    CASE(a_connection_goes_on_after_a_kept_page),
    CASE(a_proxy_is_believed_only_when_it_is_ours),
    { 0 },
};
