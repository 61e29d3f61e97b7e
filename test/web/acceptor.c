#include "web/acceptor.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "site.h"
#include "tests.h"

#define ASK "GET /probe/where HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

static const char *const loopback[] = { "127.0.0.1", NULL };

static void
open_behind(struct test *t, struct site *s, const char *const *proxies)
{
    site_open_with(
        t, s, (struct server_options){ .workers = 2, .proxies = proxies, .proxy_protocol = true });
}

static void
the_address_of_the_header_is_the_clients(struct test *t)
{
    static const char ask[] = "PROXY TCP4 203.0.113.9 192.0.2.1 4000 443\r\n" ASK;
    struct site s;

    open_behind(t, &s, loopback);
    assert_non_null(strstr(client_ask(t->arena, s.port, ask, sizeof(ask) - 1).body,
                           "origin=203.0.113.9 secure=0"));
    assert_true(site_stop(&s));
}

static void
a_header_may_come_in_pieces(struct test *t)
{
    static const char first[] = "PROXY TCP6 2001:db8::7 2001:db8::1 40";
    static const char rest[] = "00 443\r\n" ASK;
    char text[2000] = "";
    size_t length = 0;
    struct site s;
    ssize_t got;
    int fd;

    open_behind(t, &s, loopback);
    fd = client_connect(s.port);
    assert_int_equal(send(fd, first, sizeof(first) - 1, 0), sizeof(first) - 1);
    usleep(20000);
    assert_int_equal(send(fd, rest, sizeof(rest) - 1, 0), sizeof(rest) - 1);
    while ((got = recv(fd, text + length, sizeof(text) - 1 - length, 0)) > 0)
        length += (size_t)got;
    close(fd);
    assert_non_null(strstr(text, "origin=2001:db8::7"));
    assert_true(site_stop(&s));
}

static void
a_connection_without_header_is_closed(struct test *t)
{
    struct site s;

    open_behind(t, &s, loopback);
    assert_int_equal(client_ask(t->arena, s.port, ASK, sizeof(ASK) - 1).status, 0);
    assert_true(site_stop(&s));
}

static void
a_header_from_elsewhere_is_not_read(struct test *t)
{
    static const char *const others[] = { "192.0.2.250", NULL };
    static const char ask[] = "PROXY TCP4 203.0.113.9 192.0.2.1 4000 443\r\n" ASK;
    struct site s;

    open_behind(t, &s, others);
    assert_int_equal(client_ask(t->arena, s.port, ask, sizeof(ask) - 1).status, 0);
    assert_true(site_stop(&s));
}

static void
a_header_does_not_make_its_sender_a_proxy(struct test *t)
{
    static const char ask[] = "PROXY TCP4 203.0.113.9 192.0.2.1 4000 443\r\n"
                              "GET /probe/where HTTP/1.1\r\nHost: localhost\r\n"
                              "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n"
                              "Connection: close\r\n\r\n";
    struct site s;

    open_behind(t, &s, loopback);
    assert_non_null(strstr(client_ask(t->arena, s.port, ask, sizeof(ask) - 1).body,
                           "origin=203.0.113.9 secure=0"));
    assert_true(site_stop(&s));
}

const struct test_case acceptor_tests[] = {
    CASE(the_address_of_the_header_is_the_clients),  CASE(a_header_may_come_in_pieces),
    CASE(a_connection_without_header_is_closed),     CASE(a_header_from_elsewhere_is_not_read),
    CASE(a_header_does_not_make_its_sender_a_proxy), { 0 },
};
