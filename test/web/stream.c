#include "web/stream.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "site.h"

static void
a_long_answer_comes_whole(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/flow/whole");
    assert_int_equal(a.status, 200);
    assert_false(a.cut);
    assert_int_equal(a.length, 50 * 64 * 1024);
}

static void
a_long_answer_that_fails_does_not_look_whole(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/flow/broken");
    assert_true(a.cut);
    assert_true(a.length < 50 * 64 * 1024);
}

static void
who_waits_for_an_answer_that_fails_is_hung_up_on(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/flow/broken");
    assert_false(a.open);
}

static void
a_browser_that_goes_away_frees_the_worker(struct test *t)
{
    struct site s;
    const char *text;

    site_open_with(t, &s, (struct server_options){ .workers = 1 });
    site_sign_in(&s, "lead");
    text = arena_print(t->arena,
                       "GET /probe/flow/whole HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n",
                       s.cookie);
    for (int i = 0; i < 3; i++) {
        int fd = client_connect(s.port);

        assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
        close(fd);
    }
    assert_int_equal(site_get(&s, "/probe/lead").status, 200);
    site_stop(&s);
}

const struct test_case stream_tests[] = {
    CASE(a_long_answer_comes_whole),
    CASE(a_long_answer_that_fails_does_not_look_whole),
    CASE(who_waits_for_an_answer_that_fails_is_hung_up_on),
    CASE(a_browser_that_goes_away_frees_the_worker),
    { 0 },
};
