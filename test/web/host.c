#include "web/host.h"

#include "test.h"

static struct hosts
make(struct test *t)
{
    static const char *const names[] = { "desk.example", NULL };
    static const char *const proxies[] = { "10.0.0.1", "10.0.0.2", NULL };
    struct hosts hosts;

    hosts_init(&hosts, t->arena, "192.0.2.7:8080", names, proxies);
    return hosts;
}

static void
known_names_are_allowed_with_any_port(struct test *t)
{
    struct hosts h = make(t);

    assert_true(host_allowed(&h, "localhost"));
    assert_true(host_allowed(&h, "127.0.0.1:8080"));
    assert_true(host_allowed(&h, "[::1]:8080"));
    assert_true(host_allowed(&h, "192.0.2.7:8080"));
    assert_true(host_allowed(&h, "DESK.example"));
}

static void
other_names_are_refused(struct test *t)
{
    struct hosts h = make(t);

    assert_false(host_allowed(&h, NULL));
    assert_false(host_allowed(&h, ""));
    assert_false(host_allowed(&h, "evil.example"));
    assert_false(host_allowed(&h, "desk.example.evil.example"));
    assert_false(host_allowed(&h, "localhost@evil.example"));
    assert_false(host_allowed(&h, "localhost:80x"));
}

static void
only_our_own_origin_may_send_forms(struct test *t)
{
    (void)t;
    assert_true(origin_allowed("http://localhost:8080", "same-origin", "localhost:8080", true));
    assert_true(origin_allowed(NULL, NULL, "localhost", false));
    assert_false(origin_allowed(NULL, NULL, "localhost", true));
    assert_false(origin_allowed("http://evil.example", NULL, "localhost", false));
    assert_false(origin_allowed("null", NULL, "localhost", false));
    assert_false(origin_allowed(NULL, "cross-site", "localhost", false));
    assert_false(origin_allowed("http://localhost:81", NULL, "localhost:80", false));
}

static const char *
address(struct test *t, struct forwarded f, bool *secure)
{
    struct hosts h = make(t);

    *secure = false;
    return client_address(&h, t->arena, &f, secure);
}

static void
a_proxy_tells_the_address(struct test *t)
{
    bool secure;

    assert_string_equal(
        address(t, (struct forwarded){ "10.0.0.1", "203.0.113.9, 10.0.0.2", "https", NULL },
                &secure),
        "203.0.113.9");
    assert_true(secure);
    assert_string_equal(address(t,
                                (struct forwarded){ "10.0.0.1", NULL, NULL,
                                                    "for=\"[2001:db8::7]:4711\";proto=https" },
                                &secure),
                        "2001:db8::7");
    assert_true(secure);
}

static void
a_stranger_tells_nothing(struct test *t)
{
    bool secure;

    assert_string_equal(
        address(t, (struct forwarded){ "198.51.100.1", "127.0.0.1", "https", NULL }, &secure),
        "198.51.100.1");
    assert_false(secure);
}

static void
what_stands_left_of_a_stranger_counts_for_nothing(struct test *t)
{
    bool secure;

    assert_string_equal(
        address(t, (struct forwarded){ "10.0.0.1", "127.0.0.1, 203.0.113.9", NULL, NULL }, &secure),
        "203.0.113.9");
    assert_string_equal(
        address(t, (struct forwarded){ "10.0.0.1", "rubbish", NULL, NULL }, &secure), "10.0.0.1");
}

const struct test_case host_tests[] = {
    CASE(known_names_are_allowed_with_any_port),
    CASE(other_names_are_refused),
    CASE(only_our_own_origin_may_send_forms),
    CASE(a_proxy_tells_the_address),
    CASE(a_stranger_tells_nothing),
    CASE(what_stands_left_of_a_stranger_counts_for_nothing),
    { 0 },
};
