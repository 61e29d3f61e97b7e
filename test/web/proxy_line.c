#include "web/proxy_line.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>

#include "tests.h"

static enum proxy_line
parse(const char *text, size_t *length, struct sockaddr_storage *client)
{
    return proxy_line_parse(text, strlen(text), length, client);
}

static void
a_line_names_the_client_and_ends_before_the_request(struct test *t)
{
    static const char line[] = "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n";
    struct sockaddr_storage client;
    const struct sockaddr_in *in = (const void *)&client;
    char text[INET_ADDRSTRLEN];
    size_t length;

    assert_int_equal(parse(arena_print(t->arena, "%sGET / HTTP/1.1\r\n", line), &length, &client),
                     PROXY_LINE_GOOD);
    assert_int_equal(length, sizeof(line) - 1);
    assert_int_equal(client.ss_family, AF_INET);
    assert_int_equal(ntohs(in->sin_port), 56324);
    assert_string_equal(inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text)), "192.0.2.1");
}

static void
every_beginning_of_a_line_asks_for_more(struct test *t)
{
    static const char line[] = "PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n";
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    for (size_t i = 0; i < sizeof(line) - 1; i++)
        assert_int_equal(proxy_line_parse(line, i, &length, &client), PROXY_LINE_MORE);
    assert_int_equal(parse(line, &length, &client), PROXY_LINE_GOOD);
    assert_int_equal(client.ss_family, AF_INET6);
}

static void
what_is_no_header_is_refused_at_its_first_byte_that_differs(struct test *t)
{
    static const char *const wrong[] = {
        "GET / HTTP/1.1\r\n",
        "PROXX",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "\r\n\r\nQ",
        NULL,
    };
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    for (size_t i = 0; wrong[i]; i++)
        assert_int_equal(parse(wrong[i], &length, &client), PROXY_LINE_WRONG);
}

static void
a_line_without_end_is_not_read_for_ever(struct test *t)
{
    char line[200];
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    memset(line, '1', sizeof(line));
    memcpy(line, "PROXY TCP4 ", 11);
    assert_int_equal(proxy_line_parse(line, sizeof(line), &length, &client), PROXY_LINE_WRONG);
}

static void
a_proxy_may_speak_for_itself(struct test *t)
{
    static const char local[] = "\r\n\r\n\0\r\nQUIT\n\x20\0\0\0";
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    assert_int_equal(parse("PROXY UNKNOWN\r\n", &length, &client), PROXY_LINE_GOOD);
    assert_int_equal(client.ss_family, AF_UNSPEC);
    assert_int_equal(proxy_line_parse(local, sizeof(local) - 1, &length, &client), PROXY_LINE_GOOD);
    assert_int_equal(client.ss_family, AF_UNSPEC);
    assert_int_equal(length, 16);
}

static void
the_binary_header_is_read_whole(struct test *t)
{
    static const unsigned char bytes[] = "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0f\xc0\0\x02\x07"
                                         "\xc0\0\x02\x02\x12\x34\x01\xbb\x04\0\0";
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    for (size_t i = 0; i < sizeof(bytes) - 1; i++)
        assert_int_equal(proxy_line_parse(bytes, i, &length, &client), PROXY_LINE_MORE);
    assert_int_equal(proxy_line_parse(bytes, sizeof(bytes), &length, &client), PROXY_LINE_GOOD);
    assert_int_equal(length, sizeof(bytes) - 1);
    assert_int_equal(ntohs(((const struct sockaddr_in *)(const void *)&client)->sin_port), 0x1234);
}

static void
a_binary_header_of_another_version_or_too_long_is_refused(struct test *t)
{
    unsigned char bytes[] = "\r\n\r\n\0\r\nQUIT\n\x31\x11\0\x0c............";
    struct sockaddr_storage client;
    size_t length;

    (void)t;
    assert_int_equal(proxy_line_parse(bytes, 16, &length, &client), PROXY_LINE_WRONG);
    bytes[12] = 0x21;
    bytes[14] = 0x7f;
    assert_int_equal(proxy_line_parse(bytes, 16, &length, &client), PROXY_LINE_WRONG);
    bytes[14] = 0;
    bytes[15] = 4; /* too short for two addresses */
    assert_int_equal(proxy_line_parse(bytes, 20, &length, &client), PROXY_LINE_WRONG);
}

const struct test_case proxy_line_tests[] = {
    CASE(a_line_names_the_client_and_ends_before_the_request),
    CASE(every_beginning_of_a_line_asks_for_more),
    CASE(what_is_no_header_is_refused_at_its_first_byte_that_differs),
    CASE(a_line_without_end_is_not_read_for_ever),
    CASE(a_proxy_may_speak_for_itself),
    CASE(the_binary_header_is_read_whole),
    CASE(a_binary_header_of_another_version_or_too_long_is_refused),
    { 0 },
};
